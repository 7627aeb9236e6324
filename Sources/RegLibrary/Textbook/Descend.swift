import OrderedCollections
import RegLinearAlgebra
import RegRuntime
import RegSolvers
import RegSyntax

struct Descend: Builtin {
  let name = "descend"
  let category = Category.textbook
  let summary = "Walks down the textbook's cost by gradient steps and records the way."
  let objective: String? = "½‖Xθ − y‖² + λ‖θ‖ₚᵖ"
  let details: String? = """
    method = "gradient" takes the textbook's step, θ ← θ − rate·gradient, the penalty's gradient \
    included. "momentum" keeps a share of the step before: v ← momentum·v − rate·gradient, θ ← θ + v \
    (Polyak 1964). "proximal" steps down the squares alone and then does what the penalty asks for: \
    for p = 1 it moves each weight by rate·λ towards zero and stops there, for p = 2 it divides by \
    1 + 2·rate·λ. "accelerated" takes proximal steps from a point ahead on the way (Beck & Teboulle \
    2009).

    Without a rate it is 1/L, where L is the largest eigenvalue of X'X (divided by the rows with \
    convention = "textbook"), and for the first two methods that of X'X + 2λI with p = 2. A gradient \
    or proximal step converges below 2/L. For p = 1 the steps that use sign(θ) end in a zigzag around the \
    minimum: they make weights small, and do not make them zero, as proximal steps and lasso do.

    The result has the fields theta, the weights at the end; cost, before the first step and after \
    each; thetas, the weights of all these, one row each; method, rate, zeros, the number of \
    weights that are exactly zero at the end; and least, the least cost that any weights have, by \
    lasso or ridge, or none where they do not find it. Shown and drawn is how far each cost is above \
    it; where it is none, above the least on the way.
    """
  let seeAlso = ["cost", "gradient", "lasso", "ridge"]

