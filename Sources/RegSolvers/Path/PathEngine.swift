import RegLinearAlgebra

/// What a fitted path keeps to answer more λ, and the choice of method for each.
struct PathEngine: Sendable {
  let lambdaMax: Double
  /// What the penalty's rates were taken from.
  let scale: PenaltyScale

  let problem: StandardizedProblem
  /// The rows of the data, with weight or without.
  let observations: Int
  let rates: PenaltyRates
  let start: NullModel
  private(set) var workingSet: WorkingSet?
  private let tolerance: Double
  /// Cross-products that a path is certified by, where they are exact enough.
  private var boundedProducts: BoundedProducts?
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
    let (standardized, start) = try stoppable(options.shouldStop) {
      (shouldStop) throws(SolverError) in
      let standardized = try StandardizedProblem(problem, workers: options.workers)
      if let total,
        let products = StandardizedMatrix.Products(total, problem, standardized.design.columns)
      {
        standardized.design.adopt(products)
      }
      return (standardized, try NullModel(standardized, shouldStop: shouldStop))
    }
    let scale = PenaltyScale(problem, responseDeviation: standardized.responseDeviation)
    self.init(standardized, start, scale, penalty, options)
  }

  init(
    _ standardized: StandardizedProblem, scale: PenaltyScale, _ penalty: any Penalty,
    _ options: PathOptions
  ) throws(SolverError) {
    let start = try stoppable(options.shouldStop) { (shouldStop) throws(SolverError) in
      try NullModel(standardized, shouldStop: shouldStop)
    }
    self.init(standardized, start, scale, penalty, options)
  }

  private init(
    _ standardized: StandardizedProblem, _ start: NullModel, _ scale: PenaltyScale,
    _ penalty: any Penalty, _ options: PathOptions
  ) {
    self.scale = scale
    self.problem = standardized
    observations = scale.rows
    rates = penalty.rates(on: scale)
    tolerance = options.tolerance
    self.start = start
    lambdaMax = standardized.lambda(
      rates, l1: start.largestUsefulL1(rates, standardized))
  }

  /// Takes up what fits of paths leave behind where it does not depend on the path: the cross-products
  /// of all columns, if these are what other λ are answered from.
  mutating func restore() {
    guard workingSet == nil, problem.holdsProducts, !isLinear else { return }
    workingSet = WorkingSet(everyColumnOf: problem)
  }

  /// Fits every λ, and returns the solutions in the order asked for.
  mutating func solve(
    _ lambdas: [Double], _ options: PathOptions
  ) throws(SolverError) -> [Solution] {
    var drafts = PathDrafts(lambdas, savingInterval: options.savingInterval)
    let solutions = try finish(&drafts, options.progress, options.shouldStop)
    guard let solutions else { throw .cancelled }
    return solutions
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
    let falling = (0..<path.lambdas.count).map(path.lambda)
    // Also those that are known, for bits depend on what is solved together.
    let ridges = falling.indices.filter {
      method(problem.terms(rates, at: falling[$0])) == .ridge
    }
    let known = Dictionary(
      uniqueKeysWithValues: Swift.zip(ridges, try ridgeDrafts(ridges.map { falling[$0] })))
    for place in path.savedCount..<falling.count {
      path.save(solver, before: place)
      let penalty = problem.terms(rates, at: falling[place])
      let draft: Draft
      if let ridge = known[place] {
        draft = ridge
      } else {
        draft = try self.draft(falling[place], penalty, &solver, shouldStop)
      }
      // It may have been made of work that was left undone.
      guard !shouldStop() else { throw .cancelled }
      path.add(draft, at: place)
      progress?(FitProgress(lambdas: path.count, of: path.lambdas.count))
    }
    path.save(solver, before: path.lambdas.count)
    let drafts = path.inOrder
    boundedProducts = hasRows ? crossProducts(drafts, solver) : nil
    let solutions = try certify(drafts, &solver, progress, shouldStop)
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
      // One λ is always checked against the data.
      copy.boundedProducts = nil
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
      return try ridgeDrafts([lambda])[0]
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

  /// All λ of a ridge are solved at once.
  private mutating func ridgeDrafts(_ lambdas: [Double]) throws(SolverError) -> [Draft] {
    guard !lambdas.isEmpty else { return [] }
    let penalties = lambdas.map { problem.terms(rates, at: $0) }
    let solutions = try solveRidges(penalties.map(\.l2))
    return lambdas.indices.map {
      Draft(lambda: lambdas[$0], penalty: penalties[$0], b: solutions[$0], iterations: 1)
    }
  }

  private mutating func solveRidges(_ l2: [Double]) throws(SolverError) -> [[Double]] {
    guard hasRows else {
      let solver: GramRidge
      if let gramRidge { solver = gramRidge } else { solver = try GramRidge(problem) }
      if !StopFlag.current.isSet { gramRidge = solver }
      return try solver.solve(l2)
    }
    let solver: RidgeSolver
    if let ridge { solver = ridge } else { solver = try RidgeSolver(problem) }
    if !StopFlag.current.isSet { ridge = solver }
    return try solver.solve(l2)
  }

  /// Whether the problem is more than its cross-products.
  var hasRows: Bool { problem.design.given == nil }

  /// What a ridge is solved with.
  ///
  /// - Throws: `SolverError.notLinear` for any other fit.
  func ridgeSolver() throws(SolverError) -> RidgeSolver {
    guard isLinear else { throw .notLinear }
    if let ridge { return ridge }
    return try RidgeSolver(problem)
  }

  /// Whether predictions are linear in the response, whatever λ: without L1 penalty and bounds.
  var isLinear: Bool {
    !problem.isBounded && (rates.l1 == 0 || problem.absoluteFactors.allSatisfy { $0 == 0 })
  }

  /// The multiplier of a ridge's squares at λ, in the units of the standardised problem.
  func squareTerm(at lambda: Double) -> Double { problem.terms(rates, at: lambda).l2 }

  private func method(_ penalty: ScaledPenalty) -> Method {
    guard !problem.isBounded else { return .activeSet }
    if !hasAbsolute(penalty), hasSquare(penalty) { return .ridge }
    return hasAbsolute(penalty) || !hasRows ? .activeSet : .leastSquares
  }

  private func hasAbsolute(_ penalty: ScaledPenalty) -> Bool {
    penalty.l1 > 0 && problem.absoluteFactors.contains { $0 > 0 }
  }

  private func hasSquare(_ penalty: ScaledPenalty) -> Bool {
    penalty.l2 > 0 && problem.squareFactors.contains { $0 > 0 }
  }

  /// Whether any column is penalised or bounded.
  func hasPenalty(_ penalty: ScaledPenalty) -> Bool {
    problem.isBounded || hasAbsolute(penalty) || hasSquare(penalty)
  }

  /// Without a penalty: the least-squares solution that is shortest in standardised units, corrected
  /// once. What the correction adds to the fit is exactly what was missing before it.
  private func leastSquares() throws(SolverError) -> (b: [Double], gap: Double) {
    do {
      let first = try problem.leastSquares(Matrix(problem.y)).solution
      let rest = Matrix(problem.residual(first.values))
      let correction = try problem.leastSquares(rest).solution
      let missing = problem.z * correction
      return (first.zip(correction) { $0 + $1 }.values, missing.dot(missing))
    } catch {
      throw .notConverged
    }
  }

  // MARK: certificates

  /// How many solutions are checked in one pass over the data: all there usually are of a ridge, which
  /// takes little else.
  private var together: Int { ridge == nil ? 32 : 128 }

  /// Checks solutions against the data, many at a time since products of matrices are fast.
  private func certify(
    _ drafts: [Draft], _ solver: inout PathSolver?, _ progress: ProgressReport?,
    _ shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> [Solution] {
    var solutions: [Solution] = []
    solutions.reserveCapacity(drafts.count)
    for first in stride(from: 0, to: drafts.count, by: together) {
      guard !shouldStop() else { throw .cancelled }
      var block = Array(drafts[first..<min(first + together, drafts.count)])
      var found = evidence(block.map(\.b), solver?.descent.set)
      try correctRidges(&block, &found)
      for (draft, evidence) in Swift.zip(block, found) {
        guard !shouldStop() else { throw .cancelled }
        solutions.append(try certify(draft, evidence, &solver))
      }
      progress?(
        FitProgress(lambdas: drafts.count, certified: solutions.count, of: drafts.count))
    }
    return solutions
  }

  /// Cross-products that stand for the data where that is worth it: on many rows, for many λ.
  private func crossProducts(_ drafts: [Draft], _ solver: PathSolver?) -> BoundedProducts? {
    guard let set = solver?.descent.set, set.count == problem.count, drafts.count >= 16,
      problem.rows >= 2 * problem.count, tolerance >= BoundedProducts.leastTolerance
    else { return nil }
    return BoundedProducts(problem, set)
  }

  /// What the data say, by cross-products where these will do; where a working set was grown, of its
  /// columns alone, the others having been checked when it was.
  func evidence(_ coefficients: [[Double]], _ set: WorkingSet?) -> [Evidence] {
    boundedProducts?.evidence(coefficients) ?? direct(coefficients, set)
  }

  /// The same from the data themselves.
  func direct(_ coefficients: [[Double]], _ set: WorkingSet?) -> [Evidence] {
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
      guard violation > Self.rounding(of: draft), method(draft.penalty) == .activeSet else { break }
      let better = try refined(draft, &solver)
      let checked = direct([better.b], solver?.descent.set)[0]
      guard checked.violation(problem, draft.penalty, better.b) < violation else { break }
      (draft, evidence) = (better, checked)
    }
    let solution = solution(draft, evidence)
    // What the bound charges may be all that is amiss.
    guard evidence.uncertainty > 0, hasRows, !solution.converged else { return solution }
    return self.solution(draft, direct([draft.b], solver?.descent.set)[0])
  }

  private func refined(
    _ draft: Draft, _ solver: inout PathSolver?
  ) throws(SolverError) -> Draft {
    var draft = draft
    switch method(draft.penalty) {
    case .leastSquares, .ridge:
      // A ridge has been corrected with others, many at a time.
      break
    case .activeSet:
      guard var path = solver else { break }
      solver = nil
      try path.refine(draft.b, draft.penalty)
      draft.b = path.coefficients
      solver = path
    }
    return draft
  }

  /// What a violation may come to by rounding alone.
  private static func rounding(of draft: Draft) -> Double {
    2e-14 * draft.b.reduce(1) { $0 + $1.magnitude }
  }

  /// Refines ridges against the data, as long as that brings them nearer to the optimum.
  private func correctRidges(
    _ drafts: inout [Draft], _ evidence: inout [Evidence]
  ) throws(SolverError) {
    guard let ridge else { return }
    for _ in 0..<3 {
      let poor = drafts.indices.filter { index in
        let draft = drafts[index]
        return method(draft.penalty) == .ridge
          && evidence[index].violation(problem, draft.penalty, draft.b) > Self.rounding(of: draft)
      }
      guard !poor.isEmpty else { return }
      let errors = poor.map { index in
        let (draft, slopes) = (drafts[index], evidence[index].correlations)
        return slopes.indices.map {
          slopes[$0] - draft.penalty.l2 * problem.squareFactors[$0] * draft.b[$0]
        }
      }
      let better = try ridge.correct(
        poor.map { drafts[$0].b }, errors: errors, poor.map { drafts[$0].penalty.l2 })
      let checked = problem.evidence(better)
      var isBetter = false
      for (place, index) in poor.enumerated() {
        let penalty = drafts[index].penalty
        guard
          checked[place].violation(problem, penalty, better[place])
            < evidence[index].violation(problem, penalty, drafts[index].b)
        else { continue }
        (drafts[index].b, evidence[index]) = (better[place], checked[place])
        isBetter = true
      }
      guard isBetter else { return }
    }
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
