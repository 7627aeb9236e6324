import RegData
import RegRuntime
import RegSyntax

extension ValueFormatter {
  /// A line with the size and the names, then the rows below their titles.
  func text(of table: Table) -> String {
    let header = headline(of: table)
    guard table.rowCount > 0, table.columnCount > 0 else { return header }
    let shownRows = layout.shownRows(of: table.rowCount)
    let grid = TextColumns(count: table.columnCount, width: layout.width) {
      let (name, column) = table.column(at: $0)
      return textColumn(column, title: cut(name.spelledOut), rows: shownRows)
    }
    let notes = notes(
      hiddenRows: table.rowCount - shownRows, hiddenColumns: table.columnCount - grid.shown)
    return ([header] + grid.lines + notes).joined(separator: "\n")
  }

  /// `442 × 11 table: age sex bmi …`, with as many names as the width has room for.
  private func headline(of table: Table) -> String {
    let size = "\(table.rowCount) × \(table.columnCount) table"
    guard table.columnCount > 0 else { return size }
    let limit = layout.width ?? 100
    var line = size + ":"
    for name in table.names.lazy.map({ cut($0.spelledOut) }) {
      if DisplayWidth.columns(of: line) + 1 + DisplayWidth.columns(of: name) > limit - 2 {
        return line + " …"
      }
      line += " " + name
    }
    return line
  }

  /// A column outside of a table, value by value.
  func text(of column: Column) -> String {
    guard column.count > 0 else { return "0 × 1 column" }
    let shownRows = layout.shownRows(of: column.count)
    let lines = textColumn(column, title: nil, rows: shownRows)
    return
      (lines.lines(width: 0).map(\.trimmingTrailingBlanks)
      + notes(hiddenRows: column.count - shownRows, hiddenColumns: 0)).joined(separator: "\n")
  }

  private func textColumn(_ column: Column, title: String?, rows: Int) -> TextColumn {
    if case .number(let numbers) = column {
      return TextColumn(
        title: title, cells: NumberColumn.cells(numbers.prefix(rows)), alignment: .right)
    }
    let cells = (0..<rows).map { cut(column[$0].displayText) }
    let alignment: TextColumn.Alignment = column.kind == .logical ? .right : .left
    return TextColumn(title: title, cells: cells, alignment: alignment)
  }
}

extension ValueFormatter {
  /// Text that would crowd out its neighbours is cut where lines are.
  private func cut(_ text: String) -> String {
    guard let width = layout.width else { return text }
    return text.cut(to: min(max(width / 2, 20), width))
  }
}

extension String {
  /// The text in at most so many columns of the terminal.
  public func cut(to width: Int) -> String {
    guard utf8.count > width, DisplayWidth.columns(of: self) > width else { return self }
    var (kept, used) = ("", 1)
    for character in self {
      used += DisplayWidth.columns(of: String(character))
      if used > width { break }
      kept.append(character)
    }
    return kept + "…"
  }
}

extension Column.Cell {
  var displayText: String {
    switch self {
    case .missing: "missing"
    case .number(let number): NumberText.display(number)
    case .logical(let logical): logical ? "true" : "false"
    case .text(let text): text.spelledOut
    case .date(let day): day.description
    }
  }
}
