public import RegLinearAlgebra

/// A problem of several responses fitted at a sequence of λ, able to answer any other λ exactly.
public struct MultiResponseFit: Sendable {
  public let problem: MultiResponseProblem
  public let penalty: any Penalty
  /// The smallest λ at which no penalised column has a coefficient; 0 if none ever gets one.
  ///
  /// A pure ridge has no such λ; its grid starts where the elastic net with α = 0.001 would, were
  /// the responses together of unit deviation.
  public let lambdaMax: Double
  /// One a λ, in the order the λ were given; the automatic grid falls.
  public let solutions: [MultiResponseSolution]
  public let tolerance: Double
  /// Who shared the work.
  public let workers: Workers

  private let engine: MultiResponseEngine

  /// The λ fitted.
  public var lambdas: [Double] { solutions.map(\.lambda) }

  /// Fits the whole path.
  ///
  /// - Throws: `SolverError` for a malformed problem, or when stopped. A λ that misses the tolerance
  ///   throws nothing: its solution says so.
  public init(
    _ problem: MultiResponseProblem, _ penalty: any Penalty, _ options: PathOptions = PathOptions()
  ) throws(SolverError) {
    try options.validate()
    var engine = try MultiResponseEngine(problem, penalty, options)
    let lambdas =
      options.lambdas
      ?? options.grid(
        from: engine.lambdaMax, rows: problem.x.rows, columns: problem.x.columns)
    solutions = try engine.solve(lambdas, options.shouldStop)
    lambdaMax = engine.lambdaMax
    tolerance = options.tolerance
    workers = options.workers
    self.problem = problem
    self.penalty = penalty
    self.engine = engine
  }

  /// A path that was fitted before, by its solutions as they were, as `PathFit` has it.
  public init(
    restoring solutions: [MultiResponseSolution], of problem: MultiResponseProblem,
    _ penalty: any Penalty, _ options: PathOptions
  ) throws(SolverError) {
    try options.validate()
    try problem.validate()
    for solution in solutions
    where solution.coefficients.rows != problem.x.columns
      || solution.coefficients.columns != problem.y.columns
      || solution.intercepts.count != problem.y.columns
    {
      throw .columnCount(
        argument: "coefficients", expected: problem.x.columns, got: solution.coefficients.rows)
    }
    let engine = try MultiResponseEngine(problem, penalty, options)
    self.solutions = solutions
    lambdaMax = engine.lambdaMax
    tolerance = options.tolerance
    workers = options.workers
    self.problem = problem
    self.penalty = penalty
    self.engine = engine
  }

  /// The solution at any λ, as exact as those of the grid.
  ///
  /// - Throws: `SolverError.badLambda` for a negative or infinite λ; `cancelled`.
  public func solution(
    at lambda: Double, shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(SolverError) -> MultiResponseSolution {
    guard lambda >= 0, lambda.isFinite else { throw .badLambda(lambda) }
    if let known = solutions.first(where: { $0.lambda == lambda }) { return known }
    let above = solutions.filter { $0.lambda > lambda }
    let nearest = above.min { $0.lambda < $1.lambda } ?? solutions.max { $0.lambda < $1.lambda }
    return try engine.solve(lambda, near: nearest, shouldStop)
  }

  /// Relaxes solutions of this fit: each column of a solution is refitted for every response.
  ///
  /// The gap of each is the larger of two: that of the penalised fit, and what the refit's squared
  /// errors are above their minimum, as a share of those without predictors.
  ///
  /// - Throws: `SolverError.boundedRelaxation` where coefficients are bounded; `cancelled`.
  /// - Complexity: For each set of columns, a factorisation of their cross-products.
  public func relaxed(
    _ solutions: [MultiResponseSolution], _ relaxation: Relaxation,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(SolverError) -> [MultiResponseSolution] {
    try engine.relaxed(solutions, relaxation, tolerance: tolerance, shouldStop)
  }

  /// The same problem, penalty and tolerance on some of the rows, at the same λ.
  ///
  /// - Throws: `SolverError.badWeights` when none of the rows counts, `emptyProblem`, `cancelled`.
  public func refitted(
    rows: [Int], at lambdas: [Double]? = nil, workers: Workers? = nil,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(SolverError) -> MultiResponseFit {
    try MultiResponseFit(
      problem.selecting(rows: rows), penalty,
      PathOptions(
        lambdas: lambdas ?? self.lambdas, tolerance: tolerance, workers: workers ?? self.workers,
        shouldStop: shouldStop))
  }
}

/// The model of several responses at one λ.
public struct MultiResponseSolution: Sendable, Equatable {
  public let lambda: Double
  /// One a response.
  public let intercepts: [Double]
  /// One row a column of X and one column a response, on the scale of the data; the row of a column
  /// that is not in the model is exactly 0.
  public let coefficients: Matrix
  /// The duality gap relative to the loss of the model with the intercepts alone.
  public let gap: Double
  /// Whether `gap` is within the tolerance asked for.
  public let converged: Bool
  /// Sweeps and Newton steps taken.
  public let iterations: Int
  /// The share of the deviance of the model with intercepts and offset alone that is explained, over
  /// all responses, each in its unit of the fit.
  public let devianceRatio: Double

  /// A solution as it was found before.
  public init(
    lambda: Double, intercepts: [Double], coefficients: Matrix, gap: Double, converged: Bool,
    iterations: Int, devianceRatio: Double
  ) {
    self.lambda = lambda
    self.intercepts = intercepts
    self.coefficients = coefficients
    self.gap = gap
    self.converged = converged
    self.iterations = iterations
    self.devianceRatio = devianceRatio
  }

  /// The number of columns in the model.
  public var degreesOfFreedom: Int { activeColumns.count }

  /// The columns with a nonzero coefficient for some response, counted from 0.
  public var activeColumns: [Int] {
    (0..<coefficients.rows).filter { j in
      (0..<coefficients.columns).contains { coefficients[j, $0] != 0 }
    }
  }

  /// The predictions for the rows of `x`, one column a response.
  ///
  /// - Parameter offset: Of the shape of the result, added; nil for none.
  /// - Throws: `SolverError.predictorCount`, `rowCount` or `columnCount` when sizes differ.
  public func predict(_ x: Matrix, offset: Matrix? = nil) throws(SolverError) -> Matrix {
    guard x.columns == coefficients.rows else {
      throw .predictorCount(expected: coefficients.rows, got: x.columns)
    }
    if let offset, offset.rows != x.rows {
      throw .rowCount(argument: "offset", expected: x.rows, got: offset.rows)
    }
    if let offset, offset.columns != intercepts.count {
      throw .columnCount(argument: "offset", expected: intercepts.count, got: offset.columns)
    }
    let linear = x * coefficients
    return Matrix(rows: x.rows, columns: intercepts.count) { result in
      for (k, intercept) in intercepts.enumerated() {
        for row in 0..<x.rows {
          result[k * x.rows + row] = linear[row, k] + intercept + (offset?[row, k] ?? 0)
        }
      }
    }
  }
}

extension MultiResponseSolution {
  /// The same facts as a solution of one response would state them: in place of a column's
  /// coefficients their length, in place of the intercepts theirs.
  public var lengths: Solution {
    let rows = (0..<coefficients.rows).map { j in
      (0..<coefficients.columns).map { coefficients[j, $0] }.length
    }
    return Solution(
      lambda: lambda, intercept: intercepts.length, coefficients: rows, gap: gap,
      converged: converged, iterations: iterations, devianceRatio: devianceRatio)
  }
}
