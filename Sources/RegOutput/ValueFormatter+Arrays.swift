import RegLinearAlgebra
import RegRuntime
import RegSyntax

extension ValueFormatter {
  func text(of matrix: Matrix, rowNames: [String]? = nil) -> String {
    array(
      rows: matrix.rows, columns: matrix.columns, kind: "matrix", names: rowNames
    ) { column, rows in
      let numbers = (0..<rows).map { matrix[$0, column] }
      return TextColumn(cells: NumberColumn.cells(numbers), alignment: .right)
    }
  }

  func text(of mask: Grid<Bool>) -> String {
    array(rows: mask.rows, columns: mask.columns, kind: "mask") { column, rows in
      let cells = (0..<rows).map { mask[$0, column] ? "true" : "false" }
      return TextColumn(cells: cells, alignment: .right)
    }
  }

  func text(of texts: Grid<String?>) -> String {
    array(rows: texts.rows, columns: texts.columns, kind: "array of strings") { column, rows in
      let cells = (0..<rows).map { texts[$0, column]?.spelledOut ?? "missing" }
      let column = TextColumn(cells: cells, alignment: .left)
      return layout.width.map(column.cut) ?? column
    }
  }

  /// - Parameters:
  ///   - names: What stands before each row.
  ///   - cells: Makes the column of an index from that many of its first rows.
  private func array(
    rows: Int, columns: Int, kind: String, names: [String]? = nil,
    cells: (Int, Int) -> TextColumn
  ) -> String {
    guard rows > 0, columns > 0 else { return "\(rows) × \(columns) \(kind)" }
    let shownRows = layout.shownRows(of: rows)
    let shift = names == nil ? 0 : 1
    let labels = names.map {
      layout.cuttingNames(
        $0.prefix(shownRows).map(\.spelledOut), beside: cells(0, shownRows), of: columns)
    }
    let grid = TextColumns(count: columns + shift, width: layout.width) { place in
      guard let labels, place == 0 else { return cells(place - shift, shownRows) }
      return TextColumn(cells: labels, alignment: .left)
    }
    let notes = notes(
      hiddenRows: rows - shownRows, hiddenColumns: columns + shift - grid.shown)
    return (grid.lines + notes).joined(separator: "\n")
  }
}
