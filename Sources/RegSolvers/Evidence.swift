import RegLinearAlgebra

/// What the data say about one vector of coefficients.
struct Evidence {
  /// ‖y − Zb‖².
  let squares: Double
  /// Z'(y − Zb).
  let correlations: [Double]
  /// What the correlations may be off by; 0 where only their own rounding counts.
  var uncertainty = 0.0

  /// The largest rate at which moving one coefficient lowers the objective.
  func violation(
    _ problem: StandardizedProblem, _ penalty: ScaledPenalty, _ b: [Double]
  ) -> Double {
    b.indices.reduce(0) { largest, j in
      let slope = correlations[j] - penalty.l2 * problem.squareFactors[j] * b[j]
      let violation = optimalityViolation(
        at: b[j], slope: slope, absolute: penalty.l1 * problem.absoluteFactors[j],
        lower: problem.lower[j], upper: problem.upper[j])
      return max(largest, violation)
    }
  }
}

/// Cross-products that stand for the data, with how far they were seen to be off.
///
/// Where rows are many, forming residuals costs more than fitting. So it is done for some of the
/// coefficients of a path, the least penalised among them; what the products with the same
/// coefficients differ by, relative to the size of these, is the uncertainty of all the others.
struct CheckedProducts {
  private let set: WorkingSet
  /// Z'y.
  private let start: [Double]
  private let uncertainty: Double

  /// More than this, and the data are asked for every solution.
  private static let mostUncertain = 1e-12

  /// - Parameter evidence: What the data say about `known`.
  init?(
    _ problem: StandardizedProblem, _ set: WorkingSet, known: [[Double]], evidence: [Evidence]
  ) {
    self.set = set
    start = problem.start
    var largest = 0.0
    for (b, evidence) in Swift.zip(known, evidence) {
      let guess = Self.correlations(set, start, b)
      let size = b.reduce(1) { $0 + $1.magnitude }
      for (guess, truth) in Swift.zip(guess, evidence.correlations) {
        largest = max(largest, (guess - truth).magnitude / size)
      }
    }
    guard largest < Self.mostUncertain else { return nil }
    uncertainty = 2 * largest
  }

  func evidence(_ coefficients: [[Double]]) -> [Evidence] {
    coefficients.map { b in
      let correlations = Self.correlations(set, start, b)
      // ‖y − Zb‖² = y'y − b'(Z'y + Z'(y − Zb)), with y'y = 1.
      let squares = b.indices.reduce(1) { $0 - b[$1] * (start[$1] + correlations[$1]) }
      return Evidence(
        squares: max(squares, 0), correlations: correlations,
        uncertainty: uncertainty * b.reduce(1) { $0 + $1.magnitude })
    }
  }

  /// Z'y − Gb.
  private static func correlations(_ set: WorkingSet, _ start: [Double], _ b: [Double]) -> [Double]
  {
    var result = start
    set.gram.withPointer { gram in
      for j in b.indices where b[j] != 0 {
        BLAS.axpy(b.count, -b[j], gram + j * set.capacity, &result)
      }
    }
    return result
  }
}
