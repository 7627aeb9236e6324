import RegLinearAlgebra
import RegSolvers
import Testing

@Suite("answers between and beyond the λ of a grid")
struct PathKnotsTests {
  /// Problems on which the lasso solution is unique.
  static let problems: [(name: String, problem: Problem)] = {
    var problems: [(name: String, problem: Problem)] = []
    func add(_ name: String, _ data: SyntheticData, _ change: (inout Problem) -> Void = { _ in }) {
      guard var problem = try? data.problem() else { return }
      change(&problem)
      problems.append((name, problem))
    }
    add("one row and one column", SyntheticData(rows: 1, columns: 1, seed: 1))
    add("one column", SyntheticData(rows: 7, columns: 1, seed: 2))
    add("few rows", SyntheticData(rows: 4, columns: 9, seed: 3))
    add("tall", SyntheticData(rows: 200, columns: 30, seed: 4))
    add("correlated", SyntheticData(rows: 80, columns: 40, seed: 5, correlation: 0.95))
    add("square", SyntheticData(rows: 60, columns: 60, seed: 6))
    add("wide", SyntheticData(rows: 50, columns: 450, seed: 7))
    add("many rows", SyntheticData(rows: 9000, columns: 30, seed: 8))
    add("as they are", SyntheticData(rows: 90, columns: 20, seed: 9)) { $0.standardize = false }
    add("without intercept", SyntheticData(rows: 90, columns: 20, seed: 10)) {
      $0.intercept = false
    }
    add("weights", SyntheticData(rows: 90, columns: 20, seed: 11)) {
      $0.weights = SyntheticData(rows: 90, columns: 20, seed: 11).weights()
    }
    add("offset", SyntheticData(rows: 90, columns: 20, seed: 12)) {
      $0.offset = (0..<90).map { Double($0 % 7) }
    }
    add("penalty factors", SyntheticData(rows: 90, columns: 20, seed: 13)) {
      $0.penaltyFactors = (0..<20).map { [1, 0, 2, .infinity, 0.5][$0 % 5] }
    }
    add("one penalised column", SyntheticData(rows: 30, columns: 5, seed: 14)) {
      $0.penaltyFactors = [0, 0, 1, 0, 0]
    }
    add("constant columns", SyntheticData(rows: 40, columns: 8, seed: 15)) {
      for row in 0..<40 { ($0.x[row, 2], $0.x[row, 5]) = (4, 0) }
    }
    add("other units", SyntheticData(rows: 40, columns: 8, seed: 16)) {
      for row in 0..<40 {
        $0.x[row, 1] *= 1e8
        $0.x[row, 2] *= 1e-8
        $0.y[row] *= 1e8
      }
    }
    return problems
  }()

  /// λ from a quarter above the largest to a fifth of the smallest, and all between.
  private func lambdas(_ path: PathFit, count: Int, seed: UInt64) -> [Double] {
    var generator = RandomGenerator(seed: seed)
    let low = 0.2 * (path.lambdas.min() ?? 1)
    let high = 1.25 * path.lambdaMax
    let step = (high / low).squareRoot()
    return (0..<count).map { _ in
      // Denser at the large end, where columns enter.
      let share = generator.uniform()
      return share < 0.5 ? low + share * 2 * (high - low) : low * (1 + (step - 1) * share)
    }
  }

  private func difference(_ problem: Problem, _ ours: Solution, _ fresh: Solution) -> Double {
    let weights = problem.weights ?? problem.y.map { _ in 1 }
    let total = weights.reduce(0, +)
    let used = (0..<problem.x.columns).filter {
      ours.coefficients[$0] != 0 || fresh.coefficients[$0] != 0
    }
    var sizes = [Double](repeating: 0, count: problem.x.columns)
    for j in used {
      let column = problem.x.column(j).values
      let mean = zip(column, weights).reduce(0) { $0 + $1.0 * $1.1 } / total
      sizes[j] = zip(column, weights)
        .reduce(0) { $0 + ($1.0 - mean) * ($1.0 - mean) * $1.1 / total }.squareRoot()
    }
    func scaled(_ solution: Solution) -> [Double] {
      zip(solution.coefficients, sizes).map { $0 * $1 }
    }
    let largest = scaled(fresh).map(\.magnitude).max() ?? 0
    let apart = zip(scaled(ours), scaled(fresh)).map { ($0 - $1).magnitude }.max() ?? 0
    let interceptsApart = (ours.intercept - fresh.intercept).magnitude
    let unit = max(largest, fresh.intercept.magnitude, .leastNormalMagnitude)
    return max(largest > 0 ? apart / largest : apart, interceptsApart / unit)
  }

