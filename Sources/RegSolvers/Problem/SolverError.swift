/// Why a problem cannot be solved: facts, without a word of text or place.
///
/// Columns and rows are counted from 0; `argument` is the name of the property at fault.
public enum SolverError: Error, Sendable, Equatable {
  /// A vector with one entry a row has another length.
  case rowCount(argument: String, expected: Int, got: Int)
  /// A vector with one entry a column has another length.
  case columnCount(argument: String, expected: Int, got: Int)
  /// Entries are NaN, infinite, or too large to square: in these columns, in so many rows.
  case nonFinite(argument: String, columns: [Int], rows: Int)
  /// There is no row to fit.
  case emptyProblem
  /// A weight is negative or not finite, or no weight is positive.
  case badWeights
  /// A penalty factor is negative or NaN.
  case badPenaltyFactor(column: Int)
  /// The lower bound is above the upper one, or a bound is NaN.
  case badBounds(column: Int)
  /// An excluded column does not exist.
  case unknownColumn(Int)
  /// α is not between 0 and 1.
  case badAlpha(Double)
  /// The share of a relaxed fit that is penalised is not between 0 and 1.
  case badRelaxation(Double)
  /// A relaxed fit has bounds, which its refits would ignore.
  case boundedRelaxation
  /// What this argument asks for is for one response, and there are several.
  case oneResponse(argument: String)
  /// The power of adaptive weights is not a positive number.
  case badPower(Double)
  /// Adaptive weights are to come from least squares, which have no unique solution.
  case collinear
  /// λ is negative or not finite.
  case badLambda(Double)
  /// A grid needs at least one λ and a ratio strictly between 0 and 1.
  case badGrid(count: Int, ratio: Double)
  /// The tolerance is not a positive number.
  case badTolerance(Double)
  /// Cross-validation needs two folds, and no more folds than rows.
  case badFoldCount(folds: Int, rows: Int)
  /// A group stays in one fold, so there must be as many groups as folds.
  case tooFewGroups(groups: Int, folds: Int)
  /// Without this fold, no row has a positive weight.
  case emptyTraining(fold: Int)
  /// Two columns or entries of a matrix that must match the fitted one do not.
  case predictorCount(expected: Int, got: Int)
  /// Leverages are asked of a fit that is not linear in the response: it has an L1 penalty, or bounds.
  case notLinear
  /// A factorisation failed.
  case notConverged
  /// The work was stopped from outside.
  case cancelled
}
