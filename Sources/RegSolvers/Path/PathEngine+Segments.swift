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

  // MARK: anchors

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

  /// An anchor as what the solver starts from.
  private func solution(_ anchor: PathAnchor) -> Solution {
    Solution(
      lambda: anchor.lambda, intercept: 0, coefficients: problem.coefficients(anchor.b), gap: 0,
      converged: true, iterations: 0, devianceRatio: 0)
  }

  // MARK: stretches

  /// The one model from `lambdaMax` up.
  func nullPiece() -> LinearPiece {
    let anchor = nullAnchor
    let evidence = evidence([anchor.b], workingSet(holding: [anchor.b]))[0]
    let facts = KnotFacts(problem, anchor.l1, anchor.b, evidence)
    let columns = anchor.b.indices.filter { anchor.b[$0] != 0 }
    return piece(columns, upper: (.infinity, facts), lower: (anchor.lambda, facts))
  }

  /// The path between two known solutions, or from one down to λ = 0.
  ///
  /// Where both have the same columns with the same signs, all between is linear: the conditions for
  /// a minimum hold at both ends, and every one of them is linear. Else the homotopy finds the knots.
  /// Where it cannot, the stretch is halved by the solver until it can, or until the knots are known
  /// to nine digits.
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
      segment.pieces.append(straight(from: upper, to: lower))
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
    let found = anchor(try solve(middle, near: solution(upper), shouldStop))
    try fill(&segment, from: upper, to: found, &solvesLeft, shouldStop)
    try fill(&segment, from: found, to: lower, &solvesLeft, shouldStop)
  }

  /// The piece between two solutions with the same columns and signs.
  private func straight(from upper: PathAnchor, to lower: PathAnchor) -> LinearPiece {
    let both = [upper.b, lower.b]
    let found = evidence(both, workingSet(holding: both))
    return piece(
      upper.b.indices.filter { upper.b[$0] != 0 || lower.b[$0] != 0 },
      upper: (upper.lambda, KnotFacts(problem, upper.l1, upper.b, found[0])),
      lower: (lower.lambda, KnotFacts(problem, lower.l1, lower.b, found[1])))
  }

  /// The piece between two knots, with coefficients on `columns`, which ascend.
  func piece(
    _ columns: [Int], upper: (lambda: Double, facts: KnotFacts),
    lower: (lambda: Double, facts: KnotFacts)
  ) -> LinearPiece {
    func end(_ facts: KnotFacts) -> LinearPiece.End {
      let coefficients = problem.coefficients(facts.b)
      return LinearPiece.End(
        intercept: problem.intercept(coefficients),
        coefficients: columns.map { coefficients[problem.columns[$0]] }, squares: facts.squares)
    }
    return LinearPiece(
      upper: upper.lambda, lower: lower.lambda, columns: columns.map { problem.columns[$0] },
      upperEnd: end(upper.facts), lowerEnd: end(lower.facts),
      gap: KnotFacts.gap(problem, upper.facts, lower.facts, on: columns))
  }

  // MARK: what comes and goes

  private func pattern(_ b: [Double]) -> [Int8] {
    b.indices.map { problem.absoluteFactors[$0] == 0 || b[$0] == 0 ? 0 : b[$0] > 0 ? 1 : -1 }
  }

  /// The knots that lead from the columns and signs of one model to those of another.
  func changes(from upper: [Double], to lower: [Double], at lambda: Double) -> [Knot] {
    let (before, after) = (pattern(upper), pattern(lower))
    return before.indices.flatMap { j in
      guard before[j] != after[j] else { return [Knot]() }
      let column = problem.columns[j]
      let leaves = before[j] == 0 ? [] : [Knot(lambda: lambda, column: column, enters: false)]
      let enters = after[j] == 0 ? [] : [Knot(lambda: lambda, column: column, enters: true)]
      return leaves + enters
    }
  }
}
