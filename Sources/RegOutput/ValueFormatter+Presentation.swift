import RegPlot
import RegRuntime
import RegSyntax

extension ValueFormatter {
  func text(of presentation: Presentation) -> String {
    presentation.blocks.flatMap(lines).joined(separator: "\n")
  }

  private func lines(of block: Presentation.Block) -> [String] {
    switch block {
    case .line(let line): fitting(line.spelledOut)
    case .note(let note): fitting(note.spelledOut).map(layout.dimmed)
    case .table(let table): lines(of: table)
    case .chart(let chart): layout.picture.lines(of: chart.spelledOut)
    }
  }

  /// A line broken at blanks where the window is narrower, the rest of it further to the right.
  private func fitting(_ line: String) -> [String] {
    guard let width = layout.width, DisplayWidth.columns(of: line) > width else { return [line] }
    let lines = line.drop { $0 == " " }.description.wrapped(width: max(width - 2, 1))
    return lines.enumerated().map { place, line in
      (place == 0 ? line : "  " + line).cut(to: width)
    }
  }

  private func lines(of table: PresentationTable) -> [String] {
    let rows = table.columns.map(\.cells.count).min() ?? 0
    var columns = table.columns.map { textColumn($0, rows: rows) }
    if let width = layout.width, case .cutTexts? = table.columns.last?.cells {
      let before = columns.dropLast().reduce(2) { $0 + $1.width + 3 }
      let room = max(width - before, 12)
      columns[columns.count - 1].cells = columns[columns.count - 1].cells.map { $0.cut(to: room) }
    }
    columns = layout.cuttingTexts(columns, gap: 3, indent: 2)
    let grid = TextColumns(count: columns.count, gap: 3, indent: 2, width: layout.width) {
      columns[$0]
    }
    let body = withoutMiddle(Array(grid.lines.dropFirst()), limit: table.rowLimit)
    let notes = notes(hiddenRows: 0, hiddenColumns: columns.count - grid.shown)
    return grid.lines.prefix(1) + body + notes.map { "  " + $0 }
  }

  private func textColumn(_ column: PresentationTable.Column, rows: Int) -> TextColumn {
    let title = column.title.spelledOut
    switch column.cells {
    case .numbers(let numbers, let digits):
      // A `nan` stands for "nothing to say here".
      let texts = numbers.prefix(rows).map {
        $0.isNaN ? "" : NumberText.display($0, digits: digits)
      }
      return TextColumn(
        title: title, cells: NumberColumn.aligned(texts), alignment: .right)
    case .decimals(let numbers, let places):
      return TextColumn(
        title: title, cells: NumberColumn.cells(numbers.prefix(rows), places: places),
        alignment: .right)
    case .texts(let texts), .cutTexts(let texts):
      return TextColumn(title: title, cells: texts.prefix(rows).map(\.spelledOut), alignment: .left)
    }
  }

  /// The first and the last rows where there are more than `limit`, with a count between them.
  private func withoutMiddle(_ rows: [String], limit: Int?) -> [String] {
    guard let limit, limit >= 2, rows.count > limit + 1 else { return rows }
    let tail = limit / 4 + 1
    let hidden = layout.dimmed("  … \(rows.count - limit) more …")
    return rows.prefix(limit - tail) + [hidden] + rows.suffix(tail)
  }
}

extension PresentationTable.Column.Cells {
  fileprivate var count: Int {
    switch self {
    case .numbers(let numbers, _): numbers.count
    case .decimals(let numbers, _): numbers.count
    case .texts(let texts), .cutTexts(let texts): texts.count
    }
  }
}
