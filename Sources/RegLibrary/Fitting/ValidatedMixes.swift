import RegLinearAlgebra
import RegRuntime
import RegSolvers

/// Elastic nets of several mixes, cross-validated on the same folds.
struct ValidatedMixes: RecordBacking {
  private let models: [ValidatedModel]
  private let best: ValidatedModel

  /// - Precondition: There is at least one.
  init(_ models: [ValidatedModel]) {
    self.models = models
    best = models.reduce(models[0]) { best, model in
      Self.isBetter(model, than: best) ? model : best
    }
  }

  private static func isBetter(_ model: ValidatedModel, than other: ValidatedModel) -> Bool {
    guard let score = model.best?.mean else { return false }
    guard let known = other.best?.mean else { return true }
    return model.curve.isGain ? score > known : score < known
  }

  var typeName: String { "cross-validation over alpha" }

  private static let ownFields = ["alpha", "alphas", "curves", "best"]

  /// Beside those of its own, the fields of the best mix.
  var fieldNames: [String] { Self.ownFields + best.fieldNames }

  func field(_ name: String) throws -> Value {
    switch name {
    case "alpha": Value(alpha(best))
    case "alphas": Value(models.map(alpha))
    case "curves": Value(models.map { Value(Record(backing: $0)) })
    case "best": Value(Record(backing: best))
    default: try best.field(name)
    }
  }

  func at(_ operand: Value) throws -> Value { try best.at(operand) }

  private func alpha(_ model: ValidatedModel) -> Double { model.model.regression.mix.alpha }

  var presentation: Presentation {
    let points = models.map(\.best)
    return Presentation([
      .line(
        "\(best.method) of elastic nets: \(best.facts.joined(separator: ", ")), "
          + models.count.counted("alpha")),
      .note("\(best.measureName) is \(best.scoring.summary), at the λ that is best for the alpha"),
      .table(
        PresentationTable(
          [
            .init("alpha", .numbers(models.map(alpha), digits: 3)),
            .init("lambda_min", .numbers(points.map { $0?.lambda ?? .nan }, digits: 3)),
            .init(best.measureName, .numbers(points.map { $0?.mean ?? .nan }, digits: 4)),
            .init("se", .numbers(points.map { $0?.standardError ?? .nan }, digits: 3)),
            .init("nonzero", .numbers(models.map(nonzero), digits: 6)),
            .init("", .texts(models.map { alpha($0) == alpha(best) ? "best" : "" })),
          ], rowLimit: 40)),
      .line("best is alpha = \(NumberText.display(alpha(best)))\(bestLambda)"),
    ])
  }

  private var bestLambda: String {
    best.best.map { " with λ = \(NumberText.display($0.lambda))" } ?? ""
  }

  private func nonzero(_ model: ValidatedModel) -> Double {
    model.best.flatMap(model.nonzero(at:)).map(Double.init) ?? .nan
  }
}
