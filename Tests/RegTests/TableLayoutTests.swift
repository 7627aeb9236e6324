import Foundation
import Reg
import RegOutput
import RegRuntime
import RegSyntax
import Testing

@Suite("Tables in a window")
struct TableLayoutTests {
  private func run(_ script: String) throws -> Value {
    let session = Session()
    return try session.run(session.compile(script))
  }

  private func shown(_ script: String, width: Int?, rows: Int? = nil) throws -> [String] {
    let value = try run(script)
    let text = try OutputFormat.text.text(of: value, layout: TextLayout(width: width, rows: rows))
    return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  private static let table = """
    d = table(
      name = map(i -> "patient number {i} of the northern ward", 1:30), age = (1:30) * 2.5,
      seen = date("2024-01-01") + (1:30), ok = map(i -> mod(i, 3) == 0, 1:30))
    d.size = categorical(map(i -> "size {mod(i, 7)} of seven", 1:30))
    d.note = map(i -> "line one\\nline two", 1:30)
    """

  @Test("a summary never has a line longer than the window", arguments: [40, 60, 80, 120])
  func summary(width: Int) throws {
    let lines = try shown(Self.table + "\nsummary(d)", width: width)
    #expect(lines.allSatisfy { DisplayWidth.columns(of: $0) <= width })
    #expect(lines.contains { $0.contains("age") } && lines.contains { $0.contains("seen") })
  }

  @Test("a table is cut to the window, and says how much it hides", arguments: [40, 60, 80, 120])
  func cutTable(width: Int) throws {
    let lines = try shown(Self.table + "\nd", width: width, rows: 10)
    #expect(lines.allSatisfy { DisplayWidth.columns(of: $0) <= width })
    // Headline, titles, nine rows, and the line that counts the others.
    #expect(lines.count == 12)
    #expect(lines.last?.contains("21 more rows") == true)
  }

  private static let long = """
    L = "a level whose name goes on until nothing else has room in the line of a window, "
    d = table(
      `a column whose name is far too long to be set beside a number in any window` = 1:6,
      g = [L + "one"; L + "two"; L + "one"; L + "two"; L + "three"; L + "three"],
      y = [1; 2; 3; 5; 4; 7])
    m = ridge(d, y ~ ., λ = 0.1)
    """

  @Test(
    "long names are cut before numbers are hidden",
    arguments: [30, 40, 80], ["m", "coef(m)", "summary(d)", "d", "explain(m)", "lasso(d, y ~ .)"])
  func longNames(width: Int, shownValue: String) throws {
    let lines = try shown(Self.long + "\n" + shownValue, width: width)
    #expect(lines.allSatisfy { DisplayWidth.columns(of: $0) <= width })
    guard ["m", "coef(m)"].contains(shownValue) else { return }
    #expect(!lines.contains { $0.contains("more column") })
    let coefficients = try run(Self.long + "\nm.coefficients")
    guard case .matrix(let numbers) = coefficients.content else { return }
    for number in numbers.values {
      #expect(lines.contains { $0.contains(NumberText.display(number)) })
    }
  }

  @Test("outside of a window nothing is cut, and a cell stays on its line")
  func whole() throws {
    let lines = try shown(Self.table + "\nd", width: nil)
    #expect(lines.count == 32)
    #expect(lines[2].hasSuffix("line one\\nline two"))
  }

  @Test("dates and categories are words in JSON and CSV, and gaps null and NA")
  func otherFormats() throws {
    let value = try run(
      "table(d = date([\"2024-03-01\"; missing]), g = categorical([missing; \"a\"]))")
    #expect(
      try OutputFormat.json.text(of: value)
        == #"{"type":"table","value":{"d":["2024-03-01",null],"g":[null,"a"]}}"#)
    #expect(try OutputFormat.csv.text(of: value) == "d,g\n2024-03-01,NA\nNA,a")
    let column = try run("date([\"2024-03-01\"; missing])")
    #expect(
      try OutputFormat.json.text(of: column)
        == #"{"type":"date","rows":2,"columns":1,"value":["2024-03-01",null]}"#)
    #expect(try OutputFormat.csv.text(of: column) == "2024-03-01\nNA")
  }
}