  @Test("agree with fresh fits to 1e-9", arguments: problems.map(\.name))
  func agreesWithFreshFits(name: String) throws {
    let problem = try #require(Self.problems.first { $0.name == name }?.problem)
    let path = try PathFit(problem, Lasso(), PathOptions(count: 30))
    for lambda in lambdas(path, count: problem.x.count > 20_000 ? 3 : 8, seed: 77) {
      let answer = try path.solution(at: lambda)
      let fresh = try PathFit(problem, Lasso(), PathOptions(lambdas: [lambda])).solutions[0]
      #expect(difference(problem, answer, fresh) < 1e-9)
      #expect(answer.converged)
      #expect(answer.gap < 1e-11)
      #expect(abs(answer.devianceRatio - fresh.devianceRatio) < 1e-11)
      if problem.x.count <= 20_000 {
        #expect(Optimality(problem, l1: lambda, l2: 0, answer).violation < 1e-10)
      }
      let sparse = try path.coefficients(at: lambda)
      #expect(sparse.columns == answer.activeColumns)
      #expect(sparse.coefficients == sparse.columns.map { answer.coefficients[$0] })
      #expect(sparse.intercept == answer.intercept)
    }
  }

  @Test("a path of one λ, or of few far apart, answers as exactly", arguments: [1, 3])
  func sparseGrid(count: Int) throws {
    let problem = try SyntheticData(rows: 60, columns: 90, seed: 21).problem()
    let lambdaMax = try PathFit(problem, Lasso(), PathOptions(count: 1)).lambdaMax
    let grid = (0..<count).map { lambdaMax * [0.3, 0.8, 0.05][$0] }
    let path = try PathFit(problem, Lasso(), PathOptions(lambdas: grid))
    for share in [2, 1, 0.99, 0.7, 0.31, 0.3, 0.29, 0.1, 0.02] {
      let lambda = share * lambdaMax
      let fresh = try PathFit(problem, Lasso(), PathOptions(lambdas: [lambda])).solutions[0]
      #expect(difference(problem, try path.solution(at: lambda), fresh) < 1e-9)
    }
  }

  @Test("what was asked before, and by whom, changes no bit of an answer")
  func orderOfQuestions() throws {
    let problem = try SyntheticData(rows: 50, columns: 450, seed: 22).problem()
    let first = try PathFit(problem, Lasso(), PathOptions(count: 12))
    let second = try PathFit(problem, Lasso(), PathOptions(count: 12))
    let asked = lambdas(first, count: 20, seed: 5)
    let forwards = try asked.map { try first.solution(at: $0) }
    let copy = second
    let backwards = try asked.reversed().map { try copy.solution(at: $0) }
    #expect(forwards == Array(backwards.reversed()))
    for (lambda, solution) in zip(asked, forwards) {
      let nonzero = solution.coefficients.filter { $0 != 0 }
      #expect(try second.coefficients(at: lambda).coefficients == nonzero)
    }
  }

  @Test("knots are where the columns of fresh fits change", arguments: problems.map(\.name))
  func knots(name: String) throws {
    let problem = try #require(Self.problems.first { $0.name == name }?.problem)
    let path = try PathFit(problem, Lasso(), PathOptions(count: 30))
    let knots = try #require(try path.knots())
    #expect(zip(knots, knots.dropFirst()).allSatisfy { $0.lambda >= $1.lambda })
    if path.lambdaMax > 0 {
      let first = try #require(knots.first)
      #expect(abs(first.lambda - path.lambdaMax) <= 1e-14 * path.lambdaMax && first.enters)
    }
    // Following the events gives the columns of every model fitted.
    let unpenalized = Set((0..<problem.x.columns).filter { problem.penaltyFactors?[$0] == 0 })
    var present: Set<Int> = []
    var next = knots.startIndex
    for solution in path.solutions.sorted(by: { $0.lambda > $1.lambda }) {
      while next < knots.endIndex, knots[next].lambda > solution.lambda {
        let knot = knots[next]
        #expect(present.contains(knot.column) != knot.enters)
        if knot.enters { present.insert(knot.column) } else { present.remove(knot.column) }
        next += 1
      }
      #expect(Set(solution.activeColumns).subtracting(unpenalized) == present)
    }
    for knot in knots.prefix(8) {
      let solution = try path.solution(at: knot.lambda)
      #expect(solution.coefficients[knot.column] == 0)
      #expect(solution.gap < 1e-11)
      // Which takes long for many rows.
      guard problem.x.count <= 20_000 else { continue }
      #expect(Optimality(problem, l1: knot.lambda, l2: 0, solution).violation < 1e-10)
    }
  }

  @Test("twin and surplus columns leave every answer optimal", arguments: [0, 1, 2, 3])
  func notUnique(kind: Int) throws {
    var problem = try SyntheticData(rows: 40, columns: 12, seed: 30).problem()
    for row in 0..<40 {
      let x = problem.x
      switch kind {
      // Twins, one of them in other units; a sum of two others; all pairs of twins; levels of a
      // factor in full, with ties among them.
      case 0: (problem.x[row, 4], problem.x[row, 8]) = (x[row, 0], 3 * x[row, 1])
      case 1: problem.x[row, 11] = x[row, 0] + x[row, 4]
      case 2: for j in 0..<6 { problem.x[row, j + 6] = x[row, j] }
      default: for j in 0..<12 { problem.x[row, j] = row % 12 == j ? 1 : 0 }
      }
    }
    let path = try PathFit(problem, Lasso(), PathOptions(count: 20))
    for lambda in lambdas(path, count: 15, seed: 8) {
      let solution = try path.solution(at: lambda)
      #expect(Optimality(problem, l1: lambda, l2: 0, solution).violation < 1e-10)
      #expect(solution.gap < 1e-10)
    }
    #expect(try path.knots()?.isEmpty == false)
  }

