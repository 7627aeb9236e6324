/// Proof of how good a solution of several responses is, computed from the data alone.
struct MultiResponseCertificate {
  /// The duality gap relative to ½‖Y‖², or to the objective where bounds force that above it.
  let gap: Double

  /// The gap between the objective at B and the dual objective at the residual scaled to fit.
  ///
  /// As for one response: with Θ = s·(Y − ZB) it is ½(1 − s)²‖Y − ZB‖² plus, for each column,
  /// h(b) + h*(s·c) − s·c·b, where c is the column's correlations with the residuals.
  init(
    _ problem: StandardizedMultiResponse, _ penalty: ScaledPenalty, b: [Double],
    evidence: MultiResponseEvidence
  ) {
    let size = b.reduce(1) { $0 + $1.magnitude }
    let noise = size * Double.ulpOfOne * 4
    let terms = problem.rowsNotAtRest(b, evidence, penalty).map { j in
      GroupTerm(
        group: problem.group(j, penalty), b: problem.row(j, of: b),
        correlations: problem.row(j, of: evidence.correlations), noise: noise)
    }
    let loss = evidence.squares / 2
    func gap(_ scale: Double) -> Double {
      terms.reduce((1 - scale) * (1 - scale) * loss) { $0 + $1.gap(scale) }
    }
    let feasible = terms.reduce(1) { min($0, $1.largestScale) }
    let smallest = feasible < 1 ? min(gap(1), gap(feasible)) : gap(1)
    let objective = terms.reduce(loss) { $0 + $1.group.penalty($1.b) }
    let unit = max(problem.responseDeviation > 0 ? 0.5 : 0, objective)
    self.gap = unit > 0 ? smallest / unit : smallest
  }
}

/// One column's share of the gap.
private struct GroupTerm {
  let group: CoefficientGroup
  let b: [Double]
  let correlations: [Double]
  let noise: Double

  /// The largest s ≤ 1 at which the conjugate is finite.
  var largestScale: Double {
    guard group.square == 0, group.absolute > 0 else { return 1 }
    let pull = group.endlessPull(correlations)
    return pull > group.absolute + noise ? group.absolute / pull : 1
  }

  func gap(_ scale: Double) -> Double {
    let slope = correlations.map { scale * $0 }
    if let best = group.minimizer(pull: slope, curvature: 0) { return rise(best, slope) }
    // An unpenalised column needs correlations of exactly 0; rounding leaves a little.
    let excess = group.endlessPull(slope) - group.absolute
    guard group.absolute == 0 || excess <= noise + group.absolute * 1e-15 else { return .infinity }
    let nearby = group.withinReach(slope)
    let best = group.minimizer(pull: nearby, curvature: 0) ?? b
    return 2 * excess * b.length + rise(best, nearby)
  }

  private func rise(_ best: [Double], _ slope: [Double]) -> Double {
    max(height(best, slope) - height(b, slope), 0)
  }

  private func height(_ b: [Double], _ slope: [Double]) -> Double {
    product(slope, b) - group.penalty(b)
  }

  private func product(_ a: [Double], _ b: [Double]) -> Double {
    Swift.zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }
}

extension StandardizedMultiResponse {
  /// Row j of a table, which has one column a response.
  func row(_ j: Int, of table: [Double]) -> [Double] {
    (0..<width).map { table[$0 * count + j] }
  }

  /// Column j of Z with the terms of a penalty.
  func group(_ j: Int, _ penalty: ScaledPenalty) -> CoefficientGroup {
    CoefficientGroup(
      absolute: penalty.l1 * predictors.absoluteFactors[j],
      square: penalty.l2 * predictors.squareFactors[j],
      lower: isBounded ? row(j, of: lower) : [], upper: isBounded ? row(j, of: upper) : [])
  }

  /// The columns that are in the model or should be, as far as the evidence goes; all others are as
  /// good as they can be.
  func rowsNotAtRest(
    _ b: [Double], _ evidence: MultiResponseEvidence, _ penalty: ScaledPenalty
  ) -> [Int] {
    (0..<count).filter {
      !isAtRest(
        $0, b, pull: evidence.correlations, limit: penalty.l1 * predictors.absoluteFactors[$0],
        width: width)
    }
  }
}
