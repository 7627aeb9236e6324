import OrderedCollections
import RegData
import RegLinearAlgebra
import RegRuntime
import RegSyntax

extension ValueFormatter {
  /// A model shows itself; any other record is a line for each field.
  func text(of record: Record) -> String {
    if let backing = record.backing { return text(of: backing.presentation) }
    guard !record.fields.isEmpty else { return "record()" }
    let names = record.fields.keys.map { $0.spelledOut + ":" }
    let values = record.fields.values.map(inline)
    return twoColumns(names, values)
  }

  /// One line where all elements are short, else a line for each.
  func text(of elements: [Value]) -> String {
    let shown = layout.shownRows(of: elements.count)
    let texts = elements.prefix(shown).map(inline)
    let line = "list(" + texts.joined(separator: ", ") + ")"
    if shown == elements.count, DisplayWidth.columns(of: line) <= min(layout.width ?? 80, 80) {
      return line
    }
    let numbers = (1...shown).map { "\($0):" }
    let notes = notes(hiddenRows: elements.count - shown, hiddenColumns: 0)
    return ([twoColumns(numbers, texts)] + notes).joined(separator: "\n")
  }

  private func twoColumns(_ first: [String], _ second: [String]) -> String {
    let first = first.map { name in layout.width.map { name.cut(to: max($0 / 2, 8)) } ?? name }
    let before = first.map { DisplayWidth.columns(of: $0) }.max() ?? 0
    let room = layout.width.map { max($0 - before - 1, 8) }
    let columns = [
      TextColumn(cells: first, alignment: .left),
      TextColumn(cells: second.map { text in room.map(text.cut) ?? text }, alignment: .left),
    ]
    return TextColumns(count: 2, gap: 1, width: nil) { columns[$0] }.lines.joined(separator: "\n")
  }

  /// The value in a few words, for a place inside another.
  func inline(_ value: Value) -> String {
    switch value.content {
    case .none, .logical, .number, .range, .formula: text(of: value)
    case .text(let text): quoted(text)
    case .matrix(let matrix):
      inline(rows: matrix.rows, columns: matrix.columns, kind: "matrix") {
        NumberText.display(matrix[$0, $1])
      }
    case .mask(let mask):
      inline(rows: mask.rows, columns: mask.columns, kind: "mask") { "\(mask[$0, $1])" }
    case .texts(let texts):
      inline(rows: texts.rows, columns: texts.columns, kind: "array of strings") {
        texts[$0, $1].map(quoted) ?? "missing"
      }
    case .column(let column) where column.count == 1: column[0].displayText
    case .column(let column):
      inline(rows: column.count, columns: 1, kind: "column of \(column.kind.rawValue)") { row, _ in
        if case .text(let text) = column[row] { quoted(text) } else { column[row].displayText }
      }
    case .table(let table): "\(table.rowCount) × \(table.columnCount) table"
    case .record(let record): record.backing?.typeName ?? inline(record)
    case .list(let elements): elements.isEmpty ? "list()" : "list of \(elements.count)"
    case .function(let function): function.name.map { "function \($0)" } ?? "function"
    }
  }

  private func inline(_ record: Record) -> String {
    record.fields.isEmpty ? "record()" : "record of \(counted(record.fields.count, "field"))"
  }

  /// A short vector as it would be typed; anything larger by its size.
  private func inline(
    rows: Int, columns: Int, kind: String, entry: (Int, Int) -> String
  ) -> String {
    let size = "\(rows) × \(columns) \(kind)"
    guard rows == 1 || columns == 1, rows <= 6, columns <= 6, rows > 0, columns > 0 else {
      return size
    }
    let entries = (0..<max(rows, columns)).map { rows == 1 ? entry(0, $0) : entry($0, 0) }
    let text = "[" + entries.joined(separator: rows == 1 ? ", " : "; ") + "]"
    return DisplayWidth.columns(of: text) <= 60 ? text : size
  }

  private func quoted(_ text: String) -> String {
    let shown = text.count <= 60 ? text : text.prefix(59) + "…"
    let escaped = shown.reduce(into: "") { result, character in
      switch character {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      default: result.append(character)
      }
    }
    return "\"\(escaped.spelledOut)\""
  }
}
