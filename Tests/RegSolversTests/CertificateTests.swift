@testable import RegSolvers
import RegLinearAlgebra
import Testing

@Suite("certificates")
struct CertificateTests {
  @Test("a correlation that rounding puts at the edge of its limit leaves a finite gap")
  func edge() throws {
    let data = try SyntheticData(rows: 20, columns: 2, seed: 5).problem()
    let problem = try StandardizedProblem(data, workers: Workers(count: 1))
    let limit = 0.6
    let penalty = ScaledPenalty(l1: limit / problem.absoluteFactors[1], l2: 0)
    let absolute = penalty.l1 * problem.absoluteFactors[1]
    var edges = 0
    for step in 0..<4000 {
      let b = [Double(step) / 1000, 0]
      let noise = (1 + b[0]) * Double.ulpOfOne * 4
      let correlation = absolute + noise
      // Here the sum has been rounded up.
      if correlation - absolute > noise { edges += 1 }
      let evidence = Evidence(
        columns: [0, 1], squares: 0.5,
        correlations: [penalty.l1 * problem.absoluteFactors[0], correlation])
      #expect(Certificate(problem, penalty, b: b, evidence: evidence).gap.isFinite)
    }
    #expect(edges > 100)
  }
}
