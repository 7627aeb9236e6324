import RegLinearAlgebra
import RegPlot
import RegRuntime
import RegSolvers

/// Pictures of fitted models.
struct ModelCharts {
  let fitted: any Fitted

  private var regression: Regression { fitted.regression }
  private var names: [String] { regression.data.names }

  /// What coefficients are multiplied by to be compared: the standard deviations of their columns
  /// where the penalty acts on standardised ones.
  var units: [Double] {
    guard regression.problem.standardize else { return names.map { _ in 1 } }
    return regression.data.x.columnVariances(weights: regression.problem.weights)
      .map { $0.squareRoot() }
  }

  /// Coefficients in units that can be compared.
  private func comparable(_ solutions: [Solution]) -> [[Double]] {
    let units = units
    return solutions.map { solution in zip(solution.coefficients, units).map { $0 * $1 } }
  }

  var coefficientLabel: String {
    regression.problem.standardize ? "coefficient × sd of column" : "coefficient"
  }

  // MARK: a path

  /// So many columns are named and coloured; the others are drawn behind them in grey.
  private static let mostNamed = 10

  /// The coefficients against λ, which falls to the right.
  func path() -> Chart {
    let solutions = fitted.solutions.filter { $0.lambda > 0 }.sorted { $0.lambda > $1.lambda }
    let coefficients = comparable(solutions)
    let used = names.indices.filter { column in coefficients.contains { $0[column] != 0 } }
    let largest = Dictionary(
      uniqueKeysWithValues: used.map { column in
        (column, coefficients.reduce(0) { max($0, $1[column].magnitude) })
      })
    let ranked = used.sorted { (largest[$0] ?? 0, $1) > (largest[$1] ?? 0, $0) }
    let named = Array(ranked.prefix(Self.mostNamed))
    func line(_ column: Int, label: String?, _ tone: Chart.Tone) -> Chart.Layer {
      .line(
        zip(solutions, coefficients).map { Chart.Point(x: $0.lambda, y: $1[column]) },
        label: label, tone)
    }
    return Chart(
      title: "\(regression.mix.title) path",
      x: Axis("λ", isLogarithmic: true, isReversed: true),
      y: Axis(coefficientLabel),
      layers: ranked.dropFirst(Self.mostNamed).map { line($0, label: nil, .muted) }
        + named.enumerated().reversed().map { line($1, label: names[$1], .color($0)) },
      topLabels: counts(solutions), topTitle: "df")
  }

  /// The number of nonzero coefficients at some λ across the path.
  private func counts(_ solutions: [Solution]) -> [Chart.TopLabel] {
    let places = min(solutions.count, 8)
    return (0..<places).map { place in
      let solution = solutions[place * (solutions.count - 1) / max(places - 1, 1)]
      return Chart.TopLabel(x: solution.lambda, text: String(solution.degreesOfFreedom))
    }
  }

  // MARK: a model

  /// The coefficients as bars, the largest first.
  func bars(_ solution: Solution) -> Chart {
    let coefficients = comparable([solution])[0]
    let shown = coefficients.indices.filter { coefficients[$0] != 0 }
      .sorted { coefficients[$0].magnitude > coefficients[$1].magnitude }.prefix(24)
    let lambda = NumberText.display(solution.lambda, digits: 3)
    return Chart(
      title: "\(regression.mix.title) model at λ = \(lambda)",
      x: Axis("", categories: shown.map { names[$0] }), y: Axis(coefficientLabel),
      layers: [
        .bars(
          shown.enumerated().map { place, column in
            Chart.Bar(
              left: Double(place) - 0.4, right: Double(place) + 0.4, height: coefficients[column])
          }, .color(0))
      ])
  }

  // MARK: residuals

  /// What the fit leaves of each response, against what it predicts.
  func residuals(_ solution: Solution) -> Chart {
    let data = regression.data
    let predictions = [solution].predictions(for: data.x)
    let points = data.y.indices.map {
      Chart.Point(x: predictions[$0], y: data.y[$0] - predictions[$0])
    }
    let bounds = [points.map(\.x).min(), points.map(\.x).max()].compactMap(\.self)
    let lambda = NumberText.display(solution.lambda, digits: 3)
    return Chart(
      title: "residuals of the \(regression.mix.title) at λ = \(lambda)", x: Axis("fitted"),
      y: Axis("residual"),
      layers: [
        .line(bounds.map { Chart.Point(x: $0, y: 0) }, label: nil, .muted),
        .points(points, .color(0)),
      ])
  }
}

extension ValidatedModel {
  /// The curve of scores against λ, which falls to the right, with a standard error to each side.
  var chart: Chart {
    let points = curve.filter { $0.lambda > 0 && $0.mean.isFinite }
    let intervals = points.filter(\.standardError.isFinite).map {
      Chart.Interval(
        x: $0.lambda, low: $0.mean - $0.standardError, high: $0.mean + $0.standardError)
    }
    var markers: [Chart.Marker] = []
    if let best { markers.append(Chart.Marker(x: best.lambda, label: "min")) }
    if let simplest, simplest.lambda != best?.lambda {
      markers.append(Chart.Marker(x: simplest.lambda, label: "1se"))
    }
    let sorted = points.sorted { $0.lambda > $1.lambda }
    return Chart(
      title: "\(method) of \(model.typeName.withArticle)",
      x: Axis("λ", isLogarithmic: true, isReversed: true), y: Axis(measureName),
      layers: [
        .intervals(intervals, .muted),
        .line(sorted.map { Chart.Point(x: $0.lambda, y: $0.mean) }, label: nil, .color(1)),
        .points(sorted.map { Chart.Point(x: $0.lambda, y: $0.mean) }, .color(1)),
      ], markers: markers, topLabels: counts, topTitle: "df")
  }

  private var counts: [Chart.TopLabel] {
    let solutions = model.solutions.filter { $0.lambda > 0 }.sorted { $0.lambda > $1.lambda }
    let places = min(solutions.count, 6)
    return (0..<places).map { place in
      let solution = solutions[place * (solutions.count - 1) / max(places - 1, 1)]
      return Chart.TopLabel(x: solution.lambda, text: String(solution.degreesOfFreedom))
    }
  }
}
