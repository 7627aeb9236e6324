import RegLinearAlgebra

/// A problem of several responses brought to the form
/// ½‖Y − ZB‖² + Σ(aⱼ‖Bⱼ‖ + rⱼ‖Bⱼ‖²/2), lower ≤ B ≤ upper.
///
/// Z is that of a `StandardizedProblem`; Y as a whole has length 1. A table of coefficients, bounds
/// or correlations is an array of `count` × `width` numbers in column order.
struct StandardizedMultiResponse: Sendable {
  /// Z and the penalty; its own response is zero.
  let predictors: StandardizedProblem
  /// One column a response.
  let y: Matrix
  /// The length of the centred responses before scaling; 0 where all are constant.
  let responseDeviation: Double
  let lower: [Double]
  let upper: [Double]

  private let responses: [ScaledResponse]
  private let scale: Double
  private let intercept: Bool
  /// Lower and upper bounds of the columns of Z on the scale of the data.
  private let bounds: [(Double, Double)]

  var count: Int { predictors.count }
  /// The number of responses.
  var width: Int { y.columns }
  let isBounded: Bool

  init(_ problem: MultiResponseProblem, workers: Workers) throws(SolverError) {
    try problem.validate()
    let predictors = try StandardizedProblem(problem.predictors, workers: workers)
    let rows = RowWeights(problem.weights, count: problem.x.rows)
    let responses = (0..<problem.y.columns).map { ScaledResponse(problem, $0, rows) }
    if let bad = responses.firstIndex(where: { !$0.unit.isFinite }) {
      throw .nonFinite(argument: "y", columns: [bad], rows: problem.x.rows)
    }
    let length = Matrix(responses.flatMap(\.values)).withUnsafeBuffer(\.euclideanLength)
    guard length.isFinite else {
      throw .nonFinite(
        argument: "y", columns: Array(responses.indices), rows: problem.x.rows)
    }
    let scale = length > 0 ? length : 1
    y = Matrix(
      rows: predictors.rows, columns: responses.count,
      values: responses.flatMap { $0.values.map { $0 / scale } })
    self.predictors = predictors
    isBounded = predictors.isBounded
    self.responses = responses
    self.scale = scale
    responseDeviation = length
    intercept = problem.intercept
    bounds = predictors.columns.map {
      (problem.predictors.lowerBound($0), problem.predictors.upperBound($0))
    }
    // The predictors' problem has its bounds in units of its own response, which is not scaled.
    lower = responses.flatMap { response in
      predictors.lower.map { $0 / scale / response.unit }
    }
    upper = responses.flatMap { response in
      predictors.upper.map { $0 / scale / response.unit }
    }
  }

  /// The penalty at λ in the units of this form.
  func terms(_ rates: PenaltyRates, at lambda: Double) -> ScaledPenalty {
    ScaledPenalty(l1: lambda * rates.l1 / scale, l2: lambda * rates.l2)
  }

  /// λ for an L1 term in the units of this form.
  func lambda(_ rates: PenaltyRates, l1: Double) -> Double { l1 * scale / rates.gridL1 }

  // MARK: coefficients on the scale of the data

  /// One row a predictor, one column a response; one at its bound is given that bound exactly.
  func coefficients(_ b: [Double]) -> Matrix {
    var result = Matrix(rows: predictors.predictorCount, columns: width)
    for (k, response) in responses.enumerated() {
      for (place, column) in predictors.design.columns.enumerated() {
        let position = k * count + place
        guard b[position] != 0 else { continue }
        let value = b[position] * (scale * response.unit / column.length)
        let (low, high) = bounds[place]
        result[column.column, k] =
          b[position] == lower[position]
          ? low : b[position] == upper[position] ? high : min(max(value, low), high)
      }
    }
    return result
  }

  /// The inverse of `coefficients`.
  func scaledCoefficients(_ coefficients: Matrix) -> [Double] {
    responses.enumerated().flatMap { k, response in
      predictors.design.columns.map {
        coefficients[$0.column, k] * ($0.length / (scale * response.unit))
      }
    }
  }

  func intercepts(_ coefficients: Matrix) -> [Double] {
    responses.enumerated().map { k, response in
      guard intercept else { return 0 }
      return predictors.design.columns.reduce(response.center) {
        $0 - $1.center * coefficients[$1.column, k]
      }
    }
  }

  // MARK: products with the data

  /// Y − ZB for one table of coefficients after another, side by side.
  func residuals(_ tables: [[Double]]) -> Matrix {
    let used = (0..<count).filter { j in
      tables.contains { b in (0..<width).contains { b[$0 * count + j] != 0 } }
    }
    let isDense = 2 * used.count > count
    let places = isDense ? Array(0..<count) : used
    let design = isDense ? predictors.z : predictors.z.selecting(columns: used)
    let b = Matrix(
      rows: places.count, columns: width * tables.count,
      values: tables.flatMap { table in
        (0..<width).flatMap { k in places.map { table[k * count + $0] } }
      })
    let fitted = design * b
    return Matrix(rows: predictors.rows, columns: fitted.columns) { result in
      y.withUnsafeBuffer { y in
        fitted.withUnsafeBuffer { fitted in
          for index in fitted.indices { result[index] = y[index % y.count] - fitted[index] }
        }
      }
    }
  }

  /// What the data say about one table of coefficients after another.
  func evidence(_ tables: [[Double]]) -> [MultiResponseEvidence] {
    guard predictors.rows > 0, count > 0 else {
      return tables.map { _ in MultiResponseEvidence(squares: y.dot(y), correlations: []) }
    }
    let residuals = residuals(tables)
    let correlations = predictors.correlations(residuals)
    return residuals.withPointer { residuals in
      correlations.withUnsafeBuffer { correlations in
        tables.indices.map { index in
          let first = residuals + index * y.count
          let size = count * width
          return MultiResponseEvidence(
            squares: BLAS.dot(y.count, first, first),
            correlations: Array(correlations[index * size..<(index + 1) * size]))
        }
      }
    }
  }
}

/// What the data say about one table of coefficients.
struct MultiResponseEvidence {
  /// ‖Y − ZB‖².
  let squares: Double
  /// Z'(Y − ZB).
  let correlations: [Double]
}

/// One response: centred, divided by its unit and weighted, in the rows that count.
private struct ScaledResponse: Sendable {
  let values: [Double]
  let center: Double
  /// The standard deviation where responses are standardised, else 1.
  let unit: Double

  init(_ problem: MultiResponseProblem, _ column: Int, _ rows: RowWeights) {
    let targets = rows.indices.map { problem.y[$0, column] - (problem.offset?[$0, column] ?? 0) }
    let isConstant = targets.allSatisfy { $0 == targets.first }
    let (mean, deviation) = targets.withUnsafeBufferPointer { targets in
      guard let base = targets.baseAddress else { return (0.0, 0.0) }
      let mean = rows.mean(base)
      return (mean, rows.rootMeanSquare(base, about: mean))
    }
    let center = problem.intercept ? mean : 0
    // A constant response has no unit of its own, and must not leave rounding errors as signal.
    let unit = problem.standardizeResponse && !isConstant && deviation > 0 ? deviation : 1
    let isLevel = problem.intercept && isConstant
    values = Swift.zip(targets, rows.roots).map { isLevel ? 0 : ($0 - center) / unit * $1 }
    self.center = center
    self.unit = unit
  }
}
