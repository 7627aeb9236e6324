import RegLinearAlgebra
import RegSolvers
import Testing

@Suite("relaxed fits of several responses")
struct MultiResponseRefittingTests {
  /// Three responses of very different scale; one column unpenalised, one excluded.
  private func problem(
    _ rows: Int, _ columns: Int, weighted: Bool = false, standardizeResponse: Bool = false,
    intercept: Bool = true, seed: UInt64 = 21
  ) throws -> MultiResponseProblem {
    let data = SyntheticData(rows: rows, columns: columns, seed: seed)
    let x = try data.problem().x
    let signals = try (0..<3).map { k in
      try SyntheticData(rows: rows, columns: columns, seed: seed + UInt64(k)).problem().y
    }
    let y = Matrix(
      rows: rows, columns: 3,
      values: (0..<3).flatMap { k in
        (0..<rows).map { row in
          [1, 10, 0.2][k] * (signals[k][row] + Double(k + 1) * x[row, 2] - x[row, 1])
        }
      })
    var factors = [Double](repeating: 1, count: columns)
    factors[0] = 0
    return MultiResponseProblem(
      x: x, y: y, weights: weighted ? data.weights() : nil,
      offset: Matrix(
        rows: rows, columns: 3, values: (0..<3 * rows).map { Double($0 % 3) }),
      intercept: intercept, standardizeResponse: standardizeResponse, penaltyFactors: factors,
      excluded: [3])
  }

  @Test(
    "the refit alone is least squares of each response on the columns chosen",
    arguments: [(80, 12), (40, 90), (60, 600)],
    [(false, false, true), (true, true, true), (true, false, false)])
  func leastSquares(shape: (Int, Int), options: (Bool, Bool, Bool)) throws {
    let problem = try problem(
      shape.0, shape.1, weighted: options.0, standardizeResponse: options.1,
      intercept: options.2)
    // Without an intercept the means alone make the first λ large.
    let ratio = options.2 ? 0.02 : 0.002
    let path = try MultiResponseFit(problem, Lasso(), PathOptions(count: 8, ratio: ratio))
    var most = 0
    for solution in try path.relaxed(path.solutions, Relaxation(share: 0)) {
      let active = solution.activeColumns
      most = max(most, active.count)
      #expect(active.contains(0) && !active.contains(3))
      #expect(solution.gap < 1e-12 && solution.converged)
      for k in 0..<3 {
        let single = Problem(
          x: problem.x.selecting(columns: active), y: problem.y.column(k).values,
          weights: problem.weights, offset: problem.offset?.column(k).values,
          intercept: problem.intercept)
        let expected = try PathFit(single, Ridge(), PathOptions(lambdas: [0])).solutions[0]
        let size = expected.coefficients.map(abs).max() ?? 0
        for (place, j) in active.enumerated() {
          #expect(abs(solution.coefficients[j, k] - expected.coefficients[place]) < 1e-9 * size)
        }
        #expect(abs(solution.intercepts[k] - expected.intercept) < 1e-8 * (1 + size))
      }
    }
    #expect(most > 3)
  }

  @Test("between both fits coefficients, intercepts and explained share are as the data say")
  func blend() throws {
    let problem = try problem(60, 9)
    let path = try MultiResponseFit(problem, ElasticNet(alpha: 0.7), PathOptions(count: 8))
    let refits = try path.relaxed(path.solutions, Relaxation(share: 0))
    let same = try path.relaxed(path.solutions, Relaxation(share: 1))
    let halves = try path.relaxed(path.solutions, Relaxation(share: 0.5))
    let targets = problem.y.zip(try #require(problem.offset)) { $0 - $1 }
    let total = (0..<3).reduce(0) { sum, k in
      let y = targets.column(k).values
      let mean = y.reduce(0, +) / 60
      return sum + y.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }
    for (index, solution) in halves.enumerated() {
      let (penalized, refit) = (path.solutions[index], refits[index])
      for (place, value) in solution.coefficients.values.enumerated() {
        let mean = (penalized.coefficients.values[place] + refit.coefficients.values[place]) / 2
        #expect(abs(value - mean) < 1e-11)
        #expect(
          abs(same[index].coefficients.values[place] - penalized.coefficients.values[place])
            < 1e-11)
      }
      for k in 0..<3 {
        let mean = (penalized.intercepts[k] + refit.intercepts[k]) / 2
        #expect(abs(solution.intercepts[k] - mean) < 1e-10)
      }
      #expect(solution.gap == max(penalized.gap, refit.gap, solution.gap))
      let rest = targets.zip(try solution.predict(problem.x)) { $0 - $1 }
      #expect(abs(solution.devianceRatio - (1 - rest.dot(rest) / total)) < 1e-10)
    }
  }

