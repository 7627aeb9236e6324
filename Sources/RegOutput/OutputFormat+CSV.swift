import RegData
import RegLinearAlgebra
import RegRuntime
import RegSyntax

extension OutputFormat {
  /// Rows of comma-separated values with numbers in full; a table comes with its header.
  public static let csv = OutputFormat("csv", "rows of comma-separated values") { value, _ in
    try CSVText(value).lines.joined(separator: "\n")
  }
}

/// Values as comma-separated text.
///
/// A scalar is one line, a list a line for each element, and a record or a model a line for each
/// field: its name, then its entries. Rows that have names start with them. Quotes are set only where RFC 4180 asks for them.
struct CSVText {
  let lines: [String]

  init(_ value: Value) throws { lines = try Self.lines(of: value) }

  private static func lines(of value: Value) throws -> [String] {
    switch value.content {
    case .matrix(let matrix):
      named(rows(matrix.rows, matrix.columns) { number(matrix[$0, $1]) }, value.rowNames)
    case .mask(let mask):
      rows(mask.rows, mask.columns) { "\(mask[$0, $1])" }
    case .texts(let texts):
      rows(texts.rows, texts.columns) { texts[$0, $1].map(quoted) ?? "NA" }
    case .table(let table): lines(of: table)
    case .column(let column): (0..<column.count).map { Self.cell(column[$0]) }
    case .list(let elements): elements.map { fields(of: $0).joined(separator: ",") }
    case .record(let record):
      try record.names.map { name in
        ([quoted(name)] + fields(of: try record.field(name) ?? .none)).joined(separator: ",")
      }
    default: [fields(of: value).joined(separator: ",")]
    }
  }

  private static func lines(of table: Table) -> [String] {
    let columns = (0..<table.columnCount).map { table.column(at: $0) }
    let header = columns.map { quoted($0.name) }.joined(separator: ",")
    return [header]
      + rows(table.rowCount, columns.count) { row, column in
        cell(columns[column].column[row])
      }
  }

  private static func named(_ lines: [String], _ names: [String]?) -> [String] {
    guard let names else { return lines }
    return zip(names, lines).map { "\(quoted($0)),\($1)" }
  }

  private static func cell(_ cell: Column.Cell) -> String {
    switch cell {
    case .missing: "NA"
    case .number(let value): number(value)
    case .logical(let logical): "\(logical)"
    case .text(let text): quoted(text)
    case .date(let day): day.description
    }
  }

  private static func rows(
    _ rows: Int, _ columns: Int, entry: (Int, Int) -> String
  ) -> [String] {
    (0..<rows).map { row in (0..<columns).map { entry(row, $0) }.joined(separator: ",") }
  }

  /// The entries of a value on one line; what has no entries is told by its type.
  private static func fields(of value: Value) -> [String] {
    switch value.content {
    case .none: [""]
    case .logical(let logical): ["\(logical)"]
    case .number(let value): [number(value)]
    case .text(let text): [quoted(text)]
    case .matrix(let matrix): matrix.values.map(number)
    case .mask(let mask): mask.elements.map { "\($0)" }
    case .texts(let texts): texts.elements.map { $0.map(quoted) ?? "NA" }
    case .range(let range): (0..<range.count).map { number(range[$0]) }
    case .column(let column): (0..<column.count).map { cell(column[$0]) }
    case .formula(let formula): [quoted(formula.text)]
    case .function(let function): [quoted(function.name ?? "function")]
    case .table, .record, .list: [value.typeName]
    }
  }

  private static func number(_ number: Double) -> String {
    number.isMissing ? "NA" : NumberText.shortest(number)
  }

  private static func quoted(_ text: String) -> String {
    let needsQuotes = text.utf8.contains { byte in
      byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
        || byte == UInt8(ascii: "\r")
    }
    guard needsQuotes else { return text }
    let doubled = text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"")
    return "\"\(doubled)\""
  }
}
