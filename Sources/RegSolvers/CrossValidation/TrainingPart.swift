import RegLinearAlgebra

/// The rows that a model may see while one fold is held back.
public struct TrainingPart: Sendable {
  public let tolerance: Double
  public let shouldStop: @Sendable () -> Bool

  private let whole: Problem
  private let folds: Folds
  private let place: Int
  private let workers: Workers
  private let progress: ProgressReport?
  /// Sums over the rows, where there are so many rows that these will do.
  private let products: CrossProducts?

  /// - Parameter place: Of the fold held back, among the labels of the folds.
  init(
    of whole: Problem, _ folds: Folds, holdingBack place: Int, _ products: CrossProducts?,
    tolerance: Double, workers: Workers, progress: ProgressReport?,
    shouldStop: @escaping @Sendable () -> Bool
  ) {
    self.whole = whole
    self.folds = folds
    self.place = place
    self.products = products
    self.tolerance = tolerance
    self.workers = workers
    self.progress = progress
    self.shouldStop = shouldStop
  }

  /// The rows of the whole data, counted from 0.
  public var rows: [Int] { folds.trainingRows(at: place) }

  /// The rows as a problem of their own: a copy.
  public var problem: Problem { whole.selecting(rows: rows) }

  /// Fits a penalty: from sums over the rows where these are exact enough, else from the rows.
  ///
  /// - Parameter penaltyFactors: In place of the problem's own; infinity leaves a column out.
  /// - Throws: What `PathFit` throws.
  public func fit(
    _ penalty: any Penalty, at lambdas: [Double], penaltyFactors: [Double]? = nil
  ) throws(SolverError) -> any TrainedModel {
    let options = PathOptions(
      lambdas: lambdas, tolerance: tolerance, workers: workers, progress: progress,
      shouldStop: shouldStop)
    try options.validate()
    if let products {
      var frame = whole
      frame.penaltyFactors = penaltyFactors ?? whole.penaltyFactors
      try frame.validateColumns()
      let standardized = StandardizedProblem(
        products, like: frame, workers: workers, isConstant: isConstant)
      if let standardized {
        let scale = PenaltyScale(
          frame, rows: rows, responseDeviation: standardized.responseDeviation)
        do throws(SolverError) {
          return try ProductsFit(standardized, scale, penalty, lambdas: lambdas, options)
        } catch {
          // Too many digits were lost; the rows have them all.
          guard error == .notConverged else { throw error }
        }
      }
    }
    var problem = problem
    problem.penaltyFactors = penaltyFactors ?? problem.penaltyFactors
    return try PathFit(problem, penalty, options)
  }

  private func isConstant(_ column: Int) -> Bool {
    let counted = rows.lazy.filter { whole.weights?[$0] != 0 }
    guard let first = counted.first else { return true }
    return counted.allSatisfy { whole.x[$0, column] == whole.x[first, column] }
  }
}

/// A path fitted to cross-products.
private struct ProductsFit: TrainedModel {
  let solutions: [Solution]
  private let engine: PathEngine

  init(
    _ problem: StandardizedProblem, _ scale: PenaltyScale, _ penalty: any Penalty,
    lambdas: [Double], _ options: PathOptions
  ) throws(SolverError) {
    var engine = try PathEngine(problem, scale: scale, penalty, options)
    solutions = try engine.solve(lambdas, options)
    self.engine = engine
  }

  func solution(
    at lambda: Double, shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> Solution {
    guard lambda >= 0, lambda.isFinite else { throw .badLambda(lambda) }
    if let known = solutions.first(where: { $0.lambda == lambda }) { return known }
    return try engine.solve(lambda, near: solutions.nearest(to: lambda), shouldStop)
  }
}
