import Glibc
import RegLinearAlgebra
import RegSolvers
import Testing

@Suite("criteria along a path, and the models they choose")
struct CriteriaTests {
  /// Four rows, three orthogonal columns of length 1 and correlations 4, 2 and 1 with y; no
  /// intercept, so that all can be done by hand: |bⱼ| = |cⱼ| − λ on columns as they are.
  static let byHand = Problem(
    x: Matrix(rows: 4, columns: 3, values: [1, 1, -1, -1, 1, -1, 1, -1, 1, -1, -1, 1]),
    y: [7.5, 1.5, -2.5, -4.5], intercept: false, standardize: false)

  private func path(
    _ problem: Problem, _ lambdas: [Double]
  ) throws -> PathFit {
    try PathFit(problem, Lasso(), PathOptions(lambdas: lambdas))
  }

  @Test("figures of a model are those worked out by hand")
  func figures() throws {
    // y = 4x₁ + 2x₂ + x₃ + 0.5·(1, 1, 1, 1), and n = 4: at λ = 1.5, b = (2.5, 0.5, 0), so what is
    // left is 4·(1.5² + 1.5² + 1) + 4·0.25 = 23.
    let path = try path(Self.byHand, [4, 1.5])
    let facts = try path.facts(path.solutions[1])
    #expect(facts.nonzero == 2 && facts.degreesOfFreedom == 2)
    #expect(abs(facts.rss - 23) < 1e-12)
    let scale = path.criterionScale
    #expect(scale.rows == 4 && scale.columns == 3 && !scale.hasIntercept)
    let logLikelihood = -2 * (log(2 * Double.pi * 23 / 4) + 1)
    #expect(abs(scale.logLikelihood(facts) - logLikelihood) < 1e-12)
    func value(_ criterion: Criterion, _ gamma: Double = 0.5) throws -> Double {
      scale.value(
        criterion, facts, gamma: gamma, residualVariance: try path.residualVariance())
    }
    // Two coefficients and σ².
    #expect(abs(try value(.aic) - (-2 * logLikelihood + 6)) < 1e-12)
    #expect(try value(.aicc) == .infinity)
    #expect(abs(try value(.bic) - (-2 * logLikelihood + 3 * log(4))) < 1e-12)
    // Of three columns, two can be chosen in three ways.
    #expect(abs(try value(.ebic) - (try value(.bic) + log(3))) < 1e-12)
    #expect(try value(.ebic, 0) == value(.bic))
    // Least squares leave 4·0.25 = 1, with one row over.
    #expect(abs(try path.residualVariance() - 1) < 1e-12)
    #expect(abs(try value(.cp) - (23 - 4 + 4)) < 1e-10)
  }

