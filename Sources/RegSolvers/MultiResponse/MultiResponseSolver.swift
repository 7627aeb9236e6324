import RegLinearAlgebra

/// Solves one λ after another for several responses, each from the one before.
///
/// The working set grows as in a `PathSolver`: all columns where they are few, else what the
/// sequential strong rule admits, with every other column checked after each fit.
struct MultiResponseSolver {
  let problem: StandardizedMultiResponse
  private(set) var descent: MultiResponseDescent
  /// Z'(Y − ZB) at the current coefficients, a table of all columns.
  private var gradient: [Double]
  private var l1: Double
  private let holdsAll: Bool

  /// Starts from the model without penalised terms.
  init(
    _ null: MultiResponseNullModel, _ problem: StandardizedMultiResponse,
    shouldStop: @escaping @Sendable () -> Bool
  ) {
    holdsAll = problem.predictors.holdsProducts
    let set =
      holdsAll
      ? WorkingSet(everyColumnOf: problem.predictors) : WorkingSet(problem.predictors)
    self.problem = problem
    descent = MultiResponseDescent(set, width: problem.width, shouldStop: shouldStop)
    gradient = null.gradient
    l1 = null.largestUsefulL1(PenaltyRates(l1: 1, l2: 0), problem)
    if !holdsAll { descent.insert(null.present, gradient, from: problem) }
    descent.start(null.b, gradient: gradient, of: problem.count)
  }

  /// Continues from known coefficients, fitted with the given L1 term.
  init(
    _ problem: StandardizedMultiResponse, _ set: WorkingSet, from coefficients: [Double],
    l1: Double, shouldStop: @escaping @Sendable () -> Bool
  ) {
    self.problem = problem
    holdsAll = set.count == problem.count
    descent = MultiResponseDescent(set, width: problem.width, shouldStop: shouldStop)
    gradient = problem.evidence([coefficients])[0].correlations
    self.l1 = l1
    descent.start(coefficients, gradient: gradient, of: problem.count)
  }

  var coefficients: [Double] { descent.expanded(problem.count) }

  /// Moves to a penalty and solves there.
  mutating func solve(_ penalty: ScaledPenalty) throws(SolverError) {
    // A long way is taken in steps, so that each starts near its solution.
    let floor = max(penalty.l1, 1e-4 * l1)
    while 0.5 * l1 > floor {
      let step = 0.5 * l1
      let l2 = penalty.l1 > 0 ? penalty.l2 * (step / penalty.l1) : penalty.l2
      try solveHere(ScaledPenalty(l1: step, l2: l2))
    }
    try solveHere(penalty)
  }

  /// Solves again with the gradient taken from the data, which removes the rounding error of the
  /// cross-products.
  mutating func refine(_ coefficients: [Double], _ penalty: ScaledPenalty) throws(SolverError) {
    gradient = problem.evidence([coefficients])[0].correlations
    descent.start(coefficients, gradient: gradient, of: problem.count)
    l1 = penalty.l1
    try solveHere(penalty)
  }

  private mutating func solveHere(_ penalty: ScaledPenalty) throws(SolverError) {
    if !holdsAll {
      // What could pass the new threshold if it grew as fast as λ falls.
      let threshold = 2 * penalty.l1 - max(l1, penalty.l1)
      descent.insert(outsiders(above: threshold), gradient, from: problem)
    }
    descent.impose { problem.group($0, penalty) }
    try descent.minimize()
    l1 = penalty.l1
    while !holdsAll {
      gradient = problem.evidence([coefficients])[0].correlations
      let violators = outsiders(above: penalty.l1 * (1 + 1e-12), slack: 1e-15)
      guard !violators.isEmpty else { return }
      descent.insert(strongest(violators), gradient, from: problem)
      descent.impose { problem.group($0, penalty) }
      try descent.minimize()
    }
  }

  /// The columns outside the working set whose correlations pass a threshold.
  private func outsiders(above threshold: Double, slack: Double = 0) -> [Int] {
    (0..<problem.count).filter {
      descent.set.places[$0] == nil
        && strength($0) > threshold * problem.predictors.absoluteFactors[$0] + slack
    }
  }

  private func strength(_ j: Int) -> Double { problem.row(j, of: gradient).length }

  /// Many violators at once mean that most would leave again: the strongest half-thousand first.
  private func strongest(_ violators: [Int]) -> [Int] {
    guard violators.count > 500 else { return violators }
    let factors = problem.predictors.absoluteFactors
    let ranked = violators.sorted { strength($0) * factors[$1] > strength($1) * factors[$0] }
    return Array(ranked.prefix(500))
  }
}

/// The model of several responses at λ = ∞: unpenalised columns fitted, every other row at the
/// admissible value nearest to zero.
struct MultiResponseNullModel {
  let b: [Double]
  /// Z'(Y − ZB).
  let gradient: [Double]
  /// The columns whose coefficients need not be zero.
  let present: [Int]

  init(
    _ problem: StandardizedMultiResponse, shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) {
    let groups = (0..<problem.count).map { j in
      let group = problem.group(j, ScaledPenalty(l1: 0, l2: 0))
      guard problem.predictors.absoluteFactors[j] > 0 else { return group }
      let nearest = group.held([Double](repeating: 0, count: problem.width))
      return CoefficientGroup(absolute: 0, square: 0, lower: nearest, upper: nearest)
    }
    present = groups.indices.filter { j in
      !groups[j].isBounded
        || groups[j].lower.contains { $0 != 0 } || groups[j].upper.contains { $0 != 0 }
    }
    let zero = [Double](repeating: 0, count: problem.count * problem.width)
    let start = problem.evidence([zero])[0].correlations
    guard !present.isEmpty else {
      (b, gradient) = (zero, start)
      return
    }
    var descent = MultiResponseDescent(
      WorkingSet(problem.predictors), width: problem.width, shouldStop: shouldStop)
    descent.start(zero, gradient: start, of: problem.count)
    descent.insert(present, start, from: problem)
    descent.impose { groups[$0] }
    try descent.minimize()
    b = descent.expanded(problem.count)
    gradient = problem.evidence([b])[0].correlations
  }

  /// The smallest L1 term, as the grid sees it, at which this model is still the solution.
  func largestUsefulL1(_ rates: PenaltyRates, _ problem: StandardizedMultiResponse) -> Double {
    let largest = (0..<problem.count).reduce(0.0) { largest, j in
      let group = problem.group(j, ScaledPenalty(l1: 1, l2: rates.l2 / rates.gridL1))
      guard group.absolute > 0 else { return largest }
      let (row, slope) = (problem.row(j, of: b), problem.row(j, of: gradient))
      let size = row.length
      guard size > 0 else {
        // Only what moves the row away from zero counts.
        return max(largest, group.violation(at: row, slope: slope, absolute: 0) / group.absolute)
      }
      // A row that bounds hold away from zero is pushed back by the square term as well.
      return row.indices.reduce(largest) { largest, k in
        let mayMove = slope[k] > 0 ? row[k] < group.upper[k] : row[k] > group.lower[k]
        guard mayMove, row[k] * slope[k] > 0 else { return largest }
        let push = (group.absolute / size + group.square) * row[k].magnitude
        return max(largest, slope[k].magnitude / push)
      }
    }
    // Less than this is the rounding error of a residual that is zero.
    return largest > 1e-14 ? largest : 0
  }
}
