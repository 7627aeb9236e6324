public import RegLinearAlgebra

/// How well each λ of a fit of several responses predicts rows it was not fitted to.
///
/// The score of a row is the sum of its squared errors over the responses, as they are. Scales of
/// columns and responses come from the training part alone.
public struct MultiResponseCrossValidation: Sendable {
  /// The fit to all rows.
  public let fit: MultiResponseFit
  /// The folds of each repetition.
  public let folds: [Folds]
  /// The score at every λ of the fit, in its order.
  public let curve: ScoreCurve
  /// For each repetition, and at each λ, the prediction of every row, one column a response, by the
  /// fit that has not seen it; NaN for a row that no fold predicts.
  public let predictions: [[Matrix]]

  /// Cross-validates a fit at each of its λ.
  ///
  /// - Parameter relaxation: How the fit to each training part is refitted to that part, if it is.
  /// - Throws: `SolverError.rowCount` when the folds are for other rows, `emptyTraining` when a
  ///   training part has no weight, `cancelled`.
  /// - Complexity: That of one path for every fold of every repetition.
  public init(
    _ fit: MultiResponseFit, folds: [Folds], relaxation: Relaxation? = nil,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(SolverError) {
    let problem = fit.problem
    let weights = problem.weights ?? [Double](repeating: 1, count: problem.y.rows)
    var scores: [[Double]] = []
    var foldWeights: [Double] = []
    var predictions: [[Matrix]] = []
    for assignment in folds {
      guard assignment.ids.count == problem.y.rows else {
        throw .rowCount(
          argument: "folds", expected: problem.y.rows, got: assignment.ids.count)
      }
      var predicted = fit.lambdas.map { _ in
        Matrix(rows: problem.y.rows, columns: problem.y.columns, repeating: .nan)
      }
      for place in assignment.predicted {
        let (training, rows) = (assignment.trainingRows(at: place), assignment.rows(at: place))
        guard training.contains(where: { weights[$0] > 0 }) else {
          throw .emptyTraining(fold: assignment.labels[place])
        }
        let part = try fit.refitted(rows: training, shouldStop: shouldStop)
        let solutions =
          try relaxation.map { (relaxation) throws(SolverError) in
            try part.relaxed(part.solutions, relaxation, shouldStop: shouldStop)
          } ?? part.solutions
        let left = problem.selecting(rows: rows)
        let weight = rows.reduce(0) { $0 + weights[$1] }
        var foldScores: [Double] = []
        for (index, solution) in solutions.enumerated() {
          let found = try solution.predict(left.x, offset: left.offset)
          for (offset, row) in rows.enumerated() {
            for k in 0..<found.columns { predicted[index][row, k] = found[offset, k] }
          }
          let errors = left.y.squaredErrors(of: found)
          let sum = Swift.zip(rows, errors).reduce(0) { $0 + weights[$1.0] * $1.1 }
          foldScores.append(weight > 0 ? sum / weight : .nan)
        }
        scores.append(foldScores)
        foldWeights.append(weight)
      }
      predictions.append(predicted)
    }
    let table = Matrix(
      rows: scores.count, columns: fit.lambdas.count,
      values: fit.lambdas.indices.flatMap { index in scores.map { $0[index] } })
    self.fit = fit
    self.folds = folds
    self.predictions = predictions
    curve = ScoreCurve(
      fit.lambdas, table, weights: foldWeights, repetitions: folds.map(\.predicted.count),
      isGain: false)
  }

  /// The λ with the best mean score; the larger one at a tie.
  public var lambdaMin: Double { curve.best?.lambda ?? .nan }
  /// The largest λ whose mean score is within one standard error of the best.
  public var lambda1se: Double { curve.largest(within: 1)?.lambda ?? .nan }
}

extension Matrix {
  /// For each row the sum over the columns of the squared differences.
  fileprivate func squaredErrors(of other: Matrix) -> [Double] {
    let squares = zip(other) { ($0 - $1) * ($0 - $1) }
    return (0..<rows).map { row in (0..<columns).reduce(0) { $0 + squares[row, $1] } }
  }
}
