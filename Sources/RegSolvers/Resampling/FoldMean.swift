/// A mean over folds, each counting with the weight of its rows, and its standard error.
public struct FoldMean: Sendable, Equatable {
  public let mean: Double
  /// From the spread between folds; NaN for a single fold.
  public let standardError: Double

  /// - Parameters:
  ///   - scores: Of each fold; NaN for one without weight.
  ///   - weights: Of each fold.
  ///   - heldOutRatio: The rows held out for each row trained on, where the standard error is to
  ///     count that folds share the rows they train on: Nadeau & Bengio (2003). 0 takes folds to be
  ///     independent, as the curves of cross-validation are usually drawn.
  public init(_ scores: [Double], weights: [Double], heldOutRatio: Double = 0) {
    let known = Swift.zip(scores, weights).filter { $0.1 > 0 && !$0.0.isNaN }
    let total = known.reduce(0) { $0 + $1.1 }
    let mean = known.reduce(0) { $0 + $1.0 * $1.1 } / total
    let spread = known.reduce(0) { $0 + $1.1 * ($1.0 - mean) * ($1.0 - mean) } / total
    let count = Double(known.count)
    // spread·count/(count − 1) is the variance of one fold.
    let variance = known.count > 1 ? spread * count / (count - 1) : .nan
    self.mean = known.isEmpty ? .nan : mean
    standardError = (variance * (1 / count + heldOutRatio)).squareRoot()
  }
}
