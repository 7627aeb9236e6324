public import RegLinearAlgebra

/// The expected squared error of a model at each λ, taken apart: noise, bias² and variance.
///
/// Responses are drawn again and again about a known mean, on the same rows of X. The error on yet
/// another response of these rows is noise² + bias² + variance, where bias is how far the mean of
/// the predictions is from the truth, and variance how far predictions are from their mean.
public struct BiasVariance: Sendable {
  public struct Point: Sendable, Equatable {
    public let lambda: Double
    /// The squared bias, averaged over the rows.
    ///
    /// What the mean of a finite number of draws adds to it is taken off, so it may be below 0 by
    /// the error of the simulation.
    public let squaredBias: Double
    /// The variance of predictions, averaged over the rows.
    public let variance: Double
    /// The mean squared error on the responses that the model was fitted to.
    public let trainingError: Double
    /// The mean number of nonzero coefficients.
    public let nonzero: Double
  }

  public let points: [Point]
  /// The variance of the errors.
  public let noise: Double
  /// The largest relative duality gap of a fit that missed its tolerance; nil where none did.
  public let largestMissedGap: Double?

  /// Draws are summed up in so many pieces, or fewer: how sums are rounded must not depend on workers,
  /// and each piece takes memory.
  public static let mostPieces = 64

  /// Simulates.
  ///
  /// - Parameters:
  ///   - problem: Whose responses are not used.
  ///   - mean: The true mean of each row's response.
  ///   - sigma: The standard deviation of its errors.
  ///   - draws: How many times responses are drawn; at least two.
  /// - Throws: `SolverError.rowCount` for a mean of another length; what a fit throws; `cancelled`.
  /// - Complexity: A path for each draw.
  public init(
    _ problem: Problem, _ fitter: ModelFitter, at lambdas: [Double], mean: [Double], sigma: Double,
    draws: Int, seed: UInt64, workers: Workers = .all, report: CountReport? = nil,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(SolverError) {
    try problem.validate()
    guard mean.count == problem.y.count else {
      throw .rowCount(argument: "mean", expected: problem.y.count, got: mean.count)
    }
    noise = sigma * sigma
    let length = max(8, (draws + Self.mostPieces - 1) / Self.mostPieces)
    let pieces = (draws + length - 1) / length
    let work = RepeatedWork(
      count: pieces, workers: workers, report: report, shouldStop: shouldStop)
    let sums = try work.results { piece, shouldStop throws(SolverError) in
      var sums = PredictionSums(rows: mean.count, lambdas: lambdas.count)
      let first = piece * length
      for draw in first..<min(first + length, draws) {
        var generator = RandomGenerator(seed: RepeatedWork.seed(seed, of: draw))
        var drawn = problem
        drawn.y = mean.map { $0 + sigma * generator.normal() }
        sums.add(
          try fitter.solutions(of: drawn, at: lambdas, shouldStop: shouldStop), drawn, mean: mean)
      }
      return sums
    }
    var whole = PredictionSums(rows: mean.count, lambdas: lambdas.count)
    for part in sums { whole.add(part) }
    points = whole.points(lambdas, problem)
    largestMissedGap = whole.missedGap
  }
}

/// Sums over draws, from which bias and variance are worked out.
private struct PredictionSums: Sendable {
  private var count = 0.0
  /// Of the distance of each prediction from the truth, so that nothing large cancels.
  private var sums: Matrix
  private var squares: Matrix
  private var training: [Double]
  private var nonzero: [Double]
  private(set) var missedGap: Double?

  init(rows: Int, lambdas: Int) {
    sums = Matrix(rows: rows, columns: lambdas)
    squares = sums
    training = [Double](repeating: 0, count: lambdas)
    nonzero = training
  }

  mutating func add(_ solutions: [Solution], _ problem: Problem, mean: [Double]) {
    let scorer = FoldScores(problem)
    let rows = Array(mean.indices)
    let predictions = scorer.predictions(solutions, of: rows)
    let errors = scorer.scores(.mse, predictions, of: rows)
    count += 1
    note(solutions.largestMissedGap)
    let height = rows.count
    predictions.withUnsafeBuffer { predictions in
      sums.withUnsafeMutableBuffer { sums in
        squares.withUnsafeMutableBuffer { squares in
          for place in predictions.indices {
            let distance = predictions[place] - mean[place % height]
            sums[place] += distance
            squares[place] += distance * distance
          }
        }
      }
    }
    for place in solutions.indices {
      training[place] += errors[place]
      nonzero[place] += Double(solutions[place].degreesOfFreedom)
    }
  }

  private mutating func note(_ gap: Double?) {
    missedGap = [missedGap, gap].compactMap(\.self).max()
  }

  mutating func add(_ other: PredictionSums) {
    count += other.count
    note(other.missedGap)
    sums = sums.zip(other.sums) { $0 + $1 }
    squares = squares.zip(other.squares) { $0 + $1 }
    for place in training.indices {
      training[place] += other.training[place]
      nonzero[place] += other.nonzero[place]
    }
  }

  func points(_ lambdas: [Double], _ problem: Problem) -> [BiasVariance.Point] {
    let weights = problem.weights ?? [Double](repeating: 1, count: sums.rows)
    let total = weights.reduce(0, +)
    return lambdas.indices.map { column in
      var (bias, variance) = (0.0, 0.0)
      for row in 0..<sums.rows {
        let mean = sums[row, column] / count
        let spread = max(0, squares[row, column] - count * mean * mean) / (count - 1)
        variance += weights[row] * spread
        bias += weights[row] * (mean * mean - spread / count)
      }
      return BiasVariance.Point(
        lambda: lambdas[column], squaredBias: bias / total, variance: variance / total,
        trainingError: training[column] / count, nonzero: nonzero[column] / count)
    }
  }
}
