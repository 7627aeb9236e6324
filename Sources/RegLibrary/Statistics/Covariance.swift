import RegLinearAlgebra
import RegRuntime
import RegSyntax

/// `cov` and `cor`.
struct Covariance: Builtin {
  let name: String
  let category = Category.statistics
  let summary: String
  let details: String?
  let examples: [Example]
  let seeAlso: [String]
  private let isCorrelation: Bool

  let x = Parameter<Matrix>("x", "A vector, or a matrix with a variable in each column.")
  let y = Parameter<Matrix?>(
    "y",
    """
    A second vector or matrix with as many rows; without it the columns of x are taken with each \
    other.
    """, default: nil)

  static let covariance = Covariance(
    name: "cov", summary: "Gives the covariance of two vectors, or of the columns of matrices.",
    details: "Sums of products of deviations are divided by n - 1.",
    examples: [Example("Two vectors", "> cov([1; 2; 3], [2; 4; 9])\n3.5")],
    seeAlso: ["cor", "var"], isCorrelation: false)

  static let correlation = Covariance(
    name: "cor", summary: "Gives the correlation of two vectors, or of the columns of matrices.",
    details: "It is nan where a column is constant.",
    examples: [
      Example("Two vectors", "> cor([1; 2; 3], [2; 4; 6])\n1"),
      Example("Columns of a matrix", "> cor([1, 6; 2, 4; 3, 2])\n 1  -1\n-1   1"),
    ], seeAlso: ["cov"], isCorrelation: true)

  func call(_ arguments: Arguments) throws -> Value {
    let left = arguments[x].asColumn
    let right = arguments[y]?.asColumn
    if let right, right.rows != left.rows {
      throw arguments.failure(
        .argumentShape, "'y' must have \(left.rows) rows like 'x', not \(right.rows)", at: y)
    }
    try arguments.context.reserve(rows: left.columns, columns: (right ?? left).columns)
    let result = products(left, right)
    return result.count == 1 ? Value(result[0]) : Value(result)
  }

  private func products(_ left: Matrix, _ right: Matrix?) -> Matrix {
    let a = deviations(left)
    guard let right else {
      var result = scaled(a.gram(), rows: left.rows)
      // A column's correlation with itself is 1, whatever rounding says.
      if isCorrelation {
        for index in 0..<result.columns where !result[index, index].isNaN {
          result[index, index] = 1
        }
      }
      return result
    }
    return scaled(a.transposeTimes(deviations(right)), rows: left.rows)
  }

  /// Deviations from the columns' means, of length 1 for a correlation.
  private func deviations(_ matrix: Matrix) -> Matrix {
    var result = matrix
    let rows = matrix.rows
    result.withUnsafeMutableBuffer { entries in
      for column in 0..<matrix.columns {
        let run = UnsafeMutableBufferPointer(
          rebasing: entries[column * rows..<(column + 1) * rows])
        center(run)
      }
    }
    return result
  }

  private func center(_ run: UnsafeMutableBufferPointer<Double>) {
    let mean = Sums.mean(UnsafeBufferPointer(run))
    for row in run.indices { run[row] -= mean }
    guard isCorrelation else { return }
    // Taken relative to the largest, so that squares neither overflow nor vanish.
    let largest = run.reduce(0) { Swift.max($0, $1.magnitude) }
    let length = run.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }.squareRoot()
    for row in run.indices { run[row] = run[row] / largest / length }
  }

  private func scaled(_ products: Matrix, rows: Int) -> Matrix {
    isCorrelation
      ? products.map { $0.isNaN ? $0 : Swift.min(Swift.max($0, -1), 1) }
      : products.map { $0 / Double(rows - 1) }
  }
}

extension Matrix {
  /// A row vector as a column; anything else as it is.
  fileprivate var asColumn: Matrix { rows == 1 ? reshaped(rows: columns, columns: 1) : self }
}
