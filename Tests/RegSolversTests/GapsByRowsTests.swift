import RegLinearAlgebra
import RegSolvers
import Testing

@Suite("gaps by the rows of the data")
struct GapsByRowsTests {
  @Test(
    "what a fit says of itself holds by the rows",
    arguments: [(30_000, 12), (400, 60), (100, 3000), (3, 5)], [1.0, 0.5, 0])
  func fits(shape: (Int, Int), alpha: Double) throws {
    var problem = try SyntheticData(rows: shape.0, columns: shape.1, seed: 3).problem()
    for isWeighted in [false, true] {
      if isWeighted {
        problem.weights = SyntheticData(rows: shape.0, columns: shape.1, seed: 4).weights()
      }
      let fit = try PathFit(problem, ElasticNet(alpha: alpha), PathOptions(count: 30))
      let gaps = try fit.gaps()
      #expect(gaps.count == fit.solutions.count)
      for (gap, solution) in zip(gaps, fit.solutions) {
        #expect(gap <= max(solution.gap, 1e-12))
      }
      let middle = fit.lambdas[10] * 0.97
      let one = try fit.solution(at: middle)
      #expect(try fit.gaps(of: [one])[0] <= max(one.gap, 1e-12))
    }
  }

  @Test(
    "the gap of coefficients that are off bounds what they cost", arguments: [1e-2, 1e-4, 1e-6])
  func spoilt(error: Double) throws {
    let problem = try SyntheticData(rows: 3000, columns: 8, seed: 6).problem()
    let fit = try PathFit(problem, ElasticNet(alpha: 1), PathOptions(count: 20))
    let spoilt = fit.solutions.map { solution in
      Solution(
        lambda: solution.lambda, intercept: solution.intercept,
        coefficients: solution.coefficients.map { $0 * (1 + error) }, gap: 0, converged: true,
        iterations: 0, devianceRatio: solution.devianceRatio)
    }
    let null = cost(problem, fit.lambdas[0], [Double](repeating: 0, count: 8))
    for (gap, (best, worse)) in zip(
      try fit.gaps(of: spoilt), zip(fit.solutions, spoilt)) where best.degreesOfFreedom > 0
    {
      let excess =
        cost(problem, best.lambda, worse.coefficients)
        - cost(problem, best.lambda, best.coefficients)
      #expect(excess >= 0)
      #expect(gap >= excess / null * (1 - 1e-6))
      #expect(gap > 0.01 * error * error)
    }
  }

  @Test("a question that is cancelled says so")
  func cancelled() throws {
    let problem = try SyntheticData(rows: 300, columns: 8, seed: 6).problem()
    let fit = try PathFit(problem, ElasticNet(alpha: 1))
    #expect(throws: SolverError.cancelled) { try fit.gaps { true } }
    #expect(try fit.gaps().count == fit.lambdas.count)
  }

  /// The lasso's cost on columns of unit deviation, with the best intercept.
  private func cost(_ problem: Problem, _ lambda: Double, _ beta: [Double]) -> Double {
    let n = problem.y.count
    let columns = (0..<problem.x.columns).map { problem.x.column($0).values }
    var residual = problem.y
    var penalty = 0.0
    for (j, column) in columns.enumerated() {
      for row in 0..<n { residual[row] -= column[row] * beta[j] }
      let mean = column.reduce(0, +) / Double(n)
      let variance = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(n)
      penalty += lambda * variance.squareRoot() * abs(beta[j])
    }
    let mean = residual.reduce(0, +) / Double(n)
    return residual.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(2 * n) + penalty
  }
}
