/// What the data say about the solution at a knot.
struct KnotFacts {
  let l1: Double
  let b: [Double]
  /// ‖y − Zb‖².
  let squares: Double
  /// Columns without a coefficient whose correlation is beyond its limit by more than rounding.
  let violators: [Int]
  /// 0 for columns that the evidence is not of.
  private let correlations: [Double]
  /// Σ|bⱼ| + 1: what rounding in the correlations is in proportion to.
  private let size: Double
  private let uncertainty: Double
  /// The largest s ≤ 1 at which s·c is within the limits of all columns, rounding apart.
  private let scale: Double
  /// How far the conditions for a minimum are from holding for columns with a coefficient.
  private let activeViolation: Double

  init(_ problem: StandardizedProblem, _ l1: Double, _ b: [Double], _ evidence: Evidence) {
    self.l1 = l1
    self.b = b
    squares = evidence.squares
    size = b.reduce(1) { $0 + $1.magnitude }
    uncertainty = evidence.uncertainty
    let noise = size * Double.ulpOfOne * 4
    var (scale, activeViolation, violators) = (1.0, 0.0, [Int]())
    var correlations = [Double](repeating: 0, count: b.count)
    for (j, pull) in Swift.zip(evidence.columns, evidence.correlations) {
      correlations[j] = pull
      let limit = l1 * problem.absoluteFactors[j]
      if b[j] != 0 || limit == 0 {
        let wanted = b[j] == 0 ? 0 : b[j] > 0 ? limit : -limit
        activeViolation = max(activeViolation, (pull - wanted).magnitude)
      }
      guard pull.magnitude > limit + noise else { continue }
      if limit > 0 { scale = min(scale, limit / pull.magnitude) }
      if b[j] == 0, pull.magnitude > limit + 64 * noise { violators.append(j) }
    }
    (self.scale, self.activeViolation, self.violators) = (scale, activeViolation, violators)
    self.correlations = correlations
  }

  /// Whether, of the columns in hand, none is further from its condition than a solver would leave
  /// it.
  func isOptimal(among candidates: Set<Int>) -> Bool {
    activeViolation <= 1e-12 * size + uncertainty && !violators.contains(where: candidates.contains)
  }

  /// A bound of the relative duality gap for every λ between two knots, whose solutions have nonzero
  /// coefficients only on `columns`, of one sign each.
  ///
  /// With θ = s·(y − Zb), feasible at both ends and so between them, the gap is
  /// ½(1 − s)²‖y − Zb‖² + Σ|bⱼ|·(t·aⱼ − s·cⱼ·signⱼ). Both factors of a term are linear and not
  /// negative between the knots, so the larger of each at the ends bounds it.
  static func gap(
    _ problem: StandardizedProblem, _ upper: KnotFacts, _ lower: KnotFacts, on columns: [Int]
  ) -> Double {
    let scale = min(upper.scale, lower.scale)
    let loss = max(upper.squares, lower.squares) / 2
    var gap = (1 - scale) * (1 - scale) * loss
    for j in columns {
      let absolute = problem.absoluteFactors[j]
      let sign: Double = (upper.b[j] != 0 ? upper.b[j] : lower.b[j]) > 0 ? 1 : -1
      func slack(_ knot: KnotFacts) -> Double {
        let pull = scale * knot.correlations[j] * sign
        // An unpenalised column needs a correlation of exactly 0; rounding leaves a little.
        return absolute == 0 ? 2 * pull.magnitude : max(knot.l1 * absolute - pull, 0)
      }
      gap +=
        max(upper.b[j].magnitude, lower.b[j].magnitude) * max(slack(upper), slack(lower))
    }
    gap += 2 * max(upper.uncertainty * upper.size, lower.uncertainty * lower.size)
    // The loss without predictors is ½, as y has length 1.
    return gap / (problem.responseDeviation > 0 ? 0.5 : 1)
  }
}
