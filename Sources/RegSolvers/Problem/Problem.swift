public import RegLinearAlgebra

/// A linear regression to be fitted: the data and what holds at every λ.
///
/// The fit minimises over the intercept β₀ and the coefficients βⱼ
///
///     1/(2n) Σ wᵢ(yᵢ − oᵢ − β₀ − xᵢβ)² + Σ vⱼ(l1·|tⱼβⱼ| + l2/2·(tⱼβⱼ)²)
///
/// where Σwᵢ = n, l1 and l2 follow from λ by a `Penalty`, vⱼ are the penalty factors, and tⱼ is the
/// standard deviation of column j (divisor n, weighted) when `standardize` is set, else 1.
/// Coefficients are on the scale of the data; a constant column always gets 0.
public struct Problem: Sendable {
  /// The predictors: one row an observation.
  public var x: Matrix
  /// The response.
  public var y: [Double]
  /// Weights of the rows, scaled to sum to n; nil counts every row once.
  public var weights: [Double]?
  /// A known part of the prediction, added to that of the coefficients.
  public var offset: [Double]?
  /// Whether an intercept is fitted; it is never penalised.
  public var intercept: Bool
  /// Whether penalties act on columns in units of their standard deviation.
  ///
  /// Without an intercept columns are scaled by the same centred deviation, but not shifted.
  public var standardize: Bool
  /// Multipliers of the penalty, one a column, taken as given: 0 leaves a column unpenalised,
  /// infinity excludes it.
  public var penaltyFactors: [Double]?
  /// Lower bounds of the coefficients on the scale of the data; −∞ for none.
  public var lower: [Double]?
  /// Upper bounds of the coefficients on the scale of the data; ∞ for none.
  public var upper: [Double]?
  /// Columns, counted from 0, whose coefficient is held at 0.
  public var excluded: Set<Int>

  public init(
    x: Matrix, y: [Double], weights: [Double]? = nil, offset: [Double]? = nil,
    intercept: Bool = true, standardize: Bool = true, penaltyFactors: [Double]? = nil,
    lower: [Double]? = nil, upper: [Double]? = nil, excluded: Set<Int> = []
  ) {
    self.x = x
    self.y = y
    self.weights = weights
    self.offset = offset
    self.intercept = intercept
    self.standardize = standardize
    self.penaltyFactors = penaltyFactors
    self.lower = lower
    self.upper = upper
    self.excluded = excluded
  }

  /// The same problem on some of the rows, in the order given.
  public func selecting(rows: [Int]) -> Problem {
    var part = self
    part.x = x.selecting(rows: rows)
    part.y = rows.map { y[$0] }
    part.weights = weights.map { all in rows.map { all[$0] } }
    part.offset = offset.map { all in rows.map { all[$0] } }
    return part
  }
}
