import RegLinearAlgebra
import Synchronization
import Testing

@testable import RegSolvers

@Suite("Resampling")
struct ResamplingTests {
  private func problem(rows: Int = 60, seed: UInt64 = 5) throws -> Problem {
    let design = SimulationDesign(
      rows: rows, correlation: .fading(0.5), coefficients: [1, 0, 0, -1, 0, 0], signalToNoise: 1)
    let data = try SimulatedData(design, seed: seed)
    return Problem(x: data.x, y: data.y)
  }

  private let lasso: ModelFitter

  init() throws {
    lasso = ModelFitter(PenalizedTraining(try ConventionalPenalty(.lasso, .reg)))
  }

  // MARK: the bootstrap

  @Test("a resample is a fit of its rows")
  func resamples() throws {
    let problem = try problem()
    let found = try Bootstrap(problem, lasso, at: 0.1, repeats: 5, seed: 3)
    for resample in 0..<5 {
      let rows = Bootstrap.rows(of: 60, resample: resample, seed: 3)
      let direct = try lasso.solutions(of: problem.selecting(rows: rows), at: [0.1])[0]
      #expect(found.coefficients.column(resample).values == direct.coefficients)
      #expect(found.intercepts[resample] == direct.intercept)
    }
    #expect(Set((0..<5).map { Bootstrap.rows(of: 60, resample: $0, seed: 3) }).count == 5)
  }

  @Test("resampled means vary as the formula for means says")
  func means() throws {
    let problem = try problem()
    // Above lambda_max the intercept is all there is, and it is the mean.
    let found = try Bootstrap(problem, lasso, at: 1000, repeats: 2000, seed: 1)
    let mean = problem.y.reduce(0, +) / 60
    let variance = problem.y.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (60 * 60)
    let error = BootstrapDraws(found.intercepts, of: mean).standardError
    // The relative error of a standard deviation of 2000 draws is about 1/√4000.
    #expect(abs(error / variance.squareRoot() - 1) < 0.06)
    #expect(found.shares.allSatisfy { $0 == 0 })
  }

  @Test("intervals are quantiles, or quantiles mirrored at the estimate")
  func intervals() {
    let draws = BootstrapDraws((0...100).map(Double.init), of: 40)
    let (percentile, basic) = (
      draws.bounds(level: 0.9, .percentile), draws.bounds(level: 0.9, .basic)
    )
    #expect(abs(percentile.low - 5) < 1e-12 && abs(percentile.high - 95) < 1e-12)
    #expect(abs(basic.low + 15) < 1e-12 && abs(basic.high - 75) < 1e-12)
  }

  @Test("shares count resamples with a coefficient, and with its sign")
  func shares() throws {
    let found = try Bootstrap(try problem(), lasso, at: 0.3, repeats: 40, seed: 2)
    for column in 0..<6 {
      let draws = (0..<40).map { found.coefficients[column, $0] }
      #expect(found.shares[column] == Double(draws.count { $0 != 0 }) / 40)
      let positive = found.shares(withSignsOf: [1, 1, 1, 1, 1, 1])[column]
      #expect(positive == Double(draws.count { $0 > 0 }) / 40)
    }
  }

  // MARK: curves

  @Test("the test error of a validation curve is that of cross-validation")
  func validationCurve() throws {
    let problem = try problem()
    let lambdas = [0.5, 0.1, 0.01]
    let folds = try Folds.drawn(rows: 60, count: 6, repeats: 2, seed: 8)
    let curves = try HeldOutFolds(problem, folds, measure: .mae).curves(lasso, at: lambdas)
    let direct = try CrossValidation(
      problem, lasso.training, lambdas: lambdas, folds: folds, measure: .mae
    ).curve
    for (point, expected) in zip(curves.points, direct) {
      #expect(abs(point.test.mean - expected.mean) < 1e-9)
      #expect(abs(point.test.standardError - expected.standardError) < 1e-9)
      #expect(point.training.mean < point.test.mean)
    }
    // A smaller penalty never fits the training rows worse.
    #expect(curves.points[0].training.mean > curves.points[2].training.mean)
  }

  @Test("a learning curve that ends with all rows ends where the validation curve is")
  func learningCurve() throws {
    let held = try HeldOutFolds(
      try problem(), try Folds.drawn(rows: 60, count: 5, repeats: 1, seed: 8), measure: .mse)
    #expect(held.fewestTrainingRows == 48)
    let learned = try held.curves(lasso, .fixed(0.1), sizes: [12, 48], seed: 4)
    let whole = try held.curves(lasso, at: [0.1])
    #expect(abs(learned.points[1].test.mean - whole.points[0].test.mean) < 1e-9)
    #expect(abs(learned.points[1].training.mean - whole.points[0].training.mean) < 1e-9)
    #expect(learned.points[0].test.mean > learned.points[1].test.mean)
  }

