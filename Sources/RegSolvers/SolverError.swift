/// Why a problem cannot be solved: facts, without a word of text or place.
public enum SolverError: Error, Sendable, Equatable {
  /// `y`, the weights or a fold vector does not have one entry a row.
  case rowCount(argument: String, expected: Int, got: Int)
  /// A vector with one entry a column has another length.
  case columnCount(argument: String, expected: Int, got: Int)
}
