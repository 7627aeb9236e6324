import RegLinearAlgebra
import RegRuntime
import RegSolvers

/// A cross-validated fit of several responses as a record.
struct MultiResponseValidation: RecordBacking {
  let model: any MultiResponseFitted
  let validation: MultiResponseCrossValidation

  var typeName: String { "cross-validation" }

  var fieldNames: [String] {
    [
      "lambda", "mean", "se", "lambda_min", "lambda_1se", "df", "measure", "folds", "seed",
      "predictions", "fold_means", "model",
    ]
  }

  func field(_ name: String) -> Value {
    let curve = validation.curve
    return switch name {
    case "lambda": Value(curve.map(\.lambda))
    case "mean": Value(curve.map(\.mean))
    case "se": Value(curve.map(\.standardError))
    case "lambda_min": Value(validation.lambdaMin)
    case "lambda_1se": Value(validation.lambda1se)
    case "df": Value(model.solutions.map { Double($0.degreesOfFreedom) })
    case "measure": Value("mse")
    case "folds": Value(validation.folds.ids.map(Double.init))
    case "seed":
      validation.folds.seed.map { Value(Double(Int64(bitPattern: $0))) } ?? .none
    // One matrix a λ, with one column a response.
    case "predictions": Value(validation.predictions.map { Value($0) })
    case "fold_means": Value(validation.foldCurves)
    default: Value(Record(backing: model))
    }
  }

  // MARK: Presentation

  var presentation: Presentation {
    let folds = validation.folds
    let drawn = folds.seed.map { "\(folds.labels.count) folds, seed \(Int64(bitPattern: $0))" }
    let facts = ["n = \(folds.ids.count)", drawn ?? "\(folds.labels.count) folds as given"]
    let title = model.regression.headline(model is MultiResponsePath ? "path" : "model")
    return Presentation([
      .line("cross-validation of a \(title): \(facts.joined(separator: ", "))"),
      .note("mse is the mean squared error, summed over the responses"),
      .table(table),
      .line("lambda_min = \(choice(validation.lambdaMin))"),
      .line("lambda_1se = \(choice(validation.lambda1se))"),
    ])
  }

  /// The two choices, and evenly spaced rows around them, from the largest λ down.
  private var table: PresentationTable {
    let curve = validation.curve
    let falling = curve.indices.sorted { curve[$0].lambda > curve[$1].lambda }
    let steps = max(min(8, falling.count - 1), 1)
    let spaced = Set((0...steps).map { $0 * (falling.count - 1) / steps })
    let shown = falling.enumerated().filter { place, index in
      spaced.contains(place) || !remark(curve[index].lambda).isEmpty
    }.map(\.element)
    return PresentationTable([
      .init("λ", .numbers(shown.map { curve[$0].lambda }, digits: 3)),
      .init("mse", .numbers(shown.map { curve[$0].mean }, digits: 4)),
      .init("se", .numbers(shown.map { curve[$0].standardError }, digits: 3)),
      .init(
        "nonzero",
        .decimals(shown.map { Double(model.solutions[$0].degreesOfFreedom) }, places: 0)),
      .init("", .texts(shown.map { remark(curve[$0].lambda) })),
    ])
  }

  private func remark(_ lambda: Double) -> String {
    let choices = [("lambda_min", validation.lambdaMin), ("lambda_1se", validation.lambda1se)]
    return choices.filter { $0.1 == lambda }.map(\.0).joined(separator: ", ")
  }

  private func choice(_ lambda: Double) -> String {
    let curve = validation.curve
    guard let index = curve.firstIndex(where: { $0.lambda == lambda }) else { return "none" }
    return "\(NumberText.display(lambda)): mse "
      + "\(NumberText.display(curve[index].mean, digits: 4)) ± "
      + "\(NumberText.display(curve[index].standardError, digits: 3)), "
      + "\(model.solutions[index].degreesOfFreedom) nonzero"
  }
}
