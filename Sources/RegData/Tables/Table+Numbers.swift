public import RegLinearAlgebra

extension Table {
  /// The columns as a matrix, logicals as 0 and 1.
  ///
  /// - Parameter names: The columns in the matrix's order; by default all.
  /// - Throws: `DataError.unknownColumn`, `.notNumeric` for a column of text, or `.tooLarge`.
  public func matrix(_ names: [String]? = nil) throws(DataError) -> Matrix {
    var columns: [[Double]] = []
    for name in names ?? self.names {
      let column = try column(named: name)
      guard let numbers = column.numbers else {
        throw .notNumeric(column: name, value: column.texts?.lazy.compactMap(\.self).first)
      }
      columns.append(numbers)
    }
    let (_, overflow) = rowCount.multipliedReportingOverflow(by: columns.count)
    if overflow { throw .tooLarge(rows: rowCount, columns: columns.count) }
    return Matrix(rows: rowCount, columns: columns.count) { entries in
      for (position, column) in columns.enumerated() {
        _ = entries[(position * rowCount)...].update(fromContentsOf: column)
      }
    }
  }

  /// A table of a matrix's columns.
  ///
  /// - Parameter names: A name for each column.
  /// - Precondition: There are as many names as columns.
  /// - Throws: `DataError.duplicateColumn`.
  public init(_ matrix: Matrix, names: [String]) throws(DataError) {
    precondition(names.count == matrix.columns)
    self.init(rowCount: matrix.rows)
    let values = matrix.values
    for (position, name) in names.enumerated() {
      if contains(name) { throw .duplicateColumn(name) }
      let rows = position * matrix.rows..<(position + 1) * matrix.rows
      try set(name, to: .number(Array(values[rows])))
    }
  }
}