  @Test("nested cross-validation at a fixed λ is cross-validation there")
  func nested() throws {
    let held = try HeldOutFolds(
      try problem(), try Folds.drawn(rows: 60, count: 5, repeats: 1, seed: 8), measure: .mse)
    let fixed = try held.nested(lasso, .fixed(0.1), seed: 1)
    let mean = FoldMean(fixed.scores, weights: held.weights).mean
    #expect(abs(mean - (try held.curves(lasso, at: [0.1])).points[0].test.mean) < 1e-9)
  }

  @Test("λ is chosen from the training rows alone")
  func choosesWithoutTheFold() throws {
    let problem = try problem()
    let folds = try Folds.drawn(rows: 60, count: 3, repeats: 1, seed: 8)
    let choice = LambdaChoice.validated([0.5, 0.2, 0.05, 0.01], folds: 4, standardErrors: 0)
    let before = try HeldOutFolds(problem, folds, measure: .mse).nested(lasso, choice, seed: 1)
    // The responses of the first fold have no say in what is chosen for it.
    var changed = problem
    for row in folds[0].rows(at: 0) { changed.y[row] = 1000 }
    let after = try HeldOutFolds(changed, folds, measure: .mse).nested(lasso, choice, seed: 1)
    #expect(before.lambdas[0] == after.lambdas[0])
    #expect(before.nonzero[0] == after.nonzero[0])
    #expect(before.scores[0] != after.scores[0])
  }

  @Test("groups stay together, also where λ is chosen")
  func groups() throws {
    // Every row twice: who has one of them knows the other.
    let once = try problem(rows: 30)
    let twice = once.selecting(rows: (0..<60).map { $0 / 2 })
    let groups = (0..<60).map { $0 / 2 }
    let folds = try Folds.drawn(rows: 60, groups: groups, count: 5, repeats: 2, seed: 1)
    for assignment in folds {
      #expect((0..<30).allSatisfy { assignment.ids[2 * $0] == assignment.ids[2 * $0 + 1] })
    }
    let lambdas = [1, 0.3, 0.1, 0.03, 0.001]
    let choice = LambdaChoice.validated(lambdas, folds: 5, standardErrors: 0)
    let kept = try lasso.model(of: twice, choice, groups: groups, seed: 3)
    let inner = try Folds(groups: groups, count: 5, seed: 3)
    let curve = try CrossValidation(twice, lasso.training, lambdas: lambdas, folds: [inner]).curve
    #expect(kept.lambda == curve.best?.lambda)
    let held = try HeldOutFolds(twice, folds, measure: .mse, groups: groups)
    let split = try HeldOutFolds(
      twice, Folds.drawn(rows: 60, count: 5, repeats: 2, seed: 1), measure: .mse)
    let honest = FoldMean(
      try held.nested(lasso, choice, seed: 1).scores, weights: held.weights)
    let leaking = FoldMean(
      try split.nested(lasso, choice, seed: 1).scores, weights: split.weights)
    #expect(honest.mean > leaking.mean)
    #expect(throws: SolverError.tooFewGroups(groups: 1, folds: 2)) {
      try lasso.model(of: once, choice, groups: [Int](repeating: 4, count: 30), seed: 1)
    }
  }

  @Test("of scores within so many standard errors the largest λ is taken")
  func standardErrors() throws {
    let problem = try problem()
    let lambdas = [0.5, 0.2, 0.05, 0.01]
    let curve = try CrossValidation(
      problem, lasso.training, lambdas: lambdas,
      folds: [try Folds(rows: 60, count: 4, seed: 1)]
    ).curve
    for errors in [0.0, 1, 100] {
      let model = try lasso.model(
        of: problem, .validated(lambdas, folds: 4, standardErrors: errors), seed: 1)
      #expect(model.lambda == curve.largest(within: errors)?.lambda)
    }
  }

  @Test("the baseline is the error of the mean of the training rows")
  func baseline() throws {
    let problem = Problem(x: Matrix([1, 2, 3, 4]), y: [0, 2, 4, 6])
    let held = try HeldOutFolds(problem, [try Folds(ids: [1, 1, 2, 2])], measure: .mse)
    // Means 5 and 1 predict (0, 2) and (4, 6).
    #expect(held.baseline == [17, 17])
    #expect(held.heldOutRatio == 1)
  }

  @Test("means count folds by weight, and errors that folds share their rows")
  func foldMean() {
    let plain = FoldMean([1, 3], weights: [1, 1])
    #expect(plain.mean == 2)
    #expect(abs(plain.standardError - 1) < 1e-15)
    // The variance of a fold is 2; times 1/2 + 1/4.
    let corrected = FoldMean([1, 3], weights: [1, 1], heldOutRatio: 0.25)
    #expect(abs(corrected.standardError - 1.5.squareRoot()) < 1e-15)
    #expect(FoldMean([1, 4, .nan], weights: [2, 1, 0]).mean == 2)
    #expect(FoldMean([1], weights: [1]).standardError.isNaN)
    #expect(FoldMean([], weights: []).mean.isNaN)
  }

  @Test("the standard error of folds drawn again is that of one drawing")
  func repeatedFoldMean() {
    let twice = FoldMean([1, 3, 1, 3], weights: [1, 1, 1, 1], repetitions: [2, 2])
    #expect(twice == FoldMean([1, 3], weights: [1, 1]))
    // Squared standard errors of 1 and 4.
    let wider = FoldMean([1, 3, 0, 4], weights: [1, 1, 1, 1], repetitions: [2, 2])
    #expect(wider.mean == 2)
    #expect(abs(wider.standardError - 2.5.squareRoot()) < 1e-15)
    let single = FoldMean([1, 3, 5], weights: [1, 1, 1], repetitions: [2, 1])
    #expect(single.standardError == FoldMean([1, 3], weights: [1, 1]).standardError)
  }

  @Test("refinements are part of each fit")
  func refinements() throws {
    let problem = try problem()
    let training = PenalizedTraining(
      try ConventionalPenalty(.lasso, .reg), adaptive: try AdaptiveWeights(.ridge),
      relaxation: try Relaxation(share: 0.3))
    let folds = try Folds.drawn(rows: 60, count: 5, repeats: 1, seed: 2)
    let curves = try HeldOutFolds(problem, folds, measure: .mse)
      .curves(ModelFitter(training), at: [0.2, 0.05])
    let direct = try CrossValidation(problem, training, lambdas: [0.2, 0.05], folds: folds).curve
    for (point, expected) in zip(curves.points, direct) {
      #expect(abs(point.test.mean - expected.mean) < 1e-7)
    }
  }

  // MARK: work that is repeated

  @Test("results do not depend on the number of workers")
  func workers() throws {
    let found = try [1, 4].map { count in
      try Bootstrap(
        try problem(), lasso, at: 0.1, repeats: 20, seed: 1, workers: Workers(count: count))
    }
    #expect(found[0].coefficients == found[1].coefficients)
  }

  @Test("reports count up to the end")
  func reports() throws {
    let seen = Mutex([Int]())
    _ = try Bootstrap(try problem(), lasso, at: 0.1, repeats: 9, seed: 1) { done, total in
      #expect(total == 9)
      seen.withLock { $0.append(done) }
    }
    #expect(seen.withLock { $0 } == Array(1...9))
  }

  @Test("work that is stopped is given up")
  func stops() {
    #expect(throws: SolverError.cancelled) {
      try Bootstrap(try problem(), lasso, at: 0.1, repeats: 1000, seed: 1, shouldStop: { true })
    }
  }
}

