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
  let seeAlso = ["lasso", "enet", "conventions"]

  let data = DataParameters()
  let alpha = Parameter<Double>(
    "alpha", "Share of the penalty that is L1.", default: 1, keywordOnly: true,
    where: Constraint("above 0 and at most 1", refusing: Value(0)) { $0 > 0 && $0 <= 1 })
  let convention = PenaltyConvention.parameter
  let options = ProblemOptions()
  let several = MultiResponseParameters()

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
    let data = try data.training(arguments)
    let problem = try options.problem(data, arguments)
    let options = PathOptions(
      count: 1, workers: arguments.context.workers,
      shouldStop: arguments.context.interrupt.asQuestion)
    // However small α is, this is where the first column enters.
    let penalty = try ConventionalPenalty(
      .elasticNet(alpha: arguments[alpha]), PenaltyConvention(convention, arguments),
      leastGridAlpha: 0)
    if let responses = data.responses {
      let problem = MultiResponseProblem(
        problem, responses: responses.matrix,
        standardizeResponse: arguments[several.standardizeResponse])
      return Value(try MultiResponseFit(problem, penalty, options).lambdaMax)
    }
    try several.refuse(arguments)
    return Value(try PathFit(problem, penalty, options).lambdaMax)
  }
}