  @Test("at λ = 0 they are those of least squares on the diabetes data")
  func leastSquares() throws {
    let reference = try #require(try ReferenceFile.load("gaussian-diabetes.json").paths.first)
    let path = try path(try reference.data.problem(reference.options), [0])
    let facts = try path.facts(path.solutions[0])
    let scale = path.criterionScale
    // By numpy's lstsq.
    #expect(abs(facts.rss - 1_263_985.7856333437) < 1e-9 * facts.rss)
    #expect(abs(scale.logLikelihood(facts) + 2385.9928621235194) < 1e-8)
    let variance = try path.residualVariance()
    #expect(abs(variance - facts.rss / 431) < 1e-9 * variance)
    for (criterion, expected) in [
      (Criterion.aic, 4795.985724247039), (.aicc, 4796.712996974312), (.bic, 4845.081442831971),
    ] {
      #expect(
        abs(scale.value(criterion, facts, residualVariance: variance) - expected) < 1e-8)
    }
    // Mallows: at least squares Cp is the number of coefficients.
    #expect(abs(scale.value(.cp, facts, residualVariance: variance) - 11) < 1e-8)
  }

  @Test(
    "the likelihood is that of the weights as given, whatever their unit, and of rows that count")
  func weights() throws {
    var problem = try SyntheticData(rows: 30, columns: 4, seed: 2).problem()
    let weights = SyntheticData(rows: 30, columns: 4, seed: 2).weights()
    problem.weights = weights
    let fit = try path(problem, [0.05])
    let solution = fit.solutions[0]
    let residuals = zip(problem.y, try solution.predict(problem.x)).map { $0 - $1 }
    let counted = weights.filter { $0 > 0 }
    // Normal errors with variance σ²/w, at the best σ².
    let squares: Double = zip(weights, residuals).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
    let n = Double(counted.count)
    let logWeights: Double = counted.reduce(0) { $0 + log($1) }
    let expected = logWeights / 2 - n / 2 * (log(2 * Double.pi * squares / n) + 1)
    #expect(abs(fit.criterionScale.logLikelihood(try fit.facts(solution)) - expected) < 1e-10)
    problem.weights = weights.map { $0 * 1000 }
    let other = try path(problem, [0.05])
    let again = other.criterionScale.logLikelihood(try other.facts(other.solutions[0]))
    #expect(abs(again - expected) < 1e-10)
  }

  @Test(
    "no λ of a lasso has a smaller criterion than the one chosen", arguments: Criterion.allCases)
  func bestOfAll(criterion: Criterion) throws {
    let problem = try SyntheticData(rows: 60, columns: 20, seed: 9).problem()
    let fit = try PathFit(problem, Lasso(), PathOptions(count: 25))
    let scale = fit.criterionScale
    let variance = try fit.residualVariance()
    func value(_ facts: ModelFacts) -> Double {
      scale.value(criterion, facts, residualVariance: variance)
    }
    let best = try #require(try fit.choices().map(value).min())
    var generator = RandomGenerator(seed: 4)
    let low = try #require(fit.lambdas.last)
    for _ in 0..<40 {
      let share = generator.uniform()
      let lambda = low + share * share * share * (fit.lambdaMax - low)
      let here = value(try fit.facts(try fit.solution(at: lambda)))
      #expect(here >= best - 1e-9 * abs(best))
    }
    // And what is said of a knot is what the model there says of itself.
    for choice in try fit.choices() {
      let facts = try fit.facts(try fit.solution(at: choice.lambda))
      #expect(facts.nonzero == choice.nonzero)
      #expect(abs(facts.rss - choice.rss) < 1e-10 * choice.rss)
    }
  }

  @Test("models of each size are found at the end of their stretch")
  func sizes() throws {
    let problem = try SyntheticData(rows: 50, columns: 15, seed: 12, correlation: 0.9).problem()
    let fit = try PathFit(problem, Lasso(), PathOptions(count: 8))
    let sizes = try fit.sizes()
    #expect(sizes.first == 0 && sizes.last == 15)
    for size in sizes {
      let lambda = try #require(try fit.lambda(nonzero: size))
      #expect(try fit.solution(at: lambda).degreesOfFreedom == size)
      guard size > 0, size < 15 else { continue }
      // Just below, the next column is in, or one of these is out.
      let knots = try #require(try fit.knots())
      #expect(knots.contains { abs($0.lambda - lambda) < 1e-12 * lambda } || size == 15)
    }
    #expect(try fit.lambda(nonzero: 16) == nil)
    let tied = try PathFit(
      Problem(
        x: Self.byHand.x, y: [2, 0, 0, -2], intercept: false, standardize: false), Lasso())
    #expect(try tied.sizes() == [0, 2])
    #expect(try tied.lambda(nonzero: 1) == nil)
    // Three columns that enter together, but for rounding.
    let signs = Matrix(rows: 4, columns: 3, values: [1, 1, -1, -1, 1, -1, 1, -1, 1, -1, -1, 1])
    let three = try PathFit(Problem(x: signs, y: [3, -1, -1, -1]), Lasso())
    #expect(try three.sizes() == [0, 3])
    #expect(try three.lambda(nonzero: 2) == nil)
  }

  @Test("with a square term, degrees of freedom are the trace of what maps y to its fit")
  func trace() throws {
    for (rows, columns) in [(40, 10), (30, 60)] {
      var problem = try SyntheticData(rows: rows, columns: columns, seed: 7).problem()
      problem.penaltyFactors = (0..<columns).map { [1, 0.5, 2][$0 % 3] }
      problem.standardize = false
      for alpha in [0.5, 0.02, 0] {
        let fit = try PathFit(problem, ElasticNet(alpha: alpha), PathOptions(count: 10))
        let solution = fit.solutions[7]
        let active = solution.activeColumns
        let centred = problem.x.selecting(columns: active).centred
        let square = Matrix.diagonal(
          active.map {
            Double(rows) * solution.lambda * (1 - alpha) * (problem.penaltyFactors?[$0] ?? 1)
          })
        let smoother =
          centred * (try (centred.gram().zip(square) { $0 + $1 }).solve(centred.transpose()))
        let expected = (0..<rows).reduce(0) { $0 + smoother[$1, $1] }
        #expect(abs(try fit.facts(solution).degreesOfFreedom - expected) < 1e-9)
        #expect(expected < Double(active.count))
      }
    }
  }

  @Test("where rows are few, the variance is that of the least penalised model, if it leaves any")
  func variance() throws {
    let problem = try SyntheticData(rows: 20, columns: 40, seed: 3).problem()
    let fit = try PathFit(problem, Lasso(), PathOptions(count: 10, ratio: 0.3))
    let last = try fit.facts(try #require(fit.solutions.last))
    #expect(
      abs(try fit.residualVariance() - last.rss / (19 - last.degreesOfFreedom)) < 1e-12 * last.rss)
    let one = Problem(x: Matrix([3]), y: [5])
    #expect(try PathFit(one, Lasso()).residualVariance().isNaN)
  }
}

extension Matrix {
  fileprivate var centred: Matrix {
    var result = self
    for column in 0..<columns {
      let mean = self.column(column).values.reduce(0, +) / Double(rows)
      for row in 0..<rows { result[row, column] -= mean }
    }
    return result
  }

  fileprivate static func diagonal(_ values: [Double]) -> Matrix {
    var result = Matrix(rows: values.count, columns: values.count)
    for (place, value) in values.enumerated() { result[place, place] = value }
    return result
  }
}
