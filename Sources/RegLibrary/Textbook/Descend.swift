import OrderedCollections
import RegLinearAlgebra
import RegRuntime
import RegSyntax

struct Descend: Builtin {
  let name = "descend"
  let category = Category.textbook
  let summary = "Walks down the textbook's cost by gradient steps and records the way."
  let objective: String? = "½‖Xθ − y‖² + λ‖θ‖ₚᵖ"
  let details: String? = """
    Each step is θ ← θ − rate·gradient. The result is a record: theta, the weights at the end; \
    cost, before the first step and after each; thetas, the weights of all these, one row each.

    A rate below 2 divided by the largest eigenvalue of X'X + 2λI converges for p = 2. For p = 1 \
    the steps end in a zigzag around the minimum: they make weights small, never exactly zero, \
    which is what lasso does.
    """
  let seeAlso = ["cost", "gradient", "lasso"]

  let data = TextbookParameters()
  let penalty = TextbookPenalty()
  let rate = Parameter<Double>("rate", "Length of a step in gradients.", where: .positive)
  let steps = Parameter<Int>("steps", "How many steps to go.", where: .between(0, 10_000_000))
  let start = Parameter<[Double]?>(
    "start", "The weights to start from; if none, zeros.", default: nil, keywordOnly: true)

  let examples = [
    Example(
      "To the ridge solution",
      """
      > X = [1, 2; 3, 4]
      > y = [3; 8]
      > t = descend(X, y, 0.5, 2, 0.05, 2000)
      > norm(t.theta - (X'*X + 2*0.5*eye(2)) \\ (X'*y)) < 1e-9
      true
      """)
  ]

  var signature: Signature {
    Signature(parameters: [
      data.x, data.y, penalty.lambda, penalty.power, rate, steps, start, data.convention,
    ])
  }

  func call(_ arguments: Arguments) throws -> Value {
    let problem = try data.problem(
      arguments, λ: arguments[penalty.lambda], p: arguments[penalty.power])
    let count = problem.x.columns
    let steps = arguments[steps]
    try arguments.context.reserve(rows: steps + 1, columns: count)
    var weights = try data.weights(
      arguments[start] ?? Array(repeating: 0, count: count), arguments, at: start)
    var costs = [problem.cost(weights)]
    var trace = Matrix(rows: steps + 1, columns: count)
    trace.setRow(0, weights)
    let rate = arguments[rate]
    for step in 0..<steps {
      try arguments.context.checkInterrupt()
      weights = weights.zip(problem.gradient(weights)) { $0 - rate * $1 }
      let cost = problem.cost(weights)
      guard cost.isFinite else { throw diverged(after: step + 1, arguments) }
      costs.append(cost)
      trace.setRow(step + 1, weights)
    }
    return Value(
      Record(["theta": Value(weights), "cost": Value(costs), "thetas": Value(trace)]))
  }

  private func diverged(after step: Int, _ arguments: Arguments) -> Diagnostic {
    arguments.failure(
      .notConverged, "the cost grows beyond all bounds: no number is left after step \(step)",
      at: rate, help: "take a smaller rate: below 2 / largest eigenvalue of X'X")
  }
}

extension Matrix {
  fileprivate mutating func setRow(_ row: Int, _ entries: Matrix) {
    for column in 0..<columns { self[row, column] = entries[column] }
  }
}
