import RegLinearAlgebra
import RegRuntime
import RegSolvers

/// The models at several λ: what a fit gives when no single λ is asked for.
struct FittedPath: Fitted {
  let regression: Regression
  /// What it shows of the regression; nil for all that was fitted.
  private let chosen: [Solution]?

  /// The solutions at some λ of a regression, or at those it was fitted at.
  init(_ regression: Regression, _ solutions: [Solution]? = nil) {
    self.regression = regression
    chosen = solutions
  }

  /// In the order in which the λ were given.
  var solutions: [Solution] { chosen ?? regression.solutions }

  /// Whether λ are missing since the fit was interrupted.
  var isInterrupted: Bool { chosen == nil && !regression.fit.isComplete }

  var typeName: String { "\(regression.mix.title) path" }

  var fieldNames: [String] {
    ["lambda", "intercept", "coefficients", "dev_ratio", "gap", "converged", "iterations"]
      + FigureField.names + (regression.mix.alpha > 0 ? ["entry"] : [])
      + (regression.fit.isPiecewiseLinear ? ["knots"] : [])
      + (regression.fit.isLinear ? RidgeScores.fieldNames : []) + Self.commonFields
  }

  func field(_ name: String) throws -> Value {
    if let figures = try figures(name) { return Value(figures) }
    return switch name {
    case let name where RidgeScores.fieldNames.contains(name):
      try Value(RidgeScores(regression: regression, solutions: solutions).scores(name))
    case "lambda": Value(solutions.map(\.lambda))
    case "intercept": Value(solutions.map(\.intercept))
    case "coefficients":
      Value(
        solutions.coefficients(of: regression.data.names.count),
        rowNames: regression.data.givenNames)
    case "dev_ratio": Value(solutions.map(\.devianceRatio))
    case "gap": Value(try regression.gaps(chosen))
    case "converged":
      Value(Grid(column: try regression.gaps(chosen).map { $0 <= regression.fit.tolerance }))
    case "iterations": Value(solutions.map { Double($0.iterations) })
    case "entry": Value(try regression.entryNames())
    case "knots": Value(try regression.knotTable())
    default: commonField(name)
    }
  }

  var presentation: Presentation {
    Presentation(
      [
        .line(headline), .note("minimises \(regression.objective)"),
      ] + regression.refinements + [.line(regression.exactness(chosen))] + interruption
        + regression.leftOut + [
          .table(PathTable(names: regression.data.names, solutions: solutions).table)
        ])
  }

  private var interruption: [Presentation.Block] {
    guard isInterrupted else { return [] }
    let missing = regression.fit.remaining.count
    let rest = missing > 0 ? "fits the \(missing) λ that are missing" : "completes it"
    return [.line("interrupted: resume(m) \(rest)")]
  }

  private var headline: String {
    let data = regression.data
    let lambdas = solutions.map(\.lambda)
    let bounds = [lambdas.max(), lambdas.min()].compactMap(\.self)
      .map { NumberText.display($0, digits: 3) }.joined(separator: " to ")
    return "\(typeName), gaussian: n = \(data.y.count), p = \(data.names.count), "
      + "\(lambdas.count) λ from \(bounds)"
  }
}

/// The rows of a path worth a look, from the largest λ down: those at which columns come or go.
struct PathTable {
  private let names: [String]
  private let solutions: [Solution]
  private let active: [Set<Int>]

  init(names: [String], solutions: [Solution]) {
    self.names = names
    self.solutions = solutions.sorted { $0.lambda > $1.lambda }
    active = self.solutions.map { Set($0.activeColumns) }
  }

  var table: PresentationTable {
    let shown = shownRows
    let rows = shown.map { solutions[$0] }
    let entering = shown.indices.map {
      changes(shown, $0) { now, before in now.subtracting(before) }
    }
    let leaving = shown.indices.map {
      changes(shown, $0) { now, before in before.subtracting(now) }
    }
    var columns: [PresentationTable.Column] = [
      .init("λ", .numbers(rows.map(\.lambda), digits: 3)),
      .init("nonzero", .decimals(rows.map { Double($0.degreesOfFreedom) }, places: 0)),
      .init("R²", .decimals(rows.map(\.shownDevianceRatio), places: 3)),
    ]
    // In a ridge all columns enter at once, and nothing is to be said of them.
    if active.contains(where: { $0 != active.first }) {
      columns.append(.init("enters", .texts(entering.map(list))))
    }
    if leaving.contains(where: { !$0.isEmpty }) {
      columns.append(.init("leaves", .texts(leaving.map(list))))
    }
    return PresentationTable(columns, rowLimit: 24)
  }

  private var shownRows: [Int] {
    var shown = Set(solutions.indices.filter { $0 == 0 || active[$0] != active[$0 - 1] })
    shown.insert(solutions.count - 1)
    // Where little happens, evenly spaced rows still show how the fit grows.
    if shown.count < 10 {
      let steps = min(9, solutions.count - 1)
      for step in 0...max(steps, 0) {
        shown.insert(step * (solutions.count - 1) / max(steps, 1))
      }
    }
    return shown.filter { $0 >= 0 }.sorted()
  }

  private func changes(
    _ shown: [Int], _ place: Int, _ difference: (_ now: Set<Int>, _ before: Set<Int>) -> Set<Int>
  ) -> [Int] {
    let before = place == 0 ? [] : active[shown[place - 1]]
    return difference(active[shown[place]], before).sorted()
  }

  private func list(_ columns: [Int]) -> String {
    let shown = columns.prefix(4).map { names[$0] }.joined(separator: ", ")
    return columns.count > 4 ? "\(shown) and \(columns.count - 4) more" : shown
  }
}
