import RegLinearAlgebra
import RegSolvers
import Testing

@Suite("Simulated data")
struct SimulationTests {
  static let correlations: [SimulationDesign.Correlation] = [
    .fading(0.7), .fading(-0.5), .equal(0.4), .blocks(0.8, size: 3),
  ]

  /// Σ, written out.
  private func covariance(_ correlation: SimulationDesign.Correlation, _ count: Int) -> Matrix {
    var matrix = Matrix.identity(count)
    for i in 0..<count {
      for j in 0..<count where i != j {
        switch correlation {
        case .fading(let rho):
          matrix[i, j] = (0..<abs(i - j)).reduce(1) { product, _ in product * rho }
        case .equal(let rho): matrix[i, j] = rho
        case .blocks(let rho, let size): matrix[i, j] = i / size == j / size ? rho : 0
        }
      }
    }
    return matrix
  }

  @Test("the signal's variance is β'Σβ", arguments: correlations)
  func signalVariance(correlation: SimulationDesign.Correlation) {
    let coefficients = [1, -2, 0, 0.5, 3, 0, -1.5]
    let design = SimulationDesign(
      rows: 1, correlation: correlation, coefficients: coefficients, signalToNoise: 1)
    let b = Matrix(coefficients)
    let direct = (covariance(correlation, 7) * b).dot(b)
    #expect(abs(design.signalVariance - direct) < 1e-12 * direct)
  }

  @Test("columns are correlated as asked for", arguments: correlations)
  func columns(correlation: SimulationDesign.Correlation) throws {
    let design = SimulationDesign(
      rows: 20_000, correlation: correlation, coefficients: [1, 0, 0, 0, 0], signalToNoise: 1)
    let x = try SimulatedData(design, seed: 3).x
    let expected = covariance(correlation, 5)
    // The standard error of a correlation is below 1/√n = 0.007.
    for (found, expected) in zip(x.gram().values, expected.values) {
      #expect(abs(found / 20_000 - expected) < 0.035)
    }
  }

  @Test("errors have the variance that the ratio of signal to noise says")
  func noise() throws {
    let design = SimulationDesign(
      rows: 20_000, correlation: .fading(0.5), coefficients: [2, 1, 0], intercept: 7,
      signalToNoise: 4)
    let data = try SimulatedData(design, seed: 1)
    let noise = try #require(data.noise)
    #expect(abs(design.signalVariance / (noise * noise) - 4) < 1e-12)
    let errors = zip(data.y, data.mean).map { $0 - $1 }
    let variance = errors.reduce(0) { $0 + $1 * $1 } / 20_000
    #expect(abs(variance / (noise * noise) - 1) < 0.05)
    let linear = data.x * Matrix(data.coefficients)
    #expect(data.mean.indices.allSatisfy { abs(data.mean[$0] - linear[$0] - 7) < 1e-12 })
  }

  @Test("without errors the response is its mean")
  func noNoise() throws {
    let design = SimulationDesign(
      rows: 10, correlation: .equal(0), coefficients: [1, 1], signalToNoise: .infinity)
    let data = try SimulatedData(design, seed: 1)
    #expect(data.y == data.mean)
  }

  @Test("as many rows are 1 as their probabilities say")
  func binomial() throws {
    let design = SimulationDesign(
      rows: 20_000, correlation: .fading(0.3), coefficients: [1, -1], intercept: 0.5,
      signalToNoise: 2, family: .binomial)
    let data = try SimulatedData(design, seed: 9)
    #expect(data.y.allSatisfy { $0 == 0 || $0 == 1 })
    let expected = data.mean.reduce(0, +)
    #expect(abs(data.y.reduce(0, +) - expected) < 4 * (20_000 * 0.25).squareRoot())
    // The scaled coefficients have the ratio asked for: β'Σβ over π²/3.
    var scaled = design
    scaled.coefficients = data.coefficients
    #expect(abs(scaled.signalVariance / (.pi * .pi / 3) - 2) < 1e-12)
  }

