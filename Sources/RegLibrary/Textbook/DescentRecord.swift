import RegLinearAlgebra
import RegPlot
import RegRuntime
import RegSolvers

/// The way that a descent took.
struct DescentRecord: Pictured {
  /// As it stands at the end.
  let walk: Descent
  /// Before the first step, and after each.
  let costs: [Double]
  /// One column for each of the costs.
  let weights: Matrix
  /// The least cost there is; nil where it is not known.
  let least: Double?

  let typeName = "descent"
  let fieldNames = ["theta", "cost", "thetas", "method", "rate", "zeros", "least"]

  func field(_ name: String) throws -> Value {
    switch name {
    case "theta": Value(walk.weights)
    case "cost": Value(costs)
    case "thetas": Value(weights.transpose())
    case "method": Value(walk.method.rawValue)
    case "rate": Value(walk.rate)
    case "zeros": Value(zeros)
    case "least": least.map { Value($0) } ?? .none
    default: .none
    }
  }

  private var zeros: Int { walk.weights.values.count { $0 == 0 } }

  /// How far each cost is above the least there is, or, where that is not known, above the least on
  /// the way; what rounding leaves, which differs from machine to machine, is nothing.
  private var excesses: [Double] {
    let lowest = costs.min() ?? 0
    // What the walk found may be below by rounding.
    let least = min(least ?? lowest, lowest)
    let rounding = 1e-13 * walk.problem.cost(walk.weights.map { _ in 0 })
    return costs.map { $0 - least > rounding ? $0 - least : 0 }
  }

  private var above: String { least == nil ? "above the least on the way" : "above the least" }

  private var title: String {
    "descent by \(walk.method.rawValue) steps: p = \(walk.problem.power), "
      + "λ = \(NumberText.display(walk.problem.lambda))"
  }

  var presentation: Presentation {
    let (shown, excesses) = (shownSteps, excesses)
    return Presentation([
      .line("\(title), rate \(NumberText.display(walk.rate, digits: 3))"),
      .table(
        PresentationTable([
          .init("step", .decimals(shown.map(Double.init), places: 0)),
          .init("cost", .numbers(shown.map { costs[$0] }, digits: 8)),
          .init(above, .numbers(shown.map { excesses[$0] }, digits: 3)),
        ])),
      .line("weights that are exactly zero at the end: \(zeros) of \(weights.rows)"),
    ])
  }

  /// 0, 1, 2, 5, 10, 20, …, and the last.
  private var shownSteps: [Int] {
    let last = costs.count - 1
    var steps = [0]
    var unit = 1
    while unit <= last {
      steps += [unit, 2 * unit, 5 * unit].filter { $0 < last }
      unit *= 10
    }
    return last > 0 ? steps + [last] : steps
  }

  /// So many points show all that a picture can.
  private static let mostPoints = 2000

  var chart: Chart {
    let points = Array(excesses.enumerated()).evenly(Self.mostPoints)
      .map { Chart.Point(x: Double($0.offset), y: $0.element) }
    return Chart(
      title: title, x: Axis("step"), y: Axis("cost " + above, isLogarithmic: true),
      layers: [.line(points, label: nil, .color(0))])
  }
}
