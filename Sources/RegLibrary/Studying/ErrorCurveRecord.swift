import RegPlot
import RegRuntime
import RegSolvers

/// The errors on training rows and on test rows against λ or against the number of rows.
struct ErrorCurveRecord: Pictured {
  enum Axis {
    case lambda
    case rows
  }

  let axis: Axis
  /// λ, or numbers of rows.
  let places: [Double]
  let curves: ErrorCurves
  let measure: Measure
  let model: String
  /// How rows were parted, in words.
  let words: String
  let seed: Int
  /// Whether λ was chosen for each number of rows.
  let choosesLambda: Bool

  var typeName: String { axis == .lambda ? "validation curve" : "learning curve" }

  private var axisName: String { axis == .lambda ? "lambda" : "rows" }

  var fieldNames: [String] {
    [axisName, "training", "training_se", "test", "test_se", "df", "measure", "seed"]
      + (axis == .lambda ? ["lambda_min"] : ["lambda"])
  }

  func field(_ name: String) throws -> Value {
    switch name {
    case axisName: Value(places)
    case "lambda": Value(curves.points.map(\.lambda))
    case "training": Value(curves.points.map(\.training.mean))
    case "training_se": Value(curves.points.map(\.training.standardError))
    case "test": Value(curves.points.map(\.test.mean))
    case "test_se": Value(curves.points.map(\.test.standardError))
    case "df": Value(curves.points.map(\.nonzero))
    case "measure": Value(measure.name)
    case "seed": Value(seed)
    case "lambda_min": best.map { Value(places[$0]) } ?? .none
    default: .none
    }
  }

  /// The place with the best test score, the larger λ at a tie.
  private var best: Int? {
    func loss(_ place: Int) -> Double {
      (measure.isGain ? -1 : 1) * curves.points[place].test.mean
    }
    return places.indices.filter { !loss($0).isNaN }
      .min { (loss($0), -places[$0]) < (loss($1), -places[$1]) }
  }

  /// From the largest λ down, or from the fewest rows up.
  private var order: [Int] {
    places.indices.sorted {
      axis == .lambda ? places[$0] > places[$1] : places[$0] < places[$1]
    }
  }

  var presentation: Presentation {
    let order = order
    let shown =
      axis == .lambda ? order.evenly(12, keeping: order.firstIndex { $0 == best }) : order
    let points = shown.map { curves.points[$0] }
    var columns: [PresentationTable.Column] = [
      .init(axis == .lambda ? "λ" : "rows", .numbers(shown.map { places[$0] }, digits: 3)),
      .init("training", .numbers(points.map(\.training.mean), digits: 4)),
      .init("test", .numbers(points.map(\.test.mean), digits: 4)),
      .init("se", .numbers(points.map(\.test.standardError), digits: 3)),
      .init("nonzero", .decimals(points.map(\.nonzero), places: 1)),
    ]
    if axis == .rows, choosesLambda {
      columns.append(.init("λ", .numbers(points.map(\.lambda), digits: 3)))
    }
    if axis == .lambda, best != nil {
      columns.append(.init("", .texts(shown.map { $0 == best ? "lambda_min" : "" })))
    }
    return Presentation([
      .line("\(typeName) of \(model.withArticle): \(words)"),
      .note("\(measure.name) is the \(measure.summary), on rows fitted and on rows held out"),
      .table(PresentationTable(columns, rowLimit: 40)),
    ])
  }

  var chart: Chart {
    let shown = order.filter { axis == .rows || places[$0] > 0 }
    func points(_ mean: (ErrorCurves.Point) -> FoldMean) -> [Chart.Point] {
      shown.map { Chart.Point(x: places[$0], y: mean(curves.points[$0]).mean) }
    }
    let intervals = shown.compactMap { place -> Chart.Interval? in
      let test = curves.points[place].test
      guard test.standardError.isFinite else { return nil }
      return Chart.Interval(
        x: places[place], low: test.mean - test.standardError, high: test.mean + test.standardError)
    }
    let marker = best.flatMap { axis == .lambda && places[$0] > 0 ? places[$0] : nil }
    return Chart(
      title: "\(typeName) of \(model.withArticle)",
      x: axis == .lambda
        ? RegPlot.Axis("λ", isLogarithmic: true, isReversed: true) : RegPlot.Axis("training rows"),
      y: RegPlot.Axis(measure.name),
      layers: [
        .intervals(intervals, .muted),
        .line(points(\.training), label: "training", .color(0)),
        .line(points(\.test), label: "test", .color(1)),
      ], markers: marker.map { [Chart.Marker(x: $0, label: "min")] } ?? [])
  }
}
