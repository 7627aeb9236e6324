import RegLinearAlgebra
import RegRuntime
import RegSolvers
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

  func problem(_ arguments: Arguments, λ: Double, p: Int) throws -> TextbookCost {
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
    return TextbookCost(
      x: matrix, y: response, divisor: convention.divisor(rows: matrix.rows), lambda: λ, power: p)
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
