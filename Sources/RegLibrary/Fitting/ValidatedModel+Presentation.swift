import RegRuntime
import RegSolvers

extension ValidatedModel {
  var presentation: Presentation {
    Presentation(
      [
        .line("\(method) of \(article) \(model.typeName): \(facts.joined(separator: ", "))"),
        .note("\(measureName) is \(scoring.summary)"),
        .table(table),
        .line("lambda_min = \(choice(best))"),
        .line("lambda_1se = \(choice(simplest))"),
      ] + edge)
  }

  private var article: String { "aeiou".contains(model.typeName.prefix(1)) ? "an" : "a" }

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
  var facts: [String] {
    let rows = "n = \(model.regression.data.y.count)"
    guard case .folds(let folds, let words) = holdout, let first = folds.first else {
      return [rows]
    }
    let isDrawn = first.seed != nil
    let times = folds.count > 1 ? ", \(isDrawn ? "drawn " : "")\(folds.count) times" : ""
    let origin = isDrawn || first.isOrdered ? "" : " as given"
    let count = first.predicted.count.counted("fold") + origin + times
    return [rows, count] + (seed.map { ["seed \($0)"] } ?? []) + words
  }

  /// The two choices, and evenly spaced rows around them, from the largest λ down.
  private var table: PresentationTable {
    let falling = curve.indices.sorted { curve[$0].lambda > curve[$1].lambda }
    let steps = min(8, falling.count - 1)
    let spaced = (0...max(steps, 0)).map { $0 * (falling.count - 1) / max(steps, 1) }
    let shown = falling.enumerated().filter { place, index in
      spaced.contains(place) || !remark(curve[index].lambda).isEmpty
    }.map(\.element)
    return PresentationTable([
      .init("λ", .numbers(shown.map { curve[$0].lambda }, digits: 3)),
      .init(measureName, .numbers(shown.map { curve[$0].mean }, digits: 4)),
      .init("se", .numbers(shown.map { curve[$0].standardError }, digits: 3)),
      .init("nonzero", .decimals(shown.map { Double(nonzero(at: $0)) }, places: 0)),
      .init("", .texts(shown.map { remark(curve[$0].lambda) })),
    ])
  }

  private func nonzero(at index: Int) -> Int { model.solutions[index].degreesOfFreedom }

  private func remark(_ lambda: Double) -> String {
    let choices = [("lambda_min", best), ("lambda_1se", simplest)]
    return choices.filter { $0.1?.lambda == lambda }.map(\.0).joined(separator: ", ")
  }

  private func choice(_ point: ScoreCurve.Point?) -> String {
    guard let point, let nonzero = nonzero(at: point) else { return "none: no score is a number" }
    return "\(NumberText.display(point.lambda)): \(measureName) "
      + "\(NumberText.display(point.mean, digits: 4)) ± "
      + "\(NumberText.display(point.standardError, digits: 3)), \(nonzero) nonzero"
  }

  /// The coefficients in the model at a point of the curve.
  func nonzero(at point: ScoreCurve.Point) -> Int? {
    curve.firstIndex { $0.lambda == point.lambda }.map(nonzero(at:))
  }
}
