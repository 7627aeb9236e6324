import Foundation
import RegLinearAlgebra
import RegSolvers
import Testing

@Suite("conventions of λ")
struct ConventionTests {
  static let forms: [PenaltyForm] = [.lasso, .ridge, .elasticNet(alpha: 0.3)]

  // MARK: exact fractions

  struct Conversions: Decodable {
    let x: [Double]
    let y: [Double]
    let examples: [Example]

    struct Example: Decodable {
      let name: String
      let intercept: Bool
      let a: String
      let b: String
    }
  }

  static let examples: [(name: String, form: PenaltyForm, conventions: [PenaltyConvention])] = [
    ("lasso, this corpus", .lasso, [.reg, .glmnet, .sklearn]),
    ("lasso, textbook cost", .lasso, [.textbook]),
    ("lasso, unnormalised gradient", .lasso, [.sum]),
    ("ridge, this corpus", .ridge, [.reg]),
    ("ridge, textbook cost 1/(2m) RSS + lambda b^2", .ridge, [.textbook]),
    ("ridge, unnormalised gradient X'(Xb - y) + 2 lambda b", .ridge, [.sum]),
    ("ridge, gradient X'(Xb - y) + lambda b; scikit-learn", .ridge, [.sklearn]),
    ("elastic net, this corpus", .elasticNet(alpha: 0.5), [.reg, .sklearn]),
    ("ridge as glmnet", .ridge, [.glmnet]),
  ]

  @Test("λ = 2 gives the fractions worked out by hand", arguments: examples.indices)
  func fractions(row: Int) throws {
    let conversions = try JSONDecoder().decode(
      Conversions.self, from: Data(contentsOf: ReferenceFile.url("conversions.json")))
    let (name, form, conventions) = Self.examples[row]
    let known = conversions.examples.filter { $0.name.hasPrefix(name) }
    #expect(!known.isEmpty)
    for example in known {
      let problem = Problem(
        x: Matrix(conversions.x), y: conversions.y, intercept: example.intercept,
        standardize: false)
      for convention in conventions {
        let path = try PathFit(
          problem, ConventionalPenalty(form, convention), PathOptions(lambdas: [2]))
        let solution = path.solutions[0]
        #expect(abs(solution.coefficients[0] - fraction(example.b)) < 1e-14)
        #expect(abs(solution.intercept - fraction(example.a)) < 1e-14)
      }
    }
  }

  private func fraction(_ text: String) -> Double {
    let parts = text.split(separator: "/").compactMap { Double($0) }
    return parts.count == 2 ? parts[0] / parts[1] : parts[0]
  }

  // MARK: glmnet

  @Test(
    "glmnet's λ and penalty factors, as it takes them, give its coefficients",
    arguments: ReferenceTests.names)
  func glmnet(id: String) throws {
    let reference = try #require(ReferenceTests.file?.cases.first { $0.id == id })
    guard reference.convention == "glmnet" else { return }
    let problem = try reference.data.problem(
      reference.options, penaltyFactors: reference.options.penalty_factor)
    let path = try PathFit(
      problem, reference.options.penalty("glmnet"), PathOptions(lambdas: reference.lambda))
    for (solution, expected) in Swift.zip(path.solutions, reference.fits) {
      let sizes = Swift.zip(expected.beta[0], reference.x_sd).map { abs($0 * $1) }
      for (j, value) in expected.beta[0].enumerated() {
        let difference = abs(solution.coefficients[j] - value) * reference.x_sd[j]
        #expect(difference <= 1e-8 * (sizes.max() ?? 0))
      }
    }
    if let known = reference.lambda_max, reference.options.alpha > 0 {
      // glmnet does not look at bounds here.
      guard reference.options.lower == nil, reference.options.upper == nil else { return }
      #expect(abs(path.lambdaMax - known) < 1e-11 * known)
    }
  }

  // MARK: the costs as written

