import Glibc
import RegLinearAlgebra
import RegRuntime
import RegSolvers
import RegSyntax

struct ValidationCurve: Builtin {
  let name = "validation_curve"
  let category = Category.studying
  let summary = "Gives the error on rows fitted and on rows held out, at each λ."
  let details: String? = """
    The curve of cv beside that of the training rows: where both are high the model is too simple, \
    where they part it fits what does not repeat. Standardising is part of each fit.

    The result has the fields lambda, training, test, training_se and test_se (standard errors from \
    the spread between the folds of a repetition, as in cv), df (mean number of nonzero coefficients), lambda_min, measure and \
    seed. plot draws both curves.
    """
  let seeAlso = ["learning_curve", "cv", "bias_variance", "compare"]

  let model = Parameter<AnyFittedArgument>("m", "What lasso, ridge or enet gave.")
  let lambda = Parameter<[Double]?>(
    "λ", "Strength of the penalty, one or several; if none, those of m.",
    unit: "units of the objective", default: nil, where: .optional(.lambdas))
  let folds = DrawnFolds(count: 10)

  let examples = [
    Example(
      "The training error never falls with λ",
      """
      > s = simulate(60, 20, nonzero = 2, snr = 1, seed = 3)
      > v = validation_curve(lasso(s.X, s.y, λ = [1; 0.1; 0.001]), folds = 5)
      > v.training[1] > v.training[2] and v.training[2] > v.training[3]
      true
      > v.lambda_min
      0.1
      """)
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let fitted = try arguments[model].single(model, arguments)
    let held = try folds.heldOut(fitted, arguments)
    let lambdas = arguments[lambda] ?? fitted.solutions.map(\.lambda)
    let context = arguments.context
    try context.reserve(
      rows: max(held.problem.y.count, held.problem.x.columns), columns: lambdas.count)
    let curves = try context.watchingCount("fold") { report in
      try held.curves(
        fitted.fitter(), at: lambdas, workers: context.workers, report: report,
        shouldStop: context.interrupt.asQuestion)
    }
    arguments.warn(ofMissedGap: curves.largestMissedGap, fitted)
    return Value(
      Record(
        backing: ErrorCurveRecord(
          axis: .lambda, places: lambdas, curves: curves, measure: held.measure,
          model: fitted.typeName, words: folds.words(held.problem.y.count, arguments),
          seed: arguments[folds.seed], choosesLambda: false)))
  }
}

struct LearningCurve: Builtin {
  let name = "learning_curve"
  let category = Category.studying
  let summary = "Gives the error on rows fitted and on rows held out, with more and more rows."
  let details: String? = """
    From the rows outside each fold so many are drawn, and predict the fold; fewer rows are always \
    among those drawn for more. Of a path, λ is chosen for each by a cross-validation of the rows \
    drawn alone; m @ λ keeps its λ.

    The result has the fields rows, training, test, training_se, test_se, df, lambda (the median of \
    those chosen), measure and seed. plot draws both curves. Where test still falls at the right, \
    more rows would help; where both curves have met, only a richer model would.
    """
  let seeAlso = ["validation_curve", "cv", "bias_variance"]

  let model = Parameter<AnyFittedArgument>("m", "What lasso, ridge or enet gave, or m @ λ.")
  let rows = Parameter<[Int]?>(
    "rows", "Numbers of training rows; if none, eight up to all outside a fold.", default: nil,
    where: .optional(.each(.atLeast(2))))
  let folds = DrawnFolds(count: 5)
  let choice = ChosenLambda()

  let examples = [
    Example(
      "More rows predict better",
      """
      > s = simulate(300, 10, snr = 1, seed = 4)
      > l = learning_curve(lasso(s.X, s.y, λ = 0.1), [20; 80; 240])
      > l.test[1] > l.test[2] and l.test[2] > l.test[3]
      true
      """)
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let fitted = try arguments[model].single(model, arguments)
    let held = try folds.heldOut(fitted, arguments)
    let most = held.fewestTrainingRows
    let sizes = arguments[rows] ?? Self.sizes(upTo: most)
    guard !sizes.isEmpty, let largest = sizes.max(), largest <= most else {
      throw arguments.failure(
        .argumentRange,
        sizes.isEmpty
          ? "'rows' is empty"
          : "'rows' must be at most \(most), which is all that a fold leaves", at: rows,
        help: sizes.isEmpty ? nil : "more folds leave more rows to train on")
    }
    let choice = choice.choice(fitted, arguments)
    let context = arguments.context
    let curves = try context.watchingCount("fold") { report in
      try held.curves(
        fitted.fitter(), choice, sizes: sizes,
        seed: UInt64(bitPattern: Int64(arguments[folds.seed])), workers: context.workers,
        report: report, shouldStop: context.interrupt.asQuestion)
    }
    arguments.warn(ofMissedGap: curves.largestMissedGap, fitted)
    var choosesLambda = true
    if case .fixed = choice { choosesLambda = false }
    return Value(
      Record(
        backing: ErrorCurveRecord(
          axis: .rows, places: sizes.map(Double.init), curves: curves, measure: held.measure,
          model: fitted.typeName, words: folds.words(held.problem.y.count, arguments),
          seed: arguments[folds.seed], choosesLambda: choosesLambda)))
  }

  /// Eight sizes, each larger by the same factor, from a twentieth on.
  private static func sizes(upTo most: Int) -> [Int] {
    guard most >= 2 else { return [] }
    let first = max(2, most / 20, min(10, most / 2))
    let factor = Double(most) / Double(first)
    let sizes = (0..<8).map {
      min(most, Int((Double(first) * pow(factor, Double($0) / 7)).rounded()))
    }
    return Set(sizes).sorted()
  }
}
