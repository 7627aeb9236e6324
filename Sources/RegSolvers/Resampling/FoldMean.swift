/// A mean over folds, each counting with the weight of its rows, and its standard error.
public struct FoldMean: Sendable, Equatable {
  public let mean: Double
  /// From the spread between folds; of several repetitions, the root of the mean of the squares of
  /// theirs. NaN for a single fold.
  ///
  /// Drawing folds again averages out how rows are parted, not which rows were observed, so the folds
  /// of all repetitions are no independent sample.
  public let standardError: Double

  /// - Parameters:
  ///   - scores: Of each fold; NaN for one without weight.
  ///   - weights: Of each fold.
  ///   - heldOutRatio: The rows held out for each row trained on, where the standard error is to
  ///     count that folds share the rows they train on: Nadeau & Bengio (2003). 0 takes folds to be
  ///     independent, as the curves of cross-validation are usually drawn.
  public init(_ scores: [Double], weights: [Double], heldOutRatio: Double = 0) {
    let folds = ScoredFolds(known: scores, weights)
    self.init(folds, repetitions: [folds.count], heldOutRatio)
  }

  /// The mean over the folds of several repetitions.
  ///
  /// - Parameter repetitions: How many of the folds each repetition has, in their order.
  public init(_ scores: [Double], weights: [Double], repetitions: [Int]) {
    self.init(ScoredFolds(known: scores, weights), repetitions: repetitions)
  }

  init(_ folds: ScoredFolds, repetitions: [Int], _ heldOutRatio: Double = 0) {
    var first = 0
    // A repetition that scores one fold tells nothing of a spread.
    let squares = repetitions.compactMap { count in
      defer { first += count }
      return folds.moments(first..<first + count, heldOutRatio).squaredError
    }
    mean = folds.moments(0..<folds.count, heldOutRatio).mean
    standardError = (squares.reduce(0, +) / Double(squares.count)).squareRoot()
  }
}

/// The scores of folds and their weights; a fold without weight has no part in anything.
struct ScoredFolds {
  private let folds: [(score: Double, weight: Double)]

  var count: Int { folds.count }

  init(_ scores: [Double], _ weights: [Double]) {
    folds = Swift.zip(scores, weights).map { ($0, $1) }
  }

  /// Folds whose score is NaN are left out.
  init(known scores: [Double], _ weights: [Double]) {
    self.init(scores, Swift.zip(scores, weights).map { $0.isNaN ? 0 : $1 })
  }

  /// The mean of some folds, NaN for none, and the square of its standard error, nil for fewer than
  /// two.
  func moments(
    _ places: Range<Int>, _ heldOutRatio: Double
  ) -> (mean: Double, squaredError: Double?) {
    let known = folds[places].filter { $0.weight > 0 }
    let total = known.reduce(0) { $0 + $1.weight }
    let mean = known.reduce(0) { $0 + $1.score * $1.weight } / total
    guard known.count > 1 else { return (mean, nil) }
    let spread = known.reduce(0) { $0 + $1.weight * ($1.score - mean) * ($1.score - mean) } / total
    let count = Double(known.count)
    // spread·count/(count − 1) is the variance of one fold.
    return (mean, spread / (count - 1) * (1 + count * heldOutRatio))
  }
}
