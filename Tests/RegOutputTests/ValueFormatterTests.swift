import OrderedCollections
import RegData
import RegLinearAlgebra
import RegRuntime
import RegSyntax
import Testing

@testable import RegOutput

@Suite("Values as text")
struct ValueFormatterTests {
  private let formatter = ValueFormatter()

  @Test(
    "a number has six significant digits at most, and its whole part in full",
    arguments: [
      (0.1 + 0.2, "0.3"), (1.0 / 3, "0.333333"), (100, "100"), (1_234_567.8, "1234568"),
      (-0.0, "0"), (1e-7, "1e-7"), (1.5e300, "1.5e300"), (.infinity, "inf"), (-.infinity, "-inf"),
      (.nan, "nan"), (.missing, "missing"), (123.456789, "123.457"),
    ])
  func numbers(number: Double, text: String) {
    #expect(formatter.text(of: Value(number)) == text)
  }

  @Test("the columns of a matrix are aligned at the decimal point, each by itself")
  func matrixColumns() {
    let matrix = Matrix(rows: 3, columns: 2, values: [1.5, -20, 300.25, 1e-9, 1, .nan])
    #expect(
      formatter.text(of: Value(matrix)) == """
          1.5     1e-9
        -20       1
        300.25  nan
        """)
  }

  @Test("an empty array says its shape")
  func emptyArrays() {
    #expect(formatter.text(of: Value(Matrix(rows: 0, columns: 3))) == "0 × 3 matrix")
    #expect(formatter.text(of: Value(Matrix([]))) == "0 × 1 matrix")
  }

  @Test("a mask shows words and strings stay bare")
  func otherArrays() {
    let mask = Grid(rows: 2, columns: 2, elements: [true, false, false, true])
    #expect(formatter.text(of: Value(mask)) == " true  false\nfalse   true")
    #expect(formatter.text(of: Value(["a", "bcd"])) == "a\nbcd")
    #expect(formatter.text(of: Value(Grid<String?>(column: ["a", nil]))) == "a\nmissing")
  }

  @Test("wide characters take two columns and combining ones none")
  func displayWidth() {
    #expect(DisplayWidth.columns(of: "λ = e\u{301}") == 5)
    #expect(DisplayWidth.columns(of: "漢字") == 4)
    let texts = Grid<String?>(rows: 2, columns: 2, elements: ["漢", "ab", "x", "y"])
    #expect(formatter.text(of: Value(texts)) == "漢  x\nab  y")
  }

  @Test("rows and columns that do not fit are counted")
  func cutToWindow() {
    let matrix = Matrix(rows: 100, columns: 20, repeating: 12345)
    let cut = ValueFormatter(layout: TextLayout(width: 20, rows: 4))
    #expect(
      cut.text(of: Value(matrix)) == """
        12345  12345  12345
        12345  12345  12345
        12345  12345  12345
        … 97 more rows and 17 more columns
        """)
    let lines = ValueFormatter().text(of: Value(matrix)).split(separator: "\n")
    #expect(lines.count == 100)
    #expect(lines.allSatisfy { $0.count == 20 * 5 + 19 * 2 })
  }

  @Test("a range is shown as it is typed")
  func ranges() throws {
    let plain = try #require(NumberRange(from: 1, through: 5))
    let stepped = try #require(NumberRange(from: 0, step: 0.25, through: 1))
    let empty = try #require(NumberRange(from: 1, through: 0))
    #expect(formatter.text(of: Value(plain)) == "1:5")
    #expect(formatter.text(of: Value(stepped)) == "0:0.25:1")
    #expect(formatter.text(of: Value(empty)) == "1:0")
  }

  @Test("a table has a headline, titles and its rows")
  func tables() throws {
    let table = try Table([
      (name: "age", column: .number([59, 48, .missing])),
      (name: "cell", column: .text(["large", nil, "small"])),
      (name: "prior", column: .logical([true, false, nil])),
    ])
    #expect(
      formatter.text(of: Value(table)) == """
        3 × 3 table: age cell prior
            age  cell       prior
             59  large       true
             48  missing    false
        missing  small    missing
        """)
    let cut = ValueFormatter(layout: TextLayout(width: 14, rows: 2))
    #expect(
      cut.text(of: Value(table)).split(separator: "\n").last == "… 2 more rows and 1 more column")
  }

  @Test("a record shows its fields in line, and short vectors as they are typed")
  func records() {
    let record = Record([
      "n": Value(3), "name": Value("a \"b\""), "weights": Value([1.0, 2.5]),
      "grid": Value(Matrix(rows: 2, columns: 2)), "more": Value([Value(1), Value(2)]),
    ])
    #expect(
      formatter.text(of: Value(record)) == """
        n:       3
        name:    "a \\"b\\""
        weights: [1; 2.5]
        grid:    2 × 2 matrix
        more:    list of 2
        """)
  }

  @Test("a short list fits on a line, a long one has a line for each element")
  func lists() {
    #expect(formatter.text(of: Value([Value(1), Value("a"), .none])) == "list(1, \"a\", none)")
    #expect(formatter.text(of: Value([Value]())) == "list()")
    let long = (1...40).map { Value($0 * 1000) }
    let lines = formatter.text(of: Value(long)).split(separator: "\n")
    #expect(lines.count == 40)
    #expect(lines.first == "1:  1000")
    #expect(lines.last == "40: 40000")
  }
}