  @Test("a single column of responses is relaxed as one response is")
  func oneResponse() throws {
    let single = try SyntheticData(rows: 50, columns: 8, seed: 22).problem()
    let problem = MultiResponseProblem(single, responses: Matrix(single.y))
    let share = try Relaxation(share: 0.3)
    let one = try PathFit(single, Lasso(), PathOptions(count: 6))
    let several = try MultiResponseFit(problem, Lasso(), PathOptions(lambdas: one.lambdas))
    let expected = try one.relaxed(one.solutions, share)
    for (found, expected) in zip(try several.relaxed(several.solutions, share), expected) {
      for (a, b) in zip(found.coefficients.values, expected.coefficients) {
        #expect(abs(a - b) < 1e-10)
      }
      #expect(abs(found.devianceRatio - expected.devianceRatio) < 1e-11)
    }
  }

  @Test("collinear columns are refitted by the shortest least squares")
  func collinear() throws {
    var problem = try problem(30, 4)
    problem.x = Matrix(rows: 30, columns: 5, values: problem.x.values + problem.x.column(2).values)
    problem.penaltyFactors = nil
    let path = try MultiResponseFit(problem, ElasticNet(alpha: 0.5), PathOptions(lambdas: [0.01]))
    let refit = try path.relaxed(path.solutions, Relaxation(share: 0))[0]
    for k in 0..<3 {
      #expect(abs(refit.coefficients[2, k]) > 0.01)
      #expect(abs(refit.coefficients[2, k] - refit.coefficients[4, k]) < 1e-10)
    }
    #expect(refit.gap < 1e-12)
  }

  @Test("bounds are refused")
  func bounds() throws {
    var problem = try problem(20, 5)
    problem.lower = [0, 0, 0, 0, 0]
    let path = try MultiResponseFit(problem, Lasso(), PathOptions(lambdas: [0.1]))
    #expect(throws: SolverError.boundedRelaxation) {
      try path.relaxed(path.solutions, Relaxation(share: 0.5))
    }
  }

  @Test("each fold is refitted on its own rows", arguments: [0, 0.4])
  func nested(share: Double) throws {
    let problem = try problem(45, 10, weighted: true)
    let relaxation = try Relaxation(share: share)
    let folds = try Folds(rows: 45, count: 5, seed: 3)
    let fit = try MultiResponseFit(problem, Lasso(), PathOptions(count: 6, ratio: 0.05))
    let found = try MultiResponseCrossValidation(fit, folds: [folds], relaxation: relaxation)
    let plain = try MultiResponseCrossValidation(fit, folds: [folds])
    for (index, lambda) in fit.lambdas.enumerated() {
      for place in folds.labels.indices {
        let part = problem.selecting(rows: folds.trainingRows(at: place))
        let path = try MultiResponseFit(part, Lasso(), PathOptions(lambdas: [lambda]))
        let solution = try path.relaxed(path.solutions, relaxation)[0]
        let rows = folds.rows(at: place)
        let left = problem.selecting(rows: rows)
        let predicted = try solution.predict(left.x, offset: left.offset)
        for (offset, row) in rows.enumerated() {
          for k in 0..<3 {
            let value = found.predictions[0][index][row, k]
            #expect(abs(value - predicted[offset, k]) < 1e-8 * (1 + abs(value)))
          }
        }
      }
    }
    // Refits predict otherwise than penalised fits.
    #expect(abs(found.curve[2].mean - plain.curve[2].mean) > 1e-3 * plain.curve[2].mean)
  }
}
