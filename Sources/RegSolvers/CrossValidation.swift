public import RegLinearAlgebra
import Synchronization

/// How well each λ of a path predicts rows it was not fitted to.
///
/// Every fold is predicted by a fit to the other folds at the same λ; standardisation, and whatever
/// else a penalty takes from the data, come from the training part alone.
public struct CrossValidation: Sendable {
  /// The score at one λ.
  public struct Point: Sendable, Equatable {
    public let lambda: Double
    /// The mean over the folds, each counting with the weight of its rows.
    public let mean: Double
    /// The standard error of the mean, from the spread between folds.
    public let standardError: Double
  }

  /// The fit to all rows.
  public let fit: PathFit
  public let folds: Folds
  public let measure: Measure
  /// The score at every λ of the fit, in its order.
  public let curve: [Point]
  /// The score of each fold (row) at each λ (column); NaN for a fold without weight.
  public let foldCurves: Matrix
  /// The prediction of each row at each λ (column) by the fit that has not seen the row.
  public let predictions: Matrix
  /// The λ with the best mean score; the larger one at a tie.
  public let lambdaMin: Double
  /// The largest λ whose mean score is within one standard error of the best.
  public let lambda1se: Double

  /// The fits of the training parts, kept where they are small, for further λ.
  private let foldFits: [PathFit]?

  /// Above this, keeping every fold's standardised copy of the data costs more than fitting anew.
  private static let keptEntries = 1 << 24

  /// Cross-validates a fit at each of its λ.
  ///
  /// - Throws: `SolverError.rowCount` when the folds are for other rows, `emptyTraining` when a
  ///   training part has no weight, `cancelled`.
  /// - Complexity: That of one path for every fold.
  public init(
    _ fit: PathFit, folds: Folds, measure: Measure = .mse, progress: ProgressReport? = nil,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(SolverError) {
    let problem = fit.problem
    let (rows, lambdas) = (problem.y.count, fit.lambdas)
    guard folds.ids.count == rows else {
      throw .rowCount(argument: "folds", expected: rows, got: folds.ids.count)
    }
    let keepsFits = folds.labels.count * problem.x.count <= Self.keptEntries
    var fits: [PathFit] = []
    var predictions = Matrix(rows: rows, columns: lambdas.count)
    let together = fit.workers.count
    let reports = FoldProgress(folds: folds.labels.count, report: progress)
    for first in stride(from: 0, to: folds.labels.count, by: together) {
      let labels = Array(folds.labels[first..<min(first + together, folds.labels.count)])
      let foldFits = try Self.fits(fit, without: labels, folds, lambdas, shouldStop) {
        reports?.reporter(fold: first + $0)
      }
      for (label, foldFit) in Swift.zip(labels, foldFits) {
        Self.predict(foldFit.solutions, problem, folds.rows(in: label), into: &predictions)
        if keepsFits { fits.append(foldFit) }
      }
    }
    let scores = FoldScores(problem, folds, measure)
    let foldCurves = scores.foldCurves(predictions)
    let curve = lambdas.indices.map { scores.point(lambdas[$0], foldCurves.column($0).values) }
    self.fit = fit
    self.folds = folds
    self.measure = measure
    self.curve = curve
    self.foldCurves = foldCurves
    self.predictions = predictions
    foldFits = keepsFits ? fits : nil
    (lambdaMin, lambda1se) = Self.choose(curve, measure)
  }

  /// The score at any λ, every fold being fitted there exactly.
  public func point(
    at lambda: Double, shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(SolverError) -> Point {
    if let known = curve.first(where: { $0.lambda == lambda }) { return known }
    let problem = fit.problem
    var predictions = Matrix(rows: problem.y.count, columns: 1)
    for (position, label) in folds.labels.enumerated() {
      let solution: Solution
      if let foldFits {
        solution = try foldFits[position].solution(at: lambda, shouldStop: shouldStop)
      } else {
        solution = try Self.fit(fit, without: label, folds, [lambda], fit.workers, shouldStop)
          .solutions[0]
      }
      Self.predict([solution], problem, folds.rows(in: label), into: &predictions)
    }
    let scores = FoldScores(problem, folds, measure)
    return scores.point(lambda, scores.foldCurves(predictions).values)
  }

  /// Fits several training parts side by side.
  private static func fits(
    _ whole: PathFit, without labels: [Int], _ folds: Folds, _ lambdas: [Double],
    _ shouldStop: @escaping @Sendable () -> Bool,
    progress: @Sendable (_ place: Int) -> ProgressReport?
  ) throws(SolverError) -> [PathFit] {
    let found = Mutex([Result<PathFit, SolverError>?](repeating: nil, count: labels.count))
    let inside = Workers(count: whole.workers.count / labels.count)
    whole.workers.forEach(labels.count) { place in
      let result: Result<PathFit, SolverError>
      do throws(SolverError) {
        result = .success(
          try fit(
            whole, without: labels[place], folds, lambdas, inside, shouldStop,
            progress: progress(place)))
      } catch {
        result = .failure(error)
      }
      found.withLock { $0[place] = result }
    }
    var fits: [PathFit] = []
    for result in found.withLock({ $0 }) { if let result { fits.append(try result.get()) } }
    return fits
  }

  private static func fit(
    _ whole: PathFit, without label: Int, _ folds: Folds, _ lambdas: [Double], _ workers: Workers,
    _ shouldStop: @escaping @Sendable () -> Bool, progress: ProgressReport? = nil
  ) throws(SolverError) -> PathFit {
    let training = whole.problem.selecting(rows: folds.rows(outside: label))
    guard training.weights?.contains(where: { $0 > 0 }) ?? true else {
      throw .emptyTraining(fold: label)
    }
    let options = PathOptions(
      lambdas: lambdas, tolerance: whole.tolerance, workers: workers, progress: progress,
      shouldStop: shouldStop)
    return try PathFit(training, whole.penalty, options)
  }

  private static func predict(
    _ solutions: [Solution], _ problem: Problem, _ rows: [Int], into predictions: inout Matrix
  ) {
    let coefficients = Matrix(
      rows: problem.x.columns, columns: solutions.count,
      values: solutions.flatMap(\.coefficients))
    let linear = problem.x.selecting(rows: rows) * coefficients
    for (column, solution) in solutions.enumerated() {
      for (place, row) in rows.enumerated() {
        predictions[row, column] =
          linear[place, column] + solution.intercept + (problem.offset?[row] ?? 0)
      }
    }
  }

  private static func choose(
    _ curve: [Point], _ measure: Measure
  ) -> (minimum: Double, oneStandardError: Double) {
    func loss(_ point: Point) -> Double {
      // An undefined score (r2 of a constant response) never wins.
      if point.mean.isNaN { return .infinity }
      return measure.isGain ? -point.mean : point.mean
    }
    let best = curve.min { (loss($0), -$0.lambda) < (loss($1), -$1.lambda) }
    guard let best else { return (0, 0) }
    let limit = loss(best) + (best.standardError.isNaN ? 0 : best.standardError)
    let within = curve.filter { loss($0) <= limit }
    return (best.lambda, within.map(\.lambda).max() ?? best.lambda)
  }
}
