import RegLinearAlgebra
import RegSolvers
import Testing

/// What must hold of every solution on problems of every shape.
@Suite("properties: solutions are minima")
struct PropertiesOptimalityTests {
  @Test(
    "every λ asked for is answered, optimal and certified, or says otherwise",
    arguments: ProblemShape.all, ProblemShape.penalties)
  func optimal(shape: ProblemShape, alpha: Double) throws {
    let problem = shape.problem(seed: 1 + UInt64(10 * alpha))
    let path = try PathFit(problem, ElasticNet(alpha: alpha), PathOptions(count: 12))
    #expect(path.solutions.count == (path.lambdaMax > 0 ? 12 : 1))
    for (index, solution) in path.solutions.enumerated() {
      #expect(solution.converged == (solution.gap <= 1e-6))
      #expect(solution.converged)
      guard index % 3 == 2 || index == path.solutions.count - 1 else { continue }
      let (l1, l2) = (solution.lambda * alpha, solution.lambda * (1 - alpha))
      #expect(Optimality(problem, l1: l1, l2: l2, solution).violation < 1e-9)
    }
  }

  @Test("λ = 0 is the least-squares fit, or as near as the data allow", arguments: ProblemShape.all)
  func leastSquares(shape: ProblemShape) throws {
    let problem = shape.problem(seed: 3)
    let solution = try PathFit(problem, Lasso(), PathOptions(lambdas: [0])).solutions[0]
    #expect(solution.converged)
    #expect(Optimality(problem, l1: 0, l2: 0, solution).violation < 1e-9)
  }

  @Test(
    "no other solver finds a lower objective, and where it is unique it finds the same fit",
    arguments: ProblemShape.all, ProblemShape.penalties)
  func proximalGradient(shape: ProblemShape, alpha: Double) throws {
    let problem = shape.problem(seed: 4)
    let plain = PlainProblem(problem)
    let path = try PathFit(problem, ElasticNet(alpha: alpha), PathOptions(count: 3, ratio: 0.01))
    let solution = path.solutions[path.solutions.count / 2]
    let (l1, l2) = (solution.lambda * alpha, solution.lambda * (1 - alpha))
    let other = ProximalGradient(problem, l1: l1, l2: l2, steps: 4000)
    let ours = plain.objective(
      solution.coefficients, intercept: solution.intercept, l1: l1, l2: l2)
    let theirs = plain.objective(
      other.coefficients, intercept: other.intercept, l1: l1, l2: l2)
    // A response without variance leaves the rounding error of its mean.
    let rounding = plain.targets.reduce(0) { max($0, $1.magnitude) } * 1e-10
    let scale = max(plain.nullObjective, ours, rounding * rounding)
    #expect(ours <= theirs + 1e-12 * scale)
    // The other solver is good enough for this to be a test of something.
    #expect(theirs <= ours + 1e-8 * scale)
    guard shape.isUnique || alpha < 1 else { return }
    let size = (0..<shape.columns).map {
      plain.deviations[$0] * solution.coefficients[$0].magnitude
    }
    for j in 0..<shape.columns {
      let difference = (solution.coefficients[j] - other.coefficients[j]).magnitude
      #expect(difference * plain.deviations[j] <= 1e-6 * (size.max() ?? 0) + rounding)
    }
  }

  @Test("bounds hold, and bounds that nothing reaches change nothing")
  func bounds() throws {
    for seed in 1...6 as ClosedRange<UInt64> {
      var problem = ProblemShape(name: "", rows: 40, columns: 10).problem(seed: seed)
      let free = try PathFit(problem, Lasso(), PathOptions(count: 10))
      let sizes = free.solutions.flatMap(\.coefficients).map(\.magnitude)
      let most = try #require(sizes.max())
      problem.lower = [Double](repeating: -2 * most, count: 10)
      problem.upper = [Double](repeating: 2 * most, count: 10)
      let loose = try PathFit(problem, Lasso(), PathOptions(lambdas: free.lambdas))
      for (a, b) in Swift.zip(free.solutions, loose.solutions) {
        for j in 0..<10 { #expect(abs(a.coefficients[j] - b.coefficients[j]) < 1e-10 * most) }
      }
      problem.lower = (0..<10).map { $0 % 2 == 0 ? -0.3 * most : 0 }
      problem.upper = [Double](repeating: 0.25 * most, count: 10)
      let tight = try PathFit(problem, Lasso(), PathOptions(lambdas: free.lambdas))
      var touched = 0
      for solution in tight.solutions {
        for (j, value) in solution.coefficients.enumerated() {
          #expect(value >= problem.lower?[j] ?? 0)
          #expect(value <= 0.25 * most)
          touched += value == 0.25 * most ? 1 : 0
        }
      }
      #expect(touched > 0)
    }
  }
}
