import RegRuntime
import RegSyntax

/// A number that says how far predictions are from what was observed.
struct Metric: Builtin {
  let name: String
  let category = Category.metrics
  let summary: String
  let objective: String?
  let details: String?
  let examples: [Example]
  let seeAlso: [String]
  private let measure: @Sendable ([Double], [Double]) -> Double

  let observed = Parameter<[Double]>("y", "What was observed.")
  let predicted = Parameter<[Double]>("prediction", "What was predicted, in the same order.")

  private init(
    _ name: String, _ summary: String, formula: String, details: String? = nil, example: String,
    _ measure: @escaping @Sendable ([Double], [Double]) -> Double
  ) {
    self.name = name
    self.summary = summary
    self.details = details.map { "\(formula)\n\n\($0)" } ?? formula
    objective = nil
    examples = [Example("Three rows", "> \(name)([1; 2; 4], [1; 3; 2])\n\(example)")]
    seeAlso = ["mse", "rmse", "mae", "r2"].filter { $0 != name } + ["predict"]
    self.measure = measure
  }

  func call(_ arguments: Arguments) throws -> Value {
    let (y, prediction) = (arguments[observed], arguments[predicted])
    guard y.count == prediction.count else {
      throw arguments.failure(
        .argumentShape, "'y' has \(y.count.counted("row")) and 'prediction' \(prediction.count)",
        at: predicted)
    }
    guard !y.isEmpty else {
      throw arguments.failure(.argumentShape, "there is no row to compare", at: observed)
    }
    return Value(measure(y, prediction))
  }

  // MARK: The metrics

  static let all: [Metric] = [
    Metric(
      "mse", "Gives the mean squared error of predictions.", formula: "Σ(yᵢ - ŷᵢ)² / n",
      example: "1.66667"
    ) { y, prediction in meanSquare(y, prediction) },
    Metric(
      "rmse", "Gives the root of the mean squared error, in the unit of the response.",
      formula: "√(Σ(yᵢ - ŷᵢ)² / n)", example: "1.29099"
    ) { y, prediction in meanSquare(y, prediction).squareRoot() },
    Metric(
      "mae", "Gives the mean absolute error, in the unit of the response.",
      formula: "Σ|yᵢ - ŷᵢ| / n", example: "1"
    ) { y, prediction in
      zip(y, prediction).reduce(0) { $0 + abs($1.0 - $1.1) } / Double(y.count)
    },
    Metric(
      "r2", "Gives the share of the response's variance that predictions explain.",
      formula: "1 - Σ(yᵢ - ŷᵢ)² / Σ(yᵢ - ȳ)²",
      details: """
        1 is perfect, 0 no better than the mean of 'y', and predictions of rows that no fit has \
        seen can be worse than that: below 0. nan where 'y' does not vary.
        """, example: "-0.0714286"
    ) { y, prediction in
      let mean = y.reduce(0, +) / Double(y.count)
      let around = y.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(y.count)
      return around == 0 ? .nan : 1 - meanSquare(y, prediction) / around
    },
  ]

  private static func meanSquare(_ y: [Double], _ prediction: [Double]) -> Double {
    zip(y, prediction).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / Double(y.count)
  }
}
