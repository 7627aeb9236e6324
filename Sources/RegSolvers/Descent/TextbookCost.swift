public import RegLinearAlgebra

/// The textbook's cost, `‖Xθ − y‖² / (2·divisor) + λ‖θ‖ₚᵖ`, without an intercept.
public struct TextbookCost: Sendable {
  /// The predictors: one row a sample.
  public let x: Matrix
  /// The response, a column.
  public let y: Matrix
  /// What the sum of squares over two is divided by: 1, or the number of rows.
  public let divisor: Double
  /// The strength of the penalty.
  public let lambda: Double
  /// 1 for Σ|θⱼ|, 2 for Σθⱼ².
  public let power: Int

  /// - Precondition: As many responses as rows, and a power of 1 or 2.
  public init(x: Matrix, y: [Double], divisor: Double, lambda: Double, power: Int) {
    precondition(x.rows == y.count && (1...2).contains(power))
    self.x = x
    self.y = Matrix(y)
    self.divisor = divisor
    self.lambda = lambda
    self.power = power
  }

  /// The cost of some weights, one a column of X.
  public func cost(_ weights: Matrix) -> Double {
    let residual = (x * weights).zip(y) { $0 - $1 }
    let penalty = weights.values.reduce(0) { $0 + (power == 1 ? abs($1) : $1 * $1) }
    return residual.dot(residual) / (2 * divisor) + lambda * penalty
  }

  /// The gradient of the squares alone.
  public func slope(_ weights: Matrix) -> Matrix {
    let residual = (x * weights).zip(y) { $0 - $1 }
    return x.transposeTimes(residual).map { $0 / divisor }
  }

  /// The gradient; for p = 1 the subgradient with the smallest step at zero: sign(0) = 0.
  public func gradient(_ weights: Matrix) -> Matrix {
    slope(weights).zip(weights) { slope, weight in
      if power == 2 { return slope + 2 * lambda * weight }
      return slope + (weight == 0 ? 0 : lambda * (weight < 0 ? -1 : 1))
    }
  }

  /// The weights that make rate·λ‖θ‖ₚᵖ + ½‖θ − given‖² smallest: for p = 1 a move of rate·λ towards
  /// zero that stops there, for p = 2 a division.
  public func proximal(_ weights: Matrix, rate: Double) -> Matrix {
    let push = rate * lambda
    return weights.map { weight in
      if power == 2 { return weight / (1 + 2 * push) }
      if weight > push { return weight - push }
      return weight < -push ? weight + push : 0
    }
  }

  /// The largest curvature of the squares: the largest eigenvalue of X'X over the divisor.
  ///
  /// - Throws: `LinearAlgebraError` where the eigenvalues do not settle.
  /// - Complexity: O(*rows* · *columns* · min(*rows*, *columns*)).
  public func largestCurvature() throws(LinearAlgebraError) -> Double {
    let gram = x.columns <= x.rows ? x.gram() : x.outerGram()
    guard gram.isFinite else { return .infinity }
    return max(0, try gram.symmetricEigen().values.last ?? 0) / divisor
  }
}
