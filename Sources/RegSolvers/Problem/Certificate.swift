/// Proof of how good a solution is, computed from the data alone.
struct Certificate {
  /// The duality gap relative to ½‖y‖², or to the objective where bounds force that above it.
  let gap: Double

  /// The gap between the objective at b and the dual objective at the residual scaled to fit.
  ///
  /// With θ = s·(y − Zb) it is ½(1 − s)²‖y − Zb‖² + Σ(hⱼ(bⱼ) + hⱼ*(s·cⱼ) − s·cⱼbⱼ), where h is the
  /// penalty with its bounds, h* its conjugate and c = Z'(y − Zb). Every term is nonnegative, so
  /// nothing cancels and gaps far below the rounding unit of the objective are still seen.
  ///
  /// What c is uncertain by is charged as if every coefficient could gain by it.
  init(
    _ problem: StandardizedProblem, _ penalty: ScaledPenalty, b: [Double], evidence: Evidence
  ) {
    // Columns and response have norm 1, so this is what rounding may do to a correlation.
    let size = b.reduce(1) { $0 + $1.magnitude }
    let noise = max(size * Double.ulpOfOne * 4, evidence.uncertainty)
    let terms = Swift.zip(evidence.columns, evidence.correlations).map { j, correlation in
      ConjugateTerm(
        b: b[j], correlation: correlation, noise: noise,
        absolute: penalty.l1 * problem.absoluteFactors[j],
        square: penalty.l2 * problem.squareFactors[j], lower: problem.lower[j],
        upper: problem.upper[j])
    }
    let loss = evidence.squares / 2
    func gap(_ scale: Double) -> Double {
      terms.reduce((1 - scale) * (1 - scale) * loss) { $0 + $1.gap(scale) }
    }
    let feasible = terms.reduce(1) { min($0, $1.largestScale) }
    let smallest =
      (feasible < 1 ? min(gap(1), gap(feasible)) : gap(1)) + 2 * evidence.uncertainty * size
    let objective = terms.reduce(loss) { $0 + $1.penalty }
    let unit = max(problem.responseDeviation > 0 ? 0.5 : 0, objective)
    self.gap = unit > 0 ? smallest / unit : smallest
  }
}

/// One coefficient's share of the gap.
private struct ConjugateTerm {
  let b: Double
  let correlation: Double
  let noise: Double
  let absolute: Double
  let square: Double
  let lower: Double
  let upper: Double

  /// The largest s ≤ 1 at which the conjugate is finite.
  var largestScale: Double {
    // The excess just as `gap` takes it: a sum in place of the difference may round the other way.
    guard square == 0, absolute > 0, correlation.magnitude - absolute > noise else { return 1 }
    return (correlation > 0 ? upper : lower).isFinite ? 1 : absolute / correlation.magnitude
  }

  func gap(_ scale: Double) -> Double {
    let slope = scale * correlation
    let best = maximizer(slope)
    if best.isFinite { return max(height(best, slope) - height(b, slope), 0) }
    let excess = slope.magnitude - absolute
    // An unpenalised column needs a correlation of exactly 0; rounding leaves a little.
    guard absolute == 0 || excess <= noise else { return .infinity }
    return 2 * (excess * b).magnitude + max(absolute * b.magnitude - slope * b, 0)
  }

  /// Where slope·b − h(b) is largest.
  private func maximizer(_ slope: Double) -> Double {
    let beyond = softThreshold(slope, absolute)
    if square > 0 { return min(max(beyond / square, lower), upper) }
    if beyond == 0 || slope.magnitude <= absolute * (1 + 1e-15) { return min(max(0, lower), upper) }
    return beyond > 0 ? upper : lower
  }

  var penalty: Double { absolute * b.magnitude + square * b * b / 2 }

  private func height(_ b: Double, _ slope: Double) -> Double {
    slope * b - absolute * b.magnitude - square * b * b / 2
  }
}
