import RegLinearAlgebra
import RegRuntime
import RegSolvers
import RegSyntax

struct Cost: Builtin {
  let name = "cost"
  let category = Category.textbook
  let summary = "Gives the textbook's regularised cost of some weights."
  let objective: String? = "½‖Xθ − y‖² + λ‖θ‖ₚᵖ"
  let details: String? = """
    With convention = "textbook" the sum of squares is divided by the number of rows as well. There \
    is no intercept and nothing is standardised.
    """
  let seeAlso = ["gradient", "descend", "lasso"]

  let data = TextbookParameters()
  let weights = Parameter<[Double]>("θ", "The weights, one for each column.")
  let penalty = TextbookPenalty()

  let examples = [
    Example(
      "A quarter of nine, and the penalty",
      """
      > cost([1; 1], [1; 2], [0], 0.5, 1)
      2.5
      > cost([1; 1], [1; 2], [1], 0.5, 2, convention = "textbook")
      0.75
      """)
  ]
  var signature: Signature { Signature.textbook(data, weights, penalty) }

  func call(_ arguments: Arguments) throws -> Value {
    let problem = try data.problem(
      arguments, λ: arguments[penalty.lambda], p: arguments[penalty.power])
    return Value(problem.cost(try data.weights(arguments[weights], arguments, at: weights)))
  }
}

struct Gradient: Builtin {
  let name = "gradient"
  let category = Category.textbook
  let summary = "Gives the gradient of the textbook's cost; for p = 1 a subgradient."
  let objective: String? = "½‖Xθ − y‖² + λ‖θ‖ₚᵖ"
  let details: String? = """
    X'(Xθ − y) + 2λθ for p = 2 and X'(Xθ − y) + λ·sign(θ) for p = 1, with sign(0) = 0. With \
    convention = "textbook" the first part is divided by the number of rows.
    """
  let seeAlso = ["cost", "descend"]

  let data = TextbookParameters()
  let weights = Parameter<[Double]>("θ", "The weights, one for each column.")
  let penalty = TextbookPenalty()

  let examples = [
    Example(
      "As the formula has it",
      """
      > X = [1, 2; 3, 4]
      > y = [3; 8]
      > θ = [1; 1]
      > gradient(X, y, θ, 0.5, 2)
      -2
      -3
      > all(gradient(X, y, θ, 0.5, 2) == X' * (X*θ - y) + 2*0.5*θ)
      true
      """)
  ]
  var signature: Signature { Signature.textbook(data, weights, penalty) }

  func call(_ arguments: Arguments) throws -> Value {
    let problem = try data.problem(
      arguments, λ: arguments[penalty.lambda], p: arguments[penalty.power])
    return Value(problem.gradient(try data.weights(arguments[weights], arguments, at: weights)))
  }
}

extension Signature {
  /// The order of the textbook: X, y, θ, λ, p.
  static func textbook(
    _ data: TextbookParameters, _ weights: Parameter<[Double]>, _ penalty: TextbookPenalty
  ) -> Signature {
    Signature(parameters: [
      data.x, data.y, weights, penalty.lambda, penalty.power, data.convention,
    ])
  }
}
