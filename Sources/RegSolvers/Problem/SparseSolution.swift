/// The fitted model at one λ, as the columns it has and their coefficients.
public struct SparseSolution: Sendable, Equatable {
  public let lambda: Double
  public let intercept: Double
  /// The columns with a nonzero coefficient, counted from 0, ascending.
  public let columns: [Int]
  /// One a column of `columns`, on the scale of the data.
  public let coefficients: [Double]
  /// The duality gap relative to the loss of the model with the intercept alone, as in `Solution`.
  ///
  /// Between knots it is a bound that holds on the whole stretch.
  public let gap: Double
  /// Whether `gap` is within the tolerance asked for.
  public let converged: Bool
  /// The share of the deviance of the model with intercept and offset alone that is explained.
  public let devianceRatio: Double
}

extension SparseSolution {
  init(_ solution: Solution) {
    lambda = solution.lambda
    intercept = solution.intercept
    columns = solution.activeColumns
    coefficients = columns.map { solution.coefficients[$0] }
    gap = solution.gap
    converged = solution.converged
    devianceRatio = solution.devianceRatio
  }

  /// The same model with a coefficient for each of `count` columns.
  func expanded(_ count: Int) -> Solution {
    var dense = [Double](repeating: 0, count: count)
    for (column, value) in zip(columns, coefficients) { dense[column] = value }
    return Solution(
      lambda: lambda, intercept: intercept, coefficients: dense, gap: gap, converged: converged,
      iterations: 0, devianceRatio: devianceRatio)
  }
}
