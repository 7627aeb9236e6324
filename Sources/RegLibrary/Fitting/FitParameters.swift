import RegData
import RegLinearAlgebra
import RegRuntime
import RegSolvers
import RegSyntax

/// What `lasso`, `ridge` and `enet` have in common.
struct FitParameters: ParameterGroup {
  let data = DataParameters()
  let path = PathParameters()
  let convention = PenaltyConvention.parameter
  let options = ProblemOptions()
  let several = MultiResponseParameters()

  /// Fits what the arguments say: a model for one λ, a path for several or for none given.
  func fit(_ mix: PenaltyMix, _ arguments: Arguments) throws -> Value {
    var mix = mix
    mix.convention = PenaltyConvention(convention, arguments)
    let data = try data.training(arguments)
    var problem = try options.problem(data, arguments)
    if mix.relaxation != nil, problem.lower != nil || problem.upper != nil {
      throw SolverError.boundedRelaxation
    }
    if let responses = data.responses {
      if mix.adaptive != nil { throw SolverError.oneResponse(argument: "adaptive") }
      return try several.fit(mix, data, responses, problem, path, arguments)
    }
    try several.refuse(arguments)
    var asked = try path.options(arguments, columns: data.names.count)
    let context = arguments.context
    asked.keepsStopped = context.keepsInterrupted && !path.asksForOne(arguments)
    let adapted = try mix.adaptive.map { weights in
      AdaptedWeights(
        found: try weights.found(
          for: problem, workers: context.workers, shouldStop: context.interrupt.asQuestion),
        given: problem.penaltyFactors)
    }
    if let adapted { problem.penaltyFactors = adapted.found.factors }
    let penalty = try mix.penalty()
    let fit = try context.watchingFit { progress in
      asked.progress = progress
      return try PathFit(problem, penalty, asked)
    }
    let regression = try Regression(
      mix: mix, data: data, fit: fit, adapted: adapted, interrupt: context.interrupt)
    guard fit.isComplete else { throw regression.keepInterrupted(context) }
    try regression.requireFinite(regression.solutions)
    regression.warnUnlessConverged(regression.solutions, arguments)
    self.data.warnOfConstants(fit, data, arguments)
    if path.asksForOne(arguments), let only = regression.solutions.first {
      return Value(Record(backing: FittedModel(regression, only)))
    }
    return Value(Record(backing: FittedPath(regression)))
  }
}

/// At which λ to fit, and how exactly.
struct PathParameters: ParameterGroup {
  let lambda = Parameter<[Double]?>(
    "λ", "Strength of the penalty: one, or several; if none, a whole path.",
    unit: "units of the objective", default: nil, where: .optional(.lambdas))
  let count = Parameter<Int>(
    "nlambda", "How many λ a path has.", default: 100, keywordOnly: true,
    where: .between(1, 100_000))
  let ratio = Parameter<Double?>(
    "lambda_min_ratio",
    """
    The smallest λ of a path as a share of the largest; if none, 1e-4, or 1e-2 with more columns \
    than rows.
    """, default: nil, keywordOnly: true,
    where: .optional(
      Constraint("above 0 and below 1", refusing: Value(1)) { $0 > 0 && $0 < 1 }))
  let tolerance = Parameter<Double>(
    "tolerance", "Largest duality gap that counts as converged.",
    unit: "shares of the loss without predictors", default: 1e-6, keywordOnly: true,
    where: .positive)

  /// Whether one λ is given as a number, and not as a vector.
  func asksForOne(_ arguments: Arguments) -> Bool { arguments[lambda]?.count == 1 }

  func options(_ arguments: Arguments, columns: Int) throws -> PathOptions {
    let lambdas = arguments[lambda]
    if lambdas != nil {
      if arguments.isGiven(count) { throw pointless(count, arguments) }
      if arguments.isGiven(ratio) { throw pointless(ratio, arguments) }
    }
    try arguments.context.reserve(rows: columns, columns: lambdas?.count ?? arguments[count])
    return PathOptions(
      lambdas: lambdas, count: arguments[count], ratio: arguments[ratio],
      tolerance: arguments[tolerance], workers: arguments.context.workers,
      shouldStop: arguments.context.interrupt.asQuestion)
  }

  private func pointless(_ parameter: some AnyParameter, _ arguments: Arguments) -> Diagnostic {
    arguments.failure(
      .argumentRange, "'\(parameter.name)' shapes the path that is fitted without 'λ'",
      at: parameter, help: "give one or the other")
  }
}

extension Constraint where Argument == [Double] {
  /// One λ or more, each possible.
  static var lambdas: Constraint {
    Constraint("zero or more, finite, and not empty", refusing: Value(-1)) {
      !$0.isEmpty && $0.allSatisfy { $0 >= 0 && $0.isFinite }
    }
  }
}
