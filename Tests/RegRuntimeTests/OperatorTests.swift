import RegLinearAlgebra
import RegRuntime
import RegSyntax
import Testing

@Suite("Operators")
struct OperatorTests {
  let running = Running()

  @Test("dotted operators repeat a row and a column, others want equal shapes")
  func broadcasting() throws {
    let table = try running.value("[1; 2; 3] .* [10, 20]")
    #expect(Matrix(argument: table)?.values == [10, 20, 30, 20, 40, 60])
    #expect(try running.numbers("[1; 2; 3] .+ 1") == [2, 3, 4])
    let refused = running.failure("[1; 2; 3] + [10, 20]")
    #expect(refused?.code == .shapeMismatch)
    #expect(refused?.help == "'.+' repeats a row or a column")
  }

  @Test("A' * B without the transpose is the product with it")
  func transposedProduct() throws {
    let text = "A = [1 2; 3 4; 5 6]\nB = [7 8; 9 1; 2 3]\nC = A'\nA' * B - C * B"
    #expect(Matrix(argument: try running.value(text)) == Matrix(rows: 2, columns: 2))
    #expect(try running.number("x = [1; 2; 3]\nx' * x") == 14)
  }

  @Test("a square matrix to a whole power is a product, to a negative one an inverse")
  func powers() throws {
    let cube = try running.value("A = [1 2; 3 4]\nA^3 - A * A * A")
    #expect(Matrix(argument: cube)?.values == [0, 0, 0, 0])
    let inverse = try #require(Matrix(argument: try running.value("A = [2 0; 0 4]\nA^-1")))
    #expect(inverse.values == [0.5, 0, 0, 0.25])
  }

  @Test("what \\ solves, the product gives back; division is solving from the right")
  func solving() throws {
    let text = "A = [4 1; 2 3]\nb = [1; 2]\nA * (A \\ b) - b"
    for rest in try #require(try running.numbers(text)) { #expect(abs(rest) < 1e-15) }
    let quotient = "A = [4 1; 2 3]\nB = [1 2; 5 7]\n(B / A) * A - B"
    let rest = try #require(Matrix(argument: try running.value(quotient)))
    #expect(rest.values.allSatisfy { abs($0) < 1e-14 })
  }

  @Test("the least-squares solution leaves a residual at right angles to the columns")
  func leastSquares() throws {
    let text = "A = [1 1; 1 2; 1 3; 1 4]\nb = [6; 5; 7; 10]\nA' * (b - A * (A \\ b))"
    for rest in try #require(try running.numbers(text)) { #expect(abs(rest) < 1e-12) }
  }

  @Test("precedence and signs are those of mathematics")
  func precedence() throws {
    #expect(try running.number("-2^2") == -4)
    #expect(try running.number("2^-1") == 0.5)
    #expect(try running.number("-[1, 2] * [3; 4]") == -11)
    #expect(try running.number("1 - 2 - 3 - 4 - 5 - 6 - 7 - 8 - 9 - 10 - 11 - 12") == -76)
    #expect(try running.value("not 1 == 2 and 3 < 4").content.isTrue)
  }

  @Test("and and or stop at the first scalar that settles it")
  func shortCircuit() throws {
    #expect(try running.value("true or unknown").content.isTrue)
    #expect(try !running.value("false and unknown").content.isTrue)
    #expect(running.failure("true and 1")?.code == .typeMismatch)
  }

  @Test("membership asks arrays, ranges, lists and names")
  func membership() throws {
    for text in ["2 in [1; 2]", "0.3 in 0:0.1:1", "\"b\" in [\"a\", \"b\"]", "2 in pair(1, 2)"] {
      #expect(try running.value(text).content.isTrue, "\(text)")
    }
    #expect(try !running.value("0.05 in 0:0.1:1").content.isTrue)
    guard case .mask(let mask) = try running.value("[1; 5; 2] in 1:2").content else {
      Issue.record("an array gives a mask")
      return
    }
    #expect(mask.elements == [true, false, true])
  }

  @Test("nan is equal to nothing, strings and lists compare by what they hold")
  func equality() throws {
    #expect(try !running.value("nan == nan").content.isTrue)
    #expect(try running.value("pair(1, \"a\") == pair(1, \"a\")").content.isTrue)
    #expect(try !running.value("pair(1, 2) == pair(1, 3)").content.isTrue)
    #expect(try running.value("none == none").content.isTrue)
    #expect(running.failure("1 == \"1\"")?.code == .typeMismatch)
  }

  @Test("strings join, numbers go in by braces")
  func strings() throws {
    #expect(String(argument: try running.value("s = \"a\"\ns += \"b\"\ns + \"c\"")) == "abc")
    #expect(String(argument: try running.value("x = 2\n\"{x + 1}: {x / 3:.2f}\"")) == "3: 0.67")
    #expect(running.failure("\"a\" + 1")?.code == .typeMismatch)
  }
}

extension Content {
  fileprivate var isTrue: Bool {
    if case .logical(let logical) = self { logical } else { false }
  }
}
