import RegLinearAlgebra
@testable import RegSolvers
import Testing

@Suite("columns that depend on each other, or do not vary")
struct RankDeficientTests {
  private func column(_ seed: UInt64, rows: Int, mean: Double) -> [Double] {
    var generator = RandomGenerator(seed: seed)
    return (0..<rows).map { _ in mean + generator.normal() }
  }

  /// A third column is the sum of two, but for what rounding does to numbers of that size.
  @Test(
    "least squares do not take rounding for a direction of its own",
    arguments: [0, 1e2, 1e4, 1e6])
  func roundedSums(mean: Double) throws {
    let rows = 40
    let (a, b) = (column(1, rows: rows, mean: mean), column(2, rows: rows, mean: 1.5 * mean))
    let noise = column(3, rows: rows, mean: 0)
    let y = zip(a, noise).map { $0 - mean + $1 }
    let sums = zip(a, b).map { $0 + $1 }
    let problem = Problem(x: Matrix(rows: rows, columns: 3, values: a + b + sums), y: y)
    let two = Problem(x: Matrix(rows: rows, columns: 2, values: a + b), y: y)
    let best = try PathFit(two, Ridge(), PathOptions(lambdas: [0])).solutions[0]
    var unpenalized = problem
    unpenalized.penaltyFactors = [0, 0, 0]
    for solution in [
      try PathFit(problem, Ridge(), PathOptions(lambdas: [0])).solutions[0],
      try PathFit(problem, Lasso(), PathOptions(lambdas: [1, 0])).solutions[1],
      try PathFit(unpenalized, Lasso(), PathOptions(lambdas: [0.1])).solutions[0],
    ] {
      #expect(solution.converged)
      #expect(solution.coefficients.allSatisfy { abs($0) < 2 })
      #expect(abs(solution.devianceRatio - best.devianceRatio) < 1e-9)
    }
  }

  @Test("without an intercept and standardising, a column of ones is fitted like any other")
  func ones() throws {
    let x = Matrix(rows: 4, columns: 2, values: [1, 1, 1, 1, 1, 2, 3, 4])
    var problem = Problem(x: x, y: [2, 4, 5, 9])
    problem.intercept = false
    problem.standardize = false
    let exact = try x.solve(Matrix(problem.y))
    for rows in [1, 30] {
      // Repeated, the rows are fitted by their cross-products.
      let all = problem.selecting(rows: (0..<rows * 4).map { $0 % 4 })
      let solution = try PathFit(all, Ridge(), PathOptions(lambdas: [0])).solutions[0]
      for (a, b) in zip(solution.coefficients, exact.values) { #expect(abs(a - b) < 1e-12) }
      let folds = try Folds(ids: all.y.indices.map { $0 % 3 })
      try checkAgainstSeparateFits(all, Lasso(), [folds], [0.5, 0.1], comment: "\(rows)")
    }
    // Alone with an L1 penalty: the mean, softly thresholded.
    var single = problem
    single.x = Matrix(rows: 4, columns: 1, values: [1, 1, 1, 1])
    let thresholded = try PathFit(single, Lasso(), PathOptions(lambdas: [0.3])).solutions[0]
    #expect(abs(thresholded.coefficients[0] - 4.7) < 1e-12)
  }

  @Test("identical columns without a penalty count once")
  func identicalColumns() throws {
    let x = Matrix(rows: 4, columns: 3, values: [1, 2, 4, 3, 2, 1, 3, 3, 1, 2, 4, 3])
    var problem = Problem(x: x, y: [1, 2, 3, 5])
    problem.penaltyFactors = [0, 1, 0]
    let twice = try PathFit(problem, ElasticNet(alpha: 0.5), PathOptions(lambdas: [0.1]))
    problem.excluded = [2]
    let once = try PathFit(problem, ElasticNet(alpha: 0.5), PathOptions(lambdas: [0.1]))
    let (a, b) = (
      try twice.engine.degreesOfFreedom(twice.solutions[0]),
      try once.engine.degreesOfFreedom(once.solutions[0])
    )
    #expect(abs(a - b) < 1e-10)
  }

  @Test("a copy of an unpenalised column leaves the gap of several responses finite")
  func copyOfUnpenalized() throws {
    let x = (1...3).flatMap { column($0, rows: 30, mean: 0) }
    var y = Matrix(rows: 30, columns: 2)
    for row in 0..<30 {
      y[row, 0] = x[row] + x[60 + row]
      y[row, 1] = x[30 + row] - x[60 + row]
    }
    var problem = MultiResponseProblem(
      x: Matrix(rows: 30, columns: 4, values: x + x.prefix(30)), y: y)
    problem.penaltyFactors = [0, 1, 1, 1]
    let fit = try MultiResponseFit(problem, Lasso(), PathOptions(count: 30))
    for solution in fit.solutions { #expect(solution.gap < 1e-10) }
  }
}
