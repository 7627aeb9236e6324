import RegLinearAlgebra
import RegSolvers
import Testing

@Suite("curves of scores")
struct ScoreCurveTests {
  private func validation() throws -> CrossValidation {
    let problem = try SyntheticData(rows: 60, columns: 6, seed: 5).problem()
    return try CrossValidation(
      PathFit(problem, Lasso(), PathOptions(count: 30)), folds: Folds(rows: 60, count: 6, seed: 2))
  }

  @Test("more standard errors never choose a smaller λ, and none choose the best")
  func standardErrors() throws {
    let validation = try validation()
    let curve = validation.curve
    #expect(curve.largest(within: 0)?.lambda == validation.lambdaMin)
    #expect(curve.largest(within: 1)?.lambda == validation.lambda1se)
    let chosen = try [0, 0.5, 1, 2, 5].map { try #require(curve.largest(within: $0)?.lambda) }
    #expect(chosen == chosen.sorted())
    #expect(curve.largest(within: .infinity)?.lambda == validation.lambdas.max())
  }

  @Test("a measure of one's own that is the squared error gives its curve")
  func ownMeasure() throws {
    let validation = try validation()
    func mse(_ y: [Double], _ p: [Double], _ w: [Double]) -> Double {
      Swift.zip(y, p).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / Double(y.count)
    }
    let own = try validation.curve(isGain: false, score: mse)
    for (a, b) in Swift.zip(own, validation.curve) {
      #expect(abs(a.mean - b.mean) < 1e-12 * b.mean)
      #expect(abs(a.standardError - b.standardError) < 1e-10 * b.mean)
    }
    let absolute = try validation.curve(of: .mae)
    let direct = try validation.curve(isGain: false) { y, p, _ in
      Swift.zip(y, p).reduce(0) { $0 + abs($1.0 - $1.1) } / Double(y.count)
    }
    for (a, b) in Swift.zip(absolute, direct) { #expect(abs(a.mean - b.mean) < 1e-12) }
  }

  @Test("repetitions count as so many more folds")
  func repetitions() throws {
    let problem = try SyntheticData(rows: 40, columns: 4, seed: 3).problem()
    let fit = try PathFit(problem, Lasso(), PathOptions(lambdas: [0.3]))
    let folds = try [1, 2].map { try Folds(rows: 40, count: 4, seed: $0) }
    let both = try CrossValidation(fit, folds: folds)
    let each = try folds.map { try CrossValidation(fit, folds: $0).curve }
    #expect(abs(both.curve[0].mean - (each[0][0].mean + each[1][0].mean) / 2) < 1e-12)
    let scores = each.flatMap { $0.foldScores.values }
    let mean = scores.reduce(0, +) / 8
    let spread = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 8
    #expect(abs(both.curve[0].standardError - (spread / 7).squareRoot()) < 1e-12)
    let (a, b) = (
      try CrossValidation(fit, folds: folds[0]).predictions(),
      try CrossValidation(fit, folds: folds[1]).predictions()
    )
    let averaged = try both.predictions()
    for row in 0..<40 { #expect(abs(averaged[row] - (a[row] + b[row]) / 2) < 1e-12) }
  }

  @Test("a method sees the training part alone")
  func nesting() throws {
    /// Refuses to fit rows of the fold that it is to predict.
    struct Watched: TrainingMethod {
      let fold: [Int]
      func train(
        on part: TrainingPart, at lambdas: [Double]
      ) throws(SolverError) -> any TrainedModel {
        #expect(Set(part.rows).isDisjoint(with: fold) || Set(part.rows).isSuperset(of: fold))
        #expect(part.problem.y.count == part.rows.count)
        // Columns are weighted by what the training part says, as an adaptive lasso does.
        let first = try part.fit(Ridge(), at: [0.1]).solutions[0]
        return try part.fit(
          Lasso(), at: lambdas, penaltyFactors: first.coefficients.map { 1 / abs($0) })
      }
    }
    let problem = try SyntheticData(rows: 60, columns: 5, seed: 8).problem()
    let folds = try Folds(rows: 60, count: 3, seed: 1)
    let validation = try CrossValidation(
      problem, Watched(fold: folds.rows(in: 1)), lambdas: [0.05], folds: [folds])
    var part = problem.selecting(rows: folds.trainingRows(at: 0))
    let ridge = try PathFit(part, Ridge(), PathOptions(lambdas: [0.1])).solutions[0]
    part.penaltyFactors = ridge.coefficients.map { 1 / abs($0) }
    let fit = try PathFit(part, Lasso(), PathOptions(lambdas: [0.05])).solutions[0]
    let expected = try fit.predict(problem.x.selecting(rows: folds.rows(at: 0)))
    let predictions = try validation.predictions()
    for (row, value) in Swift.zip(folds.rows(at: 0), expected) {
      #expect(abs(predictions[row, 0] - value) < 1e-10)
    }
  }
}
