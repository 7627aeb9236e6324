import RegLinearAlgebra

/// The rows that count, with the square roots of their shares of the total weight.
struct RowWeights: Sendable {
  let indices: [Int]
  /// √(wᵢ/Σw): multiplying rows by them turns weighted sums into plain ones.
  let roots: [Double]
  private let shares: [Double]
  /// Whether every row counts, and all the same.
  private let areEven: Bool
  /// The rows of the data, counting or not.
  private let rows: Int

  init(_ weights: [Double]?, count: Int) {
    let weights = weights ?? [Double](repeating: 1, count: count)
    // Halving the exponent's reach first keeps the sum of huge weights finite.
    let largest = weights.max() ?? 1
    let relative = weights.map { $0 / largest }
    let total = relative.reduce(0, +)
    indices = (0..<count).filter { relative[$0] > 0 }
    shares = indices.map { relative[$0] / total }
    roots = shares.map { $0.squareRoot() }
    areEven = indices.count == count && relative.allSatisfy { $0 == 1 }
    rows = count
  }

  var count: Int { indices.count }

  /// The entries of a column in the rows that count.
  func withValues<Result>(
    _ column: UnsafePointer<Double>, _ body: (UnsafePointer<Double>) -> Result
  ) -> Result {
    guard indices.count < rows else { return body(column) }
    return indices.map { column[$0] }.withUnsafeBufferPointer { values in
      values.baseAddress.map(body) ?? body(column)
    }
  }

  /// The weighted mean of values in the rows that count, corrected once for its own rounding.
  func mean(_ values: UnsafePointer<Double>) -> Double {
    guard count > 0 else { return 0 }
    let near = values[0] + average(values, about: values[0])
    return near + average(values, about: near)
  }

  private func average(_ values: UnsafePointer<Double>, about origin: Double) -> Double {
    if areEven {
      let sum = ColumnKernels.sum(count, values, about: origin)
      if sum.isFinite { return sum / Double(count) }
    }
    return ColumnKernels.sum(count, values, about: origin, weights: shares)
  }

  /// √Σ shareᵢ(xᵢ − center)², without overflow on the way.
  func rootMeanSquare(_ values: UnsafePointer<Double>, about center: Double) -> Double {
    let squares =
      areEven
      ? ColumnKernels.squares(count, values, about: center) / Double(count)
      : ColumnKernels.squares(count, values, about: center, weights: shares)
    if squares > 1e-280, squares < 1e280 { return squares.squareRoot() }
    let weighted = roots.indices.map { (values[$0] - center) * roots[$0] }
    return weighted.withUnsafeBufferPointer { $0.euclideanLength }
  }

  /// (x − center) / length, each row times its root.
  func standardize(
    _ values: UnsafePointer<Double>, center: Double, length: Double,
    into out: UnsafeMutablePointer<Double>
  ) {
    roots.withUnsafeBufferPointer { roots in
      ColumnKernels.standardize(
        count, values, center: center, length: length, root: roots.first ?? 1,
        roots: areEven ? nil : roots.baseAddress, into: out)
    }
  }
}

/// One predictor: what is subtracted from it and divided out, and its standard deviation.
struct ScaledColumn {
  let column: Int
  let isConstant: Bool
  /// The mean, or 0 without an intercept.
  let center: Double
  /// The root mean square about `center`.
  let length: Double
  /// The root mean square about the mean.
  let deviation: Double

  /// - Parameter entries: The first entry of X.
  init(
    _ problem: Problem, _ column: Int, _ rows: RowWeights, entries: UnsafePointer<Double>
  ) {
    self.column = column
    let start = entries + column * problem.x.rows
    (isConstant, center, length, deviation) = rows.withValues(start) { values in
      let mean = rows.mean(values)
      let deviation = rows.rootMeanSquare(values, about: mean)
      let length = problem.intercept ? deviation : rows.rootMeanSquare(values, about: 0)
      return (
        ColumnKernels.areEqual(rows.count, values), problem.intercept ? mean : 0, length,
        deviation
      )
    }
  }
}

extension UnsafeBufferPointer<Double> {
  /// √Σxᵢ², without overflow on the way.
  var euclideanLength: Double {
    guard let baseAddress else { return 0 }
    return BLAS.norm(count, baseAddress)
  }
}
