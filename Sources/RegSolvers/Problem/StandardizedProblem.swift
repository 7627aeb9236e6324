import RegLinearAlgebra

/// A problem brought to the form ½‖y − Zb‖² + Σ(aⱼ|bⱼ| + rⱼbⱼ²/2), lower ≤ b ≤ upper.
///
/// y and every column of Z have length 1, so tolerances mean the same everywhere. Weights, centring,
/// scales and the offset are worked into Z and y; rows without weight and columns that can only be 0
/// are left out. Columns are centred explicitly, in two passes, so that none loses digits to its
/// mean.
struct StandardizedProblem: Sendable {
  /// The number of predictors before any was left out.
  let predictorCount: Int
  /// The original positions of the columns of `z`.
  let columns: [Int]
  let design: StandardizedMatrix
  /// Empty where only cross-products are known.
  let y: [Double]
  /// The length of the centred response before scaling; 0 for a constant one.
  let responseDeviation: Double
  /// aⱼ = l1 · absoluteFactors[j] and rⱼ = l2 · squareFactors[j].
  let absoluteFactors: [Double]
  let squareFactors: [Double]
  let lower: [Double]
  let upper: [Double]
  /// Whether any coefficient is bounded.
  let isBounded: Bool

  /// Who shares the work on this problem.
  let workers: Workers

  /// What was subtracted from the response.
  let responseCenter: Double
  /// What the response was divided by: its deviation, or 1 for a constant one.
  let responseScale: Double
  private let centers: [Double]
  private let scales: [Double]
  let intercept: Bool
  /// Lower and upper bounds on the scale of the data.
  private let bounds: [(Double, Double)]

  /// Z as a matrix; asking for it makes it.
  var z: Matrix { design.whole }

  var rows: Int { design.rows }
  var count: Int { columns.count }

  /// - Parameter isChecked: Whether the predictors are known to be finite.
  init(
    _ problem: Problem, workers: Workers, isChecked: Bool = false
  ) throws(SolverError) {
    try problem.validateAllButX()
    let rows = RowWeights(problem.weights, count: problem.x.rows)
    let response = Self.centeredResponse(problem, rows)
    let all = ScaledColumn.all(problem, rows, workers)
    // What is not finite shows in the moments of its column, if they are taken of all entries.
    let sawAll = all.count == problem.x.columns && rows.count == problem.x.rows
    if !(sawAll || isChecked) || all.contains(where: { !$0.isFinite }) {
      try problem.checkPredictors()
    }
    var kept: [ScaledColumn] = []
    for scaled in all where !problem.leavesOut(scaled) {
      guard scaled.length.isFinite, scaled.deviation.isFinite, scaled.length > 0 else {
        throw .nonFinite(argument: "X", columns: [scaled.column], rows: problem.x.rows)
      }
      kept.append(scaled)
    }
    let scale = response.length > 0 ? response.length : 1
    guard scale.isFinite else {
      throw .nonFinite(argument: "y", columns: [0], rows: problem.x.rows)
    }
    let y = response.values.map { $0 / scale }
    self.init(
      problem, kept, StandardizedMatrix(problem.x, y, kept, rows, workers), y: y,
      center: response.center, length: response.length, workers: workers)
  }

  /// - Parameters:
  ///   - kept: The columns that vary.
  ///   - center: What was subtracted from the response.
  ///   - length: The length of the centred response; 0 for a constant one.
  init(
    _ problem: Problem, _ kept: [ScaledColumn], _ design: StandardizedMatrix, y: [Double],
    center: Double, length: Double, workers: Workers
  ) {
    let scale = length > 0 ? length : 1
    self.workers = workers
    self.design = design
    self.y = y
    predictorCount = problem.x.columns
    columns = kept.map(\.column)
    responseDeviation = length
    responseCenter = center
    responseScale = scale
    centers = kept.map(\.center)
    scales = kept.map(\.length)
    intercept = problem.intercept
    bounds = kept.map { (problem.lowerBound($0.column), problem.upperBound($0.column)) }
    // With t the unit of the penalty and d the length of a column, |tβ| = (t/d)·|b|.
    let units = kept.map { (problem.standardize ? $0.deviation : 1) / $0.length }
    let factors = kept.map { problem.penaltyFactor($0.column) }
    absoluteFactors = Swift.zip(factors, units).map { $0 * $1 }
    squareFactors = Swift.zip(factors, units).map { $0 * $1 * $1 }
    lower = kept.map { problem.lowerBound($0.column) * ($0.length / scale) }
    upper = kept.map { problem.upperBound($0.column) * ($0.length / scale) }
    isBounded = lower.contains { $0 > -.infinity } || upper.contains { $0 < .infinity }
  }

  /// The penalty at λ in the units of this form.
  func terms(_ rates: PenaltyRates, at lambda: Double) -> ScaledPenalty {
    ScaledPenalty(l1: lambda * rates.l1 / responseScale, l2: lambda * rates.l2)
  }

  /// λ for an L1 term in the units of this form.
  func lambda(_ rates: PenaltyRates, l1: Double) -> Double {
    l1 * responseScale / rates.gridL1
  }

  /// The coefficients on the scale of the data; one at its bound is given that bound exactly.
  func coefficients(_ scaled: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: predictorCount)
    for (position, column) in columns.enumerated() where scaled[position] != 0 {
      let value = scaled[position] * (responseScale / scales[position])
      let (low, high) = bounds[position]
      result[column] =
        scaled[position] == lower[position]
        ? low : scaled[position] == upper[position] ? high : min(max(value, low), high)
    }
    return result
  }

  /// The inverse of `coefficients`.
  func scaledCoefficients(_ coefficients: [Double]) -> [Double] {
    columns.indices.map { coefficients[columns[$0]] * (scales[$0] / responseScale) }
  }

  func intercept(_ coefficients: [Double]) -> Double {
    guard intercept else { return 0 }
    return columns.indices.reduce(responseCenter) {
      $0 - centers[$1] * coefficients[columns[$1]]
    }
  }

  /// What rounding the data to doubles may have put some columns of Z off by, as a norm of all: the
  /// part of a column far from zero that centring uncovers.
  func columnNoise(_ places: some Sequence<Int>) -> Double {
    places.reduce(0) { sum, j in
      let noise = Double.ulpOfOne * (abs(centers[j]) / scales[j])
      return sum + noise * noise
    }.squareRoot()
  }

  /// The shortest coefficients that leave the least squares; what sets columns apart by no more than
  /// rounding is not held for a difference.
  func leastSquares(_ response: Matrix) throws(LinearAlgebraError) -> LeastSquares {
    try z.leastSquares(response, tolerance: columnNoise(columns.indices))
  }

  static func centeredResponse(
    _ problem: Problem, _ rows: RowWeights
  ) -> (values: [Double], center: Double, length: Double) {
    let targets = rows.indices.map { problem.y[$0] - (problem.offset?[$0] ?? 0) }
    let isConstant = targets.allSatisfy { $0 == targets.first }
    let center = problem.intercept ? rows.mean(targets) : 0
    // A constant response must not leave the rounding error of its mean behind as signal.
    let deviations =
      problem.intercept && isConstant ? targets.map { _ in 0 } : targets.map { $0 - center }
    let values = Swift.zip(deviations, rows.roots).map { $0 * $1 }
    return (values, center, values.withUnsafeBufferPointer { $0.euclideanLength })
  }
}

/// A penalty's two terms at one λ, in the units of a `StandardizedProblem`.
struct ScaledPenalty: Sendable, Equatable {
  let l1: Double
  let l2: Double
}
