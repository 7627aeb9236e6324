import RegLinearAlgebra
import RegSolvers
import Testing

@Suite("reference solutions of the diabetes data")
struct ReferenceTests {
  static let file = try? ReferenceFile.load("gaussian-diabetes.json")
  static let names = (file?.cases ?? []).map(\.id)

  @Test("every fit is optimal to 1e-9 and agrees to 1e-8", arguments: names)
  func fits(id: String) throws {
    let reference = try #require(Self.file?.cases.first { $0.id == id })
    let problem = try reference.data.problem(
      reference.options, penaltyFactors: reference.penalty_factor_normalised)
    // The terms keep their proportion along a path, so one path answers all.
    let penalty = FixedTerms(l1: reference.l1[0], l2: reference.l2[0])
    let shares = reference.lambda.map { $0 / reference.lambda[0] }
    let isZero = reference.lambda[0] == 0
    let path = try PathFit(problem, penalty, PathOptions(lambdas: isZero ? [0] : shares))
    for (index, expected) in reference.fits.enumerated() {
      let solution = path.solutions[index]
      let optimality = Optimality(
        problem, l1: reference.l1[index], l2: reference.l2[index], solution)
      #expect(optimality.violation < 1e-9)
      #expect(solution.converged)
      #expect(solution.gap < 1e-12)
      #expect(solution.degreesOfFreedom == expected.df)
      #expect(abs(solution.devianceRatio - expected.dev_ratio) < 1e-12)
      #expect(abs(solution.intercept - expected.a0[0]) <= 1e-8 * max(1, abs(expected.a0[0])))
      let sizes = Swift.zip(expected.beta[0], reference.x_sd).map { abs($0 * $1) }
      for (j, value) in expected.beta[0].enumerated() {
        let difference = abs(solution.coefficients[j] - value) * reference.x_sd[j]
        #expect(difference <= 1e-8 * (sizes.max() ?? 0))
      }
    }
  }

  @Test("the automatic grid starts and ends where the reference does")
  func grids() throws {
    for reference in try #require(Self.file).paths {
      let problem = try reference.data.problem(reference.options)
      let path = try PathFit(problem, reference.options.penalty(reference.convention))
      #expect(path.lambdas.count == reference.lambda.count)
      for (ours, theirs) in Swift.zip(path.lambdas, reference.lambda) {
        #expect(abs(ours - theirs) < 1e-12 * theirs)
      }
      #expect(path.solutions.map(\.degreesOfFreedom) == reference.df)
      for (solution, ratio) in Swift.zip(path.solutions, reference.dev_ratio) {
        #expect(abs(solution.devianceRatio - ratio) < 1e-12)
      }
    }
  }
}
