import RegRuntime
import RegSolvers
import RegSyntax

/// The fields that fits and cross-validations of one response have, and those of several have not.
enum OneResponseFields {
  static let ofFits =
    FigureField.names + RidgeScores.fieldNames + [
      RidgeScores.residuals, "entry", "knots", "adaptive", "penalty_factor", "convention",
    ]
  static let ofValidations = Measure.all.map(\.name) + ["lambda_se", "score"]

  static func reasonForLack(of name: String, _ fields: [String]) -> Diagnostic? {
    guard fields.contains(name) else { return nil }
    return Diagnostic(
      .unknownField, "'\(name)' is for a fit of one response, and there are several",
      help: "fit the responses one by one")
  }
}
