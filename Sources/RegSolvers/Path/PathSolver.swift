import RegLinearAlgebra

/// Solves one λ after another, each from the one before.
///
/// With few columns all cross-products are formed at once. With many, the working set holds those
/// that are expected to matter, and every column left out is checked after each fit. What is not a
/// member of the set at the end has been proved to have no coefficient.
struct PathSolver {
  let problem: StandardizedProblem
  private(set) var descent: ActiveSetDescent
  /// Z'y.
  private let start: [Double]
  /// What is known of the columns outside the working set; nil where there are none.
  private var outside: OutsideColumns?
  private var l1: Double

  /// Starts from the model without penalised terms.
  init(
    _ null: NullModel, _ problem: StandardizedProblem,
    shouldStop: @escaping @Sendable () -> Bool
  ) {
    let set =
      problem.holdsProducts ? WorkingSet(everyColumnOf: problem) : WorkingSet(problem)
    self.problem = problem
    start = problem.start
    descent = ActiveSetDescent(set, target: start, shouldStop: shouldStop)
    l1 = null.largestUsefulL1(PenaltyRates(l1: 1, l2: 0), problem)
    if !problem.holdsProducts {
      outside = OutsideColumns(problem, gradient: null.gradient, l1: l1)
      descent.insert(null.present, start, from: problem)
    }
    descent.begin(at: null.b)
  }

  /// Continues from known coefficients, fitted with the given L1 term.
  init(
    _ problem: StandardizedProblem, _ set: WorkingSet, from coefficients: [Double], l1: Double,
    shouldStop: @escaping @Sendable () -> Bool
  ) {
    self.problem = problem
    self.l1 = l1
    start = problem.start
    descent = ActiveSetDescent(set, target: start, shouldStop: shouldStop)
    descent.begin(at: coefficients)
    if !problem.holdsProducts {
      outside = OutsideColumns(problem, gradient: start, l1: l1)
      outside?.look(problem, descent.residual(of: problem), l1: l1)
    }
  }

  /// Asks somebody else from now on whether to stop.
  mutating func ask(_ shouldStop: @escaping @Sendable () -> Bool) {
    descent.shouldStop = shouldStop
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
    descent.begin(at: coefficients)
    descent.correct(by: problem)
    l1 = penalty.l1
    try solveHere(penalty)
  }

  private mutating func solveHere(_ penalty: ScaledPenalty) throws(SolverError) {
    if let outside {
      descent.insert(outside.expected(problem, descent.set, penalty.l1), start, from: problem)
    }
    descent.impose(penalty, problem, lower: problem.lower, upper: problem.upper)
    try descent.minimize()
    l1 = penalty.l1
    while outside != nil {
      outside?.look(problem, descent.residual(of: problem), l1: penalty.l1)
      let violators = outside?.violators(problem, descent.set) ?? []
      guard !violators.isEmpty else { return }
      descent.insert(violators, start, from: problem)
      descent.impose(penalty, problem, lower: problem.lower, upper: problem.upper)
      try descent.minimize()
    }
  }
}
