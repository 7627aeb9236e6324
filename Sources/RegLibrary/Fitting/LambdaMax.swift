import RegRuntime
import RegSolvers

struct LambdaMax: Builtin {
  let name = "lambda_max"
  let category = Category.fitting
  let summary = "Gives the smallest λ at which every penalised coefficient is zero."
  let details: String? = """
    From there on a lasso or an elastic net keeps nothing but the intercept and unpenalised columns; \
    a ridge never does, whatever its λ. The options are those of the fit. It is 0 where no column \
    has anything to explain.
    """
  let seeAlso = ["lasso", "enet"]

  let data = DataParameters()
  let alpha = Parameter<Double>(
    "alpha", "Share of the penalty that is L1.", default: 1, keywordOnly: true,
    where: Constraint("above 0 and at most 1", refusing: Value(0)) { $0 > 0 && $0 <= 1 })
  let options = ProblemOptions()

  let examples = [
    Example(
      "The largest inner product with y, over n",
      """
      > lambda_max([1, 2; 3, 4], [5; 6], standardize = false, intercept = false)
      17
      """),
    Example(
      "In units of standard deviation",
      """
      > lambda_max([1; 2; 3], [2; 4; 6])
      1.63299
      """),
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let problem = try options.problem(data.training(arguments), arguments)
    let options = PathOptions(
      count: 1, workers: arguments.context.workers,
      shouldStop: arguments.context.interrupt.asQuestion)
    return Value(try PathFit(problem, GridPenalty(alpha: arguments[alpha]), options).lambdaMax)
  }
}

/// An elastic net whose grid starts where the first column enters, however small α is.
private struct GridPenalty: Penalty {
  let alpha: Double

  func rates(on data: PenaltyScale) -> PenaltyRates {
    PenaltyRates(l1: alpha, l2: 1 - alpha, gridL1: alpha)
  }
}
