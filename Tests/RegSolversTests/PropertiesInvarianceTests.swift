import RegLinearAlgebra
import RegSolvers
import Testing

/// What a change of the data must and must not change in the solution.
@Suite("properties: what changes with the data")
struct PropertiesInvarianceTests {
  /// Shapes whose lasso solution is unique, so that coefficients can be compared.
  static let shapes = ProblemShape.all.filter(\.isUnique)

  @Test("one λ alone gives what the path gives", arguments: ProblemShape.all)
  func singleFits(shape: ProblemShape) throws {
    let problem = shape.problem(seed: 5)
    let plain = PlainProblem(problem)
    for alpha in [1, 0.4, 0] {
      let penalty = try ElasticNet(alpha: alpha)
      let path = try PathFit(problem, penalty, PathOptions(count: 6))
      for solution in path.solutions {
        let single = try PathFit(problem, penalty, PathOptions(lambdas: [solution.lambda]))
        expectSameFit(plain, solution, single.solutions[0])
        if shape.isUnique || alpha < 1 { expectEqual(plain, solution, single.solutions[0]) }
      }
      // Between two λ of the path, from either side.
      guard path.lambdas.count > 4 else { continue }
      let between = (path.lambdas[3] * path.lambdas[4]).squareRoot()
      let single = try PathFit(problem, penalty, PathOptions(lambdas: [between])).solutions[0]
      expectSameFit(plain, try path.solution(at: between), single)
    }
  }

  @Test("columns that can never enter do not change the fit of the others", arguments: shapes)
  func screening(shape: ProblemShape) throws {
    // With so many columns candidates are screened; without, all cross-products are formed.
    let problem = shape.problem(seed: 6)
    let plain = PlainProblem(problem)
    guard !problem.y.allSatisfy({ $0 == problem.y[0] }) else { return }
    let more = 420
    var generator = RandomGenerator(seed: 99)
    let noise = (0..<more * shape.rows).map { _ in generator.normal() }
    var wide = problem
    wide.x = Matrix(
      rows: shape.rows, columns: shape.columns + more, values: problem.x.values + noise)
    wide.penaltyFactors =
      (problem.penaltyFactors ?? [Double](repeating: 1, count: shape.columns))
      + [Double](repeating: 1e7, count: more)
    wide.lower = problem.lower.map { $0 + [Double](repeating: -.infinity, count: more) }
    wide.upper = problem.upper.map { $0 + [Double](repeating: .infinity, count: more) }
    for alpha in [1, 0.5] {
      let penalty = try ElasticNet(alpha: alpha)
      let path = try PathFit(problem, penalty, PathOptions(count: 8, ratio: 1e-3))
      let screened = try PathFit(wide, penalty, PathOptions(lambdas: path.lambdas))
      for (a, b) in Swift.zip(path.solutions, screened.solutions) {
        #expect(b.activeColumns.allSatisfy { $0 < shape.columns })
        expectEqual(plain, a, b)
      }
    }
  }

  @Test("a weight of k counts as k copies of the row", arguments: ProblemShape.all)
  func repeatedRows(shape: ProblemShape) throws {
    var weighted = shape.problem(seed: 7)
    var generator = RandomGenerator(seed: 17)
    let counts = (0..<shape.rows).map { _ in generator.integer(below: 4) }
    guard counts.contains(where: { $0 > 0 }) else { return }
    weighted.weights = nil
    let rows = counts.indices.flatMap { [Int](repeating: $0, count: counts[$0]) }
    let repeated = weighted.selecting(rows: rows)
    weighted.weights = counts.map { Double($0) }
    let plain = PlainProblem(weighted)
    try compare(weighted, repeated, lambdasOf: repeated) { a, b in
      expectSameFit(plain, a, b)
      if shape.isUnique { expectEqual(plain, a, b) }
    }
  }

  @Test("the order of rows and columns does not matter", arguments: ProblemShape.all)
  func permutations(shape: ProblemShape) throws {
    let problem = shape.problem(seed: 8)
    let plain = PlainProblem(problem)
    var generator = RandomGenerator(seed: 18)
    let rows = generator.permutation(shape.rows)
    let columns = generator.permutation(shape.columns)
    var permuted = problem.selecting(rows: rows)
    permuted.x = permuted.x.selecting(columns: columns)
    permuted.penaltyFactors = problem.penaltyFactors.map { all in columns.map { all[$0] } }
    permuted.lower = problem.lower.map { all in columns.map { all[$0] } }
    permuted.upper = problem.upper.map { all in columns.map { all[$0] } }
    permuted.excluded = Set(columns.indices.filter { problem.excluded.contains(columns[$0]) })
    var back = [Int](repeating: 0, count: shape.columns)
    for (place, column) in columns.enumerated() { back[column] = place }
    try compare(problem, permuted, lambdasOf: problem) { a, b in
      #expect(abs(a.devianceRatio - b.devianceRatio) < 1e-10)
      guard shape.isUnique else { return }
      expectEqual(plain, a, back.map { b.coefficients[$0] })
    }
  }

