import RegRuntime
import RegSolvers

extension HelpTopic {
  /// What fits minimise.
  static let objective = HelpTopic(
    name: "objective",
    summary: "What fits minimise, what λ and alpha are in it, and how near to it they come.",
    text: """
      Every fit minimises a loss plus λ times a penalty. The loss is half the mean of the squared \
      errors; the penalty of a lasso sums the sizes of the coefficients, that of a ridge half their \
      squares, that of an elastic net alpha of the one and 1 - alpha of the other.

        lasso   \(Objective.general(.lasso))
        ridge   \(Objective.general(.ridge))
        enet    \(Objective.general(nil))

      """ + Objective.legend,
    notes: """
      At λ = 0 a fit is least squares; from lambda_max(X, y) on a lasso has no column left. λ has \
      the unit of y, as have the coefficients of columns that are standardised.

      How near the minimum a fit came is known and not guessed: m.gap bounds by how much the \
      objective is above its least value, as a share of the loss without predictors. A fit goes on \
      until that is below 'tolerance'. m.objective writes out what was minimised, with the numbers \
      of the fit.
      """,
    examples: [
      Example(
        "A coefficient falls by λ where columns are orthogonal",
        """
        > X = [1, 1; -1, 1; 1, -1; -1, -1]
        > y = X * [4; 2]
        > lasso(X, y, λ = 0.5).coefficients
        3.5
        1.5
        > ridge(X, y, λ = 1).coefficients
        2
        1
        """)
    ],
    seeAlso: ["lasso", "ridge", "enet", "lambda_max", "conventions"])
}
