/// The error on rows that models were trained on, and on rows that they were not.
public struct ErrorCurves: Sendable {
  public struct Point: Sendable, Equatable {
    public let training: FoldMean
    public let test: FoldMean
    /// The mean number of nonzero coefficients.
    public let nonzero: Double
    /// The median λ of the folds.
    public let lambda: Double
  }

  public let points: [Point]
  /// The largest relative duality gap of a fit that missed its tolerance; nil where none did.
  public let largestMissedGap: Double?

  /// The errors of one fold at one point.
  struct Scores: Sendable {
    let training: Double
    let test: Double
    let nonzero: Int
    let lambda: Double
    let missedGap: Double?
  }

  /// - Parameters:
  ///   - scores: For each fold, that at each point.
  ///   - repetitions: How many of the folds each repetition has.
  init(_ scores: [[Scores]], weights: [Double], repetitions: [Int], points: Int) {
    largestMissedGap = scores.joined().compactMap(\.missedGap).max()
    self.points = (0..<points).map { point in
      let here = scores.map { $0[point] }
      return Point(
        training: FoldMean(here.map(\.training), weights: weights, repetitions: repetitions),
        test: FoldMean(here.map(\.test), weights: weights, repetitions: repetitions),
        nonzero: here.reduce(0) { $0 + Double($1.nonzero) } / Double(max(here.count, 1)),
        lambda: here.map(\.lambda).sorted()[here.count / 2])
    }
  }
}
