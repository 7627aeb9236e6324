import RegLinearAlgebra
import RegSolvers
import Testing

@Suite("fits that are relaxed, adaptive or both")
struct RefittingTests {
  // MARK: relaxed

  @Test("relaxed fits of the diabetes data are the reference's")
  func reference() throws {
    let file = try ReferenceFile.load("gaussian-diabetes.json")
    let entry = try #require(file.relax.first)
    let problem = try entry.data.problem(entry.options)
    let path = try PathFit(problem, Lasso(), PathOptions(lambdas: entry.lambda))
    for share in entry.gamma {
      let relaxed = try path.relaxed(path.solutions, Relaxation(share: share))
      for (solution, fit) in zip(relaxed, entry.fits) {
        let known = try #require(fit.gammas.first { $0.gamma == share })
        let expected = known.beta[0]
        let size = expected.map(abs).max() ?? 0
        for (found, expected) in zip(solution.coefficients, expected) {
          #expect(abs(found - expected) < 1e-8 * size)
        }
        #expect(abs(solution.intercept - known.a0[0]) < 1e-8 * abs(known.a0[0]))
        #expect(abs(solution.devianceRatio - known.dev_ratio) < 1e-9)
        #expect(solution.activeColumns == fit.active)
      }
    }
  }

  @Test(
    "the refit alone leaves nothing to explain in its columns",
    arguments: [(80, 12), (40, 90)], [true, false])
  func refit(shape: (Int, Int), weighted: Bool) throws {
    let data = SyntheticData(rows: shape.0, columns: shape.1, seed: 11)
    var problem = try data.problem()
    problem.weights = weighted ? data.weights() : nil
    problem.offset = (0..<shape.0).map { Double($0 % 3) }
    let path = try PathFit(problem, Lasso(), PathOptions(count: 12, ratio: 0.05))
    for solution in try path.relaxed(path.solutions, Relaxation(share: 0)) {
      let predicted = try solution.predict(problem.x, offset: problem.offset)
      let rest = problem.y.indices.map {
        (problem.weights?[$0] ?? 1) * (problem.y[$0] - predicted[$0])
      }
      #expect(abs(rest.reduce(0, +)) < 1e-8)
      for column in solution.activeColumns {
        let slope = rest.indices.reduce(0) { $0 + rest[$1] * problem.x[$1, column] }
        #expect(abs(slope) < 1e-8)
      }
      #expect(solution.gap < 1e-12)
    }
  }

  @Test("between both fits coefficients, intercept and explained share are as the data say")
  func blend() throws {
    let problem = try SyntheticData(rows: 60, columns: 9, seed: 12).problem()
    let path = try PathFit(problem, ElasticNet(alpha: 0.7), PathOptions(count: 8))
    let refits = try path.relaxed(path.solutions, Relaxation(share: 0))
    let same = try path.relaxed(path.solutions, Relaxation(share: 1))
    let between = try path.relaxed(path.solutions, Relaxation(share: 0.3))
    let mean = problem.y.reduce(0, +) / Double(problem.y.count)
    let total = problem.y.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    for (index, solution) in between.enumerated() {
      for column in 0..<9 {
        let (penalized, refit) = (
          path.solutions[index].coefficients[column], refits[index].coefficients[column]
        )
        #expect(abs(same[index].coefficients[column] - penalized) < 1e-12)
        #expect(abs(solution.coefficients[column] - 0.3 * penalized - 0.7 * refit) < 1e-12)
      }
      let predicted = try solution.predict(problem.x)
      let left = zip(problem.y, predicted).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      #expect(abs(solution.devianceRatio - (1 - left / total)) < 1e-10)
    }
  }

  @Test("collinear columns are refitted by the shortest least squares")
  func collinear() throws {
    var problem = try SyntheticData(rows: 30, columns: 4, seed: 13).problem()
    let x = problem.x
    problem.x = Matrix(
      rows: 30, columns: 5, values: x.values + x.column(0).values)
    let path = try PathFit(problem, ElasticNet(alpha: 0.5), PathOptions(lambdas: [0.01]))
    let refit = try path.relaxed(path.solutions, Relaxation(share: 0))[0]
    #expect(abs(refit.coefficients[0] - refit.coefficients[4]) < 1e-10)
    problem.x = x
    let single = try PathFit(problem, Ridge(), PathOptions(lambdas: [0])).solutions[0]
    #expect(abs(2 * refit.coefficients[0] - single.coefficients[0]) < 1e-9)
    #expect(refit.gap < 1e-12)
  }