  struct Setting: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var isWeighted = false
    var intercept = true
    var standardize = true
    var factors: [Double]?
  }

  static let settings = [
    Setting(testDescription: "plain"),
    Setting(testDescription: "weights", isWeighted: true),
    Setting(testDescription: "no intercept", intercept: false),
    Setting(testDescription: "columns as they are", standardize: false),
    Setting(
      testDescription: "everything", isWeighted: true, factors: [1, 0.5, 3, 0, 2]),
  ]

  @Test(
    "what is fitted minimises the cost as the convention writes it",
    arguments: PenaltyConvention.allCases, settings)
  func minimizes(convention: PenaltyConvention, setting: Setting) throws {
    let data = SyntheticData(rows: 40, columns: 5, seed: 8)
    var problem = try data.problem()
    problem.weights = setting.isWeighted ? data.weights() : nil
    problem.intercept = setting.intercept
    problem.standardize = setting.standardize
    problem.penaltyFactors = setting.factors
    for form in Self.forms {
      let penalty = try ConventionalPenalty(form, convention)
      let path = try PathFit(problem, penalty, PathOptions(count: 5))
      for lambda in path.lambdas[1...3] {
        let solution = try path.solution(at: lambda)
        let start = [solution.intercept] + solution.coefficients
        let cost = Cost(problem, form, convention, lambda)
        let least = cost(start)
        for index in start.indices where index > 0 || setting.intercept {
          for step in [1e-4, -1e-4] {
            var moved = start
            moved[index] += step
            #expect(cost(moved) > least)
          }
        }
      }
    }
  }

  /// The costs of the five conventions, written down from their definitions.
  private struct Cost {
    let problem: Problem
    let form: PenaltyForm
    let convention: PenaltyConvention
    let lambda: Double

    init(
      _ problem: Problem, _ form: PenaltyForm, _ convention: PenaltyConvention, _ lambda: Double
    ) {
      (self.problem, self.form, self.convention, self.lambda) = (
        problem, form, convention, lambda
      )
    }

    func callAsFunction(_ parameters: [Double]) -> Double {
      let n = problem.y.count
      let given = problem.weights ?? [Double](repeating: 1, count: n)
      let total = given.reduce(0, +)
      let (x, y) = (problem.x, problem.y)
      var squares = 0.0
      for row in 0..<n {
        let fitted = (0..<x.columns).reduce(parameters[0]) {
          $0 + x[row, $1] * parameters[$1 + 1]
        }
        squares += given[row] * (y[row] - fitted) * (y[row] - fitted)
      }
      let mean = problem.intercept ? (0..<n).reduce(0) { $0 + given[$1] * y[$1] } / total : 0
      let spread =
        ((0..<n).reduce(0) { $0 + given[$1] * (y[$1] - mean) * (y[$1] - mean) } / total)
        .squareRoot()
      var factors = problem.penaltyFactors ?? [Double](repeating: 1, count: x.columns)
      if convention == .glmnet {
        let sum = factors.reduce(0, +)
        factors = factors.map { $0 * Double(x.columns) / sum }
      }
      let units =
        problem.standardize
        ? x.columnVariances(weights: given).map { $0.squareRoot() }
        : [Double](repeating: 1, count: x.columns)
      let sizes = (0..<x.columns).map { abs(units[$0] * parameters[$0 + 1]) }
      let absolute = Swift.zip(factors, sizes).reduce(0) { $0 + $1.0 * $1.1 }
      let square = Swift.zip(factors, sizes).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
      let alpha = form.alpha
      switch convention {
      case .reg:
        return squares / (2 * total) + lambda * (alpha * absolute + (1 - alpha) / 2 * square)
      case .glmnet:
        return squares / (2 * total)
          + lambda * (alpha * absolute + (1 - alpha) / (2 * spread) * square)
      case .sklearn:
        return form == .ridge
          ? squares + lambda * square
          : squares / (2 * total) + lambda * (alpha * absolute + (1 - alpha) / 2 * square)
      case .textbook:
        return squares / (2 * total) + lambda * (alpha * absolute + (1 - alpha) * square)
      case .sum:
        return squares / 2 + lambda * (alpha * absolute + (1 - alpha) * square)
      }
    }
  }

  // MARK: there and back

  @Test("a λ that was converted gives the same fit, and comes back", arguments: forms)
  func roundTrip(form: PenaltyForm) throws {
    let data = SyntheticData(rows: 30, columns: 4, seed: 9)
    var problem = try data.problem()
    problem.weights = data.weights()
    problem.penaltyFactors = [1, 2, 0.5, 3]
    let base = try PathFit(
      problem, ConventionalPenalty(form), PathOptions(lambdas: [0.4]))
    let scale = base.penaltyScale
    for convention in PenaltyConvention.allCases {
      let there = PenaltyConvention.reg.convert(0.4, form, to: convention, on: scale)
      let converted = form.with(alpha: there.alpha)
      let fit = try PathFit(
        problem, ConventionalPenalty(converted, convention),
        PathOptions(lambdas: [there.lambda]))
      for (a, b) in Swift.zip(fit.solutions[0].coefficients, base.solutions[0].coefficients) {
        #expect(abs(a - b) < 1e-12)
      }
      let back = convention.convert(there.lambda, converted, to: .reg, on: scale)
      #expect(abs(back.lambda - 0.4) < 1e-15)
      #expect(abs(back.alpha - form.alpha) < 1e-15)
    }
  }

  @Test("the automatic path is the same path in every convention")
  func grids() throws {
    let problem = try SyntheticData(rows: 30, columns: 4, seed: 9).problem()
    for form in [PenaltyForm.lasso, .ridge] {
      let base = try PathFit(problem, ConventionalPenalty(form), PathOptions(count: 6))
      for convention in PenaltyConvention.allCases {
        let path = try PathFit(
          problem, ConventionalPenalty(form, convention), PathOptions(count: 6))
        for (ours, known) in Swift.zip(path.solutions, base.solutions) {
          for (a, b) in Swift.zip(ours.coefficients, known.coefficients) {
            #expect(abs(a - b) < 1e-12)
          }
          let lambda = PenaltyConvention.reg.convert(
            known.lambda, form, to: convention, on: base.penaltyScale
          ).lambda
          #expect(abs(ours.lambda - lambda) < 1e-12 * lambda)
        }
      }
    }
  }

  @Test("data without a spread or a factor leave a λ that is finite")
  func degenerate() throws {
    let flat = Problem(x: Matrix([1, 2, 4]), y: [3, 3, 3], penaltyFactors: [0])
    for convention in PenaltyConvention.allCases {
      for form in Self.forms {
        let path = try PathFit(flat, ConventionalPenalty(form, convention))
        #expect(path.solutions.allSatisfy { $0.coefficients == [0] && $0.intercept == 3 })
      }
    }
    #expect(throws: SolverError.badAlpha(1.5)) {
      try ConventionalPenalty(.elasticNet(alpha: 1.5))
    }
  }
}

extension PenaltyForm {
  fileprivate func with(alpha: Double) -> PenaltyForm {
    if case .elasticNet = self { return .elasticNet(alpha: alpha) }
    return self
  }
}
