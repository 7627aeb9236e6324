import OrderedCollections
import RegData
import RegPlot
import RegRuntime
import RegSolvers
import RegSyntax

struct BiasAndVariance: Builtin {
  let name = "bias_variance"
  let category = Category.studying
  let summary = "Takes a model's expected error apart into noise, bias² and variance at each λ."
  let details: String? = """
    Responses are drawn again and again as mean + sigma · normal on the rows of m, and m is fitted \
    to each, with its options. At each λ bias² is how far the mean of the predictions is from the \
    truth, squared, and variance how far predictions are from their mean, squared; both are \
    averaged over the rows (by their weights, if m has some). test = sigma² + bias² + variance is \
    the expected squared error on new responses of these rows; training is that on the responses \
    that were fitted.

    The truth must be known, as it is for what simulate gives: s.mean and s.sigma. What drawing a \
    finite number of times adds to bias² is taken off, so it can come out a little below 0.

    The result has the fields lambda, bias2, variance, noise, test, training, df (mean number of \
    nonzero coefficients), lambda_min (where test is smallest), draws and seed. plot draws it.
    """
  let seeAlso = ["simulate", "validation_curve", "learning_curve", "cv"]

  let model = Parameter<AnyFittedArgument>("m", "What lasso, ridge or enet gave.")
  let mean = Parameter<[Double]>(
    "mean", "The true mean of each row's response.", where: .each(.finite))
  let sigma = Parameter<Double>(
    "sigma", "The standard deviation of the errors.", where: .nonNegative)
  let lambda = Parameter<[Double]?>(
    "λ", "Strength of the penalty, one or several; if none, those of m.",
    unit: "units of the objective", default: nil, where: .optional(.lambdas))
  let draws = Parameter<Int>(
    "draws", "How many times responses are drawn.", default: 100, keywordOnly: true,
    where: .between(2, 10_000_000))
  let seed = StudySeed()

  let examples = [
    Example(
      "At λ_max only the mean is fitted: all bias, hardly any variance",
      """
      > s = simulate(50, 3, nonzero = 1, seed = 2)
      > m = lasso(s.X, s.y, λ = [100; 0.001])
      > b = bias_variance(m, s.mean, s.sigma, draws = 200)
      > b.bias2[1] > b.bias2[2] and b.variance[1] < b.variance[2]
      true
      """)
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let fitted = try arguments[model].single(model, arguments)
    let data = fitted.regression.data
    let given = arguments[mean]
    let kept = given.count == data.rowCount ? data.kept(given) : given
    guard kept.count == data.y.count else {
      throw arguments.failure(
        .argumentShape,
        "'mean' has \(given.count.counted("number")) for \(data.rowCount.counted("row"))",
        at: mean)
    }
    let truth = data.offset.map { offset in zip(kept, offset).map { $0 - $1 } } ?? kept
    let lambdas = arguments[lambda] ?? fitted.solutions.map(\.lambda)
    let context = arguments.context
    // Two sums for every row and λ, for each piece of the work.
    try context.reserve(
      rows: 2 * data.y.count,
      columns: lambdas.count * min(arguments[draws], BiasVariance.mostPieces))
    try context.reserve(rows: data.y.count, columns: data.names.count + 2)
    let found = try context.watchingCount("part") { report in
      try BiasVariance(
        fitted.regression.givenProblem, fitted.fitter(), at: lambdas, mean: truth,
        sigma: arguments[sigma], draws: arguments[draws], seed: seed.value(arguments),
        workers: context.workers, report: report, shouldStop: context.interrupt.asQuestion)
    }
    arguments.warn(ofMissedGap: found.largestMissedGap, fitted)
    return Value(
      Record(
        backing: BiasVarianceRecord(
          found: found, model: fitted.typeName, rows: data.y.count, draws: arguments[draws],
          seed: arguments[seed.seed])))
  }
}

