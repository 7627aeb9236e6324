import RegLinearAlgebra

/// What a path of several responses keeps to answer more λ, and the choice of method for each.
struct MultiResponseEngine: Sendable {
  let lambdaMax: Double

  let problem: StandardizedMultiResponse
  private let rates: PenaltyRates
  private let tolerance: Double
  private let start: MultiResponseNullModel
  private(set) var workingSet: WorkingSet?
  private var ridge: RidgeSolver?

  private enum Method {
    case leastSquares, ridge, groups
  }

  private struct Draft {
    let lambda: Double
    let penalty: ScaledPenalty
    var b: [Double]
    var iterations: Int
    /// The gap, where the method knows it better than the certificate can.
    var gap: Double?
  }

  init(
    _ problem: MultiResponseProblem, _ penalty: any Penalty, _ options: PathOptions
  ) throws(SolverError) {
    let standardized = try StandardizedMultiResponse(problem, workers: options.workers)
    let scale = PenaltyScale(
      problem.predictors, responseDeviation: standardized.responseDeviation,
      hasSeveralResponses: true)
    self.problem = standardized
    rates = penalty.rates(on: scale)
    tolerance = options.tolerance
    start = try MultiResponseNullModel(standardized, shouldStop: options.shouldStop)
    lambdaMax = standardized.lambda(rates, l1: start.largestUsefulL1(rates, standardized))
  }

