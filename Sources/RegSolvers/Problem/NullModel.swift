import RegLinearAlgebra

/// The model at λ = ∞: unpenalised columns fitted, every penalised coefficient at the admissible
/// value nearest to zero.
struct NullModel {
  let b: [Double]
  /// Z'(y − Zb).
  let gradient: [Double]
  /// The columns whose coefficient need not be zero.
  let present: [Int]

  init(
    _ problem: StandardizedProblem, shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) {
    var (lower, upper) = (problem.lower, problem.upper)
    for j in problem.columns.indices where problem.absoluteFactors[j] > 0 {
      let nearest = min(max(0, lower[j]), upper[j])
      (lower[j], upper[j]) = (nearest, nearest)
    }
    present = problem.columns.indices.filter { lower[$0] != 0 || upper[$0] != 0 }
    let start = problem.start
    guard !present.isEmpty else {
      b = [Double](repeating: 0, count: problem.count)
      gradient = start
      return
    }
    let hasAll = problem.design.given != nil
    let set = hasAll ? WorkingSet(everyColumnOf: problem) : WorkingSet(problem)
    var descent = ActiveSetDescent(set, target: start, shouldStop: shouldStop)
    if !hasAll { descent.insert(present, start, from: problem) }
    descent.impose(ScaledPenalty(l1: 0, l2: 0), problem, lower: lower, upper: upper)
    try descent.minimize()
    b = descent.expanded(problem.count)
    gradient = problem.gradient(at: b)
  }

  /// The smallest L1 term, as the grid sees it, at which this model is still the solution.
  func largestUsefulL1(_ rates: PenaltyRates, _ problem: StandardizedProblem) -> Double {
    let largest = problem.columns.indices.reduce(0.0) { largest, j in
      let absolute = problem.absoluteFactors[j]
      let pull = gradient[j]
      let mayMove = pull > 0 ? b[j] < problem.upper[j] : b[j] > problem.lower[j]
      guard absolute > 0, mayMove, b[j] * pull >= 0 else { return largest }
      // A coefficient that a bound holds away from zero is pushed back by the square term as well.
      let ridge = rates.l2 / rates.gridL1 * problem.squareFactors[j] * b[j].magnitude
      return max(largest, pull.magnitude / (absolute + ridge))
    }
    // Less than this is the rounding error of a residual that is zero.
    return largest > 1e-14 ? largest : 0
  }
}
