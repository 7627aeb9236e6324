import RegLinearAlgebra
import RegSolvers
import Testing

@Suite("cross-validation")
struct CrossValidationTests {
  static let file = try? ReferenceFile.load("gaussian-diabetes.json")
  static let names = (file?.cv ?? []).map(\.id)

  @Test("curve, standard errors and both λ agree with the reference", arguments: names)
  func reference(id: String) throws {
    let reference = try #require(Self.file?.cv.first { $0.id == id })
    let problem = try reference.data.problem(reference.options)
    let penalty = try reference.options.penalty(reference.convention)
    let auxiliary = try Columns(try #require(reference.data.aux))
    let folds = try Folds(ids: auxiliary[try #require(reference.data.fold)].map { Int($0) })
    let fit = try PathFit(problem, penalty, PathOptions(lambdas: reference.lambda))
    let result = try CrossValidation(fit, folds: folds)
    for (index, point) in result.curve.enumerated() {
      #expect(abs(point.mean - reference.cv.cvm[index]) < 1e-10 * reference.cv.cvm[index])
      #expect(
        abs(point.standardError - reference.cv.cvsd[index]) < 1e-8 * reference.cv.cvsd[index])
      for (fold, means) in reference.cv.fold_means.enumerated() {
        #expect(abs(result.curve.foldScores[fold, index] - means[index]) < 1e-10 * means[index])
      }
    }
    #expect(result.lambdaMin == reference.cv.lambda_min)
    #expect(result.lambda1se == reference.cv.lambda_1se)
  }

  @Test("a λ off the grid scores as if it had been on it")
  func anyLambda() throws {
    let problem = try SyntheticData(rows: 60, columns: 8, seed: 3).problem()
    let folds = try Folds(rows: 60, count: 5, seed: 1)
    let coarse = try PathFit(problem, Lasso(), PathOptions(count: 5))
    let between = (coarse.lambdas[1] * coarse.lambdas[2]).squareRoot()
    let fine = try PathFit(problem, Lasso(), PathOptions(lambdas: [between]))
    let asked = try CrossValidation(coarse, folds: folds).point(at: between)
    let direct = try CrossValidation(fine, folds: folds).curve[0]
    #expect(abs(asked.mean - direct.mean) < 1e-12 * direct.mean)
    #expect(abs(asked.standardError - direct.standardError) < 1e-9 * direct.mean)
  }

  @Test("each row is predicted by a fit that has not seen it")
  func predictions() throws {
    let problem = try SyntheticData(rows: 20, columns: 3, seed: 4).problem()
    let fit = try PathFit(problem, Ridge(), PathOptions(lambdas: [0.3]))
    let folds = try Folds(rows: 20, count: 20, seed: 1)
    let result = try CrossValidation(fit, folds: folds, measure: .mae)
    let predictions = try result.predictions()
    let others = Array(0..<20).filter { $0 != 7 }
    let alone = try PathFit(problem.selecting(rows: others), Ridge(), PathOptions(lambdas: [0.3]))
    let prediction = try alone.solutions[0].predict(problem.x.selecting(rows: [7]))[0]
    #expect(abs(predictions[7, 0] - prediction) < 1e-12)
    let errors = (0..<20).map { abs(problem.y[$0] - predictions[$0, 0]) }
    #expect(abs(result.curve[0].mean - errors.reduce(0, +) / 20) < 1e-12)
  }

  @Test("r2 is a gain: its best λ is that of the squared error")
  func gains() throws {
    let problem = try SyntheticData(rows: 50, columns: 6, seed: 5).problem()
    let fit = try PathFit(problem, Lasso(), PathOptions(count: 20))
    let folds = try Folds(rows: 50, count: 5, seed: 2)
    let loss = try CrossValidation(fit, folds: folds)
    let gain = try CrossValidation(fit, folds: folds, measure: .r2)
    #expect(gain.lambdaMin == loss.lambdaMin)
    #expect(gain.lambda1se == loss.lambda1se)
    let variance = Matrix(problem.y).columnVariances()[0]
    for (a, b) in Swift.zip(loss.curve, gain.curve) {
      #expect(abs(1 - a.mean / variance - b.mean) < 1e-12)
    }
  }

  @Test("rows without weight count for nothing, not even a fold of them")
  func weightlessFold() throws {
    let data = SyntheticData(rows: 30, columns: 4, seed: 6)
    var problem = try data.problem()
    problem.weights = (0..<30).map { $0 < 20 ? 1 : 0 }
    let ids = (0..<30).map { $0 < 20 ? $0 % 2 : 2 }
    let fit = try PathFit(problem, Lasso(), PathOptions(count: 4))
    let result = try CrossValidation(fit, folds: try Folds(ids: ids))
    #expect(result.curve.foldScores[2, 0].isNaN)
    let short = problem.selecting(rows: Array(0..<20))
    let shortFit = try PathFit(short, Lasso(), PathOptions(lambdas: fit.lambdas))
    let expected = try CrossValidation(
      shortFit, folds: try Folds(ids: Array(ids.prefix(20))))
    for (a, b) in Swift.zip(result.curve, expected.curve) {
      #expect(abs(a.mean - b.mean) < 1e-10 * b.mean)
    }
    problem.weights = (0..<30).map { $0 < 20 ? 0 : 1 }
    let emptied = try PathFit(problem, Lasso(), PathOptions(count: 4))
    #expect(throws: SolverError.emptyTraining(fold: 2)) {
      try CrossValidation(emptied, folds: try Folds(ids: ids))
    }
  }

  @Test("a fit that misses its tolerance is told with its λ, its fold and its repetition")
  func missedFits() throws {
    let problem = try SyntheticData(rows: 40, columns: 5, seed: 8).problem()
    let strict = try PathFit(
      problem, Lasso(), PathOptions(lambdas: [0.3, 0.02], tolerance: 1e-300))
    let labels = [[3, 5, 9], [2, 4, 6]]
    let folds = try labels.map { labels in try Folds(ids: (0..<40).map { labels[$0 % 3] }) }
    let missed = try CrossValidation(strict, folds: folds).missedFits
    #expect(!missed.isEmpty)
    for fit in missed {
      #expect(labels[fit.repetition].contains(fit.fold))
      #expect([0.3, 0.02].contains(fit.lambda))
      #expect(fit.gap > 1e-300)
    }
    let loose = try PathFit(problem, Lasso(), PathOptions(lambdas: [0.3, 0.02], tolerance: 1e-6))
    #expect(try CrossValidation(loose, folds: folds).missedFits.isEmpty)
  }
}
