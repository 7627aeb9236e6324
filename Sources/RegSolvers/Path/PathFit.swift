public import RegLinearAlgebra

/// A problem fitted at a sequence of λ, able to answer any other λ exactly.
///
/// The result keeps what the solver has built up (standardised columns, cross-products, the
/// eigendecomposition of a ridge). A lasso without bounds is linear in λ between knots: the knots
/// around a λ are found when it is first asked for, and all λ between them are read off exactly. Any
/// other penalty costs one warm-started solve a λ, and nothing is interpolated where that is not
/// exact.
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

  let engine: PathEngine
  /// Shared by copies; nil where the path has no knots.
  let knotted: PathKnots?
  /// The solutions of a complete path.
  private let finished: [Solution]
  private let stopped: StoppedPath?
  /// Shared by copies.
  private let knownGaps = PathGaps()

  /// The λ fitted.
  public var lambdas: [Double] { solutions.map(\.lambda) }

  /// The columns that might have a coefficient and have the same value in every row with weight, so
  /// that it is 0; counted from 0.
  public var constantColumns: [Int] {
    guard engine.problem.count < problem.x.columns else { return [] }
    let varying = Set(engine.problem.columns)
    return (0..<problem.x.columns).filter { problem.mayEnter($0) && !varying.contains($0) }
  }

  /// Whether the response, less its offset, has nothing to be explained.
  public var hasConstantResponse: Bool { engine.problem.responseDeviation == 0 }

  /// What the penalty's scale was taken from.
  public var penaltyScale: PenaltyScale { engine.scale }

  /// Fits the whole path.
  ///
  /// - Throws: `SolverError` for a malformed problem, or when stopped; with `keepsStopped` only when
  ///   stopped before the first λ was fitted. A λ that misses the tolerance throws nothing: its
  ///   solution says so.
  public init(
    _ problem: Problem, _ penalty: any Penalty, _ options: PathOptions = PathOptions()
  ) throws(SolverError) {
    try options.validate()
    options.progress?(FitProgress(lambdas: 0, of: options.lambdas?.count ?? options.count))
    try self.init(PathEngine(problem, penalty, options), problem, penalty, options)
  }

  /// Fits the whole path by an engine made for it.
  init(
    _ engine: PathEngine, _ problem: Problem, _ penalty: any Penalty, _ options: PathOptions
  ) throws(SolverError) {
    var engine = engine
    var drafts = PathDrafts(
      options.lambdas(from: engine.lambdaMax, problem), savingInterval: options.savingInterval)
    let solutions = try engine.finish(&drafts, options.progress, options.shouldStop)
    guard solutions != nil || (options.keepsStopped && drafts.count > 0) else { throw .cancelled }
    finished = solutions ?? []
    stopped = solutions == nil ? StoppedPath(engine, drafts) : nil
    knotted = solutions.flatMap { PathKnots(engine, $0, tolerance: options.tolerance) }
    lambdaMax = engine.lambdaMax
    tolerance = options.tolerance
    workers = options.workers
    self.problem = problem
    self.penalty = penalty
    self.engine = engine
  }

  /// A path that was fitted before, by its solutions as they were.
  ///
  /// Other λ are answered as exactly as by the fit itself, though their last bits may differ, since
  /// the fit knew which columns matter.
  ///
  /// - Throws: `SolverError` for a malformed problem, `.columnCount` for solutions of another.
  /// - Complexity: A pass or two over the data, and their cross-products where the fit formed them;
  ///   nothing is fitted.
  public init(
    restoring solutions: [Solution], of problem: Problem, _ penalty: any Penalty,
    _ options: PathOptions
  ) throws(SolverError) {
    try options.validate()
    try problem.validate()
    for solution in solutions where solution.coefficients.count != problem.x.columns {
      throw .columnCount(
        argument: "coefficients", expected: problem.x.columns, got: solution.coefficients.count)
    }
    var engine = try PathEngine(problem, penalty, options)
    engine.restore()
    finished = solutions
    stopped = nil
    knotted = PathKnots(engine, solutions, tolerance: options.tolerance)
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
    knotted = solutions.flatMap { PathKnots(engine, $0, tolerance: path.tolerance) }
  }

  // MARK: certificates

  /// The duality gap of every solution, from the rows of the data alone, whatever the fit went by.
  ///
  /// A fit of many rows certifies its solutions by cross-products, with a proved bound on their
  /// rounding, and one of many columns lets a small copy prove that most of them are not needed.
  /// Neither is trusted here.
  ///
  /// - Throws: `SolverError.cancelled`.
  /// - Complexity: At the first call O(rows · columns · λ), in products of matrices.
  public func gaps(
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(SolverError) -> [Double] {
    try knownGaps.found { () throws(SolverError) in
      try gaps(of: solutions, shouldStop: shouldStop)
    }
  }

  /// The same of solutions for this problem and penalty at any λ.
  public func gaps(
    of solutions: [Solution], shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(SolverError) -> [Double] {
    try engine.gapsByRows(solutions, shouldStop)
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
    guard !shouldStop() else { throw .cancelled }
    // Without a penalty there may be many solutions; the solver gives the shortest.
    if lambda > 0, let sparse = try knotted?.solution(at: lambda, shouldStop) {
      return sparse.expanded(problem.x.columns)
    }
    return try engine.solve(lambda, near: solutions.nearest(to: lambda), shouldStop)
  }

  /// The columns of the model at any λ with their coefficients, as exact as the solutions of the
  /// grid.
  ///
  /// - Throws: `SolverError.badLambda` for a negative or infinite λ; `cancelled`.
  /// - Complexity: For a lasso without bounds O(columns in the model), some microseconds, once any λ
  ///   between the same two of the grid has been asked for; before, and for other penalties, that of
  ///   `solution(at:)`.
  public func coefficients(
    at lambda: Double, shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(SolverError) -> SparseSolution {
    if lambda > 0, lambda.isFinite, let sparse = try knotted?.solution(at: lambda, shouldStop) {
      return sparse
    }
    return SparseSolution(try solution(at: lambda, shouldStop: shouldStop))
  }
}

extension [Solution] {
  /// The solution to start from: the one of the next larger λ, else of the largest.
  func nearest(to lambda: Double) -> Solution? {
    let above = filter { $0.lambda > lambda }
    return above.min { $0.lambda < $1.lambda } ?? self.max { $0.lambda < $1.lambda }
  }
}
