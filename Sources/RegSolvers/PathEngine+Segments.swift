import RegLinearAlgebra

/// A λ at which the solution is known.
struct PathAnchor: Sendable {
  let lambda: Double
  /// The L1 term and the coefficients in the units of the standardised problem.
  let l1: Double
  let b: [Double]
}

/// Exact pieces of a lasso path between λ at which it has been solved.
extension PathEngine {
  /// Whether the solution is linear in λ between knots: the lasso without bounds.
  var isPiecewiseLinear: Bool { rates.l1 > 0 && rates.l2 == 0 && !problem.isBounded }

  /// The model without penalised columns, at the largest λ at which it is the solution.
  var nullAnchor: PathAnchor { anchor(lambdaMax, start.b) }

  /// The same as what the solver starts from.
  var nullSolution: Solution { solution(nullAnchor) }

  func anchor(_ solution: Solution) -> PathAnchor {
    anchor(solution.lambda, problem.scaledCoefficients(solution.coefficients))
  }

  private func anchor(_ lambda: Double, _ b: [Double]) -> PathAnchor {
    PathAnchor(lambda: lambda, l1: problem.terms(rates, at: lambda).l1, b: b)
  }

  /// The one model from `lambdaMax` up.
  func nullPiece() -> LinearPiece {
    let anchor = nullAnchor
    let fact = KnotFacts(problem, anchor.l1, anchor.b, evidence([anchor.b])[0])
    let piece = piece(anchor.b.indices.filter { anchor.b[$0] != 0 }, fact, fact, 0, .infinity)
    return LinearPiece(
      upper: .infinity, lower: anchor.lambda, columns: piece.columns, upperEnd: piece.lowerEnd,
      lowerEnd: piece.lowerEnd, gap: piece.gap)
  }

