public import RegLinearAlgebra

/// Nested cross-validation.
extension HeldOutFolds {
  /// What came of a model whose λ is chosen without the rows that judge it.
  public struct Nested: Sendable {
    /// Of each fold, by the measure; NaN for a fold without weight.
    public let scores: [Double]
    /// The λ chosen for each fold.
    public let lambdas: [Double]
    /// The nonzero coefficients of the model of each fold.
    public let nonzero: [Int]
    /// The largest relative duality gap of a fit that missed its tolerance; nil where none did.
    public let largestMissedGap: Double?
  }

  /// Judges a model by rows that had no part in choosing its λ (Stone 1974; Varma & Simon 2006).
  ///
  /// - Parameter seed: Draws the folds that λ is chosen by.
  public func nested(
    _ fitter: ModelFitter, _ choice: LambdaChoice, seed: UInt64, workers: Workers = .all,
    report: CountReport? = nil, shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(SolverError) -> Nested {
    let work = RepeatedWork(
      count: trials.count, workers: workers, report: report, shouldStop: shouldStop)
    let found = try work.results { piece, shouldStop throws(SolverError) in
      let (training, test) = rows(of: piece)
      let model = try fitter.model(
        of: problem.selecting(rows: training), choice, groups: groups(of: training),
        seed: RepeatedWork.seed(seed, of: piece), shouldStop: shouldStop)
      return scores([model], training, test)[0]
    }
    return Nested(
      scores: found.map(\.test), lambdas: found.map(\.lambda), nonzero: found.map(\.nonzero),
      largestMissedGap: found.compactMap(\.missedGap).max())
  }

  /// The scores of the mean of the training rows alone, which any model should beat.
  public var baseline: [Double] {
    let scorer = FoldScores(problem)
    return trials.indices.map { piece in
      let (training, test) = rows(of: piece)
      let mean = Matrix(training.map { problem.y[$0] }).columnMeans(
        weights: problem.weights.map { all in training.map { all[$0] } })[0]
      let prediction = Matrix(test.map { mean + (problem.offset?[$0] ?? 0) })
      return scorer.scores(measure, prediction, of: test)[0]
    }
  }
}
