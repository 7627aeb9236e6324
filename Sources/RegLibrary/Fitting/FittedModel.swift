import RegLinearAlgebra
import RegRuntime
import RegSolvers
import RegSyntax

/// A record that can be asked for coefficients and predictions.
protocol Fitted: RecordBacking {
  var regression: Regression { get }
  /// What it shows; other λ are solved when asked for.
  var solutions: [Solution] { get }
}

extension Fitted {
  func at(_ operand: Value) throws -> Value { try regression.value(at: operand) }
  func reasonForLack(of name: String) -> Diagnostic? {
    RidgeScores.reasonForLack(of: name, regression)
  }

  /// The fields that do not depend on λ.
  static var commonFields: [String] {
    [
      "names", "n", "p", "alpha", "relax", "adaptive", "penalty_factor", "tolerance", "objective",
      "convention", "formula", "dropped",
      "lambda_max",
    ]
  }

  func commonField(_ name: String) -> Value {
    let (data, fit) = (regression.data, regression.fit)
    return switch name {
    case "names": Value(data.names)
    case "n": Value(data.y.count)
    case "p": Value(data.names.count)
    case "alpha": Value(regression.mix.alpha)
    case "relax": regression.mix.relaxation.map { Value($0.share) } ?? .none
    case "adaptive": regression.mix.adaptive.map { Value($0.firstFit.rawValue) } ?? .none
    case "penalty_factor":
      Value(fit.problem.penaltyFactors ?? data.names.map { _ in 1 })
    case "tolerance": Value(fit.tolerance)
    case "objective": Value(regression.objective)
    case "convention": Value(regression.mix.convention.rawValue)
    case "formula": data.formulaText.map { Value($0) } ?? .none
    case "dropped": Value(data.droppedCount)
    case "lambda_max": regression.lambdaMax.map { Value($0) } ?? .none
    default: .none
    }
  }
}

extension Regression {
  /// The λ from which on all penalised coefficients are zero; a ridge has none.
  var lambdaMax: Double? { mix.alpha >= 0.001 ? fit.lambdaMax : nil }
}

/// The model at one λ: what `m @ λ` answers, and what a fit at a single λ gives.
struct FittedModel: Fitted {
  let regression: Regression
  let solution: Solution

  init(_ regression: Regression, _ solution: Solution) {
    self.regression = regression
    self.solution = solution
  }

  var solutions: [Solution] { [solution] }
  var typeName: String { "\(regression.mix.title) model" }

  var fieldNames: [String] {
    [
      "lambda", "intercept", "coefficients", "nonzero", "dev_ratio", "gap", "converged",
      "iterations", "fitted", "residuals",
    ] + FigureField.names
      + (regression.fit.isLinear ? RidgeScores.fieldNames + [RidgeScores.residuals] : [])
      + Self.commonFields
  }

  func field(_ name: String) throws -> Value {
    if let figure = try figures(name)?.first { return Value(figure) }
    return switch name {
    case RidgeScores.residuals:
      try RidgeScores(regression: regression, solutions: solutions).residuals
    case let name where RidgeScores.fieldNames.contains(name):
      try Value(RidgeScores(regression: regression, solutions: solutions).scores(name)[0])
    case "lambda": Value(solution.lambda)
    case "intercept": Value(solution.intercept)
    case "coefficients": Value(Matrix(solution.coefficients), rowNames: regression.data.givenNames)
    case "nonzero": Value(solution.activeColumns.map { regression.data.names[$0] })
    case "dev_ratio": Value(solution.devianceRatio)
    case "gap": Value(try regression.gaps(solutions)[0])
    case "converged": Value(try regression.gaps(solutions)[0] <= regression.fit.tolerance)
    case "iterations": Value(solution.iterations)
    case "fitted": Value(fitted)
    case "residuals": Value(Matrix(regression.data.y).zip(linear) { $0 - $1 })
    default: commonField(name)
    }
  }

  private var fitted: Matrix { linear.adding(regression.data.offset) }

  /// Without the offset, which is taken off the response too.
  private var linear: Matrix { solutions.predictions(for: regression.data.x) }

  var presentation: Presentation {
    let data = regression.data
    let facts = [
      "n = \(data.y.count)", "p = \(data.names.count)", "\(solution.degreesOfFreedom) nonzero",
      "R² = \(NumberText.fixed(solution.shownDevianceRatio, places: 3))",
    ]
    let lambda = NumberText.display(solution.lambda)
    return Presentation(
      [
        .line("\(typeName), gaussian, at λ = \(lambda): \(facts.joined(separator: ", "))"),
        .note("minimises \(regression.objective)"),
      ] + regression.refinements + [.line(regression.exactness(solutions))] + regression.leftOut + [
        .table(terms)
      ])
  }

  /// The intercept and every nonzero coefficient.
  private var terms: PresentationTable {
    let active = solution.activeColumns
    var names = active.map { regression.data.names[$0] }
    var numbers = active.map { solution.coefficients[$0] }
    if regression.problem.intercept {
      names.insert("intercept", at: 0)
      numbers.insert(solution.intercept, at: 0)
    }
    return PresentationTable(
      [.init("term", .texts(names)), .init("coefficient", .numbers(numbers, digits: 6))],
      rowLimit: 60)
  }
}
