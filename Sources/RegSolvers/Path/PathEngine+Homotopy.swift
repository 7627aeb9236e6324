import RegLinearAlgebra

/// Stretches of a path that the homotopy follows on the cross-products of candidates, and that are
/// held against the data.
extension PathEngine {
  /// The stretch below a known solution down to another, or to λ = 0; nil where the homotopy finds no
  /// way, or one that is not exact.
  func followed(
    from upper: PathAnchor, to lower: PathAnchor?, _ shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> PathSegment? {
    var set = workingSet(holding: [upper.b] + (lower.map { [$0.b] } ?? []))
    var missed: [Int] = []
    // A column that was left out and turns out to matter joins, and the stretch is followed again.
    for _ in 0..<20 {
      guard !shouldStop() else { throw .cancelled }
      set.insert(missed.filter { set.places[$0] == nil }, from: problem)
      let pulls = correlations(upper.b, set)
      let candidates = Set(candidates(upper, lower, pulls, set)).union(missed).sorted()
      var homotopy = Homotopy(
        gram: set.crossProducts(candidates),
        absolute: candidates.map { problem.absoluteFactors[$0] },
        coefficients: candidates.map { upper.b[$0] },
        correlations: candidates.map { pulls[set.places[$0] ?? 0] }, l1: upper.l1)
      let ending = try homotopy.run(to: lower?.l1 ?? 0, shouldStop: shouldStop)
      guard ending == .reached else { return nil }
      switch try checked(homotopy, candidates, set, upper, shouldStop) {
      case .exact(let facts): return segment(homotopy, candidates, facts, upper, lower)
      case .misses(let columns): missed += columns
      case .inexact: return nil
      }
    }
    return nil
  }

  // MARK: candidates

  /// A working set that holds every column with a coefficient in one of the vectors, and those that
  /// are not penalised.
  func workingSet(holding vectors: [[Double]]) -> WorkingSet {
    if problem.holdsProducts { return workingSet ?? WorkingSet(everyColumnOf: problem) }
    var set = workingSet ?? WorkingSet(problem)
    let missing = (0..<problem.count).filter { j in
      guard set.places[j] == nil else { return false }
      return problem.absoluteFactors[j] == 0 || vectors.contains { $0[j] != 0 }
    }
    set.insert(missing, from: problem)
    return set
  }

  /// z'(y − Zb) of the members of a set, in its order.
  private func correlations(_ b: [Double], _ set: WorkingSet) -> [Double] {
    // From the model at λ = ∞, whose correlations are those of the data.
    var result = set.members.map { start.gradient[$0] }
    set.gram.withPointer { gram in
      for (place, j) in set.members.enumerated() where b[j] != start.b[j] {
        BLAS.axpy(result.count, start.b[j] - b[j], gram + place * set.capacity, &result)
      }
    }
    return result
  }

  /// The columns that may enter: all where their products are in hand, else of the members those whose
  /// correlation could pass λ if it grew as fast as λ falls, from either end.
  private func candidates(
    _ upper: PathAnchor, _ lower: PathAnchor?, _ pulls: [Double], _ set: WorkingSet
  ) -> [Int] {
    guard !problem.holdsProducts else { return set.members }
    let lowerPulls = lower.map { correlations($0.b, set) }
    let fall = upper.l1 - (lower?.l1 ?? 0)
    return set.members.indices.filter { place in
      let j = set.members[place]
      let absolute = problem.absoluteFactors[j]
      if absolute == 0 || upper.b[j] != 0 { return true }
      if pulls[place].magnitude >= (upper.l1 - 2 * fall) * absolute { return true }
      guard let lower, let lowerPulls else { return false }
      return lower.b[j] != 0 || lowerPulls[place].magnitude >= (lower.l1 - fall) * absolute
    }.map { set.members[$0] }
  }

  // MARK: held against the data

  private enum Check {
    /// The knots, from the start on.
    case exact([KnotFacts])
    /// These columns should have entered.
    case misses([Int])
    case inexact
  }

  /// Holds every knot against the data. Between two knots correlations are linear, so a column that
  /// stays within its limit at both does so in between.
  private func checked(
    _ homotopy: Homotopy, _ candidates: [Int], _ set: WorkingSet, _ upper: PathAnchor,
    _ shouldStop: () -> Bool
  ) throws(SolverError) -> Check {
    func expanded(_ piece: Homotopy.Piece, _ values: [Double]) -> [Double] {
      var b = [Double](repeating: 0, count: problem.count)
      for (place, value) in Swift.zip(piece.places, values) { b[candidates[place]] = value }
      return b
    }
    let isCandidate = Set(candidates)
    var outside =
      set.count < problem.count
      ? OutsideColumns(problem, gradient: start.gradient, l1: upper.l1) : nil
    var facts: [KnotFacts] = []
    var missed: Set<Int> = []
    let first = homotopy.pieces.first.map { expanded($0, $0.upperValues) } ?? upper.b
    let knots =
      [(upper.l1, first)] + homotopy.pieces.map { ($0.lower, expanded($0, $0.lowerValues)) }
    for start in stride(from: 0, to: knots.count, by: 32) {
      guard !shouldStop() else { throw .cancelled }
      let block = knots[start..<min(start + 32, knots.count)]
      for ((l1, b), evidence) in Swift.zip(block, evidence(block.map(\.1), set)) {
        let fact = KnotFacts(problem, l1, b, evidence)
        guard fact.isOptimal(among: isCandidate) else { return .inexact }
        missed.formUnion(fact.violators)
        facts.append(fact)
        outside?.look(problem, set.residual(set.members.map { b[$0] }, of: problem.y), l1: l1)
        missed.formUnion(outside?.violators(problem, set) ?? [])
      }
    }
    return missed.isEmpty ? .exact(facts) : .misses(missed.sorted())
  }

  private func segment(
    _ homotopy: Homotopy, _ candidates: [Int], _ facts: [KnotFacts], _ upper: PathAnchor,
    _ lower: PathAnchor?
  ) -> PathSegment {
    func lambda(_ l1: Double) -> Double { problem.lambda(rates, l1: l1) }
    var segment = PathSegment()
    let last = homotopy.pieces.count - 1
    for (index, found) in homotopy.pieces.enumerated() {
      let top = index == 0 ? upper.lambda : lambda(found.upper)
      let bottom = index == last ? lower?.lambda ?? 0 : lambda(found.lower)
      segment.pieces.append(
        piece(
          found.places.map { candidates[$0] }.sorted(), upper: (top, facts[index]),
          lower: (bottom, facts[index + 1])))
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
}
