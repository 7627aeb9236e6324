import RegRuntime
import RegSolvers
import RegSyntax

struct CrossValidate: Builtin {
  let name = "cv"
  let category = Category.fitting
  let summary = "Tells how well each λ of a fit predicts rows that it was not fitted to."
  let details: String? = """
    The rows are parted into folds; each fold is predicted by a fit to all others at the same λ, \
    with the options of m. Standardising is part of each of these fits. The columns that a \
    formula made are taken as they are: levels, and what functions such as poly learned, come from \
    all rows.

    The result has the fields lambda, mean and se (the mean over the folds, each counting with the \
    weight of its rows, and its standard error; with repeats the root of the mean of the squared \
    standard errors of the repetitions, since drawing folds again makes no more rows), lambda_min (the λ that predicts best), lambda_1se \
    (the largest λ within one standard error of the best; lambda_se(k) takes k of them), df \
    (nonzero coefficients), predictions (one row a row of the data, one column a λ; with repeats the mean \
    over the repetitions, but of several responses those of each below one another), fold_means \
    (one row a fold, one column a λ), folds (the fold of each row, one column a repetition; \
    fold_ids = c.folds uses them again, and with them ordered = true if that made them: their fold \
    0 is the stretch that is not predicted), seed, repeats, measure and model. c.mse(0.3), c.mae(0.3) \
    and c.r2(0.3) fit the folds at any λ and score them there, and so does a measure of your own \
    under its name, or as c.score.

    measure = "r2" is 1 - mse / v, where mse is over the rows held out of all folds and v is the \
    variance of y in all rows (divisor n), not in a fold. It is negative where the mean of all y would \
    have been the better guess.

    Leaving out one row at a time is exact with folds = "loo". With folds = "alo" each prediction \
    is worked out from the row's leverage in the fit to all rows, as if the columns in the model \
    stayed the same without it: far less work, and close where rows are many.

    With alpha, m is fitted again for each mix, on the same folds, and with relax it is refitted \
    by so much; the result tells the best of them with its λ, and has the curve of each.
    """
  let seeAlso = ["lasso", "ridge", "enet", "coef", "predict"]

  let model = Parameter<AnyFittedArgument>("m", "What lasso, ridge or enet gave.")
  let folds = FoldParameters()
  let measure = MeasureParameters()
  let alpha = Parameter<[Double]?>(
    "alpha", "Shares of the penalty that are L1, to choose from; if none, that of m.",
    default: nil, keywordOnly: true,
    where: .optional(
      Constraint("between 0 and 1, and not empty", refusing: Value(2)) {
        !$0.isEmpty && $0.allSatisfy { (0...1).contains($0) }
      }))

  let relax = Parameter<[Double]?>(
    "relax", "Shares that relaxed coefficients keep, to choose from; if none, that of m.",
    default: nil, keywordOnly: true,
    where: .optional(
      Constraint("between 0 and 1, and not empty", refusing: Value(2)) {
        !$0.isEmpty && $0.allSatisfy { (0...1).contains($0) }
      }))

  let examples = [
    Example(
      "The smaller penalty predicts a straight line better",
      """
      > x = [1; 2; 3; 4; 5; 6]
      > c = cv(lasso(x, 2 * x, λ = [1; 0.1]), folds = 3)
      > c.lambda_min
      0.1
      """),
    Example(
      "Leaving out one of two rows predicts it by the other",
      """
      > m = lasso([1; 2], [3; 5], λ = [9; 8])
      > c = cv(m, folds = "loo")
      > c.mean
      4
      4
      """),
    Example(
      "A measure of your own",
      """
      > x = [1; 2; 3; 4]
      > c = cv(lasso(x, 2 * x, λ = [9; 8]), folds = 2, measure = (y, p) -> max(abs(y - p)))
      > c.measure
      score
      """),
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let model: any Fitted
    switch arguments[self.model] {
    case .one(let fitted): model = fitted
    case .several(let fitted): return try validation(of: fitted, arguments)
    }
    let regression = model.regression
    let holdout = try folds.holdout(regression.data, arguments)
    let scoring = try measure.scoring(arguments)
    let lambdas = model.solutions.map(\.lambda)
    try arguments.context.reserve(rows: regression.data.y.count, columns: lambdas.count)
    // The rows of each fold are laid side by side in a copy.
    try arguments.context.reserve(
      rows: regression.data.y.count, columns: regression.data.names.count + 2)
    if arguments[alpha] != nil || arguments[relax] != nil {
      return try validateGrid(model, holdout, scoring, arguments)
    }
    // A model at one λ of a longer path is judged at that λ alone.
    let fit =
      regression.fit.lambdas == lambdas ? regression.fit : try regression.refitted(at: lambdas)
    let found: any Validation = try arguments.context.watchingFit { progress in
      try validation(of: fit, regression, holdout, scoring, progress, arguments)
    }
    return Value(Record(backing: try validated(model, found, holdout, scoring, arguments)))
  }

  func validation(
    of fit: PathFit, _ regression: Regression, _ holdout: Holdout, _ scoring: Scoring,
    _ progress: ProgressReport?, _ arguments: Arguments
  ) throws -> any Validation {
    if case .approximateLeaveOneOut = holdout, regression.mix.isRefined {
      throw arguments.failure(
        .argumentRange,
        "\"alo\" is for a fit that is not refined, and m is \(regression.mix.title.withArticle)",
        at: folds.folds, help: "\"loo\" leaves out one row at a time exactly")
    }
    return try Self.validation(
      of: fit, regression, holdout, scoring.measure, progress, arguments.context)
  }

