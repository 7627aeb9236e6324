import RegLinearAlgebra
import RegRuntime
import RegSolvers

/// A curve of cross-validated scores as lines to read.
struct ScoreTable {
  let curve: ScoreCurve
  /// The name of what is averaged.
  let measure: String
  /// The coefficients in the model at each λ of the curve.
  let nonzero: [Int]

  /// The two choices, and evenly spaced rows around them, from the largest λ down.
  var blocks: [Presentation.Block] {
    [
      .table(table), .line("lambda_min = \(choice(curve.best))"),
      .line("lambda_1se = \(choice(curve.largest(within: 1)))"),
    ]
  }

  private var table: PresentationTable {
    let falling = curve.indices.sorted { curve[$0].lambda > curve[$1].lambda }
    let steps = min(8, falling.count - 1)
    let spaced = (0...max(steps, 0)).map { $0 * (falling.count - 1) / max(steps, 1) }
    let shown = falling.enumerated().filter { place, index in
      spaced.contains(place) || !remark(curve[index].lambda).isEmpty
    }.map(\.element)
    return PresentationTable([
      .init("λ", .numbers(shown.map { curve[$0].lambda }, digits: 3)),
      .init(measure, .numbers(shown.map { curve[$0].mean }, digits: 4)),
      .init("se", .numbers(shown.map { curve[$0].standardError }, digits: 3)),
      .init("nonzero", .decimals(shown.map { Double(nonzero[$0]) }, places: 0)),
      .init("", .texts(shown.map { remark(curve[$0].lambda) })),
    ])
  }

  private func remark(_ lambda: Double) -> String {
    let choices = [("lambda_min", curve.best), ("lambda_1se", curve.largest(within: 1))]
    return choices.filter { $0.1?.lambda == lambda }.map(\.0).joined(separator: ", ")
  }

  private func choice(_ point: ScoreCurve.Point?) -> String {
    guard let point, let index = curve.firstIndex(where: { $0.lambda == point.lambda }) else {
      return "none: no score is a number"
    }
    return "\(NumberText.display(point.lambda)): \(measure) "
      + "\(NumberText.display(point.mean, digits: 4)) ± "
      + "\(NumberText.display(point.standardError, digits: 3)), \(nonzero[index]) nonzero"
  }
}

extension Holdout {
  /// The rows, and how they were parted.
  func facts(rows: Int) -> [String] {
    let count = "n = \(rows)"
    guard case .folds(let folds, let words) = self, let first = folds.first else { return [count] }
    let isDrawn = first.seed != nil
    let times = folds.count > 1 ? ", \(isDrawn ? "drawn " : "")\(folds.count) times" : ""
    let origin = isDrawn || first.isOrdered ? "" : " as given"
    let parts = first.predicted.count.counted("fold") + origin + times
    return [count, parts] + (seed.map { ["seed \($0)"] } ?? []) + words
  }

  /// The folds of each repetition; nil where one row is left out at a time.
  var assignments: [Folds]? {
    guard case .folds(let folds, _) = self else { return nil }
    return folds
  }

  var seed: Int? { assignments?.first?.seed.map { Int(Int64(bitPattern: $0)) } }

  /// The fold of each row, a column for each repetition.
  func table(rows: Int) -> Value {
    guard let assignments else { return Value((1...max(rows, 1)).prefix(rows).map(Double.init)) }
    return Value(
      Matrix(
        rows: rows, columns: assignments.count,
        values: assignments.flatMap { $0.ids.map(Double.init) }))
  }
}
