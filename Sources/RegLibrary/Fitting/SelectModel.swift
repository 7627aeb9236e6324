import RegRuntime
import RegSolvers
import RegSyntax

struct SelectModel: Builtin {
  let name = "select"
  let category = Category.fitting
  let summary = "Chooses a model of a path by a criterion, or by its number of columns."
  let details: String? = """
    A model at one λ, as m @ λ gives. Of a lasso, all λ from lambda_max to the smallest one fitted \
    are compared: between two knots no criterion is smaller than at one of them. Of other paths, \
    the λ that were fitted. Of equals the largest λ is taken. A model that leaves its residuals \
    less than one degree of freedom (of a lasso with df ≥ n - 1, or n without an intercept) is never \
    chosen: where columns are as many as rows, rss falls to nothing there, and the criterion with it. \
    A warning is given where the choice is the last one before that: aicc and cv may know better.

    With nonzero, the model of the stretch with so many nonzero coefficients that has the largest \
    λ, at the end where these are shrunk least: as the next column is about to enter.
    """ + "\n\n" + FigureField.help
  let seeAlso = ["lasso", "enet", "cv", "coef", "predict"]

  let model = Parameter<AnyFittedArgument>("m", "A path, as lasso, ridge and enet give without λ.")
  let criterion = Parameter<String>(
    "by", "The criterion: " + Criterion.allCases.map(\.rawValue).joined(separator: ", ") + ".",
    default: Criterion.bic.rawValue, where: .oneOf(Criterion.allCases.map(\.rawValue)))
  let nonzero = Parameter<Int?>(
    "nonzero", "The number of nonzero coefficients, instead of a criterion.", default: nil,
    keywordOnly: true, where: .optional(.atLeast(0)))
  let gamma = Parameter<Double>(
    "gamma", "How much ebic charges for the number of columns to choose from.", default: 0.5,
    keywordOnly: true, where: .between(0, 1))

  let examples = [
    Example(
      "Two of three columns",
      """
      > X = [1, 1, 1; -1, 1, -1; 1, -1, -1; -1, -1, 1]
      > m = lasso(X, X * [4; 2; 1])
      > select(m, nonzero = 2).coefficients
      3
      1
      0
      """),
    Example(
      "By a criterion",
      """
      > x = [1; 2; 3; 4; 5; 6]
      > m = lasso([x, x .* x], [2.1; 3.9; 6.2; 7.8; 10.1; 11.9])
      > select(m, by = "bic").nonzero
      x1
      """),
  ]

  func call(_ arguments: Arguments) throws -> Value {
    guard case .one(let fitted) = arguments[model] else {
      throw arguments.failure(
        .argumentType, "'m' is a fit of several responses, and the criteria are for one",
        at: model, help: "choose λ by cv")
    }
    guard let path = fitted as? FittedPath else {
      throw arguments.failure(
        .argumentType, "'m' is a model at one λ, and there is nothing to choose from", at: model,
        help: "fit a path: leave λ out, or give several")
    }
    let regression = path.regression
    let chosen =
      try arguments[nonzero].map { try lambda(nonzero: $0, regression, arguments) }
      ?? lambda(of: criterionChosen(arguments), regression, arguments)
    let solutions = try regression.solutions(at: [chosen])
    regression.warnUnlessConverged(solutions, arguments)
    return Value(Record(backing: FittedModel(regression, solutions[0])))
  }

  // MARK: By a criterion

  private func criterionChosen(_ arguments: Arguments) -> Criterion {
    Criterion(rawValue: arguments[criterion]) ?? .bic
  }

  private func lambda(
    of criterion: Criterion, _ regression: Regression, _ arguments: Arguments
  ) throws -> Double {
    if arguments.isGiven(gamma), criterion != .ebic {
      throw arguments.failure(
        .argumentRange, "'gamma' is a part of ebic, and the criterion is \(criterion.rawValue)",
        at: gamma, help: "leave it out, or choose by = \"ebic\"")
    }
    var figures = Figures(regression)
    figures.gamma = arguments[gamma]
    if criterion == .cp { try figures.estimateVariance() }
    var best: (lambda: Double, value: Double, rest: Double)?
    var (rests, skipsSome) = ([Double](), false)
    for model in try regression.choices() {
      // A fit that interpolates has no likelihood to judge it by. The slack is for traces.
      let rest = figures.scale.residualDegrees(model)
      guard rest > 1 - 1e-9 else {
        skipsSome = true
        continue
      }
      rests.append(rest)
      let value = try figures.value(criterion, model)
      guard !value.isNaN, value < best?.value ?? .infinity || best == nil else { continue }
      best = (model.lambda, value, rest)
    }
    guard let best else {
      throw arguments.failure(
        .argumentRange,
        "there is no \(criterion.rawValue) here: no rows are left over to "
          + "estimate σ² from", at: self.criterion,
        help: "another criterion needs no σ² of a full model")
    }
    // Without a larger and a smaller one there was no choice to doubt.
    if skipsSome, best.rest == rests.min(), best.rest != rests.max() {
      warnOfEdge(criterion, arguments)
    }
    return best.lambda
  }

  /// Where the criterion falls all the way to the models that interpolate, it has no minimum.
  private func warnOfEdge(_ criterion: Criterion, _ arguments: Arguments) {
    let warning = arguments.failure(
      .argumentRange,
      "\(criterion.rawValue) is least for the last model before a perfect fit, towards which it falls",
      at: self.criterion,
      help: "by = \"aicc\", or the λ of cv, does not run after a perfect fit")
    arguments.warn(warning)
  }

  // MARK: By the number of columns

  private func lambda(
    nonzero count: Int, _ regression: Regression, _ arguments: Arguments
  ) throws -> Double {
    if arguments.isGiven(criterion) { throw pointless(criterion, arguments) }
    if arguments.isGiven(gamma) { throw pointless(gamma, arguments) }
    let shouldStop = arguments.context.interrupt.asQuestion
    if let lambda = try regression.fit.lambda(nonzero: count, shouldStop: shouldStop) {
      return lambda
    }
    let sizes = try regression.fit.sizes(shouldStop: shouldStop)
    let near = [sizes.last { $0 < count }, sizes.first { $0 > count }].compactMap(\.self)
    let texts = near.map(String.init).joined(separator: " and ")
    throw arguments.failure(
      .argumentRange,
      "no model of this path has \(count.counted("nonzero coefficient")): "
        + "the nearest \(near.count == 1 ? "has" : "have") \(texts)",
      at: nonzero, help: help(count, near, regression))
  }

  private func help(_ count: Int, _ near: [Int], _ regression: Regression) -> String {
    let columns = regression.data.names.count
    if count > columns {
      return "there \(columns == 1 ? "is" : "are") \(columns.counted("column"))"
    }
    return near.contains { $0 > count }
      ? "columns come or go together there" : "fit down to a smaller λ: lambda_min_ratio, or λ"
  }

  private func pointless(_ parameter: some AnyParameter, _ arguments: Arguments) -> Diagnostic {
    arguments.failure(
      .argumentRange,
      "'\(parameter.name)' chooses by a criterion, and 'nonzero' by the number of "
        + "columns", at: parameter, help: "give one or the other")
  }
}
