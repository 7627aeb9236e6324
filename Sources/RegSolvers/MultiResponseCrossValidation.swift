public import RegLinearAlgebra

/// How well each λ of a fit of several responses predicts rows it was not fitted to.
///
/// The score of a row is the sum of its squared errors over the responses, as they are. Scales of
/// columns and responses come from the training part alone.
public struct MultiResponseCrossValidation: Sendable {
  /// The score at one λ.
  public struct Point: Sendable, Equatable {
    public let lambda: Double
    /// The mean over the folds, each counting with the weight of its rows.
    public let mean: Double
    /// The standard error of the mean, from the spread between folds.
    public let standardError: Double

    /// - Parameter weights: Those of the folds; one without weight does not count.
    fileprivate init(_ lambda: Double, _ scores: [Double], weights: [Double]) {
      let counted = Swift.zip(scores, weights).filter { $0.1 > 0 }
      let total = counted.reduce(0) { $0 + $1.1 }
      let mean = counted.reduce(0) { $0 + $1.0 * $1.1 } / total
      let spread = counted.reduce(0) { $0 + $1.1 * ($1.0 - mean) * ($1.0 - mean) } / total
      self.lambda = lambda
      self.mean = mean
      standardError = (spread / Double(counted.count - 1)).squareRoot()
    }
  }

  /// The fit to all rows.
  public let fit: MultiResponseFit
  public let folds: Folds
  /// The score at every λ of the fit, in its order.
  public let curve: [Point]
  /// The score of each fold (row) at each λ (column); NaN for a fold without weight.
  public let foldCurves: Matrix
  /// At each λ the prediction of every row, one column a response, by the fit that has not seen it.
  public let predictions: [Matrix]
  /// The λ with the best mean score; the larger one at a tie.
  public let lambdaMin: Double
  /// The largest λ whose mean score is within one standard error of the best.
  public let lambda1se: Double

  /// Cross-validates a fit at each of its λ.
  ///
  /// - Throws: `SolverError.rowCount` when the folds are for other rows, `emptyTraining` when a
  ///   training part has no weight, `cancelled`.
  /// - Complexity: That of one path for every fold.
  public init(
    _ fit: MultiResponseFit, folds: Folds,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(SolverError) {
    let problem = fit.problem
    guard folds.ids.count == problem.y.rows else {
      throw .rowCount(argument: "folds", expected: problem.y.rows, got: folds.ids.count)
    }
    var predictions = fit.lambdas.map { _ in problem.y }
    for label in folds.labels {
      let training = folds.rows(outside: label)
      guard problem.weights.map({ weights in training.contains { weights[$0] > 0 } }) ?? true
      else { throw .emptyTraining(fold: label) }
      let part = try fit.refitted(rows: training, shouldStop: shouldStop)
      let left = problem.selecting(rows: folds.rows(in: label))
      for (index, solution) in part.solutions.enumerated() {
        let predicted = try solution.predict(left.x, offset: left.offset)
        for (place, row) in folds.rows(in: label).enumerated() {
          for k in 0..<predicted.columns { predictions[index][row, k] = predicted[place, k] }
        }
      }
    }
    let weights = problem.weights ?? [Double](repeating: 1, count: problem.y.rows)
    let parts = folds.labels.map { label in
      let rows = folds.rows(in: label)
      return (rows: rows, weight: rows.reduce(0) { $0 + weights[$1] })
    }
    var foldCurves = Matrix(rows: parts.count, columns: predictions.count)
    for (column, predicted) in predictions.enumerated() {
      let errors = problem.y.squaredErrors(of: predicted)
      for (place, part) in parts.enumerated() {
        let sum = part.rows.reduce(0) { $0 + weights[$1] * errors[$1] }
        foldCurves[place, column] = part.weight > 0 ? sum / part.weight : .nan
      }
    }
    let curve = fit.lambdas.enumerated().map { column, lambda in
      Point(lambda, foldCurves.column(column).values, weights: parts.map(\.weight))
    }
    self.fit = fit
    self.folds = folds
    self.curve = curve
    self.foldCurves = foldCurves
    self.predictions = predictions
    func loss(_ point: Point) -> Double { point.mean.isNaN ? .infinity : point.mean }
    let best = curve.min { (loss($0), -$0.lambda) < (loss($1), -$1.lambda) }
    let slack = best.map { $0.standardError.isNaN ? 0 : $0.standardError } ?? 0
    let limit = (best.map(loss) ?? 0) + slack
    lambdaMin = best?.lambda ?? 0
    lambda1se = curve.filter { loss($0) <= limit }.map(\.lambda).max() ?? lambdaMin
  }
}

extension Matrix {
  /// For each row the sum over the columns of the squared differences.
  fileprivate func squaredErrors(of other: Matrix) -> [Double] {
    let squares = zip(other) { ($0 - $1) * ($0 - $1) }
    return (0..<rows).map { row in (0..<columns).reduce(0) { $0 + squares[row, $1] } }
  }
}
