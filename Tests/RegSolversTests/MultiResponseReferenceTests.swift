import RegLinearAlgebra
import RegSolvers
import Testing

@Suite("reference solutions of several responses")
struct MultiResponseReferenceTests {
  static let file = try? ReferenceFile.load("mgaussian-linnerud.json")
  static let names = (file?.cases ?? []).map(\.id)
  static let validated = (file?.cv ?? []).map(\.id)

  @Test("every fit is optimal to 1e-9 and agrees to 1e-8", arguments: names)
  func fits(id: String) throws {
    let reference = try #require(Self.file?.cases.first { $0.id == id })
    let problem = try reference.data.multiResponseProblem(
      reference.options, penaltyFactors: reference.penalty_factor_normalised)
    let path = try MultiResponseFit(
      problem, ElasticNet(alpha: reference.options.alpha), PathOptions(lambdas: reference.lambda))
    if reference.options.alpha > 0, let lambdaMax = reference.lambda_max {
      #expect(abs(path.lambdaMax - lambdaMax) < 1e-12 * lambdaMax)
    }
    for (index, expected) in reference.fits.enumerated() {
      let solution = path.solutions[index]
      let optimality = MultiResponseOptimality(
        problem, l1: reference.l1[index], l2: reference.l2[index], solution)
      #expect(optimality.violation < 1e-12)
      #expect(solution.converged)
      #expect(solution.gap < 1e-12)
      #expect(solution.degreesOfFreedom == expected.df)
      #expect(abs(solution.devianceRatio - expected.dev_ratio) < 1e-12)
      for (k, intercept) in expected.a0.enumerated() {
        #expect(abs(solution.intercepts[k] - intercept) <= 1e-8 * max(1, abs(intercept)))
      }
      let sizes = expected.beta.map { row in
        Swift.zip(row, reference.x_sd).map { abs($0 * $1) }.max() ?? 0
      }
      for (k, row) in expected.beta.enumerated() {
        for (j, value) in row.enumerated() {
          let difference = abs(solution.coefficients[j, k] - value) * reference.x_sd[j]
          #expect(difference <= 1e-8 * (sizes.max() ?? 0))
        }
      }
    }
  }

  @Test("errors of folds summed over responses are as given", arguments: validated)
  func crossValidation(id: String) throws {
    let reference = try #require(Self.file?.cv.first { $0.id == id })
    let problem = try reference.data.multiResponseProblem(reference.options)
    let auxiliary = try Columns(try #require(reference.data.aux))
    let folds = try Folds(ids: auxiliary[try #require(reference.data.fold)].map { Int($0) })
    let fit = try MultiResponseFit(
      problem, ElasticNet(alpha: reference.options.alpha), PathOptions(lambdas: reference.lambda))
    let result = try MultiResponseCrossValidation(fit, folds: [folds])
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
}

extension ReferenceFile.DataSource {
  func multiResponseProblem(
    _ options: ReferenceFile.Options, penaltyFactors: [Double]? = nil
  ) throws -> MultiResponseProblem {
    let table = try Columns(file)
    let auxiliary = try aux.map(Columns.init)
    return MultiResponseProblem(
      x: table.matrix(x), y: table.matrix(y), weights: weights.flatMap { auxiliary?[$0] },
      offset: offset.flatMap { auxiliary?.matrix($0) }, intercept: options.intercept,
      standardize: options.standardize,
      standardizeResponse: options.standardize_response ?? false, penaltyFactors: penaltyFactors,
      excluded: Set(options.exclude ?? []))
  }
}
