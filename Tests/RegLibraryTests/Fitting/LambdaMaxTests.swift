import RegLinearAlgebra
import RegRuntime
import RegSyntax
import Testing

@Suite struct LambdaMaxTests {
  let calls = Calls()
  let data = FitData()

  @Test(
    "just above it nothing is in the model, just below something is",
    arguments: [
      1, 0.5, 0.0002,
    ])
  func isTheEdge(alpha: Double) throws {
    let (x, y) = (Value(data.x), Value(data.y))
    let edge = try calls("lambda_max", x, y, options: ["alpha": Value(alpha)]).numbers[0]
    for (share, isEmpty) in [(1.001, true), (0.999, false)] {
      let model = try calls(
        "enet", x, y, Value(share * edge), options: ["alpha": Value(alpha)])
      #expect((try model.field("df").numbers == [0]) == isEmpty)
    }
  }

  @Test("it is where the path starts")
  func startsThePath() throws {
    let path = try calls("lasso", Value(data.x), Value(data.y))
    let edge = try calls("lambda_max", Value(data.x), Value(data.y)).numbers[0]
    #expect(try path.field("lambda").numbers[0] == edge)
    #expect(try path.field("lambda_max").numbers == [edge])
  }

  @Test("a ridge has none")
  func ridge() throws {
    let (x, y) = (Value(data.x), Value(data.y))
    #expect(
      calls.code { try calls("lambda_max", x, y, options: ["alpha": Value(0)]) } == .argumentRange)
    #expect(try calls("ridge", x, y).field("lambda_max").shown == "none")
  }

  @Test("without anything to explain it is zero")
  func nothingToExplain() throws {
    #expect(
      try calls("lambda_max", Value([1.0, 2, 3]), Value([5.0, 5, 5])).numbers == [0])
  }
}
