public import RegLinearAlgebra
public import RegSyntax

extension LinearAlgebraError: ScriptError {
  public var diagnostic: Diagnostic {
    switch self {
    case .singular(let reciprocal):
      Diagnostic(
        .singularMatrix, "the matrix is singular" + nearness(reciprocal),
        help: "least squares needs no inverse: 'A \\ b' with more rows than columns, or a ridge")
    case .notPositiveDefinite(let order):
      Diagnostic(
        .singularMatrix,
        "the matrix is not positive definite: its leading \(order) × \(order) block is not")
    case .notSymmetric:
      Diagnostic(.argumentRange, "the matrix is not symmetric")
    case .notConverged:
      Diagnostic(.notConverged, "the iteration for eigenvalues or singular values did not settle")
    case .stopped:
      Diagnostic(.interrupted, "interrupted")
    case .nonFinite:
      Diagnostic(
        .missingValues, "the matrix has entries that are missing, nan or infinite",
        help: "is_finite shows which")
    case .tooLarge(let rows, let columns):
      Diagnostic(.tooLarge, "a \(rows) × \(columns) matrix is too large for this")
    }
  }

  private func nearness(_ reciprocal: Double) -> String {
    guard reciprocal > 0 else { return "" }
    let condition = NumberText.display(1 / reciprocal, digits: 2)
    return " to working precision (condition number \(condition))"
  }
}
