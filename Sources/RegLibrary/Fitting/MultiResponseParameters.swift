import RegLinearAlgebra
import RegRuntime
import RegSolvers
import RegSyntax

/// What a fit of several responses takes beyond what every fit takes.
struct MultiResponseParameters: ParameterGroup {
  let standardizeResponse = Parameter<Bool>(
    "standardize_response",
    """
    With several responses, whether each counts in units of its standard deviation; if not, one of \
    large numbers decides for all.
    """, default: false, keywordOnly: true)

  /// Fits several responses: a model for one λ, a path for several or for none given.
  func fit(
    _ mix: PenaltyMix, _ data: TrainingData, _ responses: Responses, _ predictors: Problem,
    _ path: PathParameters, _ arguments: Arguments
  ) throws -> Value {
    let options = try path.options(arguments, columns: data.names.count)
    try arguments.context.reserve(
      rows: data.names.count * responses.count, columns: options.lambdas?.count ?? options.count)
    let problem = MultiResponseProblem(
      predictors, responses: responses.matrix,
      standardizeResponse: arguments[standardizeResponse])
    let regression = try MultiResponseRegression(
      mix: mix, data: data, responseNames: responses.names,
      fit: try MultiResponseFit(problem, mix.penalty(), options),
      interrupt: arguments.context.interrupt)
    let facts = regression.solutions.map(\.lengths)
    try facts.requireFinite()
    facts.warnUnlessConverged(tolerance: options.tolerance, arguments)
    return regression.value(regression.solutions, asOne: path.asksForOne(arguments))
  }

  /// Refuses the option where there is one response only.
  func refuse(_ arguments: Arguments) throws {
    guard arguments[standardizeResponse] else { return }
    throw arguments.failure(
      .argumentRange, "'standardize_response' weighs several responses, and 'y' is one",
      at: standardizeResponse, help: "leave it out, or divide y by its standard deviation")
  }
}
