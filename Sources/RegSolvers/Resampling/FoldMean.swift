/// A mean over folds, each counting with the weight of its rows, and its standard error.
public struct FoldMean: Sendable, Equatable {
  public let mean: Double
  /// From the spread between folds, those of a repetition where there are several; NaN for a single
  /// fold.
  public let standardError: Double

  /// - Parameters:
  ///   - scores: Of each fold; NaN for one without weight.
  ///   - weights: Of each fold.
  ///   - heldOutRatio: The rows held out for each row trained on, where the standard error is to
  ///     count that folds share the rows they train on: Nadeau & Bengio (2003). 0 takes folds to be
  ///     independent, as the curves of cross-validation are usually drawn.
  public init(_ scores: [Double], weights: [Double], heldOutRatio: Double = 0) {
    let (mean, squaredError) = Self.moments(scores[...], weights[...], heldOutRatio)
    self.mean = mean
    standardError = squaredError.squareRoot()
  }

  /// The mean over the folds of several repetitions, with the standard error that `ScoreCurve` has:
  /// the root of the mean of the squares of theirs.
  ///
  /// - Parameter repetitions: How many of the folds each repetition has, in their order.
  public init(_ scores: [Double], weights: [Double], repetitions: [Int]) {
    mean = Self.moments(scores[...], weights[...], 0).mean
    var first = 0
    let squares = repetitions.map { count in
      defer { first += count }
      let own = first..<first + count
      return Self.moments(scores[own], weights[own], 0).squaredError
    }
    // A repetition with one fold tells nothing of a spread.
    let known = squares.filter { !$0.isNaN }
    standardError = (known.reduce(0, +) / Double(known.count)).squareRoot()
  }

  private static func moments(
    _ scores: ArraySlice<Double>, _ weights: ArraySlice<Double>, _ heldOutRatio: Double
  ) -> (mean: Double, squaredError: Double) {
    let known = Swift.zip(scores, weights).filter { $0.1 > 0 && !$0.0.isNaN }
    let total = known.reduce(0) { $0 + $1.1 }
    let mean = known.reduce(0) { $0 + $1.0 * $1.1 } / total
    let spread = known.reduce(0) { $0 + $1.1 * ($1.0 - mean) * ($1.0 - mean) } / total
    let count = Double(known.count)
    // spread·count/(count − 1) is the variance of one fold.
    let variance = known.count > 1 ? spread * count / (count - 1) : .nan
    return (known.isEmpty ? .nan : mean, variance * (1 / count + heldOutRatio))
  }
}
