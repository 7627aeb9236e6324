import RegLinearAlgebra
import RegSolvers
import Testing

@Suite("leaving out one row at a time by leverages")
struct LeaveOneOutTests {
  /// Predictions by fits that are really made without each row.
  private func refitted(
    _ problem: Problem, _ penalty: any Penalty, _ lambdas: [Double]
  ) throws -> Matrix {
    try CrossValidation(
      problem, PenalizedTraining(penalty), lambdas: lambdas,
      folds: [Folds(leavingOutEachOf: problem.y.count)]
    ).predictions()
  }

  @Test(
    "is exact in a ridge on columns as they are", arguments: [(30, 5), (12, 20)], [true, false])
  func ridge(shape: (Int, Int), intercept: Bool) throws {
    var problem = try SyntheticData(rows: shape.0, columns: shape.1, seed: 3).problem()
    problem.standardize = false
    problem.intercept = intercept
    let lambdas = [10, 0.5, 0.01]
    let fit = try PathFit(problem, Ridge(), PathOptions(lambdas: lambdas))
    #expect(LeaveOneOut.isExact(for: fit))
    let found = try LeaveOneOut(fit).predictions(at: nil) { false }
    let expected = try refitted(problem, Ridge(), lambdas)
    for place in 0..<found.count {
      #expect(abs(found[place] - expected[place]) < 1e-8 * (1 + abs(expected[place])))
    }
  }

  @Test("is exact in a ridge with penalty factors, one of them zero")
  func factors() throws {
    var problem = try SyntheticData(rows: 25, columns: 4, seed: 4).problem()
    problem.standardize = false
    problem.penaltyFactors = [1, 0, 2, 0.5]
    let fit = try PathFit(problem, Ridge(), PathOptions(lambdas: [0.7]))
    let found = try LeaveOneOut(fit).predictions(at: nil) { false }
    let expected = try refitted(problem, Ridge(), [0.7])
    for row in 0..<25 { #expect(abs(found[row, 0] - expected[row, 0]) < 1e-9) }
  }

  @Test("says that it is not exact where scales, weights or signs could change")
  func exactness() throws {
    var problem = try SyntheticData(rows: 25, columns: 4, seed: 4).problem()
    func isExact(_ penalty: any Penalty) throws -> Bool {
      LeaveOneOut.isExact(for: try PathFit(problem, penalty, PathOptions(lambdas: [0.5])))
    }
    #expect(try !isExact(Ridge()))
    problem.standardize = false
    #expect(try isExact(Ridge()))
    #expect(try !isExact(Lasso()))
    #expect(try !isExact(ConventionalPenalty(.ridge, .glmnet)))
    problem.weights = (0..<25).map { Double($0 % 2 + 1) }
    #expect(try !isExact(Ridge()))
  }

  @Test("is exact in a lasso whose columns and signs do not depend on any one row")
  func lasso() throws {
    var problem = try SyntheticData(rows: 200, columns: 3, seed: 5).problem()
    problem.standardize = false
    problem.y = (0..<200).map { 3 * problem.x[$0, 0] - 4 * problem.x[$0, 2] + problem.y[$0] / 10 }
    problem.excluded = [1]
    let fit = try PathFit(problem, Lasso(), PathOptions(lambdas: [0.2]))
    #expect(fit.solutions[0].degreesOfFreedom == 2)
    let found = try LeaveOneOut(fit).predictions(at: nil) { false }
    let expected = try refitted(problem, Lasso(), [0.2])
    for row in 0..<200 { #expect(abs(found[row, 0] - expected[row, 0]) < 1e-9) }
  }

  @Test("is near to leaving out rows for standardised columns, weights and any mix")
  func approximate() throws {
    let data = SyntheticData(rows: 250, columns: 8, seed: 6)
    var problem = try data.problem()
    problem.weights = data.weights()
    for alpha in [0, 0.5, 1] {
      let penalty = try ElasticNet(alpha: alpha)
      let fit = try PathFit(problem, penalty, PathOptions(count: 8))
      let near = try LeaveOneOut(fit).curve
      let exact = try CrossValidation(fit, folds: Folds(leavingOutEachOf: 250)).curve
      for (near, exact) in Swift.zip(near, exact) {
        #expect(abs(near.mean / exact.mean - 1) < 0.02)
        #expect(abs(near.standardError / exact.standardError - 1) < 0.05)
      }
    }
  }

  @Test("a model with as many columns as rows has no score")
  func saturated() throws {
    let problem = try SyntheticData(rows: 8, columns: 20, seed: 7).problem()
    let fit = try PathFit(problem, Lasso(), PathOptions(lambdas: [0.5, 0]))
    let curve = try LeaveOneOut(fit).curve
    #expect(!curve[0].mean.isNaN && curve[1].mean.isNaN)
    #expect(curve.best?.lambda == 0.5)
  }
}