@Suite("Stand-ins")
struct StandInsTests {
  @Test("a dropped column is paired with the kept one that it is most correlated with")
  func pairs() throws {
    // Columns: a, its opposite, b, and a constant; a and b are uncorrelated.
    let x = Matrix(
      rows: 4, columns: 4, values: [1, -1, 1, -1, -2, 2, -2, 3, 1, 1, -1, -1, 5, 5, 5, 5])
    let found = try StandIns(x, kept: [0, 2], weights: nil).pairs
    #expect(found.map(\.dropped) == [1])
    #expect(found[0].kept == 0)
    let a = [1.0, -1, 1, -1], c = [-2.25, 1.75, -2.25, 2.75]
    let direct =
      zip(a, c).reduce(0) { $0 + $1.0 * $1.1 }
      / (4 * c.reduce(0) { $0 + $1 * $1 }).squareRoot()
    #expect(abs(found[0].correlation - direct) < 1e-14)
  }

  @Test("a weight of two is a row given twice")
  func weights() throws {
    let x = Matrix(rows: 4, columns: 2, values: [1, 2, 4, 3, 2, 1, 7, 5])
    let twice = x.selecting(rows: [0, 1, 1, 2, 3])
    let weighted = try StandIns(x, kept: [0], weights: [1, 2, 1, 1]).pairs[0]
    let repeated = try StandIns(twice, kept: [0], weights: nil).pairs[0]
    #expect(abs(weighted.correlation - repeated.correlation) < 1e-14)
  }

  @Test("there are none where nothing is kept, or all is")
  func none() throws {
    let x = Matrix(rows: 2, columns: 2, values: [1, 2, 3, 5])
    #expect(try StandIns(x, kept: [], weights: nil).pairs.isEmpty)
    #expect(try StandIns(x, kept: [0, 1], weights: nil).pairs.isEmpty)
  }
}
