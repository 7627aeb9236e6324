public import RegLinearAlgebra

/// How well a ridge predicts rows that it has not seen, in closed form.
///
/// A row is left out of the fit as if its weight were 0; what is held fixed is the standardisation of
/// the columns, which is that of all rows, and the penalty relative to the sum of the squared errors.
/// Cross-validation with as many folds as rows differs in both: there each fit standardises its own
/// rows, and weighs the mean of their squares against λ.
public struct RidgeDiagnostics: Sendable {
  public let lambdas: [Double]
  /// For each λ, the trace of the matrix that takes the response to its prediction, less the 1 of an
  /// intercept: how many unpenalised coefficients the fit is worth.
  public let effectiveDegreesOfFreedom: [Double]
  /// For each λ, the generalised cross-validation score: the mean squared residual over
  /// (1 − (edf + intercept)/n)² (Golub, Heath and Wahba 1979); NaN where nothing is left to divide by.
  public let generalizedCrossValidation: [Double]
}

/// The errors of a ridge for rows that are left out of the fit one at a time, in closed form.
public struct LeaveOneOutErrors: Sendable {
  public let lambdas: [Double]
  /// For each λ, the weighted mean of the squared errors; NaN where a row alone decides a coefficient.
  public let meanSquares: [Double]
  /// The response less its prediction by the fit without the row: one row a row of the data, one
  /// column a λ; nil unless asked for.
  public let residuals: Matrix?
}

extension PathFit {
  /// Whether predictions are linear in the response, as those of a ridge are: there is no L1 penalty
  /// and no bound.
  public var isLinear: Bool { engine.isLinear }

  /// Effective degrees of freedom and generalised cross-validation scores of a ridge.
  ///
  /// - Parameter lambdas: By default those fitted.
  /// - Throws: `SolverError.notLinear` for a fit with an L1 penalty or with bounds.
  /// - Complexity: O(min(n, p)²), and less for further calls.
  public func ridgeDiagnostics(
    at lambdas: [Double]? = nil, shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(SolverError) -> RidgeDiagnostics {
    let solver = try engine.ridgeSolver()
    let solutions = try solutions(at: lambdas ?? self.lambdas, shouldStop)
    let effective = try stoppable(shouldStop) { _ throws(SolverError) in
      try solver.effectiveDegreesOfFreedom(squareTerms(solutions))
    }
    let deviation = solver.problem.responseDeviation
    let rows = Double(solver.problem.rows)
    let scores = Swift.zip(solutions, effective).map { solution, effective in
      let rest = 1 - (effective + (problem.intercept ? 1 : 0)) / rows
      let squares = deviation * deviation * (1 - solution.devianceRatio)
      return rest > 1e-11 ? squares / (rest * rest) : .nan
    }
    return RidgeDiagnostics(
      lambdas: solutions.map(\.lambda), effectiveDegreesOfFreedom: effective,
      generalizedCrossValidation: scores)
  }

  /// Exact leave-one-out errors of a ridge.
  ///
  /// - Parameters:
  ///   - lambdas: By default those fitted.
  ///   - keepsResiduals: Whether the error of each row is wanted, besides their mean.
  /// - Throws: `SolverError.notLinear` for a fit with an L1 penalty or with bounds.
  /// - Complexity: O(n·p·min(n, p)) for all λ together.
  public func leaveOneOut(
    at lambdas: [Double]? = nil, keepsResiduals: Bool = false,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(SolverError) -> LeaveOneOutErrors {
    let solver = try engine.ridgeSolver()
    let solutions = try solutions(at: lambdas ?? self.lambdas, shouldStop)
    let weights = RowWeights(problem.weights, count: problem.x.rows)
    let found = try stoppable(shouldStop) { _ throws(SolverError) in
      try solver.leaveOneOut(
        solutions.map { solver.problem.scaledCoefficients($0.coefficients) },
        squareTerms(solutions), keepsErrors: keepsResiduals)
    }
    let scale = solver.problem.responseScale
    var residuals: Matrix?
    if let errors = found.errors {
      residuals = try residualsOfAllRows(solutions)
      for (place, row) in weights.indices.enumerated() {
        for column in solutions.indices {
          residuals?[row, column] = errors[place, column] * scale / weights.roots[place]
        }
      }
    }
    return LeaveOneOutErrors(
      lambdas: solutions.map(\.lambda), meanSquares: found.squares.map { $0 * scale * scale },
      residuals: residuals)
  }

  /// The residuals as fitted, which for rows without weight are those of a fit without them.
  private func residualsOfAllRows(_ solutions: [Solution]) throws(SolverError) -> Matrix {
    var residuals = Matrix(rows: problem.x.rows, columns: solutions.count)
    guard problem.weights?.contains(0) ?? false else { return residuals }
    for (column, solution) in solutions.enumerated() {
      let predicted = try solution.predict(problem.x, offset: problem.offset)
      for row in predicted.indices { residuals[row, column] = problem.y[row] - predicted[row] }
    }
    return residuals
  }

  private func solutions(
    at lambdas: [Double], _ shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> [Solution] {
    if lambdas == self.lambdas { return solutions }
    var found: [Solution] = []
    for lambda in lambdas { found.append(try solution(at: lambda, shouldStop: shouldStop)) }
    return found
  }

  private func squareTerms(_ solutions: [Solution]) -> [Double] {
    solutions.map { engine.squareTerm(at: $0.lambda) }
  }
}
