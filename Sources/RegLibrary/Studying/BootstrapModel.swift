import OrderedCollections
import RegData
import RegLinearAlgebra
import RegPlot
import RegRuntime
import RegSolvers
import RegSyntax

struct BootstrapModel: Builtin {
  let name = "bootstrap"
  let category = Category.studying
  let summary = "Fits a model to resamples of its rows, and says how much its coefficients vary."
  let details: String? = """
    As many rows as there are are drawn with replacement, and fitted with the options of m at the \
    same λ; standardising, and adaptive weights, are part of each fit.

    The result has the fields names, estimate, se (the standard deviation of the draws), low and \
    high (the interval), kept (the share of resamples in which the coefficient is not zero), same_sign \
    (the share in which it has the sign of the estimate), draws (one row a column of X, one column \
    a resample), intercepts, table (all of it), level, repeats, lambda and seed. plot draws the \
    intervals.

    A penalty pulls coefficients towards zero, in each resample as in the fit, so the intervals are \
    those of the penalised coefficients, and not of the true ones.
    """
  let seeAlso = ["explain", "compare", "cv", "sample"]

  let model = Parameter<AnyFittedArgument>("m", "What lasso, ridge or enet gave, or m @ λ.")
  let held = HeldLambda()
  let repeats = Parameter<Int>(
    "repeats", "How many resamples.", default: 200, keywordOnly: true,
    where: .between(2, 10_000_000))
  let level = Parameter<Double>(
    "level", "The share of the draws that an interval holds.", default: 0.95, keywordOnly: true,
    where: Constraint("above 0 and below 1", refusing: Value(1)) { $0 > 0 && $0 < 1 })
  let interval = Parameter<String>(
    "interval",
    "\"percentile\", from one quantile of the draws to another, or \"basic\", mirrored at the estimate.",
    default: BootstrapDraws.Interval.percentile.rawValue, keywordOnly: true,
    where: .oneOf(BootstrapDraws.Interval.allCases.map(\.rawValue)))
  let seed = StudySeed()

  let examples = [
    Example(
      "A strong column is in every resample",
      """
      > s = simulate(100, 4, nonzero = 1, snr = 5, seed = 1)
      > b = bootstrap(lasso(s.X, s.y, λ = 0.2), repeats = 50)
      > b.kept[3]
      1
      > b.low[3] < b.estimate[3] and b.estimate[3] < b.high[3]
      true
      """)
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let fitted = try arguments[model].single(model, arguments)
    let lambda = try held.lambda(fitted, arguments)
    let regression = fitted.regression
    let context = arguments.context
    try context.reserve(rows: regression.data.names.count, columns: 2 * arguments[repeats])
    try context.reserve(rows: regression.data.y.count, columns: regression.data.names.count + 2)
    let estimate = try regression.solutions(at: [lambda])[0]
    let found = try context.watchingCount("resample") { report in
      try Bootstrap(
        regression.givenProblem, fitted.fitter(), at: lambda, repeats: arguments[repeats],
        seed: seed.value(arguments), workers: context.workers, report: report,
        shouldStop: context.interrupt.asQuestion)
    }
    arguments.warn(ofMissedGap: found.largestMissedGap, fitted)
    return Value(
      Record(
        backing: BootstrapRecord(
          found: found, estimate: estimate, model: FittedModel(regression, estimate),
          level: arguments[level],
          interval: BootstrapDraws.Interval(rawValue: arguments[interval]) ?? .percentile,
          seed: arguments[seed.seed])))
  }
}

/// What resamples say of the coefficients.
struct BootstrapRecord: Pictured {
  let found: Bootstrap
  let estimate: Solution
  let model: FittedModel
  let level: Double
  let interval: BootstrapDraws.Interval
  let seed: Int
  private let errors: [Double]
  private let bounds: [(low: Double, high: Double)]

  init(
    found: Bootstrap, estimate: Solution, model: FittedModel, level: Double,
    interval: BootstrapDraws.Interval, seed: Int
  ) {
    self.found = found
    self.estimate = estimate
    self.model = model
    self.level = level
    self.interval = interval
    self.seed = seed
    let draws = estimate.coefficients.indices.map { column in
      BootstrapDraws(
        (0..<found.coefficients.columns).map { found.coefficients[column, $0] },
        of: estimate.coefficients[column])
    }
    errors = draws.map(\.standardError)
    bounds = draws.map { $0.bounds(level: level, interval) }
  }