  @Test("rescaling standardised columns rescales their coefficients alone", arguments: shapes)
  func rescaledColumns(shape: ProblemShape) throws {
    let problem = shape.problem(seed: 9)
    let plain = PlainProblem(problem)
    guard problem.standardize else { return }
    let scales = (0..<shape.columns).map { [1, 1e3, 1e-5, -1, 7][$0 % 5] }
    var rescaled = problem
    rescaled.x = Matrix(
      rows: shape.rows, columns: shape.columns,
      values: problem.x.values.enumerated().map { $1 * scales[$0 / shape.rows] })
    func scaled(_ low: [Double]?, _ high: [Double]?, _ none: Double) -> [Double]? {
      guard low != nil || high != nil else { return nil }
      return scales.indices.map { j in
        (scales[j] > 0 ? low?[j] ?? none : high?[j] ?? -none) / scales[j]
      }
    }
    rescaled.lower = scaled(problem.lower, problem.upper, -.infinity)
    rescaled.upper = scaled(problem.upper, problem.lower, .infinity)
    try compare(problem, rescaled, lambdasOf: problem) { a, b in
      #expect(abs(a.devianceRatio - b.devianceRatio) < 1e-10)
      expectEqual(plain, a, Swift.zip(b.coefficients, scales).map { $0 * $1 })
    }
  }

  @Test("shifting the response or the columns changes the intercept alone", arguments: shapes)
  func shifts(shape: ProblemShape) throws {
    let problem = shape.problem(seed: 10)
    // The rounding error of adding a shift is part of the data, so shifts are in their unit.
    guard problem.intercept, problem.y.map(\.magnitude).max() ?? 0 < 1e6,
      problem.y.map(\.magnitude).max() ?? 0 > 1e-6
    else { return }
    let plain = PlainProblem(problem)
    let shifts = (0..<shape.columns).map { plain.deviations[$0] * Double($0 % 4) }
    var shifted = problem
    shifted.y = problem.y.map { $0 + 10 }
    shifted.x = Matrix(
      rows: shape.rows, columns: shape.columns,
      values: problem.x.values.enumerated().map { $1 + shifts[$0 / shape.rows] })
    try compare(problem, shifted, lambdasOf: problem) { a, b in
      expectEqual(plain, a, b)
      let moved = Swift.zip(shifts, a.coefficients).reduce(a.intercept + 10) { $0 - $1.0 * $1.1 }
      let size = Swift.zip(plain.means, a.coefficients).reduce(100) { $0 + abs($1.0 * $1.1) }
      #expect(abs(b.intercept - moved) < 1e-9 * size)
    }
  }

  // MARK: comparisons

  private func compare(
    _ left: Problem, _ right: Problem, lambdasOf problem: Problem,
    _ check: (Solution, Solution) -> Void
  ) throws {
    for alpha in ProblemShape.penalties {
      let penalty = try ElasticNet(alpha: alpha)
      let lambdas = try PathFit(problem, penalty, PathOptions(count: 5)).lambdas
      let a = try PathFit(left, penalty, PathOptions(lambdas: lambdas))
      let b = try PathFit(right, penalty, PathOptions(lambdas: lambdas))
      for (a, b) in Swift.zip(a.solutions, b.solutions) { check(a, b) }
    }
  }

  /// Coefficients agree, columns being measured in their spread and relative to the largest.
  private func expectEqual(
    _ plain: PlainProblem, _ a: Solution, _ b: [Double],
    _ location: SourceLocation = #_sourceLocation
  ) {
    let sizes = a.coefficients.indices.map { plain.deviations[$0] * a.coefficients[$0].magnitude }
    let differences = a.coefficients.indices.map {
      plain.deviations[$0] * (a.coefficients[$0] - b[$0]).magnitude
    }
    let spread = (2 * plain.nullObjective).squareRoot()
    let limit = 1e-8 * max(sizes.max() ?? 0, 1e-4 * spread)
    #expect(differences.max() ?? 0 <= limit, sourceLocation: location)
  }

  private func expectEqual(
    _ plain: PlainProblem, _ a: Solution, _ b: Solution,
    _ location: SourceLocation = #_sourceLocation
  ) {
    expectEqual(plain, a, b.coefficients, location)
  }

  /// Fitted values, which are unique whatever the coefficients are, agree.
  private func expectSameFit(
    _ plain: PlainProblem, _ a: Solution, _ b: Solution,
    _ location: SourceLocation = #_sourceLocation
  ) {
    let left = plain.residual(a.coefficients, intercept: a.intercept)
    let right = plain.residual(b.coefficients, intercept: b.intercept)
    let difference = left.indices.reduce(0) {
      $0 + plain.shares[$1] * (left[$1] - right[$1]) * (left[$1] - right[$1])
    }.squareRoot()
    #expect(
      difference <= 1e-8 * (2 * plain.nullObjective).squareRoot() + 1e-12,
      sourceLocation: location)
  }
}
