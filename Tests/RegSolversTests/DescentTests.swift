import RegLinearAlgebra
import RegSolvers
import Testing

@Suite("Descent")
struct DescentTests {
  private let data: SimulatedData

  init() throws {
    data = try SimulatedData(
      SimulationDesign(
        rows: 40, correlation: .fading(0.7), coefficients: [2, 0, 0, 1, 0, -1, 0, 0],
        signalToNoise: 2), seed: 6)
  }

  private func cost(_ lambda: Double, power: Int) -> TextbookCost {
    TextbookCost(x: data.x, y: data.y, divisor: 1, lambda: lambda, power: power)
  }

  /// The weights that the solver finds.
  private func solution(_ lambda: Double, _ form: PenaltyForm) throws -> Matrix {
    let problem = Problem(x: data.x, y: data.y, intercept: false, standardize: false)
    let fit = try PathFit(
      problem, try ConventionalPenalty(form, .sum), PathOptions(lambdas: [lambda]))
    return Matrix(fit.solutions[0].coefficients)
  }

  private func descend(
    _ problem: TextbookCost, _ method: Descent.Method, rate: Double, steps: Int
  ) -> Descent {
    var walk = Descent(problem, from: Matrix(rows: 8, columns: 1), method, rate: rate)
    for _ in 0..<steps { walk.step() }
    return walk
  }

  @Test("every method reaches the ridge solution", arguments: Descent.Method.allCases)
  func ridge(method: Descent.Method) throws {
    let problem = cost(5, power: 2)
    let rate = 1 / (try problem.largestCurvature() + 10)
    let walk = descend(problem, method, rate: rate, steps: 3000)
    let expected = try solution(5, .ridge)
    #expect(zip(walk.weights.values, expected.values).allSatisfy { abs($0 - $1) < 1e-9 })
    #expect(abs(walk.cost - problem.cost(expected)) < 1e-9)
  }

  @Test(
    "proximal steps reach the lasso solution, its zeros included",
    arguments: [
      Descent.Method.proximal, .accelerated,
    ])
  func lasso(method: Descent.Method) throws {
    let problem = cost(12, power: 1)
    let rate = 1 / (try problem.largestCurvature())
    let walk = descend(problem, method, rate: rate, steps: 3000)
    let expected = try solution(12, .lasso)
    #expect(zip(walk.weights.values, expected.values).allSatisfy { abs($0 - $1) < 1e-8 })
    #expect(walk.weights.values.map { $0 == 0 } == expected.values.map { $0 == 0 })
    #expect(walk.weights.values.contains(0))
  }

  @Test("steps that use the sign stay near the minimum, without a zero")
  func signs() throws {
    let problem = cost(12, power: 1)
    let rate = 0.5 / (try problem.largestCurvature())
    var walk = Descent(problem, from: Matrix(rows: 8, columns: 1), .gradient, rate: rate)
    for _ in 0..<500 {
      walk.step()
      #expect(!walk.weights.values.contains(0))
    }
    #expect(walk.cost > problem.cost(try solution(12, .lasso)))
  }

  /// Theorems 3.1 and 4.4 of Beck and Teboulle (2009).
  @Test("costs are within the bounds that theory gives", arguments: [0.5, 12, 40])
  func bounds(lambda: Double) throws {
    let problem = cost(lambda, power: 1)
    let curvature = try problem.largestCurvature()
    let best = try solution(lambda, .lasso)
    let least = problem.cost(best)
    let distance = best.dot(best)
    for method in [Descent.Method.proximal, .accelerated] {
      var walk = Descent(
        problem, from: Matrix(rows: 8, columns: 1), method, rate: 1 / curvature)
      for step in 1...200 {
        walk.step()
        let k = Double(step)
        let bound =
          method == .proximal
          ? curvature * distance / (2 * k) : 2 * curvature * distance / ((k + 1) * (k + 1))
        #expect(walk.cost - least <= bound + 1e-9)
      }
    }
  }

  @Test("the proximal map makes its objective smallest", arguments: [1, 2])
  func proximal(power: Int) {
    let problem = cost(3, power: power)
    let given = Matrix([2, -0.1, 0.5, -4, 0, 1, 0.3, -0.3])
    let found = problem.proximal(given, rate: 0.2)
    func objective(_ weight: Double, _ place: Int) -> Double {
      let penalty = power == 1 ? weight.magnitude : weight * weight
      return 0.2 * 3 * penalty + (weight - given[place]) * (weight - given[place]) / 2
    }
    for place in 0..<8 {
      for shift in [-0.5, -1e-4, 1e-4, 0.5] {
        #expect(objective(found[place], place) < objective(found[place] + shift, place))
      }
    }
  }

  @Test("the least cost is below every other, and that of the closed form", arguments: [1, 2])
  func least(power: Int) throws {
    for lambda in [0, 0.5, 5, 1000] {
      let problem = cost(lambda, power: power)
      let least = try #require(try problem.least(workers: .all))
      let rate = 1 / (try problem.largestCurvature())
      let walk = descend(problem, .accelerated, rate: rate, steps: 3000)
      #expect(abs(walk.cost - least) <= 1e-9 * least)
      #expect(least <= problem.cost(Matrix(rows: 8, columns: 1)))
    }
  }

  @Test("the least cost is known of one constant column, and of columns that repeat")
  func leastOfSimpleColumns() throws {
    // Σ(θ − yᵢ)²/2 + λθ² with y = 1, 2, 3 is least at θ = 6 / (3 + 2λ).
    let constant = TextbookCost(
      x: Matrix([1, 1, 1]), y: [1, 2, 3], divisor: 1, lambda: 1.5, power: 2)
    #expect(abs(try #require(try constant.least(workers: .all)) - 4) < 1e-12)
    let twice = TextbookCost(
      x: Matrix(rows: 2, columns: 2, values: [1, -2, 1, -2]), y: [3, 1], divisor: 2, lambda: 0,
      power: 1)
    // The projection on (1, −2) is 1/5 of it: what is left is 10 − 1/5, over 4.
    #expect(abs(try #require(try twice.least(workers: .all)) - 9.8 / 4) < 1e-12)
  }

  @Test("without momentum, momentum steps are gradient steps")
  func noMomentum() throws {
    let problem = cost(2, power: 2)
    let rate = 0.5 / (try problem.largestCurvature())
    var plain = Descent(problem, from: Matrix(rows: 8, columns: 1), .gradient, rate: rate)
    var heavy = Descent(
      problem, from: Matrix(rows: 8, columns: 1), .momentum, rate: rate, momentum: 0)
    for _ in 0..<20 {
      plain.step()
      heavy.step()
    }
    #expect(zip(plain.weights.values, heavy.weights.values).allSatisfy { abs($0 - $1) < 1e-12 })
  }
}
