import RegLinearAlgebra

/// The rows that count, with the square roots of their shares of the total weight.
struct RowWeights {
  let indices: [Int]
  /// √(wᵢ/Σw): multiplying rows by them turns weighted sums into plain ones.
  let roots: [Double]
  private let shares: [Double]

  init(_ weights: [Double]?, count: Int) {
    let weights = weights ?? [Double](repeating: 1, count: count)
    // Halving the exponent's reach first keeps the sum of huge weights finite.
    let largest = weights.max() ?? 1
    let relative = weights.map { $0 / largest }
    let total = relative.reduce(0, +)
    indices = (0..<count).filter { relative[$0] > 0 }
    shares = indices.map { relative[$0] / total }
    roots = shares.map { $0.squareRoot() }
  }

  /// The weighted mean, corrected once for its own rounding.
  func mean(_ values: [Double]) -> Double {
    guard let origin = values.first else { return 0 }
    let near = origin + average(values, about: origin)
    return near + average(values, about: near)
  }

  private func average(_ values: [Double], about origin: Double) -> Double {
    Swift.zip(values, shares).reduce(0) { $0 + $1.1 * ($1.0 - origin) }
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

  init(_ problem: Problem, _ column: Int, _ rows: RowWeights) {
    let values = problem.x.withUnsafeBuffer { entries in
      rows.indices.map { entries[column * problem.x.rows + $0] }
    }
    let mean = rows.mean(values)
    func rootMeanSquare(about center: Double) -> Double {
      let weighted = Swift.zip(values, rows.roots).map { ($0 - center) * $1 }
      return weighted.withUnsafeBufferPointer { $0.euclideanLength }
    }
    self.column = column
    isConstant = values.allSatisfy { $0 == values.first }
    deviation = rootMeanSquare(about: mean)
    center = problem.intercept ? mean : 0
    length = problem.intercept ? deviation : rootMeanSquare(about: 0)
  }
}

extension UnsafeBufferPointer<Double> {
  /// √Σxᵢ², without overflow on the way.
  var euclideanLength: Double {
    guard let baseAddress else { return 0 }
    return BLAS.norm(count, baseAddress)
  }
}