  @Test("bounds and shares that cannot be are refused")
  func refused() throws {
    var problem = try SyntheticData(rows: 20, columns: 3, seed: 14).problem()
    #expect(throws: SolverError.badRelaxation(1.5)) { try Relaxation(share: 1.5) }
    #expect(throws: SolverError.badPower(0)) { try AdaptiveWeights(.ridge, power: 0) }
    problem.lower = [0, 0, 0]
    let path = try PathFit(problem, Lasso(), PathOptions(lambdas: [0.1]))
    #expect(throws: SolverError.boundedRelaxation) {
      try path.relaxed(path.solutions, Relaxation(share: 0.5))
    }
  }

  // MARK: adaptive

  @Test("weights are what the first fit makes them", arguments: [1.0, 2.0], [true, false])
  func weights(power: Double, standardize: Bool) throws {
    var problem = try SyntheticData(rows: 50, columns: 6, seed: 15).problem()
    problem.standardize = standardize
    problem.penaltyFactors = [1, 2, 0, .infinity, 1, 1]
    let found = try AdaptiveWeights(.leastSquares, power: power).found(for: problem)
    var free = problem
    free.excluded = [3]
    free.penaltyFactors = nil
    let first = try PathFit(free, Ridge(), PathOptions(lambdas: [0])).solutions[0]
    #expect(found.lambda == nil)
    for column in [0, 1, 4, 5] {
      let values = problem.x.column(column).values
      let mean = values.reduce(0, +) / 50
      let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 50).squareRoot()
      var size = abs(first.coefficients[column]) * (standardize ? deviation : 1)
      if power == 2 { size *= size }
      let expected = (problem.penaltyFactors?[column] ?? 1) / size
      #expect(abs(found.factors[column] - expected) < 1e-9 * expected)
    }
    #expect(found.factors[2] == 0 && found.factors[3] == .infinity)
  }

  @Test("a first ridge is the one that generalised cross-validation prefers")
  func firstRidge() throws {
    let problem = try SyntheticData(rows: 25, columns: 40, seed: 16).problem()
    let found = try AdaptiveWeights(.ridge).found(for: problem)
    let path = try PathFit(problem, Ridge())
    let scores = try path.ridgeDiagnostics().generalizedCrossValidation
    let lambda = try #require(found.lambda)
    let place = try #require(path.lambdas.firstIndex { abs($0 - lambda) < 1e-12 * lambda })
    #expect(scores.allSatisfy { !($0 < scores[place]) })
  }

  @Test("least squares that are not unique are refused")
  func notUnique() throws {
    let wide = try SyntheticData(rows: 10, columns: 12, seed: 17).problem()
    #expect(throws: SolverError.collinear) { try AdaptiveWeights(.leastSquares).found(for: wide) }
    var twice = try SyntheticData(rows: 30, columns: 3, seed: 17).problem()
    twice.x = Matrix(rows: 30, columns: 4, values: twice.x.values + twice.x.column(1).values)
    #expect(throws: SolverError.collinear) { try AdaptiveWeights(.leastSquares).found(for: twice) }
  }

  // MARK: in cross-validation

  /// Errors of fits that are made from each training part by hand.
  private func byHand(
    _ problem: Problem, _ folds: Folds, _ lambdas: [Double], _ adaptive: AdaptiveWeights?,
    _ relaxation: Relaxation?
  ) throws -> [Double] {
    var sums = [Double](repeating: 0, count: lambdas.count)
    for place in folds.labels.indices {
      var part = problem.selecting(rows: folds.trainingRows(at: place))
      if let adaptive { part.penaltyFactors = try adaptive.found(for: part).factors }
      let path = try PathFit(part, Lasso(), PathOptions(lambdas: lambdas))
      let solutions = try relaxation.map { try path.relaxed(path.solutions, $0) } ?? path.solutions
      for (index, solution) in solutions.enumerated() {
        let rows = folds.rows(at: place)
        let predicted = try solution.predict(problem.x.selecting(rows: rows))
        for (row, value) in zip(rows, predicted) {
          sums[index] += (problem.y[row] - value) * (problem.y[row] - value)
        }
      }
    }
    return sums.map { $0 / Double(problem.y.count) }
  }

  @Test(
    "each fold finds its own weights and refits on its own rows",
    arguments: [(90, 6), (30, 50)], [false, true])
  func nested(shape: (Int, Int), relaxes: Bool) throws {
    let problem = try SyntheticData(rows: shape.0, columns: shape.1, seed: 18).problem()
    let folds = try Folds(rows: shape.0, count: 5, seed: 3)
    let adaptive = try AdaptiveWeights(.ridge)
    let relaxation = relaxes ? try Relaxation(share: 0.25) : nil
    var whole = problem
    whole.penaltyFactors = try adaptive.found(for: problem).factors
    let lambdas = try PathFit(whole, Lasso(), PathOptions(count: 8, ratio: 0.02)).lambdas
    let method = PenalizedTraining(Lasso(), adaptive: adaptive, relaxation: relaxation)
    let validation = try CrossValidation(problem, method, lambdas: lambdas, folds: [folds])
    let expected = try byHand(problem, folds, lambdas, adaptive, relaxation)
    // Weights that have seen all rows give other errors.
    let leaking = try CrossValidation(
      whole, PenalizedTraining(Lasso(), relaxation: relaxation), lambdas: lambdas, folds: [folds])
    var largest = 0.0
    for (index, point) in validation.curve.enumerated() {
      #expect(abs(point.mean - expected[index]) < 1e-8 * expected[index])
      largest = max(largest, abs(leaking.curve[index].mean - point.mean) / point.mean)
    }
    #expect(largest > 1e-4)
  }

  @Test("a grid of shares has the curves of each alone")
  func grid() throws {
    let problem = try SyntheticData(rows: 70, columns: 7, seed: 19).problem()
    let folds = try Folds(rows: 70, count: 4, seed: 1)
    let path = try PathFit(problem, Lasso(), PathOptions(count: 10))
    let shares = try [0, 0.5, 1].map { try Relaxation(share: $0) }
    let grid = try CrossValidation.relaxing(
      problem, PenalizedTraining(Lasso()), lambdas: path.lambdas, folds: [folds], shares)
    for (relaxation, found) in zip(shares, grid) {
      let expected = try byHand(problem, folds, path.lambdas, nil, relaxation)
      for (point, mean) in zip(found.curve, expected) {
        #expect(abs(point.mean - mean) < 1e-8 * mean)
      }
      // A λ off the grid is refitted too.
      let lambda = path.lambdas[4] * 0.9
      let off = try byHand(problem, folds, [lambda], nil, relaxation)[0]
      #expect(abs(try found.point(at: lambda).mean - off) < 1e-8 * off)
    }
  }
}
