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
  /// What all rows say about these, where columns are many.
  private let screens: FoldScreens?

  /// - Parameter place: Of the fold held back, among the labels of the folds.
  init(
    of whole: Problem, _ folds: Folds, holdingBack place: Int, _ products: CrossProducts?,
    _ screens: FoldScreens?, tolerance: Double, workers: Workers, progress: ProgressReport?,
    shouldStop: @escaping @Sendable () -> Bool
  ) {
    self.whole = whole
    self.folds = folds
    self.place = place
    self.products = products
    self.screens = screens
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
  ) throws(SolverError) -> any RelaxableModel {
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
    return try fitRows(penalty, options, penaltyFactors ?? whole.penaltyFactors)
  }

  /// Fits the rows where they are: those held back have no weight, and none is copied.
  private func fitRows(
    _ penalty: any Penalty, _ options: PathOptions, _ penaltyFactors: [Double]?
  ) throws(SolverError) -> PathFit {
    var frame = whole
    var weights = [Double](repeating: 0, count: whole.y.count)
    for row in rows { weights[row] = whole.weights?[row] ?? 1 }
    frame.weights = weights
    frame.penaltyFactors = penaltyFactors
    let standardized = try stoppable(shouldStop) { [frame] _ throws(SolverError) in
      if let known = screens?.standardized(holdingBack: place, frame, workers: workers) {
        return known
      }
      return try StandardizedProblem(frame, workers: workers, isChecked: true)
    }
    let scale = PenaltyScale(
      frame, rows: rows, responseDeviation: standardized.responseDeviation)
    let engine = try PathEngine(standardized, scale: scale, penalty, options)
    return try PathFit(engine, frame, penalty, options)
  }

  /// The penalty factors that these rows alone lead to.
  public func factors(_ adaptive: AdaptiveWeights) throws(SolverError) -> [Double] {
    try adaptive.found(for: problem, workers: workers, shouldStop: shouldStop).factors
  }

  private func isConstant(_ column: Int) -> Bool {
    let counted = rows.lazy.filter { whole.weights?[$0] != 0 }
    guard let first = counted.first else { return true }
    return counted.allSatisfy { whole.x[$0, column] == whole.x[first, column] }
  }
}

/// A path fitted to cross-products.
private struct ProductsFit: RelaxableModel {
  let solutions: [Solution]
  private let engine: PathEngine
  private let tolerance: Double

  init(
    _ problem: StandardizedProblem, _ scale: PenaltyScale, _ penalty: any Penalty,
    lambdas: [Double], _ options: PathOptions
  ) throws(SolverError) {
    var engine = try PathEngine(problem, scale: scale, penalty, options)
    solutions = try engine.solve(lambdas, options)
    self.engine = engine
    tolerance = options.tolerance
  }

  func solution(
    at lambda: Double, shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> Solution {
    guard lambda >= 0, lambda.isFinite else { throw .badLambda(lambda) }
    if let known = solutions.first(where: { $0.lambda == lambda }) { return known }
    return try engine.solve(lambda, near: solutions.nearest(to: lambda), shouldStop)
  }

  func relaxed(
    _ solutions: [Solution], _ relaxation: Relaxation, shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> [Solution] {
    try engine.relaxed(solutions, relaxation, tolerance: tolerance, shouldStop)
  }
}
