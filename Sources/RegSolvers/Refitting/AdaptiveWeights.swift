public import RegLinearAlgebra

/// Penalty factors that the data choose: the adaptive lasso (Zou 2006).
///
/// vⱼ = 1/|sⱼbⱼ|^power, where b is a first fit without an L1 penalty and sⱼ the standard deviation of
/// column j where penalties act on standardised columns, else 1. Columns that the first fit finds
/// large are penalised less, those that it finds at exactly 0 are left out.
public struct AdaptiveWeights: Sendable, Equatable {
  public enum FirstFit: String, Sendable, CaseIterable {
    /// The ridge that generalised cross-validation prefers, on an automatic grid.
    case ridge
    /// Least squares; there must be more rows than columns, and these not collinear.
    case leastSquares = "ols"
  }

  public let firstFit: FirstFit
  public let power: Double

  /// - Throws: `SolverError.badPower` unless the power is positive and finite.
  public init(_ firstFit: FirstFit, power: Double = 1) throws(SolverError) {
    guard power > 0, power.isFinite else { throw .badPower(power) }
    self.firstFit = firstFit
    self.power = power
  }

  /// What was found for a problem.
  public struct Found: Sendable {
    /// One a column: the weights times the factors that the problem had.
    public let factors: [Double]
    /// That of the ridge; nil for least squares.
    public let lambda: Double?

    /// What was found before.
    public init(factors: [Double], lambda: Double?) {
      self.factors = factors
      self.lambda = lambda
    }
  }

  /// The penalty factors for a problem.
  ///
  /// The first fit has the problem's own factors, so that an unpenalised column is unpenalised in both
  /// and one that is left out is left out of both; bounds are not for it.
  ///
  /// - Throws: `SolverError.collinear` where least squares are not unique; `cancelled`.
  /// - Complexity: That of the first fit: a decomposition of the cross-products.
  public func found(
    for problem: Problem, workers: Workers = .all,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(SolverError) -> Found {
    var free = problem
    (free.lower, free.upper) = (nil, nil)
    let first = try firstFit(of: free, workers, shouldStop)
    let deviations = try stoppable(shouldStop) { _ throws(SolverError) in
      try problem.standardize ? Self.deviations(of: free, workers) : nil
    }
    let factors = (0..<problem.x.columns).map { column in
      let size = (first.coefficients[column] * (deviations?[column] ?? 1)).magnitude
      let own = problem.penaltyFactor(column)
      // An unpenalised column stays so, whatever its size.
      return own == 0 ? 0 : own / RegSolvers.power(size, power)
    }
    return Found(factors: factors, lambda: firstFit == .ridge ? first.lambda : nil)
  }

  private func firstFit(
    of problem: Problem, _ workers: Workers, _ shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> Solution {
    switch firstFit {
    case .leastSquares:
      let path = try PathFit(
        problem, Ridge(), PathOptions(lambdas: [0], workers: workers, shouldStop: shouldStop))
      guard try path.hasUniqueLeastSquares() else { throw .collinear }
      return path.solutions[0]
    case .ridge:
      let path = try PathFit(
        problem, Ridge(), PathOptions(workers: workers, shouldStop: shouldStop))
      let scores = try path.ridgeDiagnostics(shouldStop: shouldStop).generalizedCrossValidation
      let best = scores.indices.filter { !scores[$0].isNaN }.min { scores[$0] < scores[$1] }
      return path.solutions[best ?? 0]
    }
  }

  /// The weighted standard deviations of the columns; those that do not vary have none.
  private static func deviations(
    of problem: Problem, _ workers: Workers
  ) throws(SolverError) -> [Double] {
    var deviations = [Double](repeating: 0, count: problem.x.columns)
    for column in try StandardizedProblem(problem, workers: workers).design.columns {
      deviations[column.column] = column.deviation
    }
    return deviations
  }
}

extension PathFit {
  /// Whether no column that may enter is a combination of the others and the intercept.
  fileprivate func hasUniqueLeastSquares() throws(SolverError) -> Bool {
    let rows = engine.problem.rows - (problem.intercept ? 1 : 0)
    guard engine.problem.count <= rows else { return false }
    return try engine.leastSquaresRest().rank == engine.problem.count
  }
}
