import RegRuntime
import RegSolvers
import RegSyntax

struct ExplainModel: Builtin {
  let name = "explain"
  let category = Category.studying
  let summary = "Says in plain words what a model keeps, what it drops, and how sure that is."
  let details: String? = """
    Effects are what a rise of one standard deviation does to the prediction. A column that is \
    dropped may say what one that is kept says already: it is shown with the kept column that it is \
    most correlated with. How stable the choice is, is read off resamples of the rows, fitted at the \
    same λ. What a step of λ would change is solved exactly at λ · step and λ / step; of a lasso \
    path it is also said how far λ can be turned until a column comes or goes.

    The result has the fields lambda, kept, dropped (names), effects (of those kept), stability \
    (the share of resamples with a coefficient, for each column), stand_ins (a table: column, \
    stands_in, correlation, stability), steps (a table of the three λ), r2 and text (the sentences).
    """
  let seeAlso = ["bootstrap", "compare", "coef", "cv"]

  let model = Parameter<AnyFittedArgument>("m", "What lasso, ridge or enet gave, or m @ λ.")
  let held = HeldLambda()
  let step = Parameter<Double>(
    "step", "The factor that λ is multiplied and divided by.", default: 1.5, keywordOnly: true,
    where: Constraint("above 1, and finite", refusing: Value(1)) { $0 > 1 && $0.isFinite })
  let correlation = Parameter<Double>(
    "correlation", "From which correlation on a kept column is said to stand for a dropped one.",
    default: 0.5, keywordOnly: true, where: .between(0, 1))
  let repeats = Parameter<Int>(
    "repeats", "How many resamples tell how stable the choice is.", default: 100, keywordOnly: true,
    where: .between(2, 10_000_000))
  let seed = StudySeed()

  let examples = [
    Example(
      "One of two columns that are nearly the same",
      """
      > s = simulate(100, 2, coefficients = [1; 0], correlation = 0.95, snr = 10)
      > e = explain(lasso(s.X, s.y), 0.1)
      > e.kept
      x1
      > e.stand_ins.stands_in
      x1
      """)
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let fitted = try arguments[model].single(model, arguments)
    let lambda = try held.lambda(fitted, arguments)
    let regression = fitted.regression
    let context = arguments.context
    let columns = regression.data.names.count
    try context.reserve(rows: columns, columns: 2 * arguments[repeats])
    try context.reserve(rows: regression.data.y.count, columns: columns + 2)
    let factor = arguments[step]
    // Larger than any λ could be asked for, a step up stays where it is.
    let above = (lambda * factor).isFinite ? lambda * factor : lambda
    let solutions = try regression.solutions(at: [above, lambda, lambda / factor])
    regression.warnUnlessConverged(solutions, arguments)
    let found = try context.watchingCount("resample") { report in
      try Bootstrap(
        regression.givenProblem, fitted.fitter(), at: lambda, repeats: arguments[repeats],
        seed: seed.value(arguments), workers: context.workers, report: report,
        shouldStop: context.interrupt.asQuestion)
    }
    arguments.warn(ofMissedGap: found.largestMissedGap, fitted)
    return Value(
      Record(
        backing: try Explanation(
          model: FittedModel(regression, solutions[1]), above: solutions[0], below: solutions[2],
          stability: found.shares, repeats: arguments[repeats],
          leastCorrelation: arguments[correlation])))
  }
}
