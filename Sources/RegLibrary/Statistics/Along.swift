import RegLinearAlgebra
import RegRuntime

/// Over what a reduction runs: everything, each row or each column.
struct AlongParameters: ParameterGroup {
  let along = Parameter<String?>(
    "along",
    """
    "rows" walks along each row and gives a column with one result for each; "columns" walks down \
    each column and gives a row; without it everything counts.
    """, default: nil, keywordOnly: true, where: .optional(.oneOf(["rows", "columns"])))

  /// Gives the runs of a matrix to `reduce`, and puts the results into the shape that fits.
  func reduce(
    _ matrix: Matrix, _ arguments: Arguments,
    _ reduce: (UnsafeBufferPointer<Double>) -> Double
  ) -> Value {
    switch arguments[along] {
    case "rows": Value(Matrix(matrix.transpose().mapColumns(reduce)))
    case "columns":
      Value(Matrix(rows: 1, columns: matrix.columns, values: matrix.mapColumns(reduce)))
    default: Value(matrix.withUnsafeBuffer(reduce))
    }
  }

  /// The same for logicals.
  func reduce<Result>(
    _ mask: Grid<Bool>, _ arguments: Arguments, _ reduce: (ArraySlice<Bool>) -> Result
  ) -> (results: [Result], shape: (rows: Int, columns: Int)?) {
    switch arguments[along] {
    case "rows": (mask.transposed.mapColumns(reduce), (mask.rows, 1))
    case "columns": (mask.mapColumns(reduce), (1, mask.columns))
    default: ([reduce(mask.elements[...])], nil)
    }
  }
}

extension Matrix {
  func mapColumns<Result>(_ body: (UnsafeBufferPointer<Double>) -> Result) -> [Result] {
    withUnsafeBuffer { entries in
      (0..<columns).map { column in
        body(UnsafeBufferPointer(rebasing: entries[column * rows..<(column + 1) * rows]))
      }
    }
  }
}

extension Grid {
  fileprivate func mapColumns<Result>(_ body: (ArraySlice<Element>) -> Result) -> [Result] {
    (0..<columns).map { body(elements[$0 * rows..<($0 + 1) * rows]) }
  }
}
