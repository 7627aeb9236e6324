import RegLinearAlgebra
import RegSolvers
import Testing

@Suite("ridge in closed form")
struct RidgeTests {
  /// What sets the ways through the solver apart.
  struct Shape: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var rows = 30
    var columns = 6
    var isWeighted = false
    var intercept = true
    var standardize = true
    /// The penalty factors, taken in turn by the columns.
    var factors: [Double]?

    func problem() throws -> Problem {
      let data = SyntheticData(rows: rows, columns: columns, seed: 11)
      var problem = try data.problem()
      problem.weights = isWeighted ? data.weights() : nil
      problem.intercept = intercept
      problem.standardize = standardize
      problem.penaltyFactors = factors.map { factors in
        (0..<columns).map { factors[$0 % factors.count] }
      }
      return problem
    }
  }

  static let shapes = [
    Shape(testDescription: "more rows than columns"),
    Shape(testDescription: "more columns than rows", rows: 12, columns: 25),
    Shape(testDescription: "weights", isWeighted: true),
    Shape(testDescription: "weights and many columns", rows: 12, columns: 25, isWeighted: true),
    Shape(testDescription: "no intercept", intercept: false),
    Shape(testDescription: "columns as they are", standardize: false),
    Shape(testDescription: "penalty factors", isWeighted: true, factors: [1, 0.3, 4]),
    Shape(testDescription: "columns without penalty", isWeighted: true, factors: [1, 0, 2]),
    Shape(
      testDescription: "many columns, some without penalty", rows: 14, columns: 25,
      factors: [1, 2, 1, 1, 1, 1, 1, 0]),
    Shape(testDescription: "read in blocks of rows", rows: 1100, columns: 240, isWeighted: true),
    Shape(testDescription: "one column", columns: 1),
  ]

  static let lambdas = [30, 1, 0.02, 1e-4]

  @Test("every λ is optimal to rounding", arguments: shapes)
  func isOptimal(shape: Shape) throws {
    let problem = try shape.problem()
    let path = try PathFit(problem, Ridge(), PathOptions(lambdas: Self.lambdas))
    for solution in path.solutions {
      // By definition alone, where that is quickly worked out.
      if problem.x.count < 1000 {
        #expect(Optimality(problem, l1: 0, l2: solution.lambda, solution).violation < 1e-12)
      }
      #expect(solution.gap < 1e-14)
    }
  }

  @Test("an error that is left out is that of a fit without the row", arguments: shapes)
  func leavesOneOut(shape: Shape) throws {
    let problem = try shape.problem()
    let path = try PathFit(problem, Ridge(), PathOptions(lambdas: Self.lambdas))
    let scores = try path.leaveOneOut(keepsResiduals: true)
    let residuals = try #require(scores.residuals)
    let rows = Array(0..<problem.y.count)
    let spread = Matrix(problem.y).columnVariances()[0].squareRoot()
    for row in rows.count > 100 ? [1, rows.count - 1] : rows {
      let errors = try errors(leavingOut: row, of: problem)
      for (column, error) in errors.enumerated() {
        #expect(abs(residuals[row, column] - error) < 1e-9 * spread)
      }
    }
    let weights = problem.weights ?? rows.map { _ in 1 }
    for (column, mean) in scores.meanSquares.enumerated() {
      let sum = rows.reduce(0) {
        $0 + weights[$1] * residuals[$1, column] * residuals[$1, column]
      }
      let expected = sum / weights.reduce(0, +)
      #expect(abs(mean - expected) < 1e-12 * expected)
    }
  }

  /// The errors at the row by separate fits in which the units of the columns and the penalty, next
  /// to the sum of the squares, are those of all rows.
  private func errors(leavingOut row: Int, of problem: Problem) throws -> [Double] {
    let count = problem.y.count
    let weights = problem.weights ?? [Double](repeating: 1, count: count)
    let units =
      problem.standardize
      ? problem.x.columnVariances(weights: weights).map { $0.squareRoot() }
      : [Double](repeating: 1, count: problem.x.columns)
    var scaled = problem
    scaled.standardize = false
    scaled.x = Matrix(rows: count, columns: problem.x.columns) { entries in
      for index in entries.indices { entries[index] = problem.x[index] / units[index / count] }
    }
    let rest = scaled.selecting(rows: (0..<count).filter { $0 != row })
    let total = weights.reduce(0, +)
    let share = total / (total - weights[row])
    let path = try PathFit(
      rest, Ridge(), PathOptions(lambdas: Self.lambdas.map { $0 * share }))
    let alone = scaled.x.selecting(rows: [row])
    return try path.solutions.map { problem.y[row] - (try $0.predict(alone)[0]) }
  }

  @Test("degrees of freedom are the trace of what takes y to its prediction", arguments: shapes)
  func degreesOfFreedom(shape: Shape) throws {
    let problem = try shape.problem()
    guard problem.y.count < 100 else { return }
    var traces = Self.lambdas.map { _ in problem.intercept ? -1.0 : 0 }
    for row in problem.y.indices {
      var unit = problem
      unit.y = problem.y.indices.map { $0 == row ? 1 : 0 }
      let path = try PathFit(unit, Ridge(), PathOptions(lambdas: Self.lambdas))
      for (place, solution) in path.solutions.enumerated() {
        traces[place] += try solution.predict(problem.x)[row]
      }
    }
    let path = try PathFit(problem, Ridge(), PathOptions(lambdas: Self.lambdas))
    let found = try path.ridgeDiagnostics()
    // A row without weight is predicted, but nothing is predicted from it.
    let counted = problem.weights?.count { $0 > 0 } ?? problem.y.count
    for (place, trace) in traces.enumerated() {
      #expect(abs(found.effectiveDegreesOfFreedom[place] - trace) < 1e-9)
      let weights = problem.weights ?? problem.y.map { _ in 1 }
      let predicted = try path.solutions[place].predict(problem.x)
      let squares = problem.y.indices.reduce(0) {
        $0 + weights[$1] * (problem.y[$1] - predicted[$1]) * (problem.y[$1] - predicted[$1])
      }
      let rest = 1 - (trace + (problem.intercept ? 1 : 0)) / Double(counted)
      let expected = squares / weights.reduce(0, +) / (rest * rest)
      #expect(abs(found.generalizedCrossValidation[place] - expected) < 1e-7 * expected)
    }
  }

  @Test("without penalty it is least squares, also where columns are nearly dependent")
  func withoutPenalty() throws {
    var problem = try SyntheticData(rows: 40, columns: 4, seed: 3).problem()
    for row in 0..<40 { problem.x[row, 3] = problem.x[row, 0] + 1e-6 * problem.x[row, 3] }
    let path = try PathFit(problem, Ridge(), PathOptions(lambdas: [1e-15, 0]))
    let design = Matrix(
      rows: 40, columns: 5,
      values: [Double](repeating: 1, count: 40) + problem.x.values)
    let q = try design.qr().q
    let found = try path.leaveOneOut(keepsResiduals: true)
    let residuals = try #require(found.residuals)
    let edf = try path.ridgeDiagnostics().effectiveDegreesOfFreedom
    #expect(abs(edf[1] - 4) < 1e-12)
    #expect(edf[0] < 4 && edf[0] > 3.9)
    let fitted = q * q.transposeTimes(Matrix(problem.y))
    for row in 0..<40 {
      let leverage = (0..<5).reduce(0) { $0 + q[row, $1] * q[row, $1] }
      let expected = (problem.y[row] - fitted[row]) / (1 - leverage)
      #expect(abs(residuals[row, 1] - expected) < 1e-8)
    }
  }

  @Test("a row that alone decides a coefficient has no error of that kind")
  func decidingRow() throws {
    var problem = try SyntheticData(rows: 10, columns: 2, seed: 5).problem()
    for row in 0..<10 { problem.x[row, 1] = row == 4 ? 1 : 0 }
    problem.penaltyFactors = [1, 0]
    let path = try PathFit(problem, Ridge(), PathOptions(lambdas: [0.5]))
    let found = try path.leaveOneOut(keepsResiduals: true)
    let residuals = try #require(found.residuals)
    #expect(residuals.values.indices.filter { residuals[$0].isNaN } == [4])
    #expect(found.meanSquares[0].isNaN)
  }

  @Test("the smallest problems have an answer")
  func smallest() throws {
    let one = Problem(x: Matrix([2]), y: [3])
    let path = try PathFit(one, Ridge(), PathOptions(lambdas: [1]))
    #expect(path.solutions[0].intercept == 3)
    #expect(try path.ridgeDiagnostics().effectiveDegreesOfFreedom == [0])
    #expect(try path.leaveOneOut().meanSquares[0].isNaN)
    let flat = Problem(x: Matrix([1, 2, 3]), y: [5, 5, 5])
    #expect(try PathFit(flat, Ridge()).leaveOneOut().meanSquares == [0])
    let empty = Problem(x: Matrix(rows: 3, columns: 0), y: [1, 2, 6])
    let none = try PathFit(empty, Ridge(), PathOptions(lambdas: [1]))
    #expect(try none.ridgeDiagnostics().effectiveDegreesOfFreedom == [0])
    // Left out, each of three numbers is 3/2 of its deviation from the mean of the others.
    #expect(abs(try none.leaveOneOut().meanSquares[0] - 10.5) < 1e-12)
  }

  @Test("results do not depend on how many share the work")
  func workers() throws {
    for (rows, columns) in [(2400, 130), (300, 450)] {
      let problem = try SyntheticData(rows: rows, columns: columns, seed: 2).problem()
      let fits = try [1, 3].map {
        try PathFit(problem, Ridge(), PathOptions(count: 20, workers: Workers(count: $0)))
      }
      #expect(fits[0].solutions == fits[1].solutions)
      #expect(try fits[0].leaveOneOut().meanSquares == fits[1].leaveOneOut().meanSquares)
    }
  }

  @Test("what was asked of a fit before changes no bit of an answer")
  func earlierQuestions() throws {
    let problem = try SyntheticData(rows: 1 << 14, columns: 17, seed: 9).problem()
    let fits = try (0..<2).map { _ in try PathFit(problem, Ridge(), PathOptions(count: 5)) }
    // Least squares need the standardised columns as a whole; ridges of so many rows do without.
    _ = try fits[1].solution(at: 0)
    let scores = try fits.map { try $0.leaveOneOut().meanSquares }
    #expect(scores[0] == scores[1])
    let between = try fits.map { try $0.solution(at: 0.3) }
    #expect(between[0] == between[1])
  }

  @Test("there is nothing of the kind for fits that are not linear")
  func notLinear() throws {
    var problem = try SyntheticData(rows: 20, columns: 3, seed: 5).problem()
    let lasso = try PathFit(problem, Lasso(), PathOptions(count: 3))
    #expect(!lasso.isLinear)
    #expect(throws: SolverError.notLinear) { try lasso.leaveOneOut() }
    problem.lower = [0, 0, 0]
    let bounded = try PathFit(problem, Ridge(), PathOptions(count: 3))
    #expect(throws: SolverError.notLinear) { try bounded.ridgeDiagnostics() }
  }
}
