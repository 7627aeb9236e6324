import RegLinearAlgebra
import RegRuntime
import RegSolvers
import RegSyntax

/// The fields that a ridge has in closed form and other fits have not.
struct RidgeScores {
  /// One number a λ.
  static let fieldNames = ["edf", "gcv", "loo"]
  /// One number a row, for the model at one λ.
  static let residuals = "loo_residuals"

  let regression: Regression
  let solutions: [Solution]

  /// Why a fit has none of the fields.
  static func reasonForLack(of name: String, _ regression: Regression) -> Diagnostic? {
    guard fieldNames.contains(name) || name == residuals else { return nil }
    guard !regression.fit.isLinear else {
      return Diagnostic(
        .unknownField, "'\(name)' is of the model at one λ", help: "m @ λ is that model")
    }
    let cause = regression.mix.alpha > 0 ? "the L1 penalty" : "a bound on coefficients"
    return Diagnostic(
      .unknownField, "'\(name)' is of fits that are linear in y, and \(cause) bends this one",
      help: name == "edf" ? "df counts the nonzero coefficients" : "cv(m) scores it by refitting")
  }

  /// A field's scores, one a λ.
  func scores(_ name: String) throws -> [Double] {
    let (fit, lambdas) = (regression.fit, solutions.map(\.lambda))
    let shouldStop = regression.interrupt.asQuestion
    if name == "loo" { return try fit.leaveOneOut(at: lambdas, shouldStop: shouldStop).meanSquares }
    let diagnostics = try fit.ridgeDiagnostics(at: lambdas, shouldStop: shouldStop)
    return name == "edf"
      ? diagnostics.effectiveDegreesOfFreedom : diagnostics.generalizedCrossValidation
  }

  /// The error of each row in the fit without it.
  var residuals: Value {
    get throws {
      let found = try regression.fit.leaveOneOut(
        at: solutions.map(\.lambda), keepsResiduals: true,
        shouldStop: regression.interrupt.asQuestion)
      return found.residuals.map { Value($0) } ?? .none
    }
  }
}
