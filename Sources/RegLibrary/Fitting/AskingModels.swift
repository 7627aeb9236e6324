import RegData
import RegLinearAlgebra
import RegRuntime
import RegSolvers
import RegSyntax

/// A fitted path, or a model at one λ, as an argument: of one response or of several.
enum AnyFittedArgument: ArgumentConvertible {
  case one(any Fitted)
  case several(any MultiResponseFitted)

  static var typeName: String { "a fitted model" }

  init?(argument: Value) {
    guard case .record(let record) = argument.content else { return nil }
    switch record.backing {
    case let model as any Fitted: self = .one(model)
    case let model as any MultiResponseFitted: self = .several(model)
    default: return nil
    }
  }
}

/// A model, and at which λ it is asked.
struct ModelParameters: ParameterGroup {
  let model = Parameter<AnyFittedArgument>("m", "What lasso, ridge or enet gave, or m @ λ.")

  /// The solutions at the λ asked for, or all that the model shows.
  func solutions(
    _ fitted: any Fitted, _ lambda: Parameter<[Double]?>, _ arguments: Arguments
  ) throws -> [Solution] {
    guard let lambdas = arguments[lambda] else { return fitted.solutions }
    let solutions = try fitted.regression.solutions(at: lambdas)
    fitted.regression.warnUnlessConverged(solutions, arguments)
    return solutions
  }

  static let lambda = Parameter<[Double]?>(
    "λ", "Strength of the penalty, one or several; if none, those the model was fitted at.",
    unit: "units of the objective", default: nil, where: .optional(.lambdas))
}

struct Coefficients: QuickAnswer {
  let name = "coef"
  let category = Category.fitting
  let summary = "Gives the coefficients of a fitted model at any λ."
  let details: String? = """
    A vector with one entry a column for one λ, else a matrix with one column a λ. Each λ is solved \
    exactly, also between those of the fit. The intercept is not among them: (m @ λ).intercept. \
    Rows are shown with the names of the columns where these have any.
    """
  let seeAlso = ["predict", "lasso", "ridge", "enet"]

  let model = ModelParameters()
  let lambda = ModelParameters.lambda

  let examples = [
    Example(
      "At a λ that was not fitted",
      """
      > m = ridge([1; 2; 3], [2; 4; 6], λ = 7)
      > coef(m, 1)
      1
      """)
  ]

  func call(_ arguments: Arguments) throws -> Value {
    switch arguments[model.model] {
    case .one(let fitted):
      let columns = fitted.regression.data.names.count
      try arguments.context.reserve(rows: columns, columns: arguments[lambda]?.count ?? 1)
      if let lambdas = arguments[lambda], lambdas.count == 1,
        let sparse = try fitted.regression.sparseSolution(at: lambdas[0])
      {
        return Value(sparse.vector(of: columns), rowNames: fitted.regression.data.givenNames)
      }
      return Value(
        try model.solutions(fitted, lambda, arguments).coefficients(of: columns),
        rowNames: fitted.regression.data.givenNames)
    case .several(let fitted):
      return try fitted.coefficients(arguments[lambda], arguments)
    }
  }
}

struct Predict: Builtin {
  let name = "predict"
  let category = Category.fitting
  let summary = "Predicts the response for new rows by a fitted model."
  let details: String? = """
    A vector with one entry a row for one λ, else a matrix with one column a λ. For a model fitted \
    by a formula, X is a table, of which the formula's columns are made anew: levels, and what \
    functions such as poly learned, are those of the fit. What a fit with na = "impute" fills in is \
    filled in here too; a row that still has a value missing is refused, or predicted to be missing \
    with na = "missing", or left out with na = "drop".
    """
  let seeAlso = ["coef", "cv", "lasso", "ridge", "enet", "formulas"]

  let model = ModelParameters()
  let x = Parameter<Predictors>("X", "New rows: a matrix or a table, as in the fit.")
  let lambda = ModelParameters.lambda
  let na = Parameter<String>(
    "na", "What to do with rows that hold values missing, nan or infinite.",
    default: MissingPolicy.refuse.rawValue, keywordOnly: true,
    where: .oneOf(MissingPolicy.ofPredictions.map(\.rawValue)))

  let examples = [
    Example(
      "Two new rows",
      """
      > m = ridge([1; 2; 3], [2; 4; 6], λ = 1)
      > predict(m, [4; 5])
      6
      7
      """),
    Example(
      "The model at another λ",
      """
      > m = ridge([1; 2; 3], [2; 4; 6], λ = 1)
      > predict(m @ 0, [1; 4])
      2
      8
      """),
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let missing = MissingPolicy(rawValue: arguments[na]) ?? .refuse
    switch arguments[model.model] {
    case .one(let fitted):
      let solutions = try model.solutions(fitted, lambda, arguments)
      try arguments.context.reserve(rows: arguments[x].rowCount, columns: solutions.count)
      let new = try newRows(fitted.regression.data, missing, arguments)
      let predictions = solutions.predictions(for: new.x).adding(new.offset)
      return Value(missing == .omit ? new.spread(predictions) : predictions)
    case .several(let fitted):
      let new = try newRows(fitted.regression.data, missing, arguments)
      return try fitted.predictions(for: new.x, arguments[lambda], arguments) { predictions in
        let shifted = predictions.adding(new.offset)
        return missing == .omit ? new.spread(shifted) : shifted
      }
    }
  }

  private func newRows(
    _ data: TrainingData, _ missing: MissingPolicy, _ arguments: Arguments
  ) throws -> NewRows {
    do {
      return try arguments.blaming(x) {
        try data.inputs.newRows(
          of: arguments[x], names: data.names, missing: missing == .refuse ? .refuse : .omit,
          context: arguments.context)
      }
    } catch var diagnostic as Diagnostic {
      if diagnostic.span == nil {
        diagnostic.span = arguments.span(of: x)
        diagnostic.source = arguments.source
      }
      guard diagnostic.code == .missingValues else { throw diagnostic }
      // A prediction has a row for each row given, so it drops none of its own accord.
      diagnostic.help = "na = \"missing\" predicts missing for them, na = \"drop\" leaves them out"
      throw diagnostic
    }
  }
}
