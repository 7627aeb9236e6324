import RegLinearAlgebra
import Synchronization

/// The rows that count, with the square roots of their shares of the total weight.
struct RowWeights: Sendable {
  let indices: [Int]
  /// √(wᵢ/Σw): multiplying rows by them turns weighted sums into plain ones.
  let roots: [Double]
  private let shares: [Double]
  /// Whether the rows that count all count the same.
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
    areEven = relative.allSatisfy { $0 == 1 || $0 == 0 }
    rows = count
  }

  var count: Int { indices.count }

  /// The entries of a column in the rows that count.
  func withValues<Result>(
    _ column: UnsafePointer<Double>, _ body: (UnsafePointer<Double>) -> Result
  ) -> Result {
    guard indices.count < rows else { return body(column) }
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: max(indices.count, 1)) {
      values in
      guard let first = values.baseAddress else { return body(column) }
      indices.withUnsafeBufferPointer { indices in
        for place in indices.indices { first[place] = column[indices[place]] }
      }
      return body(first)
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

  /// The moments of the rows that count.
  ///
  /// `isSafe` says that their squares are neither too large nor too small for doubles; where they
  /// are, the moments are taken again with care.
  func moments(
    _ values: UnsafePointer<Double>
  ) -> (mean: Double, deviation: Double, areEqual: Bool, isSafe: Bool) {
    let found = shares.withUnsafeBufferPointer {
      ColumnKernels.moments(count, values, weights: areEven ? nil : $0.baseAddress)
    }
    let isSafe =
      found.mean.magnitude < 1e140 && found.meanSquare < 1e280
      && (found.meanSquare > 1e-280 || found.areEqual)
    if isSafe {
      return (found.mean, found.meanSquare.squareRoot(), found.areEqual, true)
    }
    let mean = mean(values)
    return (mean, rootMeanSquare(values, about: mean), found.areEqual, false)
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

  /// (x − center) / length for some of the rows that count, each times its root.
  func standardize(
    _ range: Range<Int>, of values: UnsafePointer<Double>, center: Double, length: Double,
    into out: UnsafeMutablePointer<Double>
  ) {
    roots.withUnsafeBufferPointer { roots in
      ColumnKernels.standardize(
        range.count, values + range.lowerBound, center: center, length: length,
        root: roots.first ?? 1,
        roots: areEven ? nil : roots.baseAddress.map { $0 + range.lowerBound },
        into: out)
    }
  }
}

/// One predictor: what is subtracted from it and divided out, and its standard deviation.
struct ScaledColumn: Sendable {
  let column: Int
  let isConstant: Bool
  /// The mean, or 0 without an intercept.
  let center: Double
  /// The root mean square about `center`.
  let length: Double
  /// The root mean square about the mean.
  let deviation: Double

  var isFinite: Bool { center.isFinite && length.isFinite && deviation.isFinite }

  init(column: Int, isConstant: Bool, center: Double, length: Double, deviation: Double) {
    self.column = column
    self.isConstant = isConstant
    self.center = center
    self.length = length
    self.deviation = deviation
  }

  /// The columns that may enter, in order.
  static func all(_ problem: Problem, _ rows: RowWeights, _ workers: Workers) -> [ScaledColumn] {
    some((0..<problem.x.columns).filter(problem.mayEnter), of: problem, rows, workers)
  }

  static func some(
    _ columns: [Int], of problem: Problem, _ rows: RowWeights, _ workers: Workers
  ) -> [ScaledColumn] {
    let step = max(1, 100_000 / max(problem.x.rows, 1))
    let pieces = (columns.count + step - 1) / step
    let found = Mutex([[ScaledColumn]](repeating: [], count: pieces))
    problem.x.withPointer { x in
      let x = SharedInput(x)
      workers.forEach(pieces) { piece in
        let scaled = columns[piece * step..<min((piece + 1) * step, columns.count)].map {
          ScaledColumn(problem, $0, rows, entries: x.address)
        }
        found.withLock { $0[piece] = scaled }
      }
    }
    return found.withLock { $0.flatMap(\.self) }
  }

  /// - Parameter entries: The first entry of X.
  private init(
    _ problem: Problem, _ column: Int, _ rows: RowWeights, entries: UnsafePointer<Double>
  ) {
    self.column = column
    let start = entries + column * problem.x.rows
    (isConstant, center, length, deviation) = rows.withValues(start) { values in
      let moments = rows.moments(values)
      return (
        moments.areEqual, problem.intercept ? moments.mean : 0,
        problem.intercept
          ? moments.deviation
          : moments.isSafe
            ? (moments.deviation * moments.deviation + moments.mean * moments.mean).squareRoot()
            : rows.rootMeanSquare(values, about: 0),
        moments.deviation
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

extension Problem {
  /// Whether a column has nothing to say: one that does not vary, next to the intercept or where its
  /// deviation is the unit of its penalty; and one of zeros.
  func leavesOut(_ column: ScaledColumn) -> Bool {
    column.isConstant && (intercept || standardize || column.length == 0)
  }

  func mayEnter(_ column: Int) -> Bool {
    !excluded.contains(column) && penaltyFactor(column) < .infinity
  }
}
