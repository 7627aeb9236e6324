public import RegLinearAlgebra

/// The fitted model at one λ.
public struct Solution: Sendable, Equatable {
  public let lambda: Double
  public let intercept: Double
  /// One a column of X, on the scale of the data; exactly 0 where a column is not in the model.
  public let coefficients: [Double]
  /// The duality gap relative to the loss of the model with the intercept alone.
  ///
  /// It bounds how far the objective is above its minimum, in the same unit. Where a path was fitted
  /// by cross-products, what rounding may have done to them is counted in; `PathFit.gaps` asks the
  /// rows themselves.
  public let gap: Double
  /// Whether `gap` is within the tolerance asked for.
  public let converged: Bool
  /// Sweeps and Newton steps taken.
  public let iterations: Int
  /// The share of the deviance of the model with intercept and offset alone that is explained.
  public let devianceRatio: Double

  /// A solution as it was found before.
  public init(
    lambda: Double, intercept: Double, coefficients: [Double], gap: Double, converged: Bool,
    iterations: Int, devianceRatio: Double
  ) {
    self.lambda = lambda
    self.intercept = intercept
    self.coefficients = coefficients
    self.gap = gap
    self.converged = converged
    self.iterations = iterations
    self.devianceRatio = devianceRatio
  }

  /// The number of nonzero coefficients.
  public var degreesOfFreedom: Int { coefficients.count { $0 != 0 } }

  /// The columns with a nonzero coefficient, counted from 0.
  public var activeColumns: [Int] { coefficients.indices.filter { coefficients[$0] != 0 } }

  /// The predictions for the rows of `x`.
  ///
  /// - Parameter offset: One a row, added; nil for none.
  /// - Throws: `SolverError.predictorCount` or `rowCount` when sizes differ.
  public func predict(_ x: Matrix, offset: [Double]? = nil) throws(SolverError) -> [Double] {
    guard x.columns == coefficients.count else {
      throw .predictorCount(expected: coefficients.count, got: x.columns)
    }
    guard offset == nil || offset?.count == x.rows else {
      throw .rowCount(argument: "offset", expected: x.rows, got: offset?.count ?? 0)
    }
    let linear = x * Matrix(coefficients)
    return (0..<x.rows).map { linear[$0] + intercept + (offset?[$0] ?? 0) }
  }
}