  @Test("tied columns enter together")
  func ties() throws {
    // Orthogonal columns, the first two with the same correlation.
    let x = Matrix(
      rows: 4, columns: 3, values: [1, 1, -1, -1, 1, -1, 1, -1, 1, -1, -1, 1])
    let problem = Problem(x: x, y: [4, 0, 0, -4], standardize: false)
    let path = try PathFit(problem, Lasso(), PathOptions(count: 10))
    let knots = try #require(try path.knots())
    #expect(knots.map(\.column).sorted() == [0, 1])
    for knot in knots { #expect(abs(knot.lambda - path.lambdaMax) < 1e-14) }
    let half = try path.solution(at: path.lambdaMax / 2)
    for (value, expected) in zip(half.coefficients, [1.0, 1, 0]) {
      #expect(abs(value - expected) < 1e-14)
    }
  }

  @Test("a response that does not vary has no knots")
  func constantResponse() throws {
    var problem = try SyntheticData(rows: 10, columns: 3, seed: 1).problem()
    problem.y = [Double](repeating: 5, count: 10)
    let path = try PathFit(problem, Lasso())
    #expect(try path.knots()?.isEmpty ?? true)
    #expect(try path.solution(at: 0.3).coefficients == [0, 0, 0])
    #expect(try path.coefficients(at: 0.3).intercept == 5)
  }

  @Test("elastic nets and bounds are solved, since they are not linear between knots")
  func solvedOtherwise() throws {
    var problem = try SyntheticData(rows: 60, columns: 10, seed: 33).problem()
    let mixed = try ElasticNet(alpha: 0.4)
    let net = try PathFit(problem, mixed, PathOptions(count: 10))
    #expect(!net.isPiecewiseLinear)
    #expect(try net.knots() == nil)
    let lambda = net.lambdas[4] * 0.9
    let sparse = try net.coefficients(at: lambda)
    let solution = try net.solution(at: lambda)
    #expect(
      Optimality(problem, l1: 0.4 * lambda, l2: 0.6 * lambda, solution).violation < 1e-11)
    #expect(sparse.coefficients == sparse.columns.map { solution.coefficients[$0] })
    problem.lower = [Double](repeating: 0, count: 10)
    let bounded = try PathFit(problem, Lasso(), PathOptions(count: 10))
    #expect(!bounded.isPiecewiseLinear)
    let between = bounded.lambdas[4] * 0.9
    #expect(
      Optimality(problem, l1: between, l2: 0, try bounded.solution(at: between)).violation < 1e-11)
    #expect(throws: SolverError.badLambda(-1)) { try net.coefficients(at: -1) }
    #expect(throws: SolverError.badLambda(.infinity)) { try bounded.coefficients(at: .infinity) }
  }

  @Test("the first question may be stopped, and asked again")
  func stops() throws {
    let problem = try SyntheticData(rows: 60, columns: 10, seed: 34).problem()
    let path = try PathFit(problem, Lasso(), PathOptions(count: 5))
    let lambda = path.lambdas[2] * 0.8
    #expect(throws: SolverError.cancelled) { try path.solution(at: lambda, shouldStop: { true }) }
    #expect(try path.solution(at: lambda).converged)
  }

  @Test("columns of the diabetes data come and go as the reference's do")
  func diabetes() throws {
    let file = try ReferenceFile.load("gaussian-diabetes.json")
    let reference = try #require(file.paths.first { $0.options.alpha == 1 })
    let problem = try reference.data.problem(reference.options)
    let path = try PathFit(problem, Lasso())
    let names = reference.data.x
    let knots = try #require(try path.knots())
    let events = knots.map { "\($0.enters ? "+" : "-")\(names[$0.column])" }
    #expect(
      events == [
        "+bmi", "+s5", "+bp", "+s3", "+sex", "+s6", "+s1", "+s4", "+s2", "+age", "-s3", "+s3",
      ])
    #expect(
      try path.entryOrder().map { names[$0] } == [
        "bmi", "s5", "bp", "s3", "sex", "s6", "s1", "s4", "s2", "age",
      ])
    for (index, lambda) in reference.lambda.enumerated() {
      // The first knot is the largest λ of the reference, give or take rounding.
      let passed = knots.filter { $0.lambda > lambda * (1 + 1e-12) }
      let entered = passed.count(where: \.enters)
      let left = passed.count - entered
      #expect(entered - left == reference.df[index])
    }
  }
}
