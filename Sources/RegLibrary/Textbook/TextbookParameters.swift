import RegLinearAlgebra
import RegRuntime
import RegSyntax

/// How the textbook's cost weighs the loss against the penalty.
enum TextbookConvention: String, CaseIterable {
  /// `½‖Xθ − y‖² + λ‖θ‖ₚᵖ`, whose gradients are the textbook's updates.
  case sum
  /// `1/(2m)·‖Xθ − y‖² + λ‖θ‖ₚᵖ`.
  case textbook

  /// What the sum of squares over two is divided by.
  func divisor(rows: Int) -> Double { self == .sum ? 1 : Double(rows) }
}

/// The problem of the textbook: data, and what is minimised.
struct TextbookParameters: ParameterGroup {
  let x = Parameter<Matrix>("X", "The predictors, one row a sample.")
  let y = Parameter<[Double]>("y", "The response, one number a row.")
  let convention = Parameter<String>(
    "convention",
    """
    "sum" minimises ½‖Xθ − y‖² + λ‖θ‖ₚᵖ, whose gradient is X'(Xθ − y) + 2λθ or \
    X'(Xθ − y) + λ·sign(θ); "textbook" divides the sum of squares by the number of rows.
    """, default: "sum", keywordOnly: true,
    where: .oneOf(TextbookConvention.allCases.map(\.rawValue)))

  func problem(_ arguments: Arguments, λ: Double, p: Int) throws -> TextbookProblem {
    let (matrix, response) = (arguments[x], arguments[y])
    guard matrix.rows == response.count else {
      throw arguments.failure(
        .argumentShape,
        "'X' has \(matrix.rows.counted("row")) and 'y' \(response.count.counted("number"))", at: y)
    }
    guard matrix.rows > 0 else {
      throw arguments.failure(.argumentShape, "'X' has no rows", at: x)
    }
    let convention = TextbookConvention(rawValue: arguments[convention]) ?? .sum
    return TextbookProblem(
      x: matrix, y: Matrix(response), divisor: convention.divisor(rows: matrix.rows), lambda: λ,
      power: p)
  }

  /// The weights as a column for each column of X.
  func weights(_ given: [Double], _ arguments: Arguments, at parameter: some AnyParameter) throws
    -> Matrix
  {
    let count = arguments[x].columns
    guard given.count == count else {
      throw arguments.failure(
        .argumentShape,
        "'\(parameter.name)' has \(given.count.counted("number")) for \(count.counted("column"))",
        at: parameter)
    }
    return Matrix(given)
  }
}

/// The strength and the kind of the penalty.
struct TextbookPenalty: ParameterGroup {
  let lambda = Parameter<Double>(
    "λ", "Strength of the penalty.", unit: "units of the cost", where: .nonNegative)
  let power = Parameter<Int>(
    "p", "1 for the L1 penalty Σ|θⱼ|, 2 for the L2 penalty Σθⱼ².", where: .between(1, 2))
}

/// `‖Xθ − y‖² / (2·divisor) + λ‖θ‖ₚᵖ`.
struct TextbookProblem {
  let x: Matrix
  let y: Matrix
  let divisor: Double
  let lambda: Double
  /// 1 or 2.
  let power: Int

  func cost(_ weights: Matrix) -> Double {
    let residual = (x * weights).zip(y) { $0 - $1 }
    let penalty = weights.values.reduce(0) { $0 + (power == 1 ? abs($1) : $1 * $1) }
    return residual.dot(residual) / (2 * divisor) + lambda * penalty
  }

  /// The gradient; for p = 1 the subgradient with the smallest step at zero: sign(0) = 0.
  func gradient(_ weights: Matrix) -> Matrix {
    let residual = (x * weights).zip(y) { $0 - $1 }
    let slope = x.transposeTimes(residual).map { $0 / divisor }
    return slope.zip(weights) { slope, weight in
      if power == 2 { return slope + 2 * lambda * weight }
      return slope + (weight == 0 ? 0 : lambda * (weight < 0 ? -1 : 1))
    }
  }
}
