public import RegLinearAlgebra

extension TextbookCost {
  /// The least cost that weights can have, as the path solver finds it.
  ///
  /// The solver's weights are held against the conditions of a minimum of this very cost: where the
  /// slope and what the penalty adds to it do not cancel to a billionth of the slope at zero, the
  /// least is not known.
  ///
  /// - Returns: nil where no weights could be shown to have it.
  /// - Throws: `SolverError.cancelled` only.
  /// - Complexity: That of one solve, and three products with X or its transpose.
  public func least(
    workers: Workers = .all, shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(SolverError) -> Double? {
    // The solver halves squares of weights, and divides squares of errors by the rows.
    let scaled = lambda * (divisor / Double(x.rows)) * Double(power)
    let problem = Problem(x: x, y: y.values, intercept: false, standardize: false)
    let solution: Solution
    do {
      let fit = try PathFit(
        problem, ConventionalPenalty(power == 1 ? .lasso : .ridge),
        PathOptions(lambdas: [scaled], workers: workers, shouldStop: shouldStop))
      solution = fit.solutions[0]
    } catch {
      if case .cancelled = error { throw error }
      return nil
    }
    let weights = Matrix(solution.coefficients)
    return isLeast(weights) ? cost(weights) : nil
  }

  /// Whether zero is a subgradient at these weights, to a billionth of the slope at zero.
  func isLeast(_ weights: Matrix) -> Bool {
    let largest = x.transposeTimes(y).values.reduce(0) { max($0, abs($1)) } / divisor
    let allowed = 1e-9 * largest
    return zip(slope(weights).values, weights.values).allSatisfy { slope, weight in
      if power == 2 { return abs(slope + 2 * lambda * weight) <= allowed }
      if weight == 0 { return abs(slope) <= lambda + allowed }
      return abs(slope + (weight < 0 ? -lambda : lambda)) <= allowed
    }
  }
}
