import RegLinearAlgebra
import RegRuntime
import RegSyntax
import Testing

@Suite("Indexing")
struct IndexingTests {
  let running = Running()

  @Test("a scalar drops a dimension, a range never does")
  func shapes() throws {
    let shapes = try ["A[2, :]", "A[2:2, :]", "A[:, 1]", "A[:, [true; false; true]]", "A[:]"].map {
      try running.value("A = [1 2 3; 4 5 6]\n\($0)").shape
    }
    #expect(shapes.map(\.rows) == [3, 1, 2, 2, 6])
    #expect(shapes.map(\.columns) == [1, 3, 1, 2, 1])
    #expect(try running.number("A[2, 3]") == 6)
  }

  @Test("end is the size of what it stands in, however deep")
  func end() throws {
    let text = "x = [10; 20; 30]\ny = [1; 2]\nx[y[end]] + x[end] + x[end - y[1]]"
    #expect(try running.number(text) == 70)
    #expect(try running.number("A = [1 2 3; 4 5 6]\nA[end, end] + A[1, end]") == 9)
  }

  @Test("writing to a part leaves every copy as it was")
  func copies() throws {
    let text = """
      a = [1; 2; 3]
      b = a
      fn change(v) { v[1] = 100; v }
      c = change(a)
      b[2] = 50
      [a[1], a[2], b[1], b[2], c[1], c[2]]
      """
    #expect(try running.numbers(text) == [1, 2, 1, 50, 100, 2])
  }

  @Test("slices are assigned by value, by vector and by mask")
  func slices() throws {
    let text = "A = [0 0 0; 0 0 0]\nA[1, :] = [1, 2, 3]\nA[:, 1] = 9\nA[A > 2] = -1\nA"
    #expect(Matrix(argument: try running.value(text))?.values == [-1, -1, 2, 0, -1, 0])
    #expect(running.failure("A[1, :] = [1, 2]")?.code == .shapeMismatch)
    #expect(running.failure("A[3, 1] = 0")?.code == .indexOutOfRange)
    #expect(try running.number("A[1, 2]") == 2)
  }

  @Test("a place is worked out once by an update")
  func update() throws {
    let text = """
      calls = 0
      x = [1; 2; 3]
      x[1] += 10
      x[end] *= 2
      x[1] + x[3]
      """
    #expect(try running.number(text) == 17)
  }

  @Test(
    "an index that means nothing is refused",
    arguments: [
      ("x[0]", DiagnosticCode.indexOutOfRange), ("x[-1]", .indexOutOfRange),
      ("x[4]", .indexOutOfRange), ("x[1.5]", .badIndex), ("x[nan]", .badIndex),
      ("x[1e300]", .indexOutOfRange), ("x[\"a\"]", .badIndex), ("x[1, 1, 1]", .badIndex),
      ("x[[true; false]]", .shapeMismatch), ("x[1:1e12]", .indexOutOfRange),
      ("x[inf]", .indexOutOfRange), ("5[2]", .indexOutOfRange), ("x.y", .unknownField),
      ("none[1]", .badIndex),
    ])
  func refused(text: String, code: DiagnosticCode) {
    #expect(running.failure("x = [1; 2; 3]\n\(text)")?.code == code)
  }

  @Test("entries read one by one are the entries")
  func loop() throws {
    let text = """
      A = [3 1 4; 1 5 9]
      s = 0
      for i in 1:2 { for j in 1:3 { s += A[i, j] * 10^(3*(i - 1) + j) } }
      t = 0
      for k in 1:6 { t += A[k] * k }
      [s, t]
      """
    let s = 3e1 + 1e2 + 4e3 + 1e4 + 5e5 + 9e6
    #expect(try running.numbers(text) == [s, 3 + 2 + 3 + 20 + 20 + 54])
  }

  @Test("several variables take a list or a vector apart")
  func unpacking() throws {
    #expect(try running.number("a, b = pair(1, 2)\nb, a = pair(a, b)\n10 * a + b") == 21)
    #expect(running.failure("a, b = [1; 2; 3]")?.code == .shapeMismatch)
    #expect(running.failure("a, b = 1")?.code == .typeMismatch)
  }
}