  /// The path between two known solutions, or from one down to λ = 0.
  ///
  /// Where both have the same columns with the same signs, all between is linear: the conditions for
  /// a minimum hold at both ends, and every one of them is linear. Else the homotopy finds the knots.
  /// Where it cannot, the stretch is halved by the solver until it can or the knots are known to
  /// nine digits.
  func segment(
    from upper: PathAnchor, to lower: PathAnchor?,
    _ shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> PathSegment {
    var segment = PathSegment()
    var solvesLeft = 200
    try fill(&segment, from: upper, to: lower, &solvesLeft, shouldStop)
    return segment
  }

  private func fill(
    _ segment: inout PathSegment, from upper: PathAnchor, to lower: PathAnchor?,
    _ solvesLeft: inout Int, _ shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) {
    if let lower, pattern(upper.b) == pattern(lower.b) {
      if let piece = checkedPiece(upper, lower) { segment.pieces.append(piece) }
      return
    }
    if let found = try followed(from: upper, to: lower, shouldStop) {
      segment.pieces += found.pieces
      segment.knots += found.knots
      return
    }
    guard let lower else { return }
    guard upper.lambda - lower.lambda > 1e-9 * upper.lambda, solvesLeft > 0 else {
      segment.knots += changes(from: upper.b, to: lower.b, at: lower.lambda)
      return
    }
    solvesLeft -= 1
    let middle = (upper.lambda * lower.lambda).squareRoot()
    let solution = try solve(
      middle, near: solution(upper), shouldStop)
    try fill(&segment, from: upper, to: anchor(solution), &solvesLeft, shouldStop)
    try fill(&segment, from: anchor(solution), to: lower, &solvesLeft, shouldStop)
  }

  /// An anchor as what the solver starts from.
  private func solution(_ anchor: PathAnchor) -> Solution {
    Solution(
      lambda: anchor.lambda, intercept: 0, coefficients: problem.coefficients(anchor.b), gap: 0,
      converged: true, iterations: 0, devianceRatio: 0)
  }

  private func pattern(_ b: [Double]) -> [Int8] {
    b.indices.map { problem.absoluteFactors[$0] == 0 || b[$0] == 0 ? 0 : b[$0] > 0 ? 1 : -1 }
  }

  private func changes(from upper: [Double], to lower: [Double], at lambda: Double) -> [Knot] {
    let (before, after) = (pattern(upper), pattern(lower))
    return before.indices.flatMap { j in
      guard before[j] != after[j] else { return [Knot]() }
      let column = problem.columns[j]
      let leaves = before[j] == 0 ? [] : [Knot(lambda: lambda, column: column, enters: false)]
      let enters = after[j] == 0 ? [] : [Knot(lambda: lambda, column: column, enters: true)]
      return leaves + enters
    }
  }

  // MARK: the homotopy, and its check against the data

  private func followed(
    from upper: PathAnchor, to lower: PathAnchor?, _ shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> PathSegment? {
    let pulls = correlations(upper.b)
    var candidates = candidates(upper, lower, pulls)
    // A column that was left out and turns out to matter joins, and the stretch is followed again.
    for _ in 0..<20 {
      guard !shouldStop() else { throw .cancelled }
      var homotopy = Homotopy(
        gram: crossProducts(candidates),
        absolute: candidates.map { problem.absoluteFactors[$0] },
        coefficients: candidates.map { upper.b[$0] },
        correlations: exact(pulls, upper.b, candidates), l1: upper.l1)
      let ending = try homotopy.run(to: lower?.l1 ?? 0, shouldStop: shouldStop)
      guard ending == .reached else { return nil }
      switch try checked(homotopy, candidates, upper, lower, shouldStop) {
      case .exact(let segment): return segment
      case .misses(let columns): candidates = (candidates + columns).sorted()
      case .inexact: return nil
      }
    }
    return nil
  }

  /// Z'(y − Zb) of the columns whose products are in hand, NaN for the others.
  private func correlations(_ b: [Double]) -> [Double] {
    guard let set = workingSet else { return evidence([b])[0].correlations }
    // From the model at λ = ∞, whose correlations are those of the data.
    var byPlace = set.members.map { start.gradient[$0] }
    set.gram.withPointer { gram in
      for j in b.indices where b[j] != start.b[j] {
        guard let place = set.places[j] else { continue }
        BLAS.axpy(byPlace.count, start.b[j] - b[j], gram + place * set.capacity, &byPlace)
      }
    }
    var result = [Double](repeating: .nan, count: problem.count)
    for (place, value) in byPlace.enumerated() { result[set.members[place]] = value }
    return result
  }

  /// The correlations of some columns, from the data where `known` has none.
  private func exact(_ known: [Double], _ b: [Double], _ columns: [Int]) -> [Double] {
    guard columns.contains(where: { known[$0].isNaN }) else { return columns.map { known[$0] } }
    let residual = problem.residual(b)
    return problem.z.withPointer { z in
      columns.map { j in
        known[j].isNaN
          ? BLAS.dot(problem.rows, z + j * problem.rows, residual) : known[j]
      }
    }
  }

  /// The columns that may enter: all where their products are in hand, else of those in hand the ones
  /// whose correlation could pass λ if it grew as fast as λ falls, from either end. What is missing
  /// is found when the knots are held against the data.
  private func candidates(
    _ upper: PathAnchor, _ lower: PathAnchor?, _ pulls: [Double]
  ) -> [Int] {
    let known = workingSet?.count ?? (problem.count <= PathSolver.mostProducts ? problem.count : 0)
    guard known < problem.count else { return Array(0..<problem.count) }
    let lowerPulls = lower.map { correlations($0.b) }
    let fall = upper.l1 - (lower?.l1 ?? 0)
    return (0..<problem.count).filter { j in
      let absolute = problem.absoluteFactors[j]
      if absolute == 0 || upper.b[j] != 0 { return true }
      // A comparison with NaN is false.
      if pulls[j].magnitude >= (upper.l1 - 2 * fall) * absolute { return true }
      guard let lower, let lowerPulls else { return false }
      return lower.b[j] != 0 || lowerPulls[j].magnitude >= (lower.l1 - fall) * absolute
    }
  }

  /// Z'Z for some of the columns, from the working set where it has them.
  func crossProducts(_ columns: [Int]) -> Matrix {
    let set = workingSet ?? WorkingSet(problem)
    if set.count == columns.count, columns.count == problem.count, set.capacity == set.count {
      return set.gram
    }
    let places = columns.map { set.places[$0] }
    let missing = columns.indices.filter { places[$0] == nil }
    let fresh = problem.z.selecting(columns: missing.map { columns[$0] })
      .transposeTimes(problem.z.selecting(columns: columns))
    let count = columns.count
    return Matrix(rows: count, columns: count) { gram in
      set.gram.withUnsafeBuffer { known in
        for (column, place) in places.enumerated() {
          guard let place else { continue }
          for (row, other) in places.enumerated() {
            guard let other else { continue }
            gram[column * count + row] = known[place * set.capacity + other]
          }
        }
      }
      for (index, place) in missing.enumerated() {
        for other in 0..<count {
          gram[place * count + other] = fresh[index, other]
          gram[other * count + place] = fresh[index, other]
        }
      }
    }
  }

  private enum Check {
    case exact(PathSegment)
    /// These columns should have entered.
    case misses([Int])
    case inexact
  }

  /// Holds every knot against the data. Between two knots correlations are linear, so a column that
  /// stays within its limit at both does so in between.
  private func checked(
    _ homotopy: Homotopy, _ candidates: [Int], _ upper: PathAnchor, _ lower: PathAnchor?,
    _ shouldStop: () -> Bool
  ) throws(SolverError) -> Check {
    let isCandidate = Set(candidates)
    var facts: [KnotFacts] = []
    var missed: Set<Int> = []
    func expanded(_ piece: Homotopy.Piece, _ values: [Double]) -> [Double] {
      var b = [Double](repeating: 0, count: problem.count)
      for (place, value) in Swift.zip(piece.places, values) { b[candidates[place]] = value }
      return b
    }
    let first = homotopy.pieces.first.map { expanded($0, $0.upperValues) } ?? upper.b
    let knots = [(upper.l1, first)] + homotopy.pieces.map { ($0.lower, expanded($0, $0.lowerValues)) }
    for start in stride(from: 0, to: knots.count, by: 32) {
      guard !shouldStop() else { throw .cancelled }
      let block = knots[start..<min(start + 32, knots.count)]
      for ((l1, b), evidence) in Swift.zip(block, evidence(block.map(\.1))) {
        let fact = KnotFacts(problem, l1, b, evidence)
        guard fact.isOptimal(among: isCandidate) else { return .inexact }
        missed.formUnion(fact.violators.filter { !isCandidate.contains($0) })
        facts.append(fact)
      }
    }
    guard missed.isEmpty else { return .misses(Array(missed)) }
    return .exact(segment(homotopy, candidates, facts, upper, lower))
  }

  private func segment(
    _ homotopy: Homotopy, _ candidates: [Int], _ facts: [KnotFacts], _ upper: PathAnchor,
    _ lower: PathAnchor?
  ) -> PathSegment {
    var segment = PathSegment()
    let last = homotopy.pieces.count - 1
    for (index, found) in homotopy.pieces.enumerated() {
      segment.pieces.append(
        piece(
          found.places.map { candidates[$0] }.sorted(), facts[index + 1], facts[index],
          index == last ? lower?.lambda ?? 0 : lambda(found.lower),
          index == 0 ? upper.lambda : lambda(found.upper)))
    }
    segment.knots = homotopy.events.map {
      Knot(lambda: lambda($0.l1), column: problem.columns[candidates[$0.place]], enters: $0.enters)
    }
    // A knot within rounding of the lower end may be seen from one side only.
    if let lower, let end = facts.last {
      var present = end.b
      for place in homotopy.active where present[candidates[place]] == 0 {
        present[candidates[place]] = homotopy.sign(of: place)
      }
      segment.knots += changes(from: present, to: lower.b, at: lower.lambda)
    }
    return segment
  }

  private func lambda(_ l1: Double) -> Double { problem.lambda(rates, l1: l1) }

  private func checkedPiece(_ upper: PathAnchor, _ lower: PathAnchor) -> LinearPiece? {
    let facts = Swift.zip([upper, lower], evidence([upper.b, lower.b])).map {
      KnotFacts(problem, $0.l1, $0.b, $1)
    }
    let columns = upper.b.indices.filter { upper.b[$0] != 0 || lower.b[$0] != 0 }
    return piece(columns, facts[1], facts[0], lower.lambda, upper.lambda)
  }

  private func piece(
    _ columns: [Int], _ lower: KnotFacts, _ upper: KnotFacts, _ lowerLambda: Double,
    _ upperLambda: Double
  ) -> LinearPiece {
    func end(_ fact: KnotFacts) -> LinearPiece.End {
      let coefficients = problem.coefficients(fact.b)
      return LinearPiece.End(
        intercept: problem.intercept(coefficients),
        coefficients: columns.map { coefficients[problem.columns[$0]] }, squares: fact.squares)
    }
    return LinearPiece(
      upper: upperLambda, lower: lowerLambda, columns: columns.map { problem.columns[$0] },
      upperEnd: end(upper), lowerEnd: end(lower),
      gap: KnotFacts.gap(problem, upper, lower, on: columns))
  }
}
