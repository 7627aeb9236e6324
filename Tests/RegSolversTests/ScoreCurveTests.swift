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

  @Test("repetitions are averaged: means, squared standard errors and predictions")
  func repetitions() throws {
    let problem = try SyntheticData(rows: 40, columns: 4, seed: 3).problem()
    let fit = try PathFit(problem, Lasso(), PathOptions(lambdas: [0.3]))
    let folds = try [1, 2].map { try Folds(rows: 40, count: 4, seed: $0) }
    let both = try CrossValidation(fit, folds: folds)
    let each = try folds.map { try CrossValidation(fit, folds: $0).curve }
    #expect(abs(both.curve[0].mean - (each[0][0].mean + each[1][0].mean) / 2) < 1e-12)
    let squares = each.map { $0[0].standardError * $0[0].standardError }
    let pooled = ((squares[0] + squares[1]) / 2).squareRoot()
    #expect(abs(both.curve[0].standardError - pooled) < 1e-12)
    let (a, b) = (
      try CrossValidation(fit, folds: folds[0]).predictions(),
      try CrossValidation(fit, folds: folds[1]).predictions()
    )
    let averaged = try both.predictions()
    for row in 0..<40 { #expect(abs(averaged[row] - (a[row] + b[row]) / 2) < 1e-12) }
  }

  /// From the scores of folds of nearly equal weights, by the formula.
  private func pooledError(_ curve: ScoreCurve, at index: Int, _ folds: [Folds]) -> Double {
    let scores = curve.foldScores.column(index).values
    var (sum, first) = (0.0, 0)
    for assignment in folds {
      let weights = assignment.labels.indices.map { Double(assignment.rows(at: $0).count) }
      let own = scores[first..<first + weights.count]
      first += weights.count
      let total = weights.reduce(0, +)
      let mean = Swift.zip(own, weights).reduce(0) { $0 + $1.0 * $1.1 } / total
      let spread = Swift.zip(own, weights).reduce(0) { $0 + $1.1 * ($1.0 - mean) * ($1.0 - mean) }
      sum += spread / total / Double(weights.count - 1)
    }
    return (sum / Double(folds.count)).squareRoot()
  }

  @Test(
    "drawing folds again leaves the standard error the size it has",
    arguments: Measure.all.map(\.name))
  func repeatedErrors(name: String) throws {
    let measure = try #require(Measure.all.first { $0.name == name })
    let problem = try SyntheticData(rows: 67, columns: 6, seed: 12).problem()
    let fit = try PathFit(problem, Lasso(), PathOptions(lambdas: [0.5, 0.2, 0.05]))
    let drawn = try (1...20).map { try Folds(rows: 67, count: 10, seed: $0) }
    let alone = try drawn.map { try CrossValidation(fit, folds: $0, measure: measure).curve }
    for repeats in [1, 5, 20] {
      let folds = Array(drawn.prefix(repeats))
      let validation = try CrossValidation(fit, folds: folds, measure: measure)
      let relaxed = try CrossValidation.relaxing(
        problem, PenalizedTraining(Lasso()), lambdas: fit.lambdas, folds: folds,
        [Relaxation(share: 0.5)], measure: measure)[0]
      let absolute = try validation.curve(of: .mae)
      let own = try validation.curve(isGain: false) { y, p, _ in
        Swift.zip(y, p).reduce(0) { $0 + abs($1.0 - $1.1) } / Double(y.count)
      }
      for index in fit.lambdas.indices {
        let errors = alone.prefix(repeats).map { $0[index].standardError }
        let error = validation.curve[index].standardError
        #expect(error >= errors.min() ?? .infinity && error <= errors.max() ?? 0)
        if repeats == 1 { #expect(error == errors[0]) }
        for curve in [validation.curve, relaxed.curve, absolute, own] {
          let expected = pooledError(curve, at: index, folds)
          #expect(abs(curve[index].standardError / expected - 1) < 1e-12)
        }
      }
    }
  }

  @Test("so do folds of several responses")
  func repeatedErrorsOfSeveralResponses() throws {
    let data = try SyntheticData(rows: 60, columns: 4, seed: 9).problem()
    let other = try SyntheticData(rows: 60, columns: 4, seed: 10).problem()
    let y = Matrix(rows: 60, columns: 2, values: data.y + other.y)
    let fit = try MultiResponseFit(
      MultiResponseProblem(x: data.x, y: y), Lasso(), PathOptions(lambdas: [0.5, 0.1]))
    let drawn = try (1...5).map { try Folds(rows: 60, count: 7, seed: $0) }
    let all = try MultiResponseCrossValidation(fit, folds: drawn).curve
    let alone = try drawn.map { try MultiResponseCrossValidation(fit, folds: [$0]).curve }
    for index in fit.lambdas.indices {
      let squares = alone.map { $0[index].standardError * $0[index].standardError }
      let pooled = (squares.reduce(0, +) / 5).squareRoot()
      #expect(abs(all[index].standardError / pooled - 1) < 1e-12)
      #expect(abs(all[index].standardError / pooledError(all, at: index, drawn) - 1) < 1e-12)
    }
  }

  @Test("a repetition that scores one fold leaves the standard error to the others")
  func oneScoredFold() throws {
    let problem = try SyntheticData(rows: 30, columns: 3, seed: 4).problem()
    let fit = try PathFit(problem, Lasso(), PathOptions(lambdas: [0.2]))
    let halves = try Folds(ids: (0..<30).map { $0 / 15 }, isOrdered: true)
    let thirds = try Folds(ids: (0..<30).map { $0 / 10 }, isOrdered: true)
    let known = try CrossValidation(fit, folds: thirds).curve[0].standardError
    #expect(known.isFinite)
    #expect(try CrossValidation(fit, folds: halves).curve[0].standardError.isNaN)
    #expect(try CrossValidation(fit, folds: [halves, thirds]).curve[0].standardError == known)
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