  let typeName = "bootstrap"
  let fieldNames = [
    "names", "estimate", "se", "low", "high", "kept", "same_sign", "draws", "intercepts", "table",
    "level", "repeats", "lambda", "seed",
  ]

  private var names: [String] { model.regression.data.names }

  func field(_ name: String) throws -> Value {
    switch name {
    case "names": Value(names)
    case "estimate": vector(estimate.coefficients)
    case "se": vector(errors)
    case "low": vector(bounds.map(\.low))
    case "high": vector(bounds.map(\.high))
    case "kept": vector(found.shares)
    case "same_sign": vector(found.shares(withSignsOf: estimate.coefficients))
    case "draws": Value(found.coefficients, rowNames: model.regression.data.givenNames)
    case "intercepts": Value(found.intercepts)
    case "table":
      Value(
        try Table([
          ("column", .text(TextColumn(names))), ("estimate", .number(estimate.coefficients)),
          ("se", .number(errors)), ("low", .number(bounds.map(\.low))),
          ("high", .number(bounds.map(\.high))), ("kept", .number(found.shares)),
        ]))
    case "level": Value(level)
    case "repeats": Value(found.coefficients.columns)
    case "lambda": Value(estimate.lambda)
    case "seed": Value(seed)
    default: .none
    }
  }

  private func vector(_ numbers: [Double]) -> Value {
    Value(Matrix(numbers), rowNames: model.regression.data.givenNames)
  }

  /// Columns that are in the model or in some of the resamples, those kept most often first.
  private var order: [Int] {
    let kept = found.shares
    let sizes = errors
    return names.indices.filter { kept[$0] > 0 }
      .sorted {
        (kept[$0], estimate.coefficients[$0] == 0 ? 0 : 1, sizes[$1], $1)
          > (kept[$1], estimate.coefficients[$1] == 0 ? 0 : 1, sizes[$0], $0)
      }
  }

  var presentation: Presentation {
    let shown = order
    let kept = found.shares
    let percent = NumberText.display(100 * level, digits: 4)
    let never = names.count - shown.count
    var blocks: [Presentation.Block] = [
      .line(
        "bootstrap of \(model.typeName.withArticle) at λ = \(NumberText.display(estimate.lambda)): "
          + "\(found.coefficients.columns) resamples of \(model.regression.data.y.count.counted("row")), "
          + "seed \(seed)"),
      .note("\(percent) % \(interval.rawValue) intervals of the penalised coefficients"),
      .table(
        PresentationTable(
          [
            .init("term", .texts(shown.map { names[$0] })),
            .init("coefficient", .numbers(shown.map { estimate.coefficients[$0] }, digits: 4)),
            .init("se", .numbers(shown.map { errors[$0] }, digits: 3)),
            .init("low", .numbers(shown.map { bounds[$0].low }, digits: 4)),
            .init("high", .numbers(shown.map { bounds[$0].high }, digits: 4)),
            .init("kept", .decimals(shown.map { kept[$0] }, places: 2)),
          ], rowLimit: 30)),
    ]
    if never > 0 { blocks.append(.line("in no resample: \(never.counted("column"))")) }
    return Presentation(blocks)
  }

  /// Estimates with their intervals, in units that can be compared where the fit standardised.
  var chart: Chart {
    let shown = Array(order.prefix(24))
    let charts = ModelCharts(fitted: model)
    let units = charts.units
    let places = shown.indices.map(Double.init)
    return Chart(
      title: "bootstrap of \(model.typeName.withArticle)",
      x: Axis("", categories: shown.map { names[$0] }), y: Axis(charts.coefficientLabel),
      layers: [
        .line(
          [-0.5, Double(shown.count) - 0.5].map { Chart.Point(x: $0, y: 0) }, label: nil, .muted),
        .intervals(
          zip(places, shown).map { place, column in
            Chart.Interval(
              x: place, low: bounds[column].low * units[column],
              high: bounds[column].high * units[column])
          }, .muted),
        .points(
          zip(places, shown).map { place, column in
            Chart.Point(x: place, y: estimate.coefficients[column] * units[column])
          }, .color(0)),
      ])
  }
}