  @Test("as many coefficients are 1 as asked for", arguments: [0, 1, 3, 10])
  func even(count: Int) {
    let coefficients = SimulationDesign.evenCoefficients(count, of: 10)
    #expect(coefficients.count { $0 == 1 } == count)
    #expect(coefficients.count { $0 == 0 } == 10 - count)
  }
}

@Suite("Bias and variance")
struct BiasVarianceTests {
  @Test("those of a ridge are what its linear map says")
  func closedForm() throws {
    let design = SimulationDesign(
      rows: 30, correlation: .fading(0.6), coefficients: [2, 0, -1, 1], intercept: 3,
      signalToNoise: 2)
    let data = try SimulatedData(design, seed: 4)
    let sigma = try #require(data.noise)
    let problem = Problem(x: data.x, y: data.y, standardize: false)
    let lambdas = [0.05, 0.5, 5]
    let fitter = ModelFitter(PenalizedTraining(try ConventionalPenalty(.ridge, .reg)))
    let draws = 4000
    let found = try BiasVariance(
      problem, fitter, at: lambdas, mean: data.mean, sigma: sigma, draws: draws, seed: 1)

    for (lambda, point) in zip(lambdas, found.points) {
      let map = try ridgeMap(data.x, lambda)
      let bias = (map * Matrix(data.mean)).zip(Matrix(data.mean)) { $0 - $1 }
      let squaredBias = bias.dot(bias) / 30
      let variance = sigma * sigma * map.dot(map) / 30
      // Means of 4000 draws, of which each has a relative spread near 1.
      #expect(abs(point.variance / variance - 1) < 0.06)
      #expect(abs(point.squaredBias - squaredBias) < 0.03 * (squaredBias + variance))
      let rest = Matrix.identity(30).zip(map) { $0 - $1 }
      let training = squaredBias + sigma * sigma * rest.dot(rest) / 30
      #expect(abs(point.trainingError / training - 1) < 0.03)
      #expect(point.nonzero == 4)
    }
    #expect(found.noise == sigma * sigma)
  }

  /// The matrix that takes y to the ridge's predictions.
  private func ridgeMap(_ x: Matrix, _ lambda: Double) throws -> Matrix {
    let n = x.rows
    let means = x.columnMeans()
    var centred = x
    for column in 0..<x.columns {
      for row in 0..<n { centred[row, column] -= means[column] }
    }
    var gram = centred.gram()
    for column in 0..<x.columns { gram[column, column] += Double(n) * lambda }
    let map = centred * (try gram.solve(centred.transpose()))
    return map.map { $0 + 1 / Double(n) }
  }

  @Test("the result does not depend on the number of workers")
  func workers() throws {
    let design = SimulationDesign(
      rows: 20, correlation: .equal(0.2), coefficients: [1, 0, 0], signalToNoise: 1)
    let data = try SimulatedData(design, seed: 4)
    let problem = Problem(x: data.x, y: data.y)
    let fitter = ModelFitter(PenalizedTraining(try ConventionalPenalty(.lasso, .reg)))
    let found = try [1, 3].map { count in
      try BiasVariance(
        problem, fitter, at: [0.1, 0.01], mean: data.mean, sigma: 1, draws: 50, seed: 1,
        workers: Workers(count: count))
    }
    #expect(found[0].points == found[1].points)
  }

  @Test("a mean for other rows is refused")
  func rows() throws {
    let fitter = ModelFitter(PenalizedTraining(try ConventionalPenalty(.lasso, .reg)))
    #expect(throws: SolverError.rowCount(argument: "mean", expected: 3, got: 2)) {
      try BiasVariance(
        Problem(x: Matrix([1, 2, 3]), y: [1, 2, 4]), fitter, at: [0.1], mean: [1, 2], sigma: 1,
        draws: 2, seed: 1)
    }
  }
}
