import RegLinearAlgebra

/// What a fitted path keeps to answer more λ, and the choice of method for each.
struct PathEngine: Sendable {
  let lambdaMax: Double

  private let problem: StandardizedProblem
  private let rates: PenaltyRates
  private let tolerance: Double
  private let start: NullModel
  private var workingSet: WorkingSet?
  private var ridge: RidgeSolver?

  private enum Method {
    case leastSquares, ridge, activeSet
  }

  init(
    _ problem: Problem, _ penalty: any Penalty, _ options: PathOptions
  ) throws(SolverError) {
    let (standardized, start) = try stoppable(options.shouldStop) {
      (shouldStop) throws(SolverError) in
      let standardized = try StandardizedProblem(problem, workers: options.workers)
      return (standardized, try NullModel(standardized, shouldStop: shouldStop))
    }
    let scale = PenaltyScale(
      rows: problem.x.rows, responseDeviation: standardized.responseDeviation)
    self.problem = standardized
    rates = penalty.rates(on: scale)
    tolerance = options.tolerance
    self.start = start
    lambdaMax = standardized.lambda(
      rates, l1: start.largestUsefulL1(rates, standardized))
  }

  /// Fits what is left of a path, largest λ first.
  ///
  /// - Returns: All solutions in the order asked for; nil when stopped, and then `path` holds what to
  ///   go on from.
  mutating func finish(
    _ path: inout PathDrafts, _ progress: ProgressReport?,
    _ shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> [Solution]? {
    do throws(SolverError) {
      return try stoppable(shouldStop) { (shouldStop) throws(SolverError) in
        try solve(&path, progress, shouldStop)
      }
    } catch {
      guard error == .cancelled else { throw error }
      workingSet = path.savedSolver?.descent.set
      return nil
    }
  }

  private mutating func solve(
    _ path: inout PathDrafts, _ progress: ProgressReport?,
    _ shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> [Solution] {
    path.startClock()
    var solver = path.savedSolver
    solver?.ask(shouldStop)
    for place in path.savedCount..<path.lambdas.count {
      path.save(solver, before: place)
      let lambda = path.lambda(place)
      let draft = try draft(lambda, problem.terms(rates, at: lambda), &solver, shouldStop)
      // It may have been made of work that was left undone.
      guard !shouldStop() else { throw .cancelled }
      path.add(draft, at: place)
      progress?(FitProgress(lambdas: path.count, of: path.lambdas.count))
    }
    path.save(solver, before: path.lambdas.count)
    let solutions = try certify(path.inOrder, &solver, progress, shouldStop)
    workingSet = solver?.descent.set
    return solutions
  }

  /// The solutions of a path that was stopped, as they are.
  func certified(_ drafts: [Draft]) -> [Solution] {
    var solver: PathSolver?
    if let solutions = try? certify(drafts, &solver, nil, { false }) { return solutions }
    return Swift.zip(drafts, problem.evidence(drafts.map(\.b))).map(solution)
  }

  /// Fits one more λ from a solution nearby.
  func solve(
    _ lambda: Double, near known: Solution?, _ shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> Solution {
    try stoppable(shouldStop) { (shouldStop) throws(SolverError) in
      var copy = self
      var solver: PathSolver?
      if let workingSet, let known {
        solver = PathSolver(
          problem, workingSet, from: problem.scaledCoefficients(known.coefficients),
          l1: min(
            problem.terms(rates, at: known.lambda).l1, start.largestUsefulL1(lassoRates, problem)),
          shouldStop: shouldStop)
      }
      let draft = try copy.draft(lambda, problem.terms(rates, at: lambda), &solver, shouldStop)
      return try copy.certify([draft], &solver, nil, shouldStop)[0]
    }
  }

  private var lassoRates: PenaltyRates { PenaltyRates(l1: 1, l2: 0) }

  // MARK: one λ

  private mutating func draft(
    _ lambda: Double, _ penalty: ScaledPenalty, _ solver: inout PathSolver?,
    _ shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> Draft {
    switch method(penalty) {
    case .leastSquares:
      let (b, gap) = try leastSquares()
      return Draft(lambda: lambda, penalty: penalty, b: b, iterations: 1, gap: gap)
    case .ridge:
      let b = try eigenSolver().solve(penalty.l2)
      return Draft(lambda: lambda, penalty: penalty, b: b, iterations: 1)
    case .activeSet:
      var path = solver ?? PathSolver(start, problem, shouldStop: shouldStop)
      // Moved out and back, so that its storage has one owner while it is written.
      solver = nil
      let before = path.descent.iterations
      try path.solve(penalty)
      let draft = Draft(
        lambda: lambda, penalty: penalty, b: path.coefficients,
        iterations: path.descent.iterations - before)
      solver = path
      return draft
    }
  }

  private mutating func eigenSolver() throws(SolverError) -> RidgeSolver {
    if let ridge { return ridge }
    let solver = try RidgeSolver(problem)
    if !StopFlag.current.isSet { ridge = solver }
    return solver
  }

  private func method(_ penalty: ScaledPenalty) -> Method {
    guard !problem.isBounded else { return .activeSet }
    let hasAbsolute = penalty.l1 > 0 && problem.absoluteFactors.contains { $0 > 0 }
    let hasSquare = penalty.l2 > 0 && problem.squareFactors.contains { $0 > 0 }
    return hasAbsolute ? .activeSet : (hasSquare ? .ridge : .leastSquares)
  }

  /// Without a penalty: the least-squares solution that is shortest in standardised units, corrected
  /// once. What the correction adds to the fit is exactly what was missing before it.
  private func leastSquares() throws(SolverError) -> (b: [Double], gap: Double) {
    do {
      let first = try problem.z.leastSquares(Matrix(problem.y)).solution
      let rest = Matrix(problem.residual(first.values))
      let correction = try problem.z.leastSquares(rest).solution
      let missing = problem.z * correction
      return (first.zip(correction) { $0 + $1 }.values, missing.dot(missing))
    } catch {
      throw .notConverged
    }
  }

  // MARK: certificates

  /// Checks solutions against the data, many at a time since products of matrices are fast.
  private func certify(
    _ drafts: [Draft], _ solver: inout PathSolver?, _ progress: ProgressReport?,
    _ shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> [Solution] {
    var solutions: [Solution] = []
    solutions.reserveCapacity(drafts.count)
    let products = crossProducts(drafts, solver)
    for first in stride(from: 0, to: drafts.count, by: 32) {
      guard !shouldStop() else { throw .cancelled }
      let block = Array(drafts[first..<min(first + 32, drafts.count)])
      let found =
        products?.evidence(block.map(\.b)) ?? evidence(block.map(\.b), solver?.descent.set)
      for (draft, evidence) in Swift.zip(block, found) {
        solutions.append(try certify(draft, evidence, &solver))
      }
      progress?(
        FitProgress(lambdas: drafts.count, certified: solutions.count, of: drafts.count))
    }
    return solutions
  }

  /// Cross-products that have been held against the data where it is worth it: on many rows, for
  /// many λ.
  private func crossProducts(_ drafts: [Draft], _ solver: PathSolver?) -> CheckedProducts? {
    guard let set = solver?.descent.set, set.count == problem.count, drafts.count >= 16,
      problem.rows >= 2 * problem.count
    else { return nil }
    let last = drafts.indices.max { drafts[$0].lambda > drafts[$1].lambda } ?? 0
    let samples = Set(stride(from: 0, to: drafts.count, by: 25)).union([last]).sorted()
    let known = samples.map { drafts[$0].b }
    return CheckedProducts(problem, set, known: known, evidence: problem.evidence(known))
  }

  /// What the data say; where a working set was grown, of its columns alone, the others having been
  /// checked when it was.
  private func evidence(_ coefficients: [[Double]], _ set: WorkingSet?) -> [Evidence] {
    guard let set, !problem.holdsProducts else { return problem.evidence(coefficients) }
    return set.evidence(coefficients, of: problem.y)
  }

  private func certify(
    _ draft: Draft, _ evidence: Evidence, _ solver: inout PathSolver?
  ) throws(SolverError) -> Solution {
    var (draft, evidence) = (draft, evidence)
    for _ in 0..<3 {
      let violation = evidence.violation(problem, draft.penalty, draft.b)
      let size = draft.b.reduce(1) { $0 + $1.magnitude }
      guard violation > 2e-14 * size else { break }
      let better = try refined(draft, &solver)
      let checked = self.evidence([better.b], solver?.descent.set)[0]
      guard checked.violation(problem, draft.penalty, better.b) < violation else { break }
      (draft, evidence) = (better, checked)
    }
    return solution(draft, evidence)
  }

  private func refined(
    _ draft: Draft, _ solver: inout PathSolver?
  ) throws(SolverError) -> Draft {
    var draft = draft
    switch method(draft.penalty) {
    case .leastSquares:
      break
    case .ridge:
      draft.b = try ridge?.solve(draft.penalty.l2, refinements: 2) ?? draft.b
    case .activeSet:
      guard var path = solver else { break }
      solver = nil
      try path.refine(draft.b, draft.penalty)
      draft.b = path.coefficients
      solver = path
    }
    return draft
  }

  private func solution(_ draft: Draft, _ evidence: Evidence) -> Solution {
    let certificate = Certificate(
      problem, draft.penalty, b: draft.b, evidence: evidence)
    let gap = draft.gap ?? certificate.gap
    let coefficients = problem.coefficients(draft.b)
    return Solution(
      lambda: draft.lambda, intercept: problem.intercept(coefficients),
      coefficients: coefficients, gap: gap, converged: gap <= tolerance,
      iterations: draft.iterations,
      devianceRatio: problem.responseDeviation > 0 ? 1 - evidence.squares : 0)
  }
}
