extension PathFit {
  /// Whether coefficients are linear in λ between knots: those of a lasso without bounds.
  public var isPiecewiseLinear: Bool { engine.isPiecewiseLinear }

  /// All knots from `lambdaMax` to the smallest λ fitted, from the largest down; nil where the path
  /// is not piecewise linear.
  ///
  /// Unpenalised columns are in every model and have no knots. Of columns that enter at the same λ
  /// the order is arbitrary.
  ///
  /// - Complexity: Some milliseconds a λ of the grid at the first call, where columns are many.
  public func knots(
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(SolverError) -> [Knot]? {
    guard isPiecewiseLinear else { return nil }
    guard let knotted, let last = lambdas.min() else { return [] }
    var knots: [Knot] = []
    for segment in try knotted.segments(downTo: last, shouldStop) {
      knots += segment.knots.filter { $0.lambda >= last }
    }
    return knots
  }

  /// The columns in the order in which they first enter as λ falls from `lambdaMax` to the smallest
  /// λ fitted; unpenalised columns are left out.
  ///
  /// Where there are no knots, it is read off the λ fitted, and columns that first appear at the same
  /// λ are in the order of X.
  public func entryOrder(
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(SolverError) -> [Int] {
    var seen: Set<Int> = []
    if let knots = try knots(shouldStop: shouldStop) {
      return knots.filter { $0.enters && seen.insert($0.column).inserted }.map(\.column)
    }
    let falling = solutions.sorted { $0.lambda > $1.lambda }
    return falling.flatMap(\.activeColumns).filter {
      problem.penaltyFactor($0) > 0 && seen.insert($0).inserted
    }
  }
}
