/// Why a matrix operation has no answer: facts, without a word of text or place.
public enum LinearAlgebraError: Error, Sendable, Equatable {
  /// The matrix cannot be inverted to working precision; the estimate of 1/κ₁ says how close it is.
  case singular(reciprocalCondition: Double)
  /// The leading block of this order is not positive definite.
  case notPositiveDefinite(order: Int)
  /// The matrix differs from its transpose by more than rounding.
  case notSymmetric
  /// The iteration for eigenvalues or singular values did not settle.
  case notConverged
  /// Whoever waited for the result has asked to stop.
  case stopped
  /// An entry is NaN or infinite.
  case nonFinite
  /// A size is beyond what memory or LAPACK's 32-bit indices can hold.
  case tooLarge(rows: Int, columns: Int)
}
