import OrderedCollections
import RegRuntime
import Testing

@testable import RegOutput

@Suite("Models as text")
struct PresentationTests {
  struct Model: RecordBacking {
    let presentation: Presentation
    var typeName: String { "path" }
    var fieldNames: [String] { ["twice"] }
    func field(_ name: String) throws -> Value { Value(2) }
  }

  private func text(_ blocks: [Presentation.Block], layout: TextLayout = TextLayout()) -> String {
    let record = Record(backing: Model(presentation: Presentation(blocks)))
    return ValueFormatter(layout: layout).text(of: Value(record))
  }

  private let table = Presentation.Block.table(
    PresentationTable([
      .init("λ", .numbers([45.2, 0.125, .nan], digits: 3)),
      .init("R²", .decimals([0, 0.5, .nan], places: 3)),
      .init("enters", .texts(["", "bmi, s5", "sex"])),
    ]))

  @Test("lines come as they are and tables below aligned titles")
  func blocks() {
    #expect(
      text([.line("lasso path"), .note("optimal"), table]) == """
        lasso path
        optimal
               λ      R²   enters
          45.2     0.000
           0.125   0.500   bmi, s5
                           sex
        """)
  }

  @Test("a note is dimmed where there is colour")
  func color() {
    #expect(
      text([.note("optimal")], layout: TextLayout(hasColor: true)) == "\u{1B}[2moptimal\u{1B}[0m")
  }

  @Test("the middle of a long table is left out with a count")
  func longTable() {
    let numbers = PresentationTable(
      [.init("k", .numbers((1...100).map(Double.init), digits: 6))], rowLimit: 8)
    let lines = text([.table(numbers)]).split(separator: "\n")
    #expect(lines.count == 1 + 8 + 1)
    #expect(lines.contains("  … 92 more …"))
    #expect(lines.last == "  100")
  }

  @Test("JSON has every field of a model, those computed when asked for included")
  func fields() throws {
    let record = Record(["n": Value(3)], backing: Model(presentation: Presentation([])))
    #expect(
      try OutputFormat.json.text(of: Value(record)) == #"{"type":"path","value":{"n":3,"twice":2}}"#
    )
  }
}
