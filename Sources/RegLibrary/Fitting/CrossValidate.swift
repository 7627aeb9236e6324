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
    weight of its rows, and its standard error), lambda_min (the λ that predicts best), lambda_1se \
    (the largest λ within one standard error of the best), df (nonzero coefficients), predictions \
    (one row a row of the data, one column a λ), fold_means (one row a fold, one column a λ), folds \
    (the fold of each row), seed, measure and model. A field of the measure's name is a function \
    of λ: c.mse(0.3) fits the folds there too.
    """
  let seeAlso = ["lasso", "ridge", "enet", "coef", "predict"]

  let model = Parameter<FittedArgument>("m", "What lasso, ridge or enet gave.")
  let folds = Parameter<Int>(
    "folds", "How many folds; as many as rows leaves out one row at a time.", default: 10,
    keywordOnly: true, where: .atLeast(2))
  let seed = Parameter<Int>(
    "seed", "Which of all assignments of rows to folds; the same on every machine.", default: 1,
    keywordOnly: true)
  let foldIDs = Parameter<[Int]?>(
    "fold_ids", "The fold of each row, any whole numbers; if none, folds are drawn.", default: nil,
    keywordOnly: true)
  let measure = Parameter<String>(
    "measure",
    "What is averaged: "
      + Measure.all.map { "\($0.name), the \($0.summary)" }
      .joined(separator: "; ") + ".",
    default: "mse", keywordOnly: true, where: .oneOf(Measure.all.map(\.name)))

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
      > c = cv(m, fold_ids = [1; 2])
      > c.mean
      4
      4
      """),
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let model = arguments[model].model
    let regression = model.regression
    let folds = try assignment(regression.data, arguments)
    let lambdas = model.solutions.map(\.lambda)
    try arguments.context.reserve(rows: regression.data.y.count, columns: lambdas.count)
    // A model at one λ of a longer path is judged at that λ alone.
    let fit =
      regression.fit.lambdas == lambdas ? regression.fit : try regression.refitted(at: lambdas)
    let validation = try arguments.context.watchingFit { progress in
      try CrossValidation(
        fit, folds: folds, measure: Measure.all.first { $0.name == arguments[measure] } ?? .mse,
        progress: progress, shouldStop: arguments.context.interrupt.asQuestion)
    }
    return Value(Record(backing: ValidatedModel(model: model, validation: validation)))
  }

  private func assignment(_ data: TrainingData, _ arguments: Arguments) throws -> Folds {
    guard let given = arguments[foldIDs] else {
      return try Folds(
        rows: data.y.count, count: arguments[folds],
        seed: UInt64(bitPattern: Int64(arguments[seed])))
    }
    if arguments.isGiven(folds) { throw pointless(folds, arguments) }
    if arguments.isGiven(seed) { throw pointless(seed, arguments) }
    // Rows left out of the fit may have a fold all the same.
    let ids = given.count == data.rowCount ? data.kept(given) : given
    guard ids.count == data.y.count else {
      throw arguments.failure(
        .argumentShape,
        "'fold_ids' has \(given.count.counted("number")) for \(data.rowCount.counted("row"))",
        at: foldIDs)
    }
    guard Set(ids).count >= 2 else {
      throw arguments.failure(
        .argumentRange, "'fold_ids' must name at least two different folds", at: foldIDs)
    }
    return try Folds(ids: ids)
  }

  private func pointless(_ parameter: some AnyParameter, _ arguments: Arguments) -> Diagnostic {
    arguments.failure(
      .argumentRange, "'\(parameter.name)' draws folds, and 'fold_ids' gives them", at: parameter,
      help: "give one or the other")
  }
}
