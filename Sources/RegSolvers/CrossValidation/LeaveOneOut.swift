public import RegLinearAlgebra
import Synchronization

/// Leaving out one row at a time, worked out from the fit to all rows.
///
/// With hᵢ the leverage of row i, the model without it predicts yᵢ − (yᵢ − ŷᵢ)/(1 − hᵢ). That is exact
/// where the fit is linear in y: in a ridge. A lasso or an elastic net is taken to keep its columns
/// and signs when a row is left out, which is nearly so on many rows ("approximate leave-one-out",
/// Rad & Maleki 2020). Scales of columns are those of all rows in either case, and λ is made smaller
/// by the share of a row, as the mean loss is over one row fewer.
public struct LeaveOneOut: Validation {
  public let fit: PathFit
  public let measure: Measure
  public let curve: ScoreCurve
  /// Of each row at each λ.
  private let predictions: Matrix

  public var lambdas: [Double] { fit.lambdas }

  /// - Throws: `SolverError.badFoldCount` for fewer than two rows; `cancelled`.
  /// - Complexity: That of one path, and for each λ O(*n*·*s*²) with *s* columns in the model; for a
  ///   ridge O(*n*·*p*·min(*n*, *p*)) once and O(*n*·min(*n*, *p*)) for each λ.
  public init(
    _ fit: PathFit, measure: Measure = .mse,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(SolverError) {
    let rows = fit.problem.y.count
    guard rows >= 2 else { throw .badFoldCount(folds: rows, rows: rows) }
    predictions = try Self.predictions(fit, fit.lambdas, shouldStop)
    self.fit = fit
    self.measure = measure
    curve = Self.curve(fit, measure, fit.lambdas, predictions)
  }

  /// Whether this is what fitting without each row would give, to rounding: in a ridge on columns as
  /// they are, with weights that are all the same.
  public static func isExact(for fit: PathFit) -> Bool {
    let problem = fit.problem
    guard !problem.standardize, problem.lower == nil, problem.upper == nil else { return false }
    if let weights = problem.weights {
      guard weights.allSatisfy({ $0 == weights.first }) else { return false }
    }
    let rows = problem.y.count
    let rates = fit.penalty.rates(on: PenaltyScale(rows: rows, responseDeviation: 1))
    let others = fit.penalty.rates(on: PenaltyScale(rows: rows - 1, responseDeviation: 2))
    return rates.l1 == 0 && rates.l2 == others.l2
  }

  public func predictions(
    at lambdas: [Double]?, shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> Matrix {
    guard let lambdas else { return predictions }
    return try Self.predictions(fit, lambdas, shouldStop)
  }

  public func curve(
    of measure: Measure, at lambdas: [Double]?, shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> ScoreCurve {
    Self.curve(
      fit, measure, lambdas ?? self.lambdas,
      try predictions(at: lambdas, shouldStop: shouldStop))
  }

  public func curve(
    isGain: Bool, at lambdas: [Double]?, shouldStop: @escaping @Sendable () -> Bool,
    score: (_ responses: [Double], _ predictions: [Double], _ weights: [Double]) throws -> Double
  ) throws -> ScoreCurve {
    let predictions = try predictions(at: lambdas, shouldStop: shouldStop)
    let weights = Self.weights(fit.problem)
    var scores = Matrix(rows: predictions.rows, columns: predictions.columns, repeating: .nan)
    for column in 0..<predictions.columns {
      for row in weights.indices where weights[row] > 0 {
        scores[row, column] = try score(
          [fit.problem.y[row]], [predictions[row, column]], [weights[row]])
      }
    }
    return ScoreCurve(
      lambdas ?? self.lambdas, scores, weights: weights, repetitions: [weights.count],
      isGain: isGain)
  }

  private static func weights(_ problem: Problem) -> [Double] {
    problem.weights ?? [Double](repeating: 1, count: problem.y.count)
  }

  private static func curve(
    _ fit: PathFit, _ measure: Measure, _ lambdas: [Double], _ predictions: Matrix
  ) -> ScoreCurve {
    let rows = predictions.rows
    let scores = FoldScores(fit.problem)
    let found = (0..<rows).map { row in
      scores.scores(measure, predictions.selecting(rows: [row]), of: [row])
    }
    let matrix = Matrix(
      rows: rows, columns: lambdas.count,
      values: lambdas.indices.flatMap { column in found.map { $0[column] } })
    return ScoreCurve(
      lambdas, matrix, weights: weights(fit.problem), repetitions: [rows], isGain: measure.isGain)
  }

  private static func predictions(
    _ fit: PathFit, _ lambdas: [Double], _ shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> Matrix {
    let problem = fit.problem
    let rows = problem.y.count
    let counted = problem.weights?.count { $0 > 0 } ?? rows
    let smaller = lambdas.map { $0 * (1 - 1 / Double(max(counted, 2))) }
    let options = PathOptions(
      lambdas: smaller, tolerance: fit.tolerance, workers: fit.workers, shouldStop: shouldStop)
    let inner = try PathFit(problem, fit.penalty, options)
    if inner.isLinear {
      return try predictions(byClosedForm: inner, shouldStop)
    }
    let solutions = inner.solutions
    let leverages = try Leverages(problem, fit.penalty, workers: fit.workers)
    var result = FoldScores(problem).predictions(solutions, of: Array(0..<rows))
    let found = Mutex([[Double]](repeating: [], count: lambdas.count))
    fit.workers.forEach(lambdas.count) { index in
      guard !shouldStop() else { return }
      let values = leverages.values(solutions[index])
      found.withLock { $0[index] = values }
    }
    guard !shouldStop() else { throw .cancelled }
    let values = found.withLock { $0 }
    result.withUnsafeMutableBuffer { result in
      for (column, leverages) in values.enumerated() {
        for row in 0..<rows {
          let place = column * rows + row
          let error = (problem.y[row] - result[place]) / (1 - leverages[row])
          result[place] = problem.y[row] - error
        }
      }
    }
    return result
  }

  private static func predictions(
    byClosedForm fit: PathFit, _ shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> Matrix {
    let rows = fit.problem.y.count
    let found = try fit.leaveOneOut(keepsResiduals: true, shouldStop: shouldStop)
    var result = found.residuals ?? Matrix(rows: rows, columns: 0)
    result.withUnsafeMutableBuffer { entries in
      for place in entries.indices { entries[place] = fit.problem.y[place % rows] - entries[place] }
    }
    return result
  }
}
