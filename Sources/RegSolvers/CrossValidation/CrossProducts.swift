import RegLinearAlgebra

/// Weighted sums over rows from which a linear fit can be made without the rows.
///
/// With A = √w·[X − a, y − o − b, 1], where o is the offset and the origins a and b are the means
/// over all rows of the data, they are the entries of A'A. Sums of parts of the data add up, and a
/// part can be taken off the whole; shifted to the means, little is lost in that.
struct CrossProducts: Sendable {
  /// a and b: one a predictor, and that of the response.
  let origins: [Double]
  /// The rows summed over, with weight or without.
  private(set) var rows: Int
  /// The upper triangle of A'A in a square of `order`.
  private(set) var sums: Matrix
  /// Of each column of A, the squares that went into the sums, also where they were taken off again:
  /// what the rounding errors are proportional to.
  private(set) var squares: [Double]
  /// No sum is off by more than this share of √(squares[j]·squares[k]).
  private(set) var error: Double

  var predictors: Int { origins.count - 1 }
  var order: Int { origins.count + 1 }
  /// Σw.
  var weight: Double { self[order - 1, order - 1] }

  /// - Parameter entries: A, `rows` × p + 2, whose columns are `stride` apart.
  init(
    origins: [Double], rows: Int, entries: UnsafePointer<Double>, stride: Int
  ) {
    let order = origins.count + 1
    self.origins = origins
    self.rows = rows
    sums = Matrix(rows: order, columns: order) { _ in }
    sums.withMutablePointer {
      BLAS.syrkInSlices(0..<rows, columns: order, entries, lda: stride, $0)
    }
    squares = []
    error = roundingBound(BLAS.roundingsInSlices(rows, columns: order))
    squares = diagonal
  }

  private var diagonal: [Double] { (0..<order).map { self[$0, $0] } }

  /// The sum over rows of the product of two columns of A; `row` ≤ `column`.
  subscript(row: Int, column: Int) -> Double { sums[column * order + row] }

  /// Whether all sums are finite; data near the limits of doubles give others.
  var isFinite: Bool { squares.allSatisfy(\.isFinite) }

  /// Whether no column is nearly a combination of others; columns that do not vary are left aside.
  ///
  /// - Complexity: O(p³).
  var isWellConditioned: Bool {
    guard isFinite, weight > 0 else { return false }
    let last = order - 1
    let means = (0..<predictors).map { self[$0, last] / weight }
    let variances = means.indices.map { self[$0, $0] / weight - means[$0] * means[$0] }
    let varying = means.indices.filter { variances[$0] > 1e-8 * squares[$0] / weight }
    let lengths = varying.map { variances[$0].squareRoot() }
    var factor = correlations(varying, means, lengths)
    return factor.withMutablePointer { factor in
      guard BLAS.cholesky(varying.count, factor, lda: varying.count) == 0 else { return false }
      return varying.indices.allSatisfy {
        let pivot = factor[$0 * varying.count + $0]
        return pivot * pivot > Self.leastPivot
      }
    }
  }

  /// Correlations of some columns, which rise: the upper triangle.
  private func correlations(_ columns: [Int], _ means: [Double], _ lengths: [Double]) -> Matrix {
    let (count, order, share) = (columns.count, order, 1 / weight)
    var result = Matrix(rows: count, columns: count)
    result.withMutablePointer { result in
      sums.withPointer { sums in
        for (place, k) in columns.enumerated() {
          let column = sums + k * order
          for row in 0...place {
            let product = column[columns[row]] * share - means[columns[row]] * means[k]
            result[place * count + row] = product / (lengths[row] * lengths[place])
          }
        }
      }
    }
    return result
  }

  /// The least share of a column's variance that may be its own.
  private static let leastPivot = 1e-9

  mutating func add(_ part: CrossProducts) {
    rows += part.rows
    accumulate(1, part)
    squares = Swift.zip(squares, part.squares).map { $0 + $1 }
    error = max(error, part.error) + Double.ulpOfOne
  }

  /// The sums over the other rows.
  func subtracting(_ part: CrossProducts) -> CrossProducts {
    var rest = self
    rest.rows -= part.rows
    rest.accumulate(-1, part)
    rest.error += part.error + Double.ulpOfOne
    return rest
  }

  private mutating func accumulate(_ sign: Double, _ part: CrossProducts) {
    let count = sums.count
    sums.withMutablePointer { sums in
      part.sums.withPointer { BLAS.axpy(count, sign, $0, sums) }
    }
  }

  /// Σw(y − o − prediction)² at each solution; nil where more than rounding can bear would cancel.
  func squaredErrors(_ solutions: [Solution]) -> [Double]? {
    var result: [Double] = []
    result.reserveCapacity(solutions.count)
    // Solutions near each other on a path have much the same columns.
    for first in stride(from: 0, to: solutions.count, by: 20) {
      let block = solutions[first..<min(first + 20, solutions.count)]
      guard let errors = squaredErrors(ofBlock: Array(block)) else { return nil }
      result += errors
    }
    return result
  }

  private func squaredErrors(ofBlock solutions: [Solution]) -> [Double]? {
    let used =
      (0..<predictors).filter { j in solutions.contains { $0.coefficients[j] != 0 } }
      + [predictors, predictors + 1]
    let (order, width) = (used.count, solutions.count)
    // A times these columns is the error of each solution.
    var errors = Matrix(rows: order, columns: width)
    errors.withMutablePointer { errors in
      for (index, solution) in solutions.enumerated() {
        let column = errors + index * order
        var constant = solution.intercept - origins[predictors]
        for (place, j) in used.dropLast(2).enumerated() {
          let coefficient = solution.coefficients[j]
          column[place] = -coefficient
          constant += coefficient * origins[j]
        }
        column[order - 2] = 1
        column[order - 1] = -constant
      }
    }
    let part = upperTriangle(of: used)
    let products = Matrix(rows: order, columns: width) { products in
      guard let products = products.baseAddress else { return }
      part.withPointer { part in
        errors.withPointer {
          BLAS.symm(order, columns: width, part, lda: order, $0, ldb: order, products, ldc: order)
        }
      }
    }
    let lengths = used.map { self[$0, $0].squareRoot() }
    var result: [Double] = []
    result.reserveCapacity(width)
    let isExact = errors.withPointer { errors in
      products.withPointer { products in
        for index in 0..<width {
          let (column, product) = (errors + index * order, products + index * order)
          let sum = BLAS.dot(order, column, product)
          var size = 0.0
          for row in 0..<order { size += column[row].magnitude * lengths[row] }
          guard sum > Self.leastShare * size * size else { return false }
          result.append(sum)
        }
        return true
      }
    }
    return isExact ? result : nil
  }

  /// The sums between some columns of A, which rise; as in `sums`, nothing reads the lower triangle.
  private func upperTriangle(of columns: [Int]) -> Matrix {
    guard columns.count < order else { return sums }
    return Matrix(rows: columns.count, columns: columns.count) { part in
      sums.withPointer { sums in
        for (place, column) in columns.enumerated() {
          let source = sums + column * order
          for row in 0...place { part[place * columns.count + row] = source[columns[row]] }
        }
      }
    }
  }

  /// An error that is a smaller share of what it is the difference of has lost too many digits.
  private static let leastShare = 1e-6
}
