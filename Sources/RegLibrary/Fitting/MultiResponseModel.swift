import RegLinearAlgebra
import RegRuntime
import RegSolvers

/// The model of several responses at one λ.
struct MultiResponseModel: MultiResponseFitted {
  let regression: MultiResponseRegression
  let solution: MultiResponseSolution

  var solutions: [MultiResponseSolution] { [solution] }
  var typeName: String { "\(regression.mix.title) model" }

  var fieldNames: [String] {
    [
      "lambda", "intercept", "coefficients", "nonzero", "df", "dev_ratio", "gap", "converged",
      "iterations", "fitted", "residuals",
    ] + Self.commonFields
  }

  func field(_ name: String) throws -> Value {
    switch name {
    case "lambda": Value(solution.lambda)
    case "intercept": Value(solution.intercepts)
    case "coefficients": Value(solution.coefficients, rowNames: regression.data.givenNames)
    case "nonzero": Value(solution.activeColumns.map { regression.data.names[$0] })
    case "df": Value(solution.degreesOfFreedom)
    case "dev_ratio": Value(solution.devianceRatio)
    case "gap": Value(solution.gap)
    case "converged": Value(solution.converged)
    case "iterations": Value(solution.iterations)
    case "fitted": Value(try fitted)
    case "residuals": Value(regression.problem.y.zip(try linear) { $0 - $1 })
    default: commonField(name)
    }
  }

  private var fitted: Matrix {
    get throws { try linear.adding(regression.data.offset) }
  }

  /// Without the offset, which is taken off the responses too.
  private var linear: Matrix {
    get throws { try solution.predict(regression.problem.x) }
  }

  var presentation: Presentation {
    let data = regression.data
    let facts = [
      "n = \(data.y.count)", "p = \(data.names.count)", "\(solution.degreesOfFreedom) nonzero",
      "R² = \(NumberText.fixed(solution.lengths.shownDevianceRatio, places: 3))",
    ]
    let title = "\(regression.headline("model")), at λ = \(NumberText.display(solution.lambda))"
    return Presentation(
      [.line("\(title): \(facts.joined(separator: ", "))")] + remarks + [.table(terms)])
  }

  /// The intercepts and the coefficients of every column in the model: one column a response.
  private var terms: PresentationTable {
    let active = solution.activeColumns
    let hasIntercept = regression.problem.intercept
    let names = (hasIntercept ? ["intercept"] : []) + active.map { regression.data.names[$0] }
    let columns = regression.responseNames.enumerated().map { k, name in
      let numbers =
        (hasIntercept ? [solution.intercepts[k]] : []) + active.map { solution.coefficients[$0, k] }
      return PresentationTable.Column(name, .numbers(numbers, digits: 6))
    }
    return PresentationTable([.init("term", .texts(names))] + columns, rowLimit: 60)
  }
}

/// The models of several responses at several λ.
struct MultiResponsePath: MultiResponseFitted {
  let regression: MultiResponseRegression
  /// In the order in which the λ were given.
  let solutions: [MultiResponseSolution]

  var typeName: String { "\(regression.mix.title) path" }

  var fieldNames: [String] {
    [
      "lambda", "intercept", "coefficients", "df", "dev_ratio", "gap", "converged", "iterations",
    ] + Self.commonFields
  }

  func field(_ name: String) -> Value {
    switch name {
    case "lambda": Value(solutions.map(\.lambda))
    case "intercept":
      Value(
        Matrix(
          rows: regression.responseNames.count, columns: solutions.count,
          values: solutions.flatMap(\.intercepts)))
    case "coefficients":
      Value(solutions.map { Value($0.coefficients, rowNames: regression.data.givenNames) })
    case "df": Value(solutions.map { Double($0.degreesOfFreedom) })
    case "dev_ratio": Value(solutions.map(\.devianceRatio))
    case "gap": Value(solutions.map(\.gap))
    case "converged": Value(Grid(column: solutions.map(\.converged)))
    case "iterations": Value(solutions.map { Double($0.iterations) })
    default: commonField(name)
    }
  }

  var presentation: Presentation {
    let data = regression.data
    let lambdas = solutions.map(\.lambda)
    let bounds = [lambdas.max(), lambdas.min()].compactMap(\.self)
      .map { NumberText.display($0, digits: 3) }.joined(separator: " to ")
    let facts = [
      "n = \(data.y.count)", "p = \(data.names.count)", "\(lambdas.count) λ from \(bounds)",
    ]
    let table = PathTable(names: data.names, solutions: solutions.map(\.lengths)).table
    return Presentation(
      [.line("\(regression.headline("path")): \(facts.joined(separator: ", "))")] + remarks
        + [.table(table)])
  }
}