  let data = TextbookParameters()
  let penalty = TextbookPenalty()
  let rate = Parameter<Double?>(
    "rate", "Length of a step in gradients; if none, 1/L.", default: nil,
    where: .optional(.positive))
  let steps = Parameter<Int>(
    "steps", "How many steps to go.", default: 1000, where: .between(0, 10_000_000))
  let method = Parameter<String>(
    "method", "How a step is taken.", default: Descent.Method.gradient.rawValue, keywordOnly: true,
    where: .oneOf(Descent.Method.allCases.map(\.rawValue)))
  let momentum = Parameter<Double>(
    "momentum", "The share of the last step that the next one keeps, for \"momentum\".",
    default: 0.9, keywordOnly: true,
    where: Constraint("at least 0 and below 1", refusing: Value(1)) { $0 >= 0 && $0 < 1 })
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
      """),
    Example(
      "Proximal steps reach zero, and stay there",
      """
      > X = [1, 1; -1, 1; 1, -1; -1, -1]
      > t = descend(X, X * [4; 1], 8, 1, method = "proximal")
      > t.theta
      2
      0
      """),
  ]

  var signature: Signature {
    Signature(parameters: [
      data.x, data.y, penalty.lambda, penalty.power, rate, steps, method, momentum, start,
      data.convention,
    ])
  }

  func call(_ arguments: Arguments) throws -> Value {
    let problem = try data.problem(
      arguments, λ: arguments[penalty.lambda], p: arguments[penalty.power])
    let count = problem.x.columns
    let steps = arguments[steps]
    try arguments.context.reserve(rows: steps + 1, columns: count)
    let start = try data.weights(
      arguments[start] ?? Array(repeating: 0, count: count), arguments, at: start)
    let method = Descent.Method(rawValue: arguments[method]) ?? .gradient
    if arguments.isGiven(momentum), method != .momentum {
      throw arguments.failure(
        .argumentRange, "'momentum' is for method = \"momentum\", and it is \"\(method.rawValue)\"",
        at: momentum)
    }
    try checkFinite(problem, arguments)
    let rate = try rate(problem, method, arguments)
    var walk = Descent(problem, from: start, method, rate: rate, momentum: arguments[momentum])
    var costs = [walk.cost]
    costs.reserveCapacity(steps + 1)
    var weights = Matrix(rows: count, columns: steps + 1)
    weights.setColumn(0, walk.weights)
    try arguments.context.stoppable {
      for step in 0..<steps {
        try arguments.context.checkInterrupt()
        walk.step()
        guard walk.cost.isFinite else { throw try diverged(walk, after: step + 1, arguments) }
        costs.append(walk.cost)
        weights.setColumn(step + 1, walk.weights)
      }
    }
    // The solver lays out a copy of the columns.
    try arguments.context.reserve(rows: problem.x.rows, columns: count + 1)
    let context = arguments.context
    let least = try problem.least(
      workers: context.workers, shouldStop: context.interrupt.asQuestion)
    return Value(
      Record(backing: DescentRecord(walk: walk, costs: costs, weights: weights, least: least)))
  }

  /// - Throws: For predictors that have no length to take a rate from.
  private func rate(
    _ problem: TextbookCost, _ method: Descent.Method, _ arguments: Arguments
  ) throws -> Double {
    if let given = arguments[rate] { return given }
    let curvature = try curvature(problem, method, arguments)
    // Where all is zero, any rate does.
    if curvature == 0 { return 1 }
    let rate = 1 / curvature
    guard rate > 0, rate.isFinite else {
      throw arguments.failure(
        .argumentRange, "no step is right for predictors that large or that small", at: data.x,
        help: "scale the columns")
    }
    return rate
  }

  /// Whether a method's step goes along the penalty's gradient too.
  private func isPenalized(_ problem: TextbookCost, _ method: Descent.Method) -> Bool {
    problem.power == 2 && (method == .gradient || method == .momentum)
  }

  /// The largest curvature of what the step goes along: L.
  private func curvature(
    _ problem: TextbookCost, _ method: Descent.Method, _ arguments: Arguments
  ) throws -> Double {
    let squares = try arguments.context.stoppable { try problem.largestCurvature() }
    return isPenalized(problem, method) ? squares + 2 * problem.lambda : squares
  }

  private func checkFinite(_ problem: TextbookCost, _ arguments: Arguments) throws {
    let given: [(any AnyParameter, [Double])] = [
      (data.x, problem.x.values), (data.y, problem.y.values), (start, arguments[start] ?? []),
    ]
    for (parameter, values) in given {
      let bad = values.count { !$0.isFinite }
      guard bad == 0 else {
        throw arguments.failure(
          .missingValues,
          "'\(parameter.name)' has \(bad.counted("number")) that \(bad == 1 ? "is" : "are") "
            + "missing, nan or infinite", at: parameter)
      }
    }
  }

  private func diverged(
    _ walk: Descent, after step: Int, _ arguments: Arguments
  ) throws -> Diagnostic {
    let problem = walk.problem
    let curvature = try curvature(problem, walk.method, arguments)
    let (limit, formula): (Double, String) =
      switch walk.method {
      case .gradient, .proximal: (2, "2/L")
      case .momentum: (2 * (1 + walk.momentum), "2·(1 + momentum)/L")
      case .accelerated: (1, "1/L")
      }
    let squares = problem.divisor == 1 ? "X'X" : "X'X/\(NumberText.display(problem.divisor))"
    let hasShift = isPenalized(problem, walk.method) && problem.lambda > 0
    let matrix = hasShift ? "\(squares) + 2λI" : squares
    let bound = limit / curvature
    let message = "the cost grows beyond all bounds: no number is left after step \(step)"
    // With a rate that is short enough, only numbers too large to square are left.
    if walk.rate < bound {
      return arguments.failure(.notConverged, message, at: start, help: "start nearer to zero")
    }
    return arguments.failure(
      .notConverged, message, at: rate,
      help: "take a smaller rate: below \(formula) = \(NumberText.display(bound, digits: 3)), "
        + "where L is the largest eigenvalue of \(matrix)")
  }
}

extension Matrix {
  fileprivate mutating func setColumn(_ column: Int, _ entries: Matrix) {
    let height = rows
    withUnsafeMutableBuffer { all in
      entries.withUnsafeBuffer { entries in
        for row in 0..<height { all[column * height + row] = entries[row] }
      }
    }
  }
}
