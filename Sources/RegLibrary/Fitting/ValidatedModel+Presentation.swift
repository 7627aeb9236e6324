import RegRuntime
import RegSolvers

extension ValidatedModel {
  var presentation: Presentation {
    Presentation(
      [
        .line("\(method) of \(model.typeName.withArticle): \(facts.joined(separator: ", "))"),
        .note("\(measureName) is \(scoring.summary)"),
      ] + scoreTable.blocks + edge)
  }

  /// A word where the best λ is the last that was tried, and more could be had.
  private var edge: [Presentation.Block] {
    guard let best, curve.count > 1, best.lambda > 0,
      best.lambda == curve.map(\.lambda).min()
    else { return [] }
    return [.note("no smaller λ was fitted: one may predict better")]
  }

  /// What was done, in words.
  var method: String {
    switch holdout {
    case .folds: typeName
    case .leaveOneOut: "leave-one-out \(typeName)"
    case .approximateLeaveOneOut:
      LeaveOneOut.isExact(for: model.regression.fit)
        ? "leave-one-out \(typeName)" : "approximate leave-one-out \(typeName)"
    }
  }

  /// The rows, and how they were parted.
  var facts: [String] { holdout.facts(rows: model.regression.data.y.count) }

  private var scoreTable: ScoreTable {
    ScoreTable(
      curve: curve, measure: measureName, nonzero: model.solutions.map(\.degreesOfFreedom))
  }

  /// The coefficients in the model at a point of the curve.
  func nonzero(at point: ScoreCurve.Point) -> Int? {
    curve.firstIndex { $0.lambda == point.lambda }.map { model.solutions[$0].degreesOfFreedom }
  }
}
