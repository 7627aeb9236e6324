public import RegLinearAlgebra

/// Folds of rows, each held out once and predicted by models of the others.
public struct HeldOutFolds: Sendable {
  public let problem: Problem
  /// The folds of each repetition.
  public let folds: [Folds]
  /// How predictions are scored.
  public let measure: Measure
  /// The group of each row, where the folds that λ is chosen by are to keep groups together.
  public let groups: [Int]?
  let trials: [(repetition: Int, place: Int)]

  /// - Parameter folds: One assignment of rows, or several.
  /// - Throws: `SolverError.rowCount` when the folds are for other rows, and for a malformed problem.
  public init(
    _ problem: Problem, _ folds: [Folds], measure: Measure, groups: [Int]? = nil
  ) throws(SolverError) {
    try problem.validate()
    guard groups == nil || groups?.count == problem.y.count else {
      throw .rowCount(argument: "groups", expected: problem.y.count, got: groups?.count ?? 0)
    }
    for assignment in folds where assignment.ids.count != problem.y.count {
      throw .rowCount(argument: "folds", expected: problem.y.count, got: assignment.ids.count)
    }
    self.problem = problem
    self.folds = folds
    self.measure = measure
    self.groups = groups
    trials = folds.indices.flatMap { repetition in
      folds[repetition].predicted.map { (repetition, $0) }
    }
  }

  /// The fewest rows that a fold leaves to train on.
  public var fewestTrainingRows: Int {
    trials.map { folds[$0.repetition].trainingCount(at: $0.place) }.min() ?? 0
  }

  /// Errors at each λ: the validation curve.
  ///
  /// - Complexity: A path for each fold.
  public func curves(
    _ fitter: ModelFitter, at lambdas: [Double], workers: Workers = .all,
    report: CountReport? = nil, shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(SolverError) -> ErrorCurves {
    try curves(lambdas.count, workers, report, shouldStop) {
      training, test, _, shouldStop throws(SolverError) in
      let models = try fitter.solutions(
        of: problem.selecting(rows: training), at: lambdas, shouldStop: shouldStop)
      return scores(models, training, test)
    }
  }

  /// Errors of models of so many training rows: the learning curve.
  ///
  /// The rows of a smaller size are among those of a larger one.
  ///
  /// - Parameters:
  ///   - sizes: Numbers of rows, none above `fewestTrainingRows`.
  ///   - seed: Draws the rows, and the folds that λ is chosen by.
  /// - Complexity: For each fold and size a fit, and what it takes to choose λ.
  public func curves(
    _ fitter: ModelFitter, _ choice: LambdaChoice, sizes: [Int], seed: UInt64,
    workers: Workers = .all, report: CountReport? = nil,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(SolverError) -> ErrorCurves {
    try curves(sizes.count, workers, report, shouldStop) {
      training, test, piece, shouldStop throws(SolverError) in
      var generator = RandomGenerator(seed: RepeatedWork.seed(seed, of: piece))
      let order = generator.permutation(training.count).map { training[$0] }
      var found: [ErrorCurves.Scores] = []
      for size in sizes {
        let rows = Array(order.prefix(size))
        let model = try fitter.model(
          of: problem.selecting(rows: rows), choice, groups: groups(of: rows),
          seed: RepeatedWork.seed(seed, of: piece), shouldStop: shouldStop)
        found += scores([model], rows, test)
      }
      return found
    }
  }

  func groups(of rows: [Int]) -> [Int]? { groups.map { groups in rows.map { groups[$0] } } }

  func scores(
    _ models: [Solution], _ training: [Int], _ test: [Int]
  ) -> [ErrorCurves.Scores] {
    let scorer = FoldScores(problem)
    func errors(_ rows: [Int]) -> [Double] {
      scorer.scores(measure, scorer.predictions(models, of: rows), of: rows)
    }
    let (seen, unseen) = (errors(training), errors(test))
    return models.indices.map { place in
      ErrorCurves.Scores(
        training: seen[place], test: unseen[place], nonzero: models[place].degreesOfFreedom,
        lambda: models[place].lambda, missedGap: [models[place]].largestMissedGap)
    }
  }

  private func curves(
    _ points: Int, _ workers: Workers, _ report: CountReport?,
    _ shouldStop: @escaping @Sendable () -> Bool,
    _ body:
      @Sendable (
        _ training: [Int], _ test: [Int], _ piece: Int, @escaping @Sendable () -> Bool
      ) throws(SolverError) -> [ErrorCurves.Scores]
  ) throws(SolverError) -> ErrorCurves {
    let work = RepeatedWork(
      count: trials.count, workers: workers, report: report, shouldStop: shouldStop)
    let found = try work.results { piece, shouldStop throws(SolverError) in
      let (training, test) = rows(of: piece)
      return try body(training, test, piece, shouldStop)
    }
    return ErrorCurves(found, weights: weights, repetitions: repetitions, points: points)
  }

  /// How many folds each repetition holds out.
  public var repetitions: [Int] { folds.map(\.predicted.count) }

  /// The sum of the weights of the rows of each fold.
  public var weights: [Double] {
    let scorer = FoldScores(problem)
    return trials.indices.map { scorer.weight(of: rows(of: $0).test) }
  }

  /// The rows held out for each row trained on, on average.
  public var heldOutRatio: Double {
    let ratios = trials.indices.map { piece in
      let (training, test) = rows(of: piece)
      return Double(test.count) / Double(max(training.count, 1))
    }
    return ratios.reduce(0, +) / Double(max(ratios.count, 1))
  }

  func rows(of piece: Int) -> (training: [Int], test: [Int]) {
    let (repetition, place) = trials[piece]
    return (folds[repetition].trainingRows(at: place), folds[repetition].rows(at: place))
  }
}

extension Folds {
  /// Folds of nearly equal size, drawn several times over.
  ///
  /// - Parameter groups: The group of each row, to be kept together; nil where rows are on their own.
  /// - Throws: `SolverError.badFoldCount` or `tooFewGroups` when a fold would be empty or the only one.
  public static func drawn(
    rows: Int, groups: [Int]? = nil, count: Int, repeats: Int, seed: UInt64
  ) throws(SolverError) -> [Folds] {
    var drawn: [Folds] = []
    for repetition in 0..<repeats {
      let seed = RepeatedWork.seed(seed, of: repetition)
      if let groups {
        drawn.append(try Folds(groups: groups, count: count, seed: seed))
      } else {
        drawn.append(try Folds(rows: rows, count: count, seed: seed))
      }
    }
    return drawn
  }

  /// As many folds as asked for, or as there are rows or groups.
  static func drawn(
    rows: Int, groups: [Int]?, atMost count: Int, seed: UInt64
  ) throws(SolverError) -> Folds {
    let most = groups.map { Set($0).count } ?? rows
    return try drawn(
      rows: rows, groups: groups, count: max(2, min(count, most)), repeats: 1, seed: seed)[0]
  }
}
