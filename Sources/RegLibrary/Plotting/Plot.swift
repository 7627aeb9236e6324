import RegLinearAlgebra
import RegPlot
import RegRuntime
import RegSolvers
import RegSyntax

struct Plot: Builtin {
  let name = "plot"
  let category = Category.plotting
  let summary = "Draws a path, a cross-validation, a model, or points."
  let details: String? = """
    A path is drawn as its coefficients against λ, falling to the right, with the number of nonzero \
    ones on top and the names of the ten largest at the right. So that columns can be compared, \
    coefficients are multiplied by the standard deviation of their column where the fit standardised. \
    A cross-validation is drawn as its curve with a standard error to each side and marks at \
    lambda_min and lambda_1se; the model at one λ as bars.

    Of numbers, x is drawn against y, and with y alone against 1, 2, …; a matrix y is one series a \
    column. line = true joins the points, and names has a name for each series. On a logarithmic axis, \
    numbers that are not positive are left out.

    In the terminal the picture fits the window. With file it is written there instead.
    """
  let seeAlso = ["hist", "bar", "residuals", "lasso", "cv"]

  let x = Parameter<Value>("x", "A fitted path or model, what cv gave, or numbers.")
  let y = Parameter<Matrix?>(
    "y", "Numbers to draw against x: a vector, or a matrix with one series a column.", default: nil)
  let joins = Parameter<Bool?>(
    "line", "Whether points are joined; if none, where there is no x.", default: nil,
    keywordOnly: true)
  let names = Parameter<[String]?>(
    "names", "What to call the series of y, one for each column.", default: nil,
    keywordOnly: true)
  let log = Parameter<String?>(
    "log", "Which axes are logarithmic.", default: nil, keywordOnly: true,
    where: .optional(.oneOf(["x", "y", "xy"])))
  let xLabel = Parameter<String?>(
    "xlabel", "What stands below the x axis.", default: nil, keywordOnly: true)
  let yLabel = Parameter<String?>(
    "ylabel", "What stands beside the y axis.", default: nil, keywordOnly: true)
  let output = PlotOutput()

  let examples = [
    Example(
      "Written to a file",
      """
      > plot(lasso([1; 2; 3], [2; 4; 7]), file = "path.svg")
      """),
    Example(
      "A picture is a value",
      """
      > p = plot([1; 2; 3], [1; 4; 9], title = "squares")
      > p.title
      squares
      """),
  ]

  func call(_ arguments: Arguments) throws -> Value {
    try output.value(chart(arguments), arguments)
  }

  private func chart(_ arguments: Arguments) throws -> Chart {
    guard case .record(let record) = arguments[x].content else { return try points(arguments) }
    let forNumbers: [any AnyParameter] = [y, joins, names, log, xLabel, yLabel]
    for parameter in forNumbers where arguments.isGiven(parameter) {
      throw arguments.failure(
        .argumentRange, "'\(parameter.name)' is for numbers, and x is a fit", at: parameter)
    }
    guard let pictured = record.backing as? any Pictured else {
      throw arguments.failure(
        .argumentType, "there is no picture of \(arguments[x].description)", at: x,
        help: "plot draws fits of one response, what was made of them, and numbers")
    }
    return pictured.chart
  }

  private func points(_ arguments: Arguments) throws -> Chart {
    guard let first = Matrix(argument: arguments[x]) else {
      throw arguments.failure(
        .argumentType,
        "'x' must be a fit or numbers, not \(arguments[x].description)", at: x,
        help: "of a table, give columns: plot(d.age, d.y)")
    }
    let hasX = arguments[y] != nil
    let ys = arguments[y] ?? first
    let xs = hasX ? first.values : (0..<ys.rows).map { Double($0 + 1) }
    guard xs.count == ys.rows else {
      throw arguments.failure(
        .argumentShape, "'x' has \(xs.count.counted("number")) and 'y' \(ys.rows.counted("row"))",
        at: y)
    }
    let isJoined = arguments[joins] ?? !hasX
    let labels = try labels(of: ys.columns, arguments)
    let layers = (0..<ys.columns).flatMap { column -> [Chart.Layer] in
      let points = (0..<ys.rows).map { Chart.Point(x: xs[$0], y: ys[$0, column]) }
      if isJoined { return [.line(points, label: labels?[column], .color(column))] }
      // A line of one point is but its label.
      let label = labels.map { labels in
        Chart.Layer.line(Array(points.suffix(1)), label: labels[column], .color(column))
      }
      return [.points(points, .color(column))] + (label.map { [$0] } ?? [])
    }
    let scales = arguments[log] ?? ""
    return Chart(
      title: "\(ys.rows.counted("point"))",
      x: Axis(
        arguments[xLabel] ?? (hasX ? "x" : "place"), isLogarithmic: scales.contains("x")),
      y: Axis(arguments[yLabel] ?? "y", isLogarithmic: scales.contains("y")), layers: layers)
  }

  /// The names of the series; where there are several lines, at least their numbers.
  private func labels(of count: Int, _ arguments: Arguments) throws -> [String]? {
    guard let given = arguments[names] else {
      let isJoined = arguments[joins] ?? (arguments[y] == nil)
      return isJoined && count > 1 ? (1...count).map(String.init) : nil
    }
    guard given.count == count else {
      throw arguments.failure(
        .argumentShape,
        "'names' has \(given.count.counted("name")) for \(count.counted("column")) of y", at: names)
    }
    return given
  }
}

struct Residuals: Builtin {
  let name = "residuals"
  let category = Category.plotting
  let summary = "Draws what a model leaves of each response against what it predicts."
  let details: String? = """
    Of a path, the model at λ, or at the smallest λ fitted. The numbers are (m @ λ).residuals.
    """
  let seeAlso = ["plot", "hist", "predict"]

  let model = Parameter<AnyFittedArgument>("m", "What lasso, ridge or enet gave, or m @ λ.")
  let lambda = Parameter<Double?>(
    "λ", "Strength of the penalty; if none, the smallest fitted.", unit: "units of the objective",
    default: nil, where: .optional(.nonNegative))
  let output = PlotOutput()

  let examples = [
    Example(
      "Written to a file",
      """
      > residuals(lasso([1; 2; 3], [2; 4; 7]), λ = 0.1, file = "residuals.svg")
      """)
  ]

  func call(_ arguments: Arguments) throws -> Value {
    guard case .one(let fitted) = arguments[model] else {
      throw arguments.failure(
        .argumentType, "'m' is a fit of several responses, and the picture is for one", at: model)
    }
    let fallback = fitted.solutions.map(\.lambda).min() ?? 0
    let solution = try fitted.regression.solutions(at: [arguments[lambda] ?? fallback])[0]
    return try output.value(ModelCharts(fitted: fitted).residuals(solution), arguments)
  }
}
