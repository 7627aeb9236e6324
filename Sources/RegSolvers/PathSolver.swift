import RegLinearAlgebra

/// Solves one λ after another, each from the one before.
///
/// With few columns all cross-products are formed at once. With many, the working set holds what the
/// sequential strong rule (Tibshirani et al. 2012) admits, and every column left out is checked after
/// each fit, since the rule can be wrong.
struct PathSolver {
  let problem: StandardizedProblem
  private(set) var descent: ActiveSetDescent
  /// z'(y − Zb) for every column, at the current coefficients.
  private var gradient: [Double]
  /// How far `gradient` may be off outside the working set; empty where it is exact.
  private var errors: [Double] = []
  /// y − Zb, where `gradient` is not exact.
  private var residual: [Double] = []
  private var l1: Double
  private let holdsAll: Bool

  /// Up to so many columns all cross-products are formed, where there are as many rows.
  static let mostProducts = 1500

  /// Starts from the model without penalised terms.
  init(
    _ null: NullModel, _ problem: StandardizedProblem,
    shouldStop: @escaping @Sendable () -> Bool
  ) {
    holdsAll =
      problem.count <= 400 || (problem.count <= Self.mostProducts && problem.count <= problem.rows)
    let set = holdsAll ? WorkingSet(everyColumnOf: problem) : WorkingSet(problem)
    self.problem = problem
    descent = ActiveSetDescent(set, shouldStop: shouldStop)
    gradient = null.gradient
    l1 = null.largestUsefulL1(PenaltyRates(l1: 1, l2: 0), problem)
    if !holdsAll { descent.insert(null.present, gradient, from: problem) }
    descent.start(null.b, gradient: gradient)
  }

  /// Continues from known coefficients, fitted with the given L1 term.
  init(
    _ problem: StandardizedProblem, _ set: WorkingSet, from coefficients: [Double], l1: Double,
    shouldStop: @escaping @Sendable () -> Bool
  ) {
    self.problem = problem
    holdsAll = set.count == problem.count
    descent = ActiveSetDescent(set, shouldStop: shouldStop)
    gradient = problem.correlations(problem.residual(coefficients))
    self.l1 = l1
    descent.start(coefficients, gradient: gradient)
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
    gradient = problem.correlations(problem.residual(coefficients))
    errors = []
    descent.start(coefficients, gradient: gradient)
    l1 = penalty.l1
    try solveHere(penalty)
  }

  private mutating func solveHere(_ penalty: ScaledPenalty) throws(SolverError) {
    if !holdsAll { admit(penalty) }
    descent.impose(penalty, problem, lower: problem.lower, upper: problem.upper)
    try descent.minimize()
    l1 = penalty.l1
    guard !holdsAll else { return }
    while true {
      estimateGradient()
      func limit(_ factor: Double) -> Double { penalty.l1 * factor * (1 + 1e-12) + 1e-15 }
      let suspects = outsiders { j, factor in reach(j) > limit(factor) }
      makeExact(suspects)
      let violators = suspects.filter {
        gradient[$0].magnitude > limit(problem.absoluteFactors[$0])
      }
      guard !violators.isEmpty else { return }
      insert(strongest(violators))
      descent.impose(penalty, problem, lower: problem.lower, upper: problem.upper)
      try descent.minimize()
    }
  }

  /// Admits the columns whose correlation could pass the new threshold if it grew as fast as λ falls.
  private mutating func admit(_ penalty: ScaledPenalty) {
    let threshold = 2 * penalty.l1 - max(l1, penalty.l1)
    let strong = outsiders { j, factor in reach(j) >= threshold * factor }
    makeExact(strong)
    insert(strong)
  }

  private mutating func insert(_ columns: [Int]) {
    guard !columns.isEmpty else { return }
    makeExact(descent.set.members)
    descent.insert(columns, gradient, from: problem)
  }

  /// The most that a column's correlation can be.
  private func reach(_ j: Int) -> Double {
    gradient[j].magnitude + (errors.isEmpty ? 0 : errors[j])
  }

  /// Correlations from a copy of the columns that is read four times as fast, where that pays.
  private mutating func estimateGradient() {
    residual = problem.residual(coefficients)
    guard problem.count * problem.rows >= 1 << 17 else {
      (gradient, errors) = (problem.correlations(residual), [])
      return
    }
    (gradient, errors) = problem.design.screen.products(residual, workers: problem.workers)
  }

  private mutating func makeExact(_ columns: [Int]) {
    guard !errors.isEmpty else { return }
    problem.z.withPointer { z in
      for j in columns where errors[j] > 0 {
        gradient[j] = BLAS.dot(problem.rows, z + j * problem.rows, residual)
        errors[j] = 0
      }
    }
  }

  private func outsiders(where passes: (Int, Double) -> Bool) -> [Int] {
    problem.columns.indices.filter {
      descent.set.places[$0] == nil && passes($0, problem.absoluteFactors[$0])
    }
  }

  /// Many violators at once mean that most would leave again: the strongest half-thousand first.
  private func strongest(_ violators: [Int]) -> [Int] {
    guard violators.count > 500 else { return violators }
    let ranked = violators.sorted {
      gradient[$0].magnitude * problem.absoluteFactors[$1]
        > gradient[$1].magnitude * problem.absoluteFactors[$0]
    }
    return Array(ranked.prefix(500))
  }
}
