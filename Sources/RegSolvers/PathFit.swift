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
  ///
  /// Of a path that was stopped these are the λ that it has; the first access makes their
  /// certificates.
  public var solutions: [Solution] { stopped?.solutions ?? finished }
  public let tolerance: Double
  /// Who shared the work.
  public let workers: Workers

  private let engine: PathEngine
  /// The solutions of a complete path.
  private let finished: [Solution]
  private let stopped: StoppedPath?

  /// The λ fitted.
  public var lambdas: [Double] { solutions.map(\.lambda) }

  /// Fits the whole path.
  ///
  /// - Throws: `SolverError` for a malformed problem, or when stopped; with `keepsStopped` only when
  ///   stopped before the first λ was fitted. A λ that misses the tolerance throws nothing: its
  ///   solution says so.
  public init(
    _ problem: Problem, _ penalty: any Penalty, _ options: PathOptions = PathOptions()
  ) throws(SolverError) {
    try options.validate()
    let asked = options.lambdas?.count ?? options.count
    options.progress?(FitProgress(lambdas: 0, of: asked))
    var engine = try PathEngine(problem, penalty, options)
    let lambdas =
      options.lambdas
      ?? options.grid(
        from: engine.lambdaMax, rows: problem.x.rows, columns: problem.x.columns)
    var drafts = PathDrafts(lambdas, savingInterval: options.savingInterval)
    if let solutions = try engine.finish(&drafts, options.progress, options.shouldStop) {
      (finished, stopped) = (solutions, nil)
    } else {
      guard options.keepsStopped, drafts.count > 0 else { throw .cancelled }
      (finished, stopped) = ([], StoppedPath(engine, drafts))
    }
    lambdaMax = engine.lambdaMax
    tolerance = options.tolerance
    workers = options.workers
    self.problem = problem
    self.penalty = penalty
    self.engine = engine
  }

  // MARK: going on

  /// False for a path whose fit was stopped; `continued` completes it.
  public var isComplete: Bool { stopped == nil }

  /// How many λ are fitted.
  public var fittedCount: Int { stopped?.drafts.count ?? finished.count }

  /// The λ that a stopped path has not reached, falling.
  public var remaining: [Double] { stopped?.drafts.remaining ?? [] }

  /// The path with all its λ, to the last bit what a fit gives that is never stopped.
  ///
  /// Stopped again, it returns the λ it has by then, and can be continued as before.
  ///
  /// - Complexity: That of the λ that remain, and a quarter of a second, or one λ, at most of what
  ///   had been fitted.
  public func continued(
    progress: ProgressReport? = nil, shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(SolverError) -> PathFit {
    guard let stopped else { return self }
    var (engine, drafts) = (stopped.engine, stopped.drafts)
    progress?(FitProgress(lambdas: drafts.count, of: drafts.lambdas.count))
    let solutions = try engine.finish(&drafts, progress, shouldStop)
    return PathFit(self, engine, solutions, drafts)
  }

  private init(
    _ path: PathFit, _ engine: PathEngine, _ solutions: [Solution]?, _ drafts: PathDrafts
  ) {
    problem = path.problem
    penalty = path.penalty
    lambdaMax = path.lambdaMax
    tolerance = path.tolerance
    workers = path.workers
    self.engine = engine
    finished = solutions ?? []
    stopped = solutions == nil ? StoppedPath(engine, drafts) : nil
  }

  // MARK: any λ

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
