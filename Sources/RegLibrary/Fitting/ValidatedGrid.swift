import RegLinearAlgebra
import RegPlot
import RegRuntime
import RegSolvers

/// Fits over a grid of alpha, of relax or of both, cross-validated on the same folds.
struct ValidatedGrid: RecordBacking {
  /// What differs between the models.
  enum Axis: String, CaseIterable {
    case alpha, relax

    func value(_ model: ValidatedModel) -> Double {
      let mix = model.model.regression.mix
      return switch self {
      case .alpha: mix.alpha
      case .relax: mix.relaxation?.share ?? 1
      }
    }
  }

  private let axes: [Axis]
  private let models: [ValidatedModel]
  private let best: ValidatedModel

  /// - Precondition: There is at least one.
  init(over axes: [Axis], _ models: [ValidatedModel]) {
    self.axes = axes
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

  var typeName: String {
    "cross-validation over \(axes.map(\.rawValue).joined(separator: " and "))"
  }

  /// Beside those of its own, the fields of the best model.
  var fieldNames: [String] {
    axes.flatMap { [$0.rawValue, Self.listName($0)] } + ["curves", "best"] + best.fieldNames
  }

  private static func listName(_ axis: Axis) -> String {
    switch axis {
    case .alpha: "alphas"
    case .relax: "relaxes"
    }
  }

  func field(_ name: String) throws -> Value {
    for axis in axes {
      if name == axis.rawValue { return Value(axis.value(best)) }
      if name == Self.listName(axis) { return Value(models.map(axis.value)) }
    }
    return switch name {
    case "curves": Value(models.map { Value(Record(backing: $0)) })
    case "best": Value(Record(backing: best))
    default: try best.field(name)
    }
  }

  func at(_ operand: Value) throws -> Value { try best.at(operand) }

  /// The curve of the best.
  var chart: Chart { best.chart }

  var presentation: Presentation {
    let points = models.map(\.best)
    let count = models.count == 1 ? "1 fit" : "\(models.count) fits"
    return Presentation([
      .line("\(best.method) of \(names): \(best.facts.joined(separator: ", ")), \(count)"),
      .note("\(best.measureName) is \(best.scoring.summary), at the λ that is best for each fit"),
      .table(
        PresentationTable(
          axes.map { .init($0.rawValue, .numbers(models.map($0.value), digits: 3)) } + [
            .init("lambda_min", .numbers(points.map { $0?.lambda ?? .nan }, digits: 3)),
            .init(best.measureName, .numbers(points.map { $0?.mean ?? .nan }, digits: 4)),
            .init("se", .numbers(points.map { $0?.standardError ?? .nan }, digits: 3)),
            .init("nonzero", .numbers(models.map(nonzero), digits: 6)),
            .init("", .texts(models.map { isBest($0) ? "best" : "" })),
          ], rowLimit: 40)),
      .line("best is \(bestValues)\(bestLambda)"),
    ])
  }

  private var names: String {
    let mix = best.model.regression.mix
    return axes == [.relax] ? mix.title.withArticle : "\(mix.title)s"
  }

  private func isBest(_ model: ValidatedModel) -> Bool {
    axes.allSatisfy { $0.value(model) == $0.value(best) }
  }

  private var bestValues: String {
    axes.map { "\($0.rawValue) = \(NumberText.display($0.value(best)))" }.joined(separator: ", ")
  }

  private var bestLambda: String {
    best.best.map { " with λ = \(NumberText.display($0.lambda))" } ?? ""
  }

  private func nonzero(_ model: ValidatedModel) -> Double {
    model.best.flatMap(model.nonzero(at:)).map(Double.init) ?? .nan
  }
}
