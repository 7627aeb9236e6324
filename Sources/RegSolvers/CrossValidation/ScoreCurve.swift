public import RegLinearAlgebra

/// How well each λ predicts rows that it was not fitted to: a mean over folds, and its standard error.
public struct ScoreCurve: Sendable, RandomAccessCollection {
  /// The score at one λ.
  public struct Point: Sendable, Equatable {
    public let lambda: Double
    /// The mean over the folds, each counting with the weight of its rows.
    public let mean: Double
    /// The standard error of the mean, as `FoldMean` has it.
    public let standardError: Double
  }

  /// The score of each fold that is predicted (row) at each λ (column), the folds of one repetition
  /// after those of another; NaN for a fold without weight.
  public let foldScores: Matrix
  /// Whether a larger score is the better one.
  public let isGain: Bool
  private let points: [Point]

  public var startIndex: Int { 0 }
  public var endIndex: Int { points.count }
  public subscript(position: Int) -> Point { points[position] }

  /// - Parameters:
  ///   - weights: Of each fold, the sum of its rows' weights.
  ///   - repetitions: How many of the folds each repetition has, in their order.
  init(
    _ lambdas: [Double], _ foldScores: Matrix, weights: [Double], repetitions: [Int], isGain: Bool
  ) {
    self.foldScores = foldScores
    self.isGain = isGain
    points = lambdas.indices.map { index in
      let scores = ScoredFolds(foldScores.column(index).values, weights)
      let found = FoldMean(scores, repetitions: repetitions)
      return Point(
        lambda: lambdas[index], mean: found.mean, standardError: found.standardError)
    }
  }

  /// The point with the best mean, the larger λ at a tie; nil where no score is a number.
  public var best: Point? {
    points.filter { !$0.mean.isNaN }.min { (loss($0), -$0.lambda) < (loss($1), -$1.lambda) }
  }

  /// The point of the largest λ whose mean is within so many standard errors of the best, these being
  /// the best one's.
  public func largest(within standardErrors: Double) -> Point? {
    guard let best else { return nil }
    let error = best.standardError.isNaN ? 0 : best.standardError
    let limit = loss(best) + standardErrors * error
    return points.filter { loss($0) <= limit }.max { $0.lambda < $1.lambda } ?? best
  }

  private func loss(_ point: Point) -> Double { isGain ? -point.mean : point.mean }
}
