public import RegLinearAlgebra
import Synchronization

/// How well each λ of a model predicts rows it was not fitted to.
///
/// Every fold is predicted by a model of the other rows at the same λ; standardisation, and whatever
/// else a method takes from the data, come from the training part alone. The folds may be drawn
/// several times over: the curve is then the mean over all folds of all repetitions, with the
/// standard error that one repetition has.
///
/// Where there are many more rows than columns, the cross-products of a training part are those of
/// all rows less those of the fold, and errors are worked out from the fold's own: the data are gone
/// through once, not once for each fold. What would cancel is fitted from the rows instead.
public struct CrossValidation: Validation {
  public let problem: Problem
  /// The folds of each repetition.
  public let folds: [Folds]
  public let lambdas: [Double]
  public let measure: Measure
  /// The score at every λ.
  public let curve: ScoreCurve

  private let trainer: FoldTrainer
  private let outcomes: [FoldOutcome]

  /// Cross-validates a method at each λ.
  ///
  /// - Parameters:
  ///   - folds: One assignment of rows, or several.
  ///   - tolerance: The relative duality gap that fits must reach to count as converged.
  /// - Throws: `SolverError.rowCount` when the folds are for other rows, `emptyTraining` when a
  ///   training part has no weight, `cancelled`, and what the method throws.
  /// - Complexity: That of one path for every fold.
  public init(
    _ problem: Problem, _ method: any TrainingMethod, lambdas: [Double], folds: [Folds],
    measure: Measure = .mse, tolerance: Double = 1e-6, workers: Workers = .all,
    progress: ProgressReport? = nil, shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(SolverError) {
    try problem.validate()
    let trainer = try FoldTrainer(
      problem, method, folds, tolerance: tolerance, workers: workers)
    try self.init(trainer, lambdas, measure, products: [:], progress: progress, shouldStop)
  }

  /// Cross-validates a fit at each of its λ.
  public init(
    _ fit: PathFit, folds: Folds, measure: Measure = .mse, progress: ProgressReport? = nil,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(SolverError) {
    try self.init(
      fit, folds: [folds], measure: measure, progress: progress, shouldStop: shouldStop)
  }

  /// Cross-validates a fit at each of its λ, the folds being drawn several times.
  public init(
    _ fit: PathFit, folds: [Folds], measure: Measure = .mse, progress: ProgressReport? = nil,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(SolverError) {
    var trainer = try FoldTrainer(
      fit.problem, PenalizedTraining(fit.penalty), folds, tolerance: fit.tolerance,
      workers: fit.workers)
    trainer.standardized = fit.engine.problem
    try self.init(
      trainer, fit.lambdas, measure, products: [:], progress: progress, shouldStop)
  }

  /// Cross-validates relaxed fits, one for each relaxation, from one path a fold.
  public static func relaxing(
    _ problem: Problem, _ method: PenalizedTraining, lambdas: [Double], folds: [Folds],
    _ relaxations: [Relaxation], measure: Measure = .mse, tolerance: Double = 1e-6,
    workers: Workers = .all, progress: ProgressReport? = nil,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(SolverError) -> [CrossValidation] {
    try problem.validate()
    let plain = PenalizedTraining(method.penalty, adaptive: method.adaptive)
    let trainer = try FoldTrainer(problem, plain, folds, tolerance: tolerance, workers: workers)
    let judge = FoldJudge(trainer, measure, lambdas, variants: relaxations.count)
    let found = try trainer.train(
      at: lambdas, products: [:], progress: progress, shouldStop
    ) { trial, model, sums throws(SolverError) -> [FoldOutcome] in
      guard let model = model as? any RelaxableModel else { return [] }
      var outcomes: [FoldOutcome] = []
      for relaxation in relaxations {
        outcomes.append(
          judge.outcome(trial, try RelaxedModel(model, relaxation, shouldStop), sums))
      }
      return outcomes
    }
    return relaxations.enumerated().map { place, relaxation in
      var own = trainer
      own.method = PenalizedTraining(
        method.penalty, adaptive: method.adaptive, relaxation: relaxation)
      return CrossValidation(own, lambdas, measure, found.map { $0[place] })
    }
  }

  /// Fits all rows and cross-validates that fit, both from one pass over the data where that will do.
  public static func fitting(
    _ problem: Problem, _ penalty: any Penalty, _ options: PathOptions, folds: [Folds],
    measure: Measure = .mse
  ) throws(SolverError) -> (fit: PathFit, validation: CrossValidation) {
    try fitting(problem, [penalty], options, folds: folds, measure: measure)[0]
  }

  /// Does so for several penalties, on the same folds.
  public static func fitting(
    _ problem: Problem, _ penalties: [any Penalty], _ options: PathOptions, folds: [Folds],
    measure: Measure = .mse
  ) throws(SolverError) -> [(fit: PathFit, validation: CrossValidation)] {
    try options.validate()
    try problem.validate()
    var products: [Int: FoldProducts?] = [:]
    var results: [(fit: PathFit, validation: CrossValidation)] = []
    for penalty in penalties {
      let trainer = try FoldTrainer(
        problem, PenalizedTraining(penalty), folds, tolerance: options.tolerance,
        workers: options.workers)
      if products.isEmpty {
        products[0] = .some(try trainer.products(ofRepetition: 0, options.shouldStop))
      }
      results.append(try fitting(trainer, penalty, options, measure, products))
    }
    return results
  }

  private static func fitting(
    _ trainer: FoldTrainer, _ penalty: any Penalty, _ options: PathOptions, _ measure: Measure,
    _ products: [Int: FoldProducts?]
  ) throws(SolverError) -> (fit: PathFit, validation: CrossValidation) {
    let problem = trainer.problem
    let engine = try PathEngine(
      problem, penalty, options, total: products[0]?.map(\.total))
    var trainer = trainer
    trainer.standardized = engine.problem
    var whole = options
    whole.lambdas = options.lambdas(from: engine.lambdaMax, problem)
    whole.progress = nil
    // The fit to all rows takes as long as one to a fold, so it is done beside these.
    let found = Mutex<Result<PathFit, SolverError>?>(nil)
    let settled = whole
    let validation = try CrossValidation(
      trainer, whole.lambdas ?? [], measure, products: products, progress: options.progress,
      whole.shouldStop
    ) {
      let result: Result<PathFit, SolverError>
      do throws(SolverError) {
        result = .success(try PathFit(engine, problem, penalty, settled))
      } catch {
        result = .failure(error)
      }
      found.withLock { $0 = result }
    }
    guard let fit = found.withLock({ $0 }) else { throw .cancelled }
    return (try fit.get(), validation)
  }

  private init(
    _ trainer: FoldTrainer, _ lambdas: [Double], _ measure: Measure,
    products: [Int: FoldProducts?], progress: ProgressReport?,
    _ shouldStop: @escaping @Sendable () -> Bool, beside: (@Sendable () -> Void)? = nil
  ) throws(SolverError) {
    let judge = FoldJudge(trainer, measure, lambdas)
    let outcomes = try trainer.train(
      at: lambdas, products: products, progress: progress, shouldStop, beside: beside,
      judge.outcome)
    self.init(trainer, lambdas, measure, outcomes)
  }

  private init(
    _ trainer: FoldTrainer, _ lambdas: [Double], _ measure: Measure, _ outcomes: [FoldOutcome]
  ) {
    self.trainer = trainer
    self.outcomes = outcomes
    self.lambdas = lambdas
    self.measure = measure
    problem = trainer.problem
    folds = trainer.folds
    curve = Self.curve(lambdas, outcomes.map(\.scores), trainer, isGain: measure.isGain)
  }

  /// A fit to a training part that missed its tolerance.
  public struct MissedFit: Sendable {
    public let lambda: Double
    /// The relative duality gap, infinite where it is not a number.
    public let gap: Double
    /// The repetition, from 0.
    public let repetition: Int
    /// The label of the fold that was held back.
    public let fold: Int
  }

  /// The fits to training parts that missed their tolerance, in the order of repetitions and folds.
  /// Fits that were not kept do not count.
  public var missedFits: [MissedFit] {
    Swift.zip(trainer.trials, outcomes).flatMap { trial, outcome in
      (outcome.solutions ?? []).filter { !$0.converged }.map { solution in
        MissedFit(
          lambda: solution.lambda, gap: solution.gap.isNaN ? .infinity : solution.gap,
          repetition: trial.repetition, fold: folds[trial.repetition].labels[trial.place])
      }
    }
  }

  // MARK: other λ, other measures

  public func curve(
    of measure: Measure, at lambdas: [Double]? = nil,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(SolverError) -> ScoreCurve {
    let scores = FoldScores(problem)
    let found = try eachFold(at: lambdas, shouldStop).map { trial, predictions in
      scores.scores(measure, predictions, of: trial.rows)
    }
    return Self.curve(lambdas ?? self.lambdas, found, trainer, isGain: measure.isGain)
  }

  public func curve(
    isGain: Bool, at lambdas: [Double]? = nil,
    shouldStop: @escaping @Sendable () -> Bool = { false },
    score: (_ responses: [Double], _ predictions: [Double], _ weights: [Double]) throws -> Double
  ) throws -> ScoreCurve {
    var found: [[Double]] = []
    for (trial, predictions) in try eachFold(at: lambdas, shouldStop) {
      let places = trial.rows.indices.filter { (problem.weights?[trial.rows[$0]] ?? 1) > 0 }
      let responses = places.map { problem.y[trial.rows[$0]] }
      let weights = places.map { problem.weights?[trial.rows[$0]] ?? 1 }
      found.append(
        try (0..<predictions.columns).map { column in
          guard !places.isEmpty else { return .nan }
          return try score(responses, places.map { predictions[$0, column] }, weights)
        })
    }
    return Self.curve(lambdas ?? self.lambdas, found, trainer, isGain: isGain)
  }

  /// The mean over the repetitions of the prediction of each row at each λ (column) by models that have
  /// not seen the row; NaN for rows that are never predicted.
  public func predictions(
    at lambdas: [Double]? = nil, shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(SolverError) -> Matrix {
    let count = (lambdas ?? self.lambdas).count
    let rows = problem.y.count
    var sums = Matrix(rows: rows, columns: count)
    var times = [Int](repeating: 0, count: rows)
    for (trial, predictions) in try eachFold(at: lambdas, shouldStop) {
      for row in trial.rows { times[row] += 1 }
      sums.withUnsafeMutableBuffer { sums in
        for column in 0..<count {
          for (place, row) in trial.rows.enumerated() {
            sums[column * rows + row] += predictions[place, column]
          }
        }
      }
    }
    sums.withUnsafeMutableBuffer { sums in
      for index in sums.indices {
        let count = times[index % rows]
        sums[index] = count > 0 ? sums[index] / Double(count) : .nan
      }
    }
    return sums
  }

  /// The folds that are predicted, with the predictions at λ.
  private func eachFold(
    at lambdas: [Double]?, _ shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> [(FoldTrainer.Trial, Matrix)] {
    let scores = FoldScores(problem)
    let trials = trainer.trials
    guard let lambdas else {
      return try trainer.inParallel(trials.count, shouldStop) { index throws(SolverError) in
        let outcome = outcomes[index]
        let known = outcome.solutions.map { scores.predictions($0, of: trials[index].rows) }
        return (trials[index], known ?? outcome.predictions ?? Matrix(rows: 0, columns: 0))
      }
    }
    guard outcomes.allSatisfy({ $0.model != nil }) else {
      return try trainer.train(at: lambdas, products: [:], progress: nil, shouldStop) {
        trial, model, _ in
        (trial, scores.predictions(model.solutions, of: trial.rows))
      }
    }
    return try trainer.inParallel(trials.count, shouldStop) { index throws(SolverError) in
      var solutions: [Solution] = []
      for lambda in lambdas {
        guard let model = outcomes[index].model else { continue }
        solutions.append(try model.solution(at: lambda, shouldStop: shouldStop))
      }
      return (trials[index], scores.predictions(solutions, of: trials[index].rows))
    }
  }

  private static func curve(
    _ lambdas: [Double], _ scores: [[Double]], _ trainer: FoldTrainer, isGain: Bool
  ) -> ScoreCurve {
    let matrix = Matrix(
      rows: scores.count, columns: lambdas.count,
      values: lambdas.indices.flatMap { column in scores.map { $0[column] } })
    return ScoreCurve(
      lambdas, matrix, weights: trainer.trials.map(\.weight),
      repetitions: trainer.folds.map(\.predicted.count), isGain: isGain)
  }
}

/// Scores the models of folds, and decides what is kept of them.
private struct FoldJudge: Sendable {
  private let scores: FoldScores
  private let measure: Measure
  private let keepsModels: Bool
  private let keepsSolutions: Bool

  /// Above so many numbers, what training leaves is given up, and made again if it is asked for.
  private static let mostKept = 1 << 25

  /// - Parameter variants: How many models there are for each fold.
  init(_ trainer: FoldTrainer, _ measure: Measure, _ lambdas: [Double], variants: Int = 1) {
    scores = FoldScores(trainer.problem)
    self.measure = measure
    keepsModels = trainer.size <= Self.mostKept
    let coefficients = trainer.trials.count * trainer.problem.x.columns * lambdas.count
    keepsSolutions = coefficients <= Self.mostKept / max(variants, 1)
  }

  @Sendable func outcome(
    _ trial: FoldTrainer.Trial, _ model: any TrainedModel, _ sums: CrossProducts?
  ) -> FoldOutcome {
    let solutions = model.solutions
    let fold = sums.flatMap { scores.scores(measure, solutions, $0) }
    let predictions =
      fold != nil && keepsSolutions ? nil : scores.predictions(solutions, of: trial.rows)
    return FoldOutcome(
      model: keepsModels ? model : nil, solutions: keepsSolutions ? solutions : nil,
      predictions: keepsSolutions ? nil : predictions,
      scores: fold ?? predictions.map { scores.scores(measure, $0, of: trial.rows) } ?? [])
  }
}

/// What is left of the training for one fold.
private struct FoldOutcome: Sendable {
  let model: (any TrainedModel)?
  let solutions: [Solution]?
  /// Kept where solutions would take more memory.
  let predictions: Matrix?
  /// At each λ.
  let scores: [Double]
}
