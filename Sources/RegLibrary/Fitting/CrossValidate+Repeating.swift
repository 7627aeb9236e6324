import RegRuntime
import RegSolvers

/// Validations by folds and measures that were chosen before.
extension CrossValidate {
  static func repeated(
    _ model: any Fitted, _ holdout: Holdout, _ measure: Measure, _ context: Context
  ) throws -> ValidatedModel {
    let (regression, lambdas) = (model.regression, model.solutions.map(\.lambda))
    let fit =
      regression.fit.lambdas == lambdas ? regression.fit : try regression.refitted(at: lambdas)
    let found: any Validation = try context.watchingFit { progress in
      try validation(of: fit, regression, holdout, measure, progress, context)
    }
    return ValidatedModel(
      model: model, validation: found, holdout: holdout, scoring: .known(measure),
      curve: found.curve)
  }

  /// The same for several responses.
  static func repeated(
    _ model: any MultiResponseFitted, _ holdout: Holdout, _ context: Context
  ) throws -> MultiResponseValidation {
    let (regression, lambdas) = (model.regression, model.solutions.map(\.lambda))
    let rows = regression.data.y.count
    let shouldStop = context.interrupt.asQuestion
    let fit =
      regression.fit.lambdas == lambdas
      ? regression.fit
      : try regression.fit.refitted(rows: Array(0..<rows), at: lambdas, shouldStop: shouldStop)
    let folds: [Folds]
    if case .folds(let given, _) = holdout {
      folds = given
    } else {
      folds = [try Folds(leavingOutEachOf: rows)]
    }
    return MultiResponseValidation(
      model: model,
      validation: try MultiResponseCrossValidation(
        fit, folds: folds, relaxation: regression.mix.relaxation, shouldStop: shouldStop),
      holdout: holdout)
  }
}
