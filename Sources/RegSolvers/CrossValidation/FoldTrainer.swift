import RegLinearAlgebra
import Synchronization

/// Trains a method for every fold of every repetition, side by side.
struct FoldTrainer: Sendable {
  let problem: Problem
  var method: any TrainingMethod
  let folds: [Folds]
  let trials: [Trial]
  private let tolerance: Double
  private let workers: Workers
  /// The problem standardised, where somebody has done it already.
  var standardized: StandardizedProblem?
  /// Whether training parts can be fitted by their cross-products.
  private let usesProducts: Bool

  /// A fold to be predicted.
  struct Trial: Sendable {
    let repetition: Int
    /// The place of the fold among the labels of its repetition.
    let place: Int
    let rows: [Int]
    /// The sum of the rows' weights.
    let weight: Double
  }

  /// - Precondition: The problem is valid.
  init(
    _ problem: Problem, _ method: any TrainingMethod, _ folds: [Folds], tolerance: Double,
    workers: Workers
  ) throws(SolverError) {
    let scores = FoldScores(problem)
    var trials: [Trial] = []
    for (repetition, assignment) in folds.enumerated() {
      guard assignment.ids.count == problem.y.count else {
        throw .rowCount(argument: "folds", expected: problem.y.count, got: assignment.ids.count)
      }
      for place in assignment.predicted {
        let rows = assignment.rows(at: place)
        trials.append(
          Trial(
            repetition: repetition, place: place, rows: rows, weight: scores.weight(of: rows)))
      }
    }
    self.problem = problem
    self.method = method
    self.folds = folds
    self.trials = trials
    self.tolerance = tolerance
    self.workers = workers
    let columns = problem.x.columns
    let fewest = folds.flatMap { folds in folds.predicted.map(folds.trainingCount(at:)) }.min() ?? 0
    // With hardly more rows than columns the cross-products are nearly singular.
    usesProducts =
      columns <= StandardizedProblem.mostProducts && fewest >= 2 * columns && fewest > 10
  }

  /// How many numbers the trained models hold, about.
  var size: Int {
    let columns = problem.x.columns
    return trials.count * columns * (usesProducts ? columns + 1 : problem.x.rows)
  }

  /// The cross-products of the folds of a repetition, where training can do with them.
  func products(
    ofRepetition repetition: Int, _ shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> FoldProducts? {
    guard usesProducts else { return nil }
    return try stoppable(shouldStop) { (shouldStop) throws(SolverError) in
      let products = try FoldProducts(
        problem, folds[repetition], workers: workers, shouldStop: shouldStop)
      guard !shouldStop() else { throw .cancelled }
      return products.total.isWellConditioned ? products : nil
    }
  }

  /// Trains for every fold and hands each model to `body`, with the cross-products of the fold where
  /// there are any; both run on the workers.
  ///
  /// - Parameters:
  ///   - products: Those already made, by repetition.
  ///   - progress: Told how far all folds have come.
  ///   - beside: Something else to be done at the same time.
  /// - Returns: What `body` returned, in the order of the trials.
  func train<Result: Sendable>(
    at lambdas: [Double], products known: [Int: FoldProducts?],
    progress: ProgressReport?, _ shouldStop: @escaping @Sendable () -> Bool,
    beside: (@Sendable () -> Void)? = nil,
    _ body: @Sendable (Trial, any TrainedModel, CrossProducts?) throws(SolverError) -> Result
  ) throws(SolverError) -> [Result] {
    var results: [Result] = []
    let reports = FoldProgress(folds: self.trials.count, report: progress)
    for repetition in folds.indices {
      let products: FoldProducts?
      if let made = known[repetition] {
        products = made
      } else {
        products = try self.products(ofRepetition: repetition, shouldStop)
      }
      let screens = try products == nil ? screens(ofRepetition: repetition, shouldStop) : nil
      let trials = trials.filter { $0.repetition == repetition }
      let others = repetition == 0 && beside != nil ? 1 : 0
      let earlier = results.count
      let found = try inParallel(trials.count + others, shouldStop) {
        index throws(SolverError) -> Result? in
        guard index >= others else {
          beside?()
          return nil
        }
        let trial = trials[index - others]
        let part = try part(
          for: trial, products, screens,
          progress: reports?.reporter(fold: earlier + index - others), shouldStop)
        let model = try method.train(on: part, at: lambdas)
        return try body(trial, model, products?.fold(trial.place))
      }
      results += found.compactMap(\.self)
    }
    return results
  }

  /// What all rows say about the columns of the training parts of a repetition.
  private func screens(
    ofRepetition repetition: Int, _ shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> FoldScreens? {
    guard FoldScreens.mayServe(problem, folds[repetition]) else { return nil }
    return try stoppable(shouldStop) { _ throws(SolverError) in
      let whole: StandardizedProblem
      if let standardized {
        whole = standardized
      } else {
        whole = try StandardizedProblem(problem, workers: workers)
      }
      return FoldScreens(problem, whole, folds[repetition])
    }
  }

  private func part(
    for trial: Trial, _ products: FoldProducts?, _ screens: FoldScreens?,
    progress: ProgressReport?,
    _ shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> TrainingPart {
    let folds = folds[trial.repetition]
    if let weights = problem.weights {
      guard folds.trainingRows(at: trial.place).contains(where: { weights[$0] > 0 }) else {
        throw .emptyTraining(fold: folds.labels[trial.place])
      }
    }
    return TrainingPart(
      of: problem, folds, holdingBack: trial.place, products?.training(trial.place),
      screens, tolerance: tolerance,
      workers: workers.spare, progress: progress,
      shouldStop: shouldStop)
  }

  /// Does `count` pieces of work on the workers; the first failure in order is thrown.
  func inParallel<Result: Sendable>(
    _ count: Int, _ shouldStop: @escaping @Sendable () -> Bool,
    _ body: @Sendable (Int) throws(SolverError) -> Result
  ) throws(SolverError) -> [Result] {
    let found = Mutex([Swift.Result<Result, SolverError>?](repeating: nil, count: count))
    try stoppable(shouldStop) { _ throws(SolverError) in
      workers.forEach(count) { index in
        let result: Swift.Result<Result, SolverError>
        do throws(SolverError) {
          result = .success(try body(index))
        } catch {
          result = .failure(error)
        }
        found.withLock { $0[index] = result }
      }
    }
    var results: [Result] = []
    results.reserveCapacity(count)
    for result in found.withLock({ $0 }) {
      // A piece that is missing was given up.
      guard let result else { throw .cancelled }
      results.append(try result.get())
    }
    return results
  }
}
