import RegData
import RegLinearAlgebra
import RegRuntime
import RegSolvers
import RegSyntax

/// A cross-validated fit of several responses as a record.
struct MultiResponseValidation: RecordBacking {
  let model: any MultiResponseFitted
  let validation: MultiResponseCrossValidation
  let holdout: Holdout

  var typeName: String { "cross-validation" }

  var fieldNames: [String] {
    [
      "lambda", "mean", "se", "lambda_min", "lambda_1se", "df", "measure", "folds", "seed",
      "repeats", "predictions", "fold_means", "model",
    ]
  }

  func reasonForLack(of name: String) -> Diagnostic? {
    OneResponseFields.reasonForLack(of: name, OneResponseFields.ofValidations)
  }

  func field(_ name: String) -> Value {
    let curve = validation.curve
    return switch name {
    case "lambda": Value(curve.map(\.lambda))
    case "mean": Value(curve.map(\.mean))
    case "se": Value(curve.map(\.standardError))
    case "lambda_min": curve.best.map { Value($0.lambda) } ?? .none
    case "lambda_1se": curve.largest(within: 1).map { Value($0.lambda) } ?? .none
    case "df": Value(model.solutions.map { Double($0.degreesOfFreedom) })
    case "measure": Value("mse")
    case "folds": holdout.table(rows: model.regression.data.y.count)
    case "seed": holdout.seed.map { Value(Double($0)) } ?? .none
    case "repeats": Value(validation.folds.count)
    case "predictions": predictions
    case "fold_means": Value(curve.foldScores)
    default: Value(Record(backing: model))
    }
  }

  /// One matrix a λ, with one column a response, and for each repetition the rows below one another.
  private var predictions: Value {
    Value(
      validation.fit.lambdas.indices.map { index in
        Value(
          Matrix(
            rows: validation.folds.count * model.regression.data.y.count,
            columns: model.regression.responseNames.count,
            values: model.regression.responseNames.indices.flatMap { response in
              validation.predictions.flatMap { $0[index].column(response).values }
            }
          ).map { $0.isNaN ? .missing : $0 })
      })
  }

  // MARK: Presentation

  var presentation: Presentation {
    let title = model.regression.headline(model is MultiResponsePath ? "path" : "model")
    let facts = holdout.facts(rows: model.regression.data.y.count).joined(separator: ", ")
    let scores = ScoreTable(
      curve: validation.curve, measure: "mse", nonzero: model.solutions.map(\.degreesOfFreedom))
    return Presentation(
      [
        .line("cross-validation of \(title.withArticle): \(facts)"),
        .note("mse is the mean squared error, summed over the responses"),
      ] + scores.blocks)
  }
}