  /// - Precondition: A fit that is refined is not held against approximations.
  static func validation(
    of fit: PathFit, _ regression: Regression, _ holdout: Holdout, _ measure: Measure,
    _ progress: ProgressReport?, _ context: Context
  ) throws -> any Validation {
    let shouldStop = context.interrupt.asQuestion
    let assignments: [Folds]
    switch holdout {
    case .folds(let folds, _): assignments = folds
    case .leaveOneOut where regression.mix.isRefined || !LeaveOneOut.isExact(for: fit):
      assignments = [try Folds(leavingOutEachOf: fit.problem.y.count)]
    case .leaveOneOut, .approximateLeaveOneOut:
      return try LeaveOneOut(fit, measure: measure, shouldStop: shouldStop)
    }
    guard regression.mix.isRefined else {
      return try CrossValidation(
        fit, folds: assignments, measure: measure, progress: progress, shouldStop: shouldStop)
    }
    return try CrossValidation(
      regression.givenProblem, regression.mix.training(), lambdas: fit.lambdas,
      folds: assignments, measure: measure, tolerance: fit.tolerance,
      workers: fit.workers, progress: progress, shouldStop: shouldStop)
  }

  func validated(
    _ model: any Fitted, _ validation: any Validation, _ holdout: Holdout, _ scoring: Scoring,
    _ arguments: Arguments
  ) throws -> ValidatedModel {
    if let validation = validation as? CrossValidation {
      warnUnlessConverged(validation, holdout, model.regression.fit.tolerance, arguments)
    }
    let curve = try scoring.curve(validation, arguments)
    if case .approximateLeaveOneOut = holdout { warnOfUnscored(curve, arguments) }
    return ValidatedModel(
      model: model, validation: validation, holdout: holdout, scoring: scoring,
      curve: curve)
  }

  /// Warns of the worst fit that misses the tolerance, by its λ and what it was fitted without.
  private func warnUnlessConverged(
    _ validation: CrossValidation, _ holdout: Holdout, _ tolerance: Double, _ arguments: Arguments
  ) {
    let missed = validation.missedFits
    guard var worst = missed.first else { return }
    for fit in missed where fit.gap > worst.gap { worst = fit }
    let folds = validation.folds
    let isOrdered = folds[worst.repetition].isOrdered
    let part = if case .leaveOneOut = holdout { "row" } else { "fold" }
    let repetition = folds.count > 1 ? " of repetition \(worst.repetition + 1)" : ""
    let others = missed.count - 1
    arguments.warn(
      "the fit \(isOrdered ? "before" : "without") \(part) \(worst.fold)\(repetition) at "
        + "λ = \(NumberText.display(worst.lambda))", stoppedAt: worst.gap, tolerance: tolerance,
      rest: others == 0 ? "" : ", and \(others.counted("other fit")) missed it by no more")
  }

  /// A row that alone decides a coefficient leaves 0 / 0 where its error without itself should be.
  private func warnOfUnscored(_ curve: ScoreCurve, _ arguments: Arguments) {
    let unscored = curve.filter { $0.mean.isNaN }.map { NumberText.display($0.lambda) }
    guard let first = unscored.first else { return }
    let others = unscored.count == 1 ? "" : " and \(unscored.count - 1) other λ"
    let warning = arguments.failure(
      .notConverged,
      "no score at λ = \(first)\(others): a row alone decides a coefficient there", at: folds.folds,
      help: "\"loo\" fits without each row")
    arguments.warn(warning)
  }

  // MARK: several responses

  /// With several responses a row's score is its squared error, summed over them.
  private func validation(
    of model: any MultiResponseFitted, _ arguments: Arguments
  ) throws -> Value {
    guard case .known(let measure) = try measure.scoring(arguments),
      measure.name == Measure.mse.name
    else {
      throw arguments.failure(
        .argumentRange, "'measure' must be \"mse\" for a fit of several responses",
        at: self.measure.measure)
    }
    for parameter in [alpha, relax] where arguments.isGiven(parameter) {
      throw arguments.failure(
        .argumentRange, "cv chooses '\(parameter.name)' for one response, and m has several",
        at: parameter, help: "cross-validate a fit with each '\(parameter.name)'")
    }
    let regression = model.regression
    let rows = regression.data.y.count
    let assignments: [Folds]
    let holdout = try folds.holdout(regression.data, arguments)
    switch holdout {
    case .folds(let given, _): assignments = given
    case .leaveOneOut: assignments = [try Folds(leavingOutEachOf: rows)]
    case .approximateLeaveOneOut:
      throw arguments.failure(
        .argumentRange, "\"alo\" is for a fit of one response, and m has several",
        at: folds.folds, help: "\"loo\" leaves out one row at a time exactly")
    }
    try arguments.context.reserve(
      rows: rows * regression.responseNames.count,
      columns: model.solutions.count * assignments.count)
    let lambdas = model.solutions.map(\.lambda)
    let shouldStop = arguments.context.interrupt.asQuestion
    // A model at one λ of a longer path is judged at that λ alone.
    let fit =
      regression.fit.lambdas == lambdas
      ? regression.fit
      : try regression.fit.refitted(
        rows: Array(0..<rows), at: lambdas, shouldStop: shouldStop)
    let validation = try MultiResponseCrossValidation(
      fit, folds: assignments, relaxation: regression.mix.relaxation, shouldStop: shouldStop)
    return Value(
      Record(
        backing:
          MultiResponseValidation(model: model, validation: validation, holdout: holdout)))
  }
}