/// Bias and variance against λ as a record.
struct BiasVarianceRecord: Pictured {
  let found: BiasVariance
  let model: String
  let rows: Int
  let draws: Int
  let seed: Int

  let typeName = "bias and variance"
  let fieldNames = [
    "lambda", "bias2", "variance", "noise", "test", "training", "df", "lambda_min", "draws", "seed",
  ]

  func field(_ name: String) throws -> Value {
    switch name {
    case "lambda": Value(found.points.map(\.lambda))
    case "bias2": Value(found.points.map(\.squaredBias))
    case "variance": Value(found.points.map(\.variance))
    case "noise": Value(found.noise)
    case "test": Value(found.points.map(test))
    case "training": Value(found.points.map(\.trainingError))
    case "df": Value(found.points.map(\.nonzero))
    case "lambda_min": best.map { Value($0.lambda) } ?? .none
    case "draws": Value(draws)
    case "seed": Value(seed)
    default: .none
    }
  }

  private func test(_ point: BiasVariance.Point) -> Double {
    found.noise + point.squaredBias + point.variance
  }

  /// Of the smallest test error, the larger λ at a tie.
  private var best: BiasVariance.Point? {
    found.points.min { (test($0), -$0.lambda) < (test($1), -$1.lambda) }
  }

  var presentation: Presentation {
    let falling = found.points.sorted { $0.lambda > $1.lambda }
    let shown = falling.evenly(12, keeping: falling.firstIndex { $0 == best })
    var blocks: [Presentation.Block] = [
      .line("bias and variance of \(model.withArticle): n = \(rows), \(draws) draws, seed \(seed)"),
      .note("expected squared error on new responses of the same rows: noise + bias² + variance"),
      .table(
        PresentationTable([
          .init("λ", .numbers(shown.map(\.lambda), digits: 3)),
          .init("bias²", .numbers(shown.map { max(0, $0.squaredBias) }, digits: 3)),
          .init("variance", .numbers(shown.map(\.variance), digits: 3)),
          .init("noise", .numbers(shown.map { _ in found.noise }, digits: 3)),
          .init("test", .numbers(shown.map(test), digits: 4)),
          .init("training", .numbers(shown.map(\.trainingError), digits: 4)),
          .init("nonzero", .decimals(shown.map(\.nonzero), places: 1)),
        ])),
    ]
    if let best {
      let lambda = NumberText.display(best.lambda)
      blocks.append(
        .line(
          "the least test error is \(NumberText.display(test(best), digits: 4)) at λ = \(lambda)"))
    }
    return Presentation(blocks)
  }

  var chart: Chart {
    let points = found.points.filter { $0.lambda > 0 }.sorted { $0.lambda > $1.lambda }
    func line(_ label: String, _ tone: Chart.Tone, _ value: (BiasVariance.Point) -> Double)
      -> Chart.Layer
    {
      .line(points.map { Chart.Point(x: $0.lambda, y: value($0)) }, label: label, tone)
    }
    return Chart(
      title: "bias and variance of \(model.withArticle)",
      x: Axis("λ", isLogarithmic: true, isReversed: true), y: Axis("squared error"),
      layers: [
        line("noise", .muted) { _ in found.noise },
        line("training", .color(3)) { $0.trainingError },
        line("bias²", .color(0)) { $0.squaredBias },
        line("variance", .color(1)) { $0.variance },
        line("test", .color(2), test),
      ],
      markers: best.map { $0.lambda > 0 ? [Chart.Marker(x: $0.lambda, label: "min")] : [] } ?? [])
  }
}

extension Array {
  /// So many elements, the first and the last among them, spread evenly; and one that must not miss.
  func evenly(_ most: Int, keeping place: Int? = nil) -> [Element] {
    guard count > most, most > 1 else { return self }
    var places = Set((0..<most).map { $0 * (count - 1) / (most - 1) })
    if let place { places.insert(place) }
    return places.sorted().map { self[$0] }
  }
}
