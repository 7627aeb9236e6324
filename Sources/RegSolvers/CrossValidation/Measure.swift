/// How the distance between responses and their predictions is scored.
public struct Measure: Sendable {
  public let name: String
  public let summary: String
  /// Whether a larger score is the better one.
  public let isGain: Bool
  /// The score of one row; `variance` is that of the whole response (divisor n, weighted).
  public let score:
    @Sendable (_ response: Double, _ prediction: Double, _ variance: Double) -> Double
  /// The mean score of a fold by its mean squared error, where that is all it depends on.
  let scoreOfSquares: (@Sendable (_ meanSquare: Double, _ variance: Double) -> Double)?

  /// Mean squared error, (y − ŷ)².
  public static let mse = Measure(
    name: "mse", summary: "mean squared error", isGain: false,
    score: { response, prediction, _ in (response - prediction) * (response - prediction) },
    scoreOfSquares: { square, _ in square })

  /// Mean absolute error, |y − ŷ|.
  public static let mae = Measure(
    name: "mae", summary: "mean absolute error", isGain: false,
    score: { response, prediction, _ in (response - prediction).magnitude }, scoreOfSquares: nil)

  /// 1 − (y − ŷ)²/var(y), the variance being that of all rows, so that folds of one row have it too.
  public static let r2 = Measure(
    name: "r2",
    summary: "share of the response's variance that is predicted, 1 - mse / variance of all y",
    isGain: true,
    score: { response, prediction, variance in
      1 - (response - prediction) * (response - prediction) / variance
    }, scoreOfSquares: { square, variance in 1 - square / variance })

  public static let all = [mse, mae, r2]
}
