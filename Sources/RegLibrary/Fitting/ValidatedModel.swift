import RegLinearAlgebra
import RegRuntime
import RegSolvers

/// A cross-validated fit as a record.
struct ValidatedModel: RecordBacking {
  let model: any Fitted
  let validation: CrossValidation

  var typeName: String { "cross-validation" }

  var fieldNames: [String] {
    [
      "lambda", "mean", "se", "lambda_min", "lambda_1se", "df", "measure", "folds", "seed",
      "predictions", "fold_means", "model", validation.measure.name,
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
    case "measure": Value(validation.measure.name)
    case "folds": Value(validation.folds.ids.map(Double.init))
    case "seed":
      validation.folds.seed.map { Value(Double(Int64(bitPattern: $0))) } ?? .none
    case "predictions": Value(validation.predictions)
    case "fold_means": Value(validation.foldCurves)
    case "model": Value(Record(backing: model))
    default: .object(BuiltinFunction(ValidationScore(validation)))
    }
  }

  // MARK: Presentation

  var presentation: Presentation {
    Presentation([
      .line("cross-validation of a \(model.typeName): \(facts.joined(separator: ", "))"),
      .note("\(validation.measure.name) is the \(validation.measure.summary)"),
      .table(table),
      .line("lambda_min = \(choice(validation.lambdaMin))"),
      .line("lambda_1se = \(choice(validation.lambda1se))"),
    ])
  }

  private var facts: [String] {
    let folds = validation.folds
    let rows = "n = \(folds.ids.count)"
    guard let seed = folds.seed else { return [rows, "\(folds.labels.count) folds as given"] }
    return [rows, "\(folds.labels.count) folds", "seed \(Int64(bitPattern: seed))"]
  }

  /// The two choices, and evenly spaced rows around them, from the largest λ down.
  private var table: PresentationTable {
    let curve = validation.curve
    let falling = curve.indices.sorted { curve[$0].lambda > curve[$1].lambda }
    let steps = min(8, falling.count - 1)
    let spaced = (0...max(steps, 0)).map { $0 * (falling.count - 1) / max(steps, 1) }
    let shown = falling.enumerated().filter { place, index in
      spaced.contains(place) || !remark(curve[index].lambda).isEmpty
    }.map(\.element)
    return PresentationTable([
      .init("λ", .numbers(shown.map { curve[$0].lambda }, digits: 3)),
      .init(validation.measure.name, .numbers(shown.map { curve[$0].mean }, digits: 4)),
      .init("se", .numbers(shown.map { curve[$0].standardError }, digits: 3)),
      .init("nonzero", .decimals(shown.map { nonzero($0) }, places: 0)),
      .init("", .texts(shown.map { remark(curve[$0].lambda) })),
    ])
  }

  private func nonzero(_ index: Int) -> Double {
    Double(model.solutions[index].degreesOfFreedom)
  }

  private func remark(_ lambda: Double) -> String {
    let choices = [("lambda_min", validation.lambdaMin), ("lambda_1se", validation.lambda1se)]
    return choices.filter { $0.1 == lambda }.map(\.0).joined(separator: ", ")
  }

  private func choice(_ lambda: Double) -> String {
    let curve = validation.curve
    guard let index = curve.firstIndex(where: { $0.lambda == lambda }) else { return "none" }
    let point = curve[index]
    return "\(NumberText.display(lambda)): \(validation.measure.name) "
      + "\(NumberText.display(point.mean, digits: 4)) ± "
      + "\(NumberText.display(point.standardError, digits: 3)), "
      + "\(model.solutions[index].degreesOfFreedom) nonzero"
  }
}

/// `c.mse`: the cross-validated score as a function of λ.
private struct ValidationScore: Builtin {
  let category = Category.fitting
  let examples: [Example] = []
  let validation: CrossValidation

  let lambda = Parameter<[Double]>(
    "λ", "Strength of the penalty, one or several.", unit: "units of the objective",
    where: .lambdas)

  init(_ validation: CrossValidation) { self.validation = validation }

  var name: String { validation.measure.name }
  var summary: String { "Gives the cross-validated \(validation.measure.summary) at any λ." }

  func call(_ arguments: Arguments) throws -> Value {
    let shouldStop = arguments.context.interrupt.asQuestion
    let means = try arguments[lambda].map {
      try validation.point(at: $0, shouldStop: shouldStop).mean
    }
    return means.count == 1 ? Value(means[0]) : Value(means)
  }
}
