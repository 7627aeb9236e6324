import RegLinearAlgebra
import RegRuntime
import RegSolvers
import RegSyntax

/// What holds at every λ of a fit.
struct ProblemOptions: ParameterGroup {
  let intercept = Parameter<Bool>(
    "intercept", "Whether to fit an intercept; it is never penalised.", default: true,
    keywordOnly: true)
  let standardize = Parameter<Bool>(
    "standardize", "Whether the penalty acts on columns in units of their standard deviation.",
    default: true, keywordOnly: true)
  let weights = Parameter<[Double]?>(
    "weights", "How much each row counts; scaled to sum to the number of rows.", default: nil,
    keywordOnly: true, where: .optional(.each(.nonNegative)))
  let penaltyFactor = Parameter<[Double]?>(
    "penalty_factor",
    """
    Multiplies the penalty: one number for each column, or one for all. 0 leaves a column \
    unpenalised, inf leaves it out.
    """, default: nil, keywordOnly: true, where: .optional(.each(.atLeast(0))))
  let lower = Parameter<[Double]?>(
    "lower", "Lower bounds of the coefficients: one for each column, or one for all.",
    unit: "y per unit of the column", default: nil, keywordOnly: true,
    where: .optional(.each(.lowerBound)))
  let upper = Parameter<[Double]?>(
    "upper", "Upper bounds of the coefficients: one for each column, or one for all.",
    unit: "y per unit of the column", default: nil, keywordOnly: true,
    where: .optional(.each(.upperBound)))
  /// The problem that these options make of the data.
  func problem(_ data: TrainingData, _ arguments: Arguments) throws -> Problem {
    // The solver keeps a standardised copy.
    try arguments.context.reserve(rows: data.x.rows, columns: data.x.columns)
    let problem = Problem(
      x: data.x, y: data.y, weights: try rowWeights(data, arguments),
      intercept: try hasIntercept(data, arguments), standardize: arguments[standardize],
      penaltyFactors: try perColumn(penaltyFactor, data, arguments),
      lower: try perColumn(lower, data, arguments), upper: try perColumn(upper, data, arguments))
    try checkBounds(problem, data, arguments)
    return problem
  }

  private func hasIntercept(_ data: TrainingData, _ arguments: Arguments) throws -> Bool {
    guard !data.allowsIntercept else { return arguments[intercept] }
    guard !arguments.isGiven(intercept) || !arguments[intercept] else {
      throw arguments.failure(
        .argumentRange, "'intercept' is true, and the formula takes the intercept away",
        at: intercept, help: "leave '- 1' or '+ 0' out of the formula")
    }
    return false
  }

  private func rowWeights(_ data: TrainingData, _ arguments: Arguments) throws -> [Double]? {
    guard let given = arguments[weights] else { return nil }
    guard given.count == data.rowCount else {
      throw arguments.failure(
        .argumentShape,
        "'weights' has \(given.count.counted("number")) for \(data.rowCount.counted("row"))",
        at: weights)
    }
    return data.kept(given)
  }

  /// One number for all columns, or one for each.
  private func perColumn(
    _ parameter: Parameter<[Double]?>, _ data: TrainingData, _ arguments: Arguments
  ) throws -> [Double]? {
    guard let given = arguments[parameter] else { return nil }
    let count = data.names.count
    if given.count == 1 { return Array(repeating: given[0], count: count) }
    guard given.count == count else {
      throw arguments.failure(
        .argumentShape,
        "'\(parameter.name)' has \(given.count.counted("number")) for \(count.counted("column"))",
        at: parameter, help: "give one for each column, or one for all")
    }
    return given
  }

  private func checkBounds(
    _ problem: Problem, _ data: TrainingData, _ arguments: Arguments
  ) throws {
    guard let low = problem.lower, let high = problem.upper,
      let column = low.indices.first(where: { low[$0] > high[$0] })
    else { return }
    throw arguments.failure(
      .argumentRange,
      "'lower' is \(NumberText.display(low[column])) and 'upper' "
        + "\(NumberText.display(high[column])) for '\(data.names[column])'", at: lower)
  }
}

extension Constraint where Argument == Double {
  fileprivate static var lowerBound: Constraint {
    Constraint("less than inf", refusing: Value(Double.infinity)) { $0 < .infinity }
  }

  fileprivate static var upperBound: Constraint {
    Constraint("more than -inf", refusing: Value(-Double.infinity)) { $0 > -.infinity }
  }
}
