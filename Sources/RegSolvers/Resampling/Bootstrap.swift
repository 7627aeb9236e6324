public import RegLinearAlgebra

/// A model fitted to resamples of its rows, drawn with replacement (Efron 1979).
public struct Bootstrap: Sendable {
  /// On the scale of the data: a row a column of X, a column a resample.
  public let coefficients: Matrix
  /// One a resample.
  public let intercepts: [Double]
  /// The largest relative duality gap of a fit that missed its tolerance; nil where none did.
  public let largestMissedGap: Double?

  /// Fits the resamples.
  ///
  /// The same seed draws the same rows on every machine, however many workers there are.
  ///
  /// - Parameters:
  ///   - lambda: At which every resample is fitted.
  ///   - repeats: How many resamples; at least one.
  /// - Throws: What a fit throws; `cancelled`.
  /// - Complexity: A fit for each resample.
  public init(
    _ problem: Problem, _ fitter: ModelFitter, at lambda: Double, repeats: Int, seed: UInt64,
    workers: Workers = .all, report: CountReport? = nil,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(SolverError) {
    try problem.validate()
    let work = RepeatedWork(
      count: repeats, workers: workers, report: report, shouldStop: shouldStop)
    let models = try work.results { resample, shouldStop throws(SolverError) in
      let rows = Self.rows(of: problem.y.count, resample: resample, seed: seed)
      return try fitter.solutions(
        of: problem.selecting(rows: rows), at: [lambda], shouldStop: shouldStop)[0]
    }
    coefficients = Matrix(
      rows: problem.x.columns, columns: repeats, values: models.flatMap(\.coefficients))
    intercepts = models.map(\.intercept)
    largestMissedGap = models.largestMissedGap
  }

  /// The rows of one resample: as many as there are, some of them several times.
  public static func rows(of count: Int, resample: Int, seed: UInt64) -> [Int] {
    var generator = RandomGenerator(seed: RepeatedWork.seed(seed, of: resample))
    return (0..<count).map { _ in generator.integer(below: count) }
  }

  /// The share of resamples in which each column has a coefficient.
  public var shares: [Double] {
    (0..<coefficients.rows).map { column in share(of: column) { $0 != 0 } }
  }

  /// The share of resamples in which the coefficient of each column has the sign of a number.
  public func shares(withSignsOf numbers: [Double]) -> [Double] {
    (0..<coefficients.rows).map { column in
      share(of: column) { $0 * numbers[column] > 0 }
    }
  }

  private func share(of column: Int, _ holds: (Double) -> Bool) -> Double {
    let count = (0..<coefficients.columns).count { holds(coefficients[column, $0]) }
    return Double(count) / Double(coefficients.columns)
  }
}

/// Numbers drawn again and again for one quantity, and what they say of it.
public struct BootstrapDraws: Sendable {
  /// How an interval is read off the draws.
  public enum Interval: String, Sendable, CaseIterable {
    /// From one quantile of the draws to another.
    case percentile
    /// The same, mirrored at the estimate: 2·estimate − quantile.
    case basic
  }

  private let estimate: Double
  private let sorted: [Double]

  /// - Parameter draws: Not empty, without NaN.
  public init(_ draws: [Double], of estimate: Double) {
    self.estimate = estimate
    sorted = draws.sorted()
  }

  /// Their standard deviation, with divisor B − 1.
  public var standardError: Double {
    let count = Double(sorted.count)
    let mean = sorted.reduce(0, +) / count
    return (sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)).squareRoot()
  }

  /// The bounds that hold a share `level` of the draws, as much being left out above as below.
  public func bounds(level: Double, _ kind: Interval) -> (low: Double, high: Double) {
    let (low, high) = (quantile((1 - level) / 2), quantile((1 + level) / 2))
    return kind == .percentile ? (low, high) : (2 * estimate - high, 2 * estimate - low)
  }

  /// Between the draws beside it, as type 7 of Hyndman and Fan (1996).
  private func quantile(_ share: Double) -> Double {
    let place = share * Double(sorted.count - 1)
    let below = max(0, min(sorted.count - 1, Int(place)))
    let above = min(below + 1, sorted.count - 1)
    let step = sorted[above] - sorted[below]
    return step == 0 ? sorted[below] : sorted[below] + (place - Double(below)) * step
  }
}
