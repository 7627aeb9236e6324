import OrderedCollections
import RegRuntime
import RegSolvers
import RegSyntax

struct ConvertLambda: Builtin {
  let name = "convert_lambda"
  let category = Category.fitting
  let summary = "Gives the λ of one program or textbook in the units of another."
  let details: String? = """
    Fits with λ as it was and as it comes back are the same, each in its convention. For enet the \
    two parts of the penalty may scale differently, so that alpha changes as well: the result is a \
    record with the fields lambda and alpha. Standardising is not λ's affair: give both fits the same \
    'standardize'.
    """
  let seeAlso = ["conventions", "lasso", "ridge", "enet", "lambda_max"]

  let lambda = Parameter<[Double]>(
    "λ", "What to convert, one or several.", unit: "units of the objective", where: .lambdas)
  let model = Parameter<String>(
    "model", "What it is the λ of.", where: .oneOf(["lasso", "ridge", "enet"]))
  let from = Parameter<String>(
    "from", "Its convention.", default: PenaltyConvention.reg.rawValue, keywordOnly: true,
    where: .oneOf(PenaltyConvention.allCases.map(\.rawValue)))
  let to = Parameter<String>(
    "to", "The convention wanted.", default: PenaltyConvention.reg.rawValue, keywordOnly: true,
    where: .oneOf(PenaltyConvention.allCases.map(\.rawValue)))
  let rows = Parameter<Double?>(
    "n", "The number of rows, or the sum of the weights: for sum, and for sklearn's ridge.",
    default: nil, keywordOnly: true, where: .optional(.positive))
  let deviation = Parameter<Double?>(
    "sd",
    "The standard deviation of y (divisor n; about 0 without an intercept): for glmnet, unless it is "
      + "of a lasso.", unit: "units of y", default: nil, keywordOnly: true,
    where: .optional(.positive))
  let alpha = Parameter<Double>(
    "alpha", "Share of the penalty that is L1, for enet.", default: 0.5, keywordOnly: true,
    where: .between(0, 1))

  let examples = [
    Example(
      "Ridge(alpha = 20) of scikit-learn on 100 rows",
      """
      > convert_lambda(20, "ridge", from = "sklearn", n = 100)
      0.2
      """),
    Example(
      "An elastic net of the textbook's",
      """
      > c = convert_lambda(1, "enet", from = "reg", to = "textbook", alpha = 0.5)
      > c.lambda
      0.75
      > c.alpha
      0.666667
      """),
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let form = try form(arguments)
    let (source, target) = (
      PenaltyConvention(from, arguments), PenaltyConvention(to, arguments)
    )
    let scale = try scale(form, [source, target], arguments)
    let converted = arguments[lambda].map { source.convert($0, form, to: target, on: scale) }
    let lambdas = converted.map(\.lambda)
    let result = lambdas.count == 1 ? Value(lambdas[0]) : Value(lambdas)
    guard case .elasticNet(let alpha) = form else { return result }
    // The share does not depend on λ; where λ is 0 it would not show.
    let share = source.convert(1, form, to: target, on: scale).alpha
    return Value(
      Record(["lambda": result, "alpha": Value(source == target ? alpha : share)]))
  }

  private func form(_ arguments: Arguments) throws -> PenaltyForm {
    switch arguments[model] {
    case "enet": return .elasticNet(alpha: arguments[alpha])
    case let name:
      guard !arguments.isGiven(alpha) else {
        throw arguments.failure(
          .argumentRange, "'alpha' is for enet; a \(name) has none to choose", at: alpha)
      }
      return name == "lasso" ? .lasso : .ridge
    }
  }

  /// What the two conventions need to know of the data.
  private func scale(
    _ form: PenaltyForm, _ conventions: [PenaltyConvention], _ arguments: Arguments
  ) throws -> PenaltyScale {
    let differ = conventions[0] != conventions[1]
    if differ, arguments[rows] == nil,
      let convention = conventions.first(where: { $0.dependsOnWeight(form) })
    {
      throw lacking(rows, "how many rows there are", convention, arguments)
    }
    if differ, arguments[deviation] == nil,
      let convention = conventions.first(where: { $0.dependsOnDeviation(form) })
    {
      throw lacking(deviation, "the standard deviation of y", convention, arguments)
    }
    return PenaltyScale(
      rows: 1, responseDeviation: arguments[deviation] ?? 1, weight: arguments[rows] ?? 1)
  }

  private func lacking(
    _ parameter: some AnyParameter, _ fact: String, _ convention: PenaltyConvention,
    _ arguments: Arguments
  ) -> Diagnostic {
    arguments.failure(
      .missingArgument,
      "λ of '\(arguments[model])' depends on \(fact) in the convention '\(convention.rawValue)'",
      help: "add '\(parameter.name) = …'")
  }
}
