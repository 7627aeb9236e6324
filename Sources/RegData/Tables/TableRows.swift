import RegLinearAlgebra

/// Some rows of a table, and where they were in it.
struct TableRows {
  /// Only the rows taken, and only the columns needed.
  let table: Table
  let positions: [Int]
  /// Rows of the whole table.
  let total: Int

  var count: Int { positions.count }

  init(all table: Table) {
    self.table = table
    positions = Array(0..<table.rowCount)
    total = table.rowCount
  }

  init(table: Table, positions: [Int], total: Int) {
    self.table = table
    self.positions = positions
    self.total = total
  }

  /// The rows for which `keep` holds, by their place among these rows.
  func filtered(_ keep: (Int) -> Bool) -> TableRows {
    let kept = (0..<count).filter(keep)
    if kept.count == count { return self }
    return TableRows(
      table: table.rows(at: kept), positions: kept.map { positions[$0] }, total: total)
  }
}

extension Matrix {
  func rows(at positions: [Int]) -> Matrix {
    if positions.count == rows { return self }
    return Matrix(rows: positions.count, columns: columns) { entries in
      for column in 0..<columns {
        for (row, position) in positions.enumerated() {
          entries[column * positions.count + row] = self[position, column]
        }
      }
    }
  }

  func repeatingRow(_ count: Int) -> Matrix {
    Matrix(rows: count, columns: columns) { entries in
      for column in 0..<columns {
        for row in 0..<count { entries[column * count + row] = self[0, column] }
      }
    }
  }
}
