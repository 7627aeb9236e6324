import RegLinearAlgebra

/// What a fitted path keeps to answer more λ, and the choice of method for each.
struct PathEngine: Sendable {
  let lambdaMax: Double

  let problem: StandardizedProblem
  /// The rows of the data, with weight or without.
  let observations: Int
  let rates: PenaltyRates
  let start: NullModel
  private(set) var workingSet: WorkingSet?
  private let tolerance: Double
  /// Cross-products of a path, where they were held against the data.
  private var checkedProducts: CheckedProducts?
  private var ridge: RidgeSolver?
  private var gramRidge: GramRidge?

  private enum Method {
    case leastSquares, ridge, activeSet
  }

  /// - Parameter total: The cross-products of all rows, where they have been made.
  init(
    _ problem: Problem, _ penalty: any Penalty, _ options: PathOptions,
    total: CrossProducts? = nil
  ) throws(SolverError) {
    let standardized = try StandardizedProblem(problem, workers: options.workers)
    if let total,
      let products = StandardizedMatrix.Products(total, problem, standardized.design.columns)
    {
      standardized.design.adopt(products)
    }
    try self.init(standardized, rows: problem.x.rows, penalty, options)
  }

  /// - Parameter rows: The rows of the data, with weight or without.
  init(
    _ standardized: StandardizedProblem, rows: Int, _ penalty: any Penalty, _ options: PathOptions
  ) throws(SolverError) {
    let scale = PenaltyScale(rows: rows, responseDeviation: standardized.responseDeviation)
    self.problem = standardized
    observations = rows
    rates = penalty.rates(on: scale)
    tolerance = options.tolerance
    start = try NullModel(standardized, shouldStop: options.shouldStop)
    lambdaMax = standardized.lambda(
      rates, l1: start.largestUsefulL1(rates, standardized))
  }

  /// Fits every λ, largest first, and returns the solutions in the order asked for.
  mutating func solve(
    _ lambdas: [Double], _ shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> [Solution] {
    let falling = lambdas.indices.sorted { (lambdas[$0], $1) > (lambdas[$1], $0) }
    var drafts = [Draft?](repeating: nil, count: lambdas.count)
    var solver: PathSolver?
    for index in falling {
      guard !shouldStop() else { throw .cancelled }
      let penalty = problem.terms(rates, at: lambdas[index])
      drafts[index] = try draft(lambdas[index], penalty, &solver, shouldStop)
    }
    let drafted = drafts.compactMap(\.self)
    checkedProducts = hasRows ? crossProducts(drafted, solver) : nil
    let solutions = try certify(drafted, &solver, shouldStop)
    workingSet = solver?.descent.set
    return solutions
  }

  /// Fits one more λ from a solution nearby.
  func solve(
    _ lambda: Double, near known: Solution?, _ shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> Solution {
    var copy = self
    var solver: PathSolver?
    if let workingSet, let known {
      solver = PathSolver(
        problem, workingSet, from: problem.scaledCoefficients(known.coefficients),
        l1: min(
          problem.terms(rates, at: known.lambda).l1, start.largestUsefulL1(lassoRates, problem)),
        shouldStop: shouldStop)
    }
    // One λ is always checked against the data.
    copy.checkedProducts = nil
    let draft = try copy.draft(lambda, problem.terms(rates, at: lambda), &solver, shouldStop)
    return try copy.certify([draft], &solver, shouldStop)[0]
  }

  private var lassoRates: PenaltyRates { PenaltyRates(l1: 1, l2: 0) }

  // MARK: one λ

  private struct Draft {
    let lambda: Double
    let penalty: ScaledPenalty
    var b: [Double]
    var iterations: Int
    /// The gap, where the method knows it better than the certificate can.
    var gap: Double?
  }

  private mutating func draft(
    _ lambda: Double, _ penalty: ScaledPenalty, _ solver: inout PathSolver?,
    _ shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> Draft {
    switch method(penalty) {
    case .leastSquares:
      let (b, gap) = try leastSquares()
      return Draft(lambda: lambda, penalty: penalty, b: b, iterations: 1, gap: gap)
    case .ridge:
      let b = try solveRidge(penalty.l2)
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

  private mutating func solveRidge(_ l2: Double) throws(SolverError) -> [Double] {
    guard hasRows else {
      if let gramRidge { return gramRidge.solve(l2) }
      let solver = try GramRidge(problem)
      gramRidge = solver
      return solver.solve(l2)
    }
    return try eigenSolver().solve(l2)
  }

  /// Whether the problem is more than its cross-products.
  private var hasRows: Bool { problem.design.given == nil }

  private mutating func eigenSolver() throws(SolverError) -> RidgeSolver {
    if let ridge { return ridge }
    let solver = try RidgeSolver(problem)
    ridge = solver
    return solver
  }

  /// What a ridge is solved with.
  func ridgeSolver() throws(SolverError) -> RidgeSolver {
    if let ridge { return ridge }
    return try RidgeSolver(problem)
  }

  private func method(_ penalty: ScaledPenalty) -> Method {
    guard !problem.isBounded else { return .activeSet }
    let hasAbsolute = penalty.l1 > 0 && problem.absoluteFactors.contains { $0 > 0 }
    let hasSquare = penalty.l2 > 0 && problem.squareFactors.contains { $0 > 0 }
    if !hasAbsolute, hasSquare { return .ridge }
    return hasAbsolute || !hasRows ? .activeSet : .leastSquares
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
    _ drafts: [Draft], _ solver: inout PathSolver?,
    _ shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> [Solution] {
    var solutions: [Solution] = []
    solutions.reserveCapacity(drafts.count)
    for first in stride(from: 0, to: drafts.count, by: 32) {
      guard !shouldStop() else { throw .cancelled }
      let block = Array(drafts[first..<min(first + 32, drafts.count)])
      let found = evidence(block.map(\.b), solver?.descent.set)
      for (draft, evidence) in Swift.zip(block, found) {
        solutions.append(try certify(draft, evidence, &solver))
      }
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
    let samples = [drafts.count / 2, last].sorted()
    let known = samples.map { drafts[$0].b }
    return CheckedProducts(problem, set, known: known, evidence: problem.evidence(known))
  }

  /// What the data say, by cross-products where these were held against them; where a working set was
  /// grown, of its columns alone, the others having been checked when it was.
  func evidence(_ coefficients: [[Double]], _ set: WorkingSet?) -> [Evidence] {
    checkedProducts?.evidence(coefficients) ?? direct(coefficients, set)
  }

  /// The same from the data themselves.
  private func direct(_ coefficients: [[Double]], _ set: WorkingSet?) -> [Evidence] {
    guard let set, !problem.holdsProducts else { return problem.evidence(coefficients) }
    return set.evidence(coefficients, of: problem.y)
  }

  private func certify(
    _ draft: Draft, _ evidence: Evidence, _ solver: inout PathSolver?
  ) throws(SolverError) -> Solution {
    var (draft, evidence) = (draft, evidence)
    // Without rows there is nothing more exact to correct a solution by.
    for _ in 0..<(hasRows ? 3 : 0) {
      let violation = evidence.violation(problem, draft.penalty, draft.b)
      let size = draft.b.reduce(1) { $0 + $1.magnitude }
      guard violation > 2e-14 * size else { break }
      let better = try refined(draft, &solver)
      let checked = direct([better.b], solver?.descent.set)[0]
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