  /// Fits every λ, largest first, and returns the solutions in the order asked for.
  mutating func solve(
    _ lambdas: [Double], _ shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> [MultiResponseSolution] {
    let falling = lambdas.indices.sorted { (lambdas[$0], $1) > (lambdas[$1], $0) }
    var drafts = [Draft?](repeating: nil, count: lambdas.count)
    var solver: MultiResponseSolver?
    for index in falling {
      guard !shouldStop() else { throw .cancelled }
      drafts[index] = try draft(lambdas[index], &solver, shouldStop)
    }
    let solutions = try certify(drafts.compactMap(\.self), &solver, shouldStop)
    workingSet = solver?.descent.set
    return solutions
  }

  /// Fits one more λ from a solution nearby.
  func solve(
    _ lambda: Double, near known: MultiResponseSolution?,
    _ shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> MultiResponseSolution {
    var copy = self
    var solver: MultiResponseSolver?
    if let workingSet, let known {
      let largest = start.largestUsefulL1(PenaltyRates(l1: 1, l2: 0), problem)
      solver = MultiResponseSolver(
        problem, workingSet, from: problem.scaledCoefficients(known.coefficients),
        l1: min(problem.terms(rates, at: known.lambda).l1, largest), shouldStop: shouldStop)
    }
    let draft = try copy.draft(lambda, &solver, shouldStop)
    return try copy.certify([draft], &solver, shouldStop)[0]
  }

  // MARK: one λ

  private mutating func draft(
    _ lambda: Double, _ solver: inout MultiResponseSolver?,
    _ shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> Draft {
    let penalty = problem.terms(rates, at: lambda)
    switch method(penalty) {
    case .leastSquares:
      let (b, gap) = try leastSquares()
      return Draft(lambda: lambda, penalty: penalty, b: b, iterations: 1, gap: gap)
    case .ridge:
      let l2 = [Double](repeating: penalty.l2, count: problem.width)
      let b = try ridgeSolver().solve(l2).flatMap(\.self)
      return Draft(lambda: lambda, penalty: penalty, b: b, iterations: 1)
    case .groups:
      var path = solver ?? MultiResponseSolver(start, problem, shouldStop: shouldStop)
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

  private mutating func ridgeSolver() throws(SolverError) -> RidgeSolver {
    if let ridge { return ridge }
    let solver = try RidgeSolver(problem.predictors, responses: problem.y)
    if !StopFlag.current.isSet { ridge = solver }
    return solver
  }

  private func method(_ penalty: ScaledPenalty) -> Method {
    guard !problem.isBounded else { return .groups }
    let factors = problem.predictors
    let hasAbsolute = penalty.l1 > 0 && factors.absoluteFactors.contains { $0 > 0 }
    let hasSquare = penalty.l2 > 0 && factors.squareFactors.contains { $0 > 0 }
    return hasAbsolute ? .groups : (hasSquare ? .ridge : .leastSquares)
  }

  /// Without a penalty: the shortest least-squares solution, corrected once. What the correction adds
  /// to the fit is exactly what was missing before it.
  private func leastSquares() throws(SolverError) -> (b: [Double], gap: Double) {
    do {
      let z = problem.predictors.z
      let first = try z.leastSquares(problem.y).solution
      let correction = try z.leastSquares(problem.residuals([first.values])).solution
      let missing = z * correction
      return (first.zip(correction) { $0 + $1 }.values, missing.dot(missing))
    } catch {
      throw .notConverged
    }
  }

  // MARK: certificates

  /// Checks solutions against the data, many at a time since products of matrices are fast.
  private func certify(
    _ drafts: [Draft], _ solver: inout MultiResponseSolver?,
    _ shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> [MultiResponseSolution] {
    var solutions: [MultiResponseSolution] = []
    solutions.reserveCapacity(drafts.count)
    for places in blocks(of: drafts.count) {
      guard !shouldStop() else { throw .cancelled }
      let block = Array(drafts[places])
      for (draft, evidence) in Swift.zip(block, problem.evidence(block.map(\.b))) {
        solutions.append(try certify(draft, evidence, &solver))
      }
    }
    return solutions
  }

  /// What the data say about tables of coefficients, many at a time.
  func evidence(inBlocks tables: [[Double]]) -> [MultiResponseEvidence] {
    blocks(of: tables.count).flatMap { problem.evidence(Array(tables[$0])) }
  }

  private func blocks(of count: Int) -> [Range<Int>] {
    let together = max(1, 32 / problem.width)
    return stride(from: 0, to: count, by: together).map { $0..<min($0 + together, count) }
  }

  private func certify(
    _ draft: Draft, _ evidence: MultiResponseEvidence, _ solver: inout MultiResponseSolver?
  ) throws(SolverError) -> MultiResponseSolution {
    var (draft, evidence) = (draft, evidence)
    for _ in 0..<3 {
      let violation = violation(draft, evidence)
      let size = draft.b.reduce(1) { $0 + $1.magnitude }
      guard violation > 2e-14 * size else { break }
      let better = try refined(draft, evidence, &solver)
      let checked = problem.evidence([better.b])[0]
      guard self.violation(better, checked) < violation else { break }
      (draft, evidence) = (better, checked)
    }
    return solution(draft, evidence)
  }

  private func violation(_ draft: Draft, _ evidence: MultiResponseEvidence) -> Double {
    problem.rowsNotAtRest(draft.b, evidence, draft.penalty).reduce(0) { largest, j in
      let group = problem.group(j, draft.penalty)
      let row = problem.row(j, of: draft.b)
      let slope = Swift.zip(problem.row(j, of: evidence.correlations), row).map {
        $0 - group.square * $1
      }
      return max(largest, group.violation(at: row, slope: slope))
    }
  }

  private func refined(
    _ draft: Draft, _ evidence: MultiResponseEvidence, _ solver: inout MultiResponseSolver?
  ) throws(SolverError) -> Draft {
    var draft = draft
    switch method(draft.penalty) {
    case .leastSquares:
      break
    case .ridge:
      guard let ridge else { break }
      draft.b = try corrected(draft, evidence, ridge)
    case .groups:
      guard var path = solver else { break }
      solver = nil
      try path.refine(draft.b, draft.penalty)
      draft.b = path.coefficients
      solver = path
    }
    return draft
  }

  /// A ridge moved by what the data say is missing.
  private func corrected(
    _ draft: Draft, _ evidence: MultiResponseEvidence, _ ridge: RidgeSolver
  ) throws(SolverError) -> [Double] {
    let (l2, count) = (draft.penalty.l2, problem.count)
    let columns = (0..<problem.width).map { $0 * count..<($0 + 1) * count }
    let errors = columns.map { column in
      column.map {
        evidence.correlations[$0]
          - l2 * problem.predictors.squareFactors[$0 - column.lowerBound] * draft.b[$0]
      }
    }
    return try ridge.correct(
      columns.map { Array(draft.b[$0]) }, errors: errors, columns.map { _ in l2 }
    ).flatMap(\.self)
  }

  private func solution(
    _ draft: Draft, _ evidence: MultiResponseEvidence
  ) -> MultiResponseSolution {
    let gap =
      draft.gap
      ?? MultiResponseCertificate(problem, draft.penalty, b: draft.b, evidence: evidence).gap
    let coefficients = problem.coefficients(draft.b)
    return MultiResponseSolution(
      lambda: draft.lambda, intercepts: problem.intercepts(coefficients),
      coefficients: coefficients, gap: gap, converged: gap <= tolerance,
      iterations: draft.iterations,
      devianceRatio: problem.responseDeviation > 0 ? 1 - evidence.squares : 0)
  }
}
