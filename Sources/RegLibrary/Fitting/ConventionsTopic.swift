import RegRuntime
import RegSolvers

extension HelpTopic {
  /// What λ means elsewhere.
  static let conventions = HelpTopic(
    name: "conventions",
    summary: "What λ means in reg, in other programs and in textbooks, and how to use theirs.",
    text: """
      Programs agree on what a lasso or a ridge is and disagree on what λ multiplies: some hold the \
      penalty against the sum of the squared errors, some against half their mean; some halve the \
      squares of coefficients, some do not. 'convention' tells lasso, ridge, enet and lambda_max in \
      whose units λ is given. All λ that a fit shows, takes and returns are then in these units: \
      m.lambda, m @ λ, coef, predict, cv, and the objective that it prints, which is what it \
      minimises. convert_lambda translates a λ from one into another.
      """,
    table: table,
    notes: """
      RSS is the sum of the squared errors, with weights Σ wᵢ(yᵢ - β₀ - xᵢβ)². The intercept is never \
      penalised; penalty factors multiply the terms of Σ.

      glmnet scales y to unit deviation, and of its λ only the L1 part survives that: s_y is the \
      standard deviation of y (divisor n, weighted; about 0 without an intercept; in \
      cross-validation that of the rows fitted). It also scales penalty factors to sum to the number \
      of columns, one left out counting as 1. Its automatic path is the one fitted here, but is \
      never cut short: glmnet stops once the explained deviance is above 0.999 or hardly rises.

      sklearn is Lasso(alpha), Ridge(alpha) and ElasticNet(alpha, l1_ratio), where alpha is λ and \
      l1_ratio is alpha. textbook is 1/(2m)·RSS with λ·Σ|θⱼ| or λ·Σθⱼ². sum is the cost whose \
      gradient is X'(Xθ - y) + 2λθ or X'(Xθ - y) + λ·sign(θ). For an elastic net textbook and sum \
      take alpha·λ for the first penalty and (1 - alpha)·λ for the second. In sum and in sklearn's \
      Ridge, weights are taken as given and n is their sum; elsewhere they are scaled to sum to n.

      A convention translates λ and nothing else. Columns are standardised unless \
      'standardize = false' says not to, whatever the convention: sklearn never does, textbooks \
      rarely, glmnet does. βⱼ above is then the coefficient times the column's standard deviation \
      (divisor n).
      """,
    examples: [
      Example(
        "The same λ on the same data, five meanings",
        """
        > x = [1; 2; 3; 4; 6]
        > y = [2; 3; 7; 5; 11]
        > fn at(f, c) = f(x, y, λ = 2, standardize = false, convention = c).coefficients
        > at(ridge, "reg")
        1.02419
        > at(ridge, "glmnet")
        1.41702
        > at(ridge, "sklearn")
        1.5119
        > at(ridge, "textbook")
        0.729885
        > at(ridge, "sum")
        1.35106
        > at(lasso, "reg")
        1.04054
        > at(lasso, "sum")
        1.58108
        """),
      Example(
        "Another's λ in reg's units: the same model",
        """
        > x = [1; 2; 3; 4; 6]
        > y = [2; 3; 7; 5; 11]
        > λ = convert_lambda(2, "ridge", from = "sklearn", n = 5)
        > λ
        0.4
        > ridge(x, y, λ, standardize = false).coefficients
        1.5119
        """),
    ],
    seeAlso: ["lasso", "ridge", "enet", "lambda_max", "convert_lambda"])

  private static var table: [[String]] {
    let forms: [(String, PenaltyForm?)] = [("lasso", .lasso), ("ridge", .ridge), ("enet", nil)]
    return [["convention", "fit", "minimises", "λ in reg"]]
      + PenaltyConvention.allCases.flatMap { convention in
        forms.map { name, form in
          let objective = Objective(
            form: form, convention: convention, hasFactors: false, isStandardized: false,
            isBrief: true)
          return [convention.rawValue, name, objective.terms]
            + (form.map { [convention.inReg($0)] } ?? [""])
        }
      }
  }
}

extension PenaltyConvention {
  /// What λ comes to in reg's own convention, in letters.
  fileprivate func inReg(_ form: PenaltyForm) -> String {
    let unit = PenaltyScale(rows: 1, responseDeviation: 1)
    let factor = convert(1, form, to: .reg, on: unit).lambda
    return (factor == 1 ? "λ" : "\(NumberText.display(factor))·λ")
      + (dependsOnWeight(form) ? "/n" : "") + (dependsOnDeviation(form) ? "/s_y" : "")
  }
}
