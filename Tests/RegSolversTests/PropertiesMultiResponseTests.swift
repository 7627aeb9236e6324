import RegLinearAlgebra
import RegSolvers
import Testing

/// What must hold of fits of several responses on problems of every shape.
@Suite("properties: several responses")
struct PropertiesMultiResponseTests {
  static let widths = [1, 2, 5]
  static let shapes = ProblemShape.all.filter { $0.rows * $0.columns <= 2000 }

  @Test(
    "every λ asked for is answered, optimal and certified", arguments: ProblemShape.all, widths)
  func optimal(shape: ProblemShape, width: Int) throws {
    let problem = shape.multiResponseProblem(width: width, seed: 31)
    for alpha in width == 2 ? [1, 0.5] : [1] {
      let path = try MultiResponseFit(problem, ElasticNet(alpha: alpha), PathOptions(count: 6))
      #expect(path.solutions.count == (path.lambdaMax > 0 ? 6 : 1))
      for (index, solution) in path.solutions.enumerated() {
        #expect(solution.converged == (solution.gap <= 1e-6))
        #expect(solution.gap < 1e-10)
        guard index % 2 == 1 else { continue }
        let (l1, l2) = (solution.lambda * alpha, solution.lambda * (1 - alpha))
        let optimality = MultiResponseOptimality(problem, l1: l1, l2: l2, solution)
        #expect(optimality.violation < 1e-9)
      }
    }
  }

  @Test("ridge and least squares are optimal for all responses", arguments: shapes)
  func smooth(shape: ProblemShape) throws {
    let problem = shape.multiResponseProblem(width: 3, seed: 32)
    let ridge = try MultiResponseFit(problem, Ridge(), PathOptions(lambdas: [2, 0.01]))
    for solution in ridge.solutions {
      let optimality = MultiResponseOptimality(problem, l1: 0, l2: solution.lambda, solution)
      #expect(optimality.violation < 1e-9)
      #expect(solution.converged)
    }
    let plain = try MultiResponseFit(problem, Lasso(), PathOptions(lambdas: [0])).solutions[0]
    #expect(MultiResponseOptimality(problem, l1: 0, l2: 0, plain).violation < 1e-9)
    #expect(plain.converged)
  }

  @Test("a single column of responses is fitted as one response is", arguments: shapes)
  func oneResponse(shape: ProblemShape) throws {
    let single = shape.problem(seed: 33)
    var problem = MultiResponseProblem(single, responses: Matrix(single.y))
    problem.offset = single.offset.map { Matrix($0) }
    for alpha in ProblemShape.penalties {
      let penalty = try ElasticNet(alpha: alpha)
      let one = try PathFit(single, penalty, PathOptions(count: 4))
      let several = try MultiResponseFit(problem, penalty, PathOptions(lambdas: one.lambdas))
      #expect(abs(one.lambdaMax - several.lambdaMax) <= 1e-10 * one.lambdaMax)
      for (a, b) in Swift.zip(one.solutions, several.solutions) {
        #expect(abs(a.devianceRatio - b.devianceRatio) < 1e-10)
        guard shape.isUnique || alpha < 1 else { continue }
        expectEqual(single, a.coefficients, b.coefficients.values)
      }
    }
  }

  @Test("turning the responses turns the coefficients", arguments: shapes)
  func rotation(shape: ProblemShape) throws {
    let problem = shape.multiResponseProblem(width: 2, seed: 34)
    guard problem.lower == nil, problem.upper == nil else { return }
    let turn = Matrix(rows: 2, columns: 2, values: [0.6, 0.8, -0.8, 0.6])
    var turned = problem
    turned.y = problem.y * turn
    turned.offset = problem.offset.map { $0 * turn }
    let path = try MultiResponseFit(problem, Lasso(), PathOptions(count: 6))
    let other = try MultiResponseFit(turned, Lasso(), PathOptions(lambdas: path.lambdas))
    for (a, b) in Swift.zip(path.solutions, other.solutions) {
      #expect(abs(a.devianceRatio - b.devianceRatio) < 1e-10)
      guard shape.isUnique else { continue }
      // Turning rounds large responses, which is a change of the data.
      let rounding = problem.y.values.reduce(0) { max($0, $1.magnitude) } * 1e-15
      expectEqual(
        shape.problem(seed: 34), (a.coefficients * turn).values, b.coefficients.values,
        slack: rounding)
    }
  }

  @Test("a response given twice is a response with 1/√2 of the L1 penalty")
  func twins() throws {
    for seed in 1...5 as ClosedRange<UInt64> {
      let single = ProblemShape(name: "", rows: 50, columns: 12).problem(seed: seed)
      let problem = MultiResponseProblem(
        single, responses: Matrix(rows: 50, columns: 2, values: single.y + single.y))
      let one = try PathFit(single, Lasso(), PathOptions(count: 10))
      let lambdas = one.lambdas.map { $0 * 2.0.squareRoot() }
      let both = try MultiResponseFit(problem, Lasso(), PathOptions(lambdas: lambdas))
      for (a, b) in Swift.zip(one.solutions, both.solutions) {
        expectEqual(single, a.coefficients + a.coefficients, b.coefficients.values)
      }
    }
  }

