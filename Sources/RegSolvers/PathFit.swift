public import RegLinearAlgebra

/// A problem fitted at a sequence of λ, able to answer any other λ exactly.
///
/// The result keeps what the solver has built up (standardised columns, cross-products, the
/// eigendecomposition of a ridge), so a new λ costs one warm-started solve and never interpolates.
public struct PathFit: Sendable {
  public let problem: Problem
  public let penalty: any Penalty
  /// The smallest λ at which no penalised column has a coefficient; 0 if none ever gets one.
  ///
  /// A pure ridge has no such λ; its grid starts where the elastic net with α = 0.001 would, were
  /// the response of unit deviation.
  public let lambdaMax: Double
  /// One a λ, in the order the λ were given; the automatic grid falls.
  public let solutions: [Solution]
  public let tolerance: Double
  /// Who shared the work.
  public let workers: Workers

  let engine: PathEngine

  /// The λ fitted.
  public var lambdas: [Double] { solutions.map(\.lambda) }

  /// What the penalty's scale was taken from.
  public var penaltyScale: PenaltyScale { engine.scale }

  /// Fits the whole path.
  ///
  /// - Throws: `SolverError` for a malformed problem, or when stopped. A λ that misses the tolerance
  ///   throws nothing: its solution says so.
  public init(
    _ problem: Problem, _ penalty: any Penalty, _ options: PathOptions = PathOptions()
  ) throws(SolverError) {
    try options.validate()
    var engine = try PathEngine(problem, penalty, options)
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

  /// The solution at any λ, as exact as those of the grid.
  ///
  /// - Throws: `SolverError.badLambda` for a negative or infinite λ; `cancelled`.
  public func solution(
    at lambda: Double, shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(SolverError) -> Solution {
    guard lambda >= 0, lambda.isFinite else { throw .badLambda(lambda) }
    if let known = solutions.first(where: { $0.lambda == lambda }) { return known }
    return try engine.solve(lambda, near: nearest(to: lambda), shouldStop)
  }

  /// The solution to start from: the one of the next larger λ, else of the largest.
  private func nearest(to lambda: Double) -> Solution? {
    let above = solutions.filter { $0.lambda > lambda }
    return above.min { $0.lambda < $1.lambda } ?? solutions.max { $0.lambda < $1.lambda }
  }
}
