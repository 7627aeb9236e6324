public import RegLinearAlgebra

/// A linear regression of several responses on the same predictors, which share the columns that
/// they use.
///
/// The fit minimises over the intercepts a and the coefficients B, one column a response,
///
///     1/(2n) Σ wᵢ‖yᵢ − oᵢ − a − xᵢB‖² + Σ vⱼ(l1·‖tⱼBⱼ‖ + l2/2·‖tⱼBⱼ‖²)
///
/// where Bⱼ is row j of B, and Σwᵢ = n, l1, l2, vⱼ and tⱼ are as for a `Problem`. So a column is in
/// the model for all responses or for none. Coefficients are on the scale of the data; a constant
/// column always gets 0.
public struct MultiResponseProblem: Sendable {
  /// The predictors: one row an observation.
  public var x: Matrix
  /// The responses: one row an observation, one column a response.
  public var y: Matrix
  /// Weights of the rows, scaled to sum to n; nil counts every row once.
  public var weights: [Double]?
  /// A known part of the predictions, of the shape of `y`.
  public var offset: Matrix?
  /// Whether an intercept is fitted for each response; none is penalised.
  public var intercept: Bool
  /// Whether penalties act on columns in units of their standard deviation.
  public var standardize: Bool
  /// Whether every response counts in units of its standard deviation (divisor n, weighted).
  ///
  /// Else a response of large numbers decides which columns all of them use.
  public var standardizeResponse: Bool
  /// Multipliers of the penalty, one a column: 0 leaves a column unpenalised, infinity excludes it.
  public var penaltyFactors: [Double]?
  /// Lower bounds, one a column, of the coefficients for every response.
  public var lower: [Double]?
  /// Upper bounds, one a column, of the coefficients for every response.
  public var upper: [Double]?
  /// Columns, counted from 0, whose coefficients are held at 0.
  public var excluded: Set<Int>

  public init(
    x: Matrix, y: Matrix, weights: [Double]? = nil, offset: Matrix? = nil, intercept: Bool = true,
    standardize: Bool = true, standardizeResponse: Bool = false, penaltyFactors: [Double]? = nil,
    lower: [Double]? = nil, upper: [Double]? = nil, excluded: Set<Int> = []
  ) {
    self.x = x
    self.y = y
    self.weights = weights
    self.offset = offset
    self.intercept = intercept
    self.standardize = standardize
    self.standardizeResponse = standardizeResponse
    self.penaltyFactors = penaltyFactors
    self.lower = lower
    self.upper = upper
    self.excluded = excluded
  }

  /// The same problem on some of the rows, in the order given.
  public func selecting(rows: [Int]) -> MultiResponseProblem {
    var part = self
    part.x = x.selecting(rows: rows)
    part.y = y.selecting(rows: rows)
    part.weights = weights.map { all in rows.map { all[$0] } }
    part.offset = offset?.selecting(rows: rows)
    return part
  }

  /// Checks sizes and values, so that nothing after it can fail on the shape of the data.
  ///
  /// - Throws: The first fact found, as for a `Problem`; `columnCount` without a column in `y`.
  public func validate() throws(SolverError) {
    guard y.columns > 0 else { throw .columnCount(argument: "y", expected: 1, got: 0) }
    guard y.rows == x.rows else {
      throw .rowCount(argument: "y", expected: x.rows, got: y.rows)
    }
    if let offset, offset.rows != y.rows {
      throw .rowCount(argument: "offset", expected: y.rows, got: offset.rows)
    }
    if let offset, offset.columns != y.columns {
      throw .columnCount(argument: "offset", expected: y.columns, got: offset.columns)
    }
    try predictors.validate()
    for case (let argument, let values?) in [("y", Optional(y)), ("offset", offset)] {
      guard !values.isFinite else { continue }
      let bad = values.map { $0.isFinite ? 0 : 1 }
      let sums = bad.columnSums()
      throw .nonFinite(
        argument: argument, columns: sums.indices.filter { sums[$0] > 0 },
        rows: bad.rowSums().count { $0 > 0 })
    }
  }

  /// All but the responses, as a problem whose response is zero.
  var predictors: Problem {
    Problem(
      x: x, y: [Double](repeating: 0, count: x.rows), weights: weights, intercept: intercept,
      standardize: standardize, penaltyFactors: penaltyFactors, lower: lower, upper: upper,
      excluded: excluded)
  }
}

extension MultiResponseProblem {
  /// A problem with several responses in place of its own, and without its offset.
  public init(_ predictors: Problem, responses: Matrix, standardizeResponse: Bool = false) {
    self.init(
      x: predictors.x, y: responses, weights: predictors.weights, intercept: predictors.intercept,
      standardize: predictors.standardize, standardizeResponse: standardizeResponse,
      penaltyFactors: predictors.penaltyFactors, lower: predictors.lower, upper: predictors.upper,
      excluded: predictors.excluded)
  }
}