  @Test("columns that can never enter do not change the fit of the others", arguments: widths)
  func screening(width: Int) throws {
    let shape = ProblemShape(name: "", rows: 40, columns: 30)
    let single = shape.problem(seed: 35)
    let problem = shape.multiResponseProblem(width: width, seed: 35)
    var generator = RandomGenerator(seed: 98)
    var wide = problem
    let noise = (0..<420 * 40).map { _ in generator.normal() }
    wide.x = Matrix(rows: 40, columns: 450, values: problem.x.values + noise)
    wide.penaltyFactors = (0..<450).map { $0 < 30 ? 1 : 1e7 }
    for alpha in [1, 0.3] {
      let penalty = try ElasticNet(alpha: alpha)
      let path = try MultiResponseFit(problem, penalty, PathOptions(count: 6))
      let screened = try MultiResponseFit(wide, penalty, PathOptions(lambdas: path.lambdas))
      for (a, b) in Swift.zip(path.solutions, screened.solutions) {
        let kept = b.coefficients.selecting(rows: Array(0..<30))
        #expect(b.activeColumns == a.activeColumns)
        expectEqual(single, a.coefficients.values, kept.values)
      }
    }
  }

  @Test("one λ alone, on the path or between, gives what the path gives")
  func singleFits() throws {
    let shape = ProblemShape(name: "", rows: 60, columns: 15)
    let problem = shape.multiResponseProblem(width: 3, seed: 36)
    let path = try MultiResponseFit(problem, Lasso(), PathOptions(count: 10))
    for index in [1, 4, 9] {
      for lambda in [path.lambdas[index], 0.7 * path.lambdas[index]] {
        let asked = try path.solution(at: lambda)
        let single = try MultiResponseFit(problem, Lasso(), PathOptions(lambdas: [lambda]))
        expectEqual(
          shape.problem(seed: 36), asked.coefficients.values,
          single.solutions[0].coefficients.values)
      }
    }
  }

  @Test("a fit stops when asked to")
  func cancelled() throws {
    let problem = ProblemShape(name: "", rows: 40, columns: 20)
      .multiResponseProblem(width: 3, seed: 37)
    let options = PathOptions(count: 5, shouldStop: { true })
    #expect(throws: SolverError.cancelled) { try MultiResponseFit(problem, Lasso(), options) }
    let path = try MultiResponseFit(problem, Lasso(), PathOptions(count: 5))
    #expect(throws: SolverError.cancelled) {
      try path.solution(at: 0.9 * path.lambdas[2], shouldStop: { true })
    }
  }

  @Test("malformed responses are refused")
  func refusals() throws {
    let single = ProblemShape(name: "", rows: 6, columns: 2).problem(seed: 1)
    func fit(_ y: Matrix, offset: Matrix? = nil) throws {
      var problem = MultiResponseProblem(single, responses: y)
      problem.offset = offset
      _ = try MultiResponseFit(problem, Lasso())
    }
    #expect(throws: SolverError.rowCount(argument: "y", expected: 6, got: 5)) {
      try fit(Matrix(rows: 5, columns: 2))
    }
    #expect(throws: SolverError.columnCount(argument: "y", expected: 1, got: 0)) {
      try fit(Matrix(rows: 6, columns: 0))
    }
    #expect(throws: SolverError.columnCount(argument: "offset", expected: 2, got: 1)) {
      try fit(Matrix(rows: 6, columns: 2), offset: Matrix(rows: 6, columns: 1))
    }
    var y = Matrix(rows: 6, columns: 2)
    y[3, 1] = .nan
    #expect(throws: SolverError.nonFinite(argument: "y", columns: [1], rows: 1)) { try fit(y) }
    y[3, 1] = 1e300
    y[2, 1] = -1e300
    #expect(throws: Never.self) { try fit(y) }
  }

  /// Coefficients agree, columns being measured in their spread and relative to the largest.
  private func expectEqual(
    _ problem: Problem, _ a: [Double], _ b: [Double], slack: Double = 1e-14,
    _ location: SourceLocation = #_sourceLocation
  ) {
    let plain = PlainProblem(problem)
    let count = problem.x.columns
    let sizes = a.indices.map { plain.deviations[$0 % count] * a[$0].magnitude }
    let differences = a.indices.map { plain.deviations[$0 % count] * (a[$0] - b[$0]).magnitude }
    let spread = (2 * plain.nullObjective).squareRoot()
    let limit = 1e-8 * max(sizes.max() ?? 0, 1e-4 * spread) + slack
    #expect(differences.max() ?? 0 <= limit, sourceLocation: location)
  }
}

extension ProblemShape {
  /// The shape's problem with more responses beside its own, each of other columns.
  func multiResponseProblem(width: Int, seed: UInt64) -> MultiResponseProblem {
    let single = problem(seed: seed)
    var generator = RandomGenerator(seed: seed &+ 1000)
    let plain = PlainProblem(single)
    let spread = max((2 * plain.nullObjective).squareRoot(), 1e-12)
    var responses = single.y
    for k in 1..<max(width, 1) where k < width {
      let isConstant = single.y.allSatisfy { $0 == single.y[0] }
      responses += (0..<rows).map { row in
        guard !isConstant else { return single.y[0] }
        let signal = (0..<columns).reduce(0.0) { sum, j in
          j % (k + 2) == 0 && plain.deviations[j] > 0
            ? sum + (single.x[row, j] - plain.means[j]) / plain.deviations[j] : sum
        }
        return spread * Double(k) * (0.2 * signal + 0.3 * generator.normal())
      }
    }
    var problem = MultiResponseProblem(
      single, responses: Matrix(rows: rows, columns: width, values: responses),
      standardizeResponse: width == 5)
    problem.offset = single.offset.map { offset in
      Matrix(rows: rows, columns: width, values: (0..<width).flatMap { _ in offset })
    }
    return problem
  }
}
