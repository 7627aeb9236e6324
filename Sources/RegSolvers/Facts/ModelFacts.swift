/// A model of a path in the figures that criteria are made of.
public struct ModelFacts: Sendable, Equatable {
  public let lambda: Double
  /// The number of nonzero coefficients.
  public let nonzero: Int
  /// The effective number of coefficients, the intercept not counted.
  ///
  /// For a lasso, the number of nonzero ones, which is unbiased (Zou, Hastie and Tibshirani 2007).
  /// With a square term tr(Z_A(Z_A'Z_A + l2·V)⁻¹Z_A') on the columns A with a coefficient, V being
  /// the penalty factors; without any penalty, the rank.
  public let degreesOfFreedom: Double
  /// Σ wᵢ(yᵢ − ŷᵢ)², where Σwᵢ = n.
  public let rss: Double
}

/// A figure by which to choose between the models of a path; the smallest is best.
public enum Criterion: String, Sendable, CaseIterable {
  case aic, aicc, bic, ebic, cp

  public var summary: String {
    switch self {
    case .aic: "Akaike's information criterion, -2 loglik + 2k"
    case .aicc: "its correction for few rows, aic + 2k(k + 1)/(n - k - 1)"
    case .bic: "Schwarz's criterion, -2 loglik + k·log(n)"
    case .ebic: "its extension to many columns, bic + 2·gamma·log(p choose nonzero)"
    case .cp: "Mallows' Cp, rss/σ² - n + 2(df + 1)"
    }
  }
}

/// What criteria need to know of the data.
///
/// The likelihood is that of normal errors with the variance σ²/wᵢ, at the σ² that makes it largest,
/// rss/n: loglik = −n/2·(log(2π·rss/n) + 1) + ½Σlog wᵢ. So k counts σ² as well: k = df + 2 with an
/// intercept and df + 1 without, as AIC does for R's `lm`.
public struct CriterionScale: Sendable {
  /// The rows with a positive weight.
  public let rows: Int
  /// The columns to choose from: those that may enter.
  public let columns: Int
  public let hasIntercept: Bool
  /// Σ log wᵢ over rows with a positive weight; 0 without weights.
  public let logWeights: Double

  init(_ problem: Problem, columns: Int) {
    let positive = (problem.weights ?? []).filter { $0 > 0 }
    let total = positive.reduce(0, +)
    let unit = total / Double(problem.y.count)
    rows = problem.weights == nil ? problem.y.count : positive.count
    logWeights = positive.reduce(0) { $0 + logarithm($1 / unit) }
    self.columns = columns
    hasIntercept = problem.intercept
  }

  /// The rows left over when the coefficients and the intercept have taken theirs.
  public func residualDegrees(_ model: ModelFacts) -> Double {
    Double(rows) - model.degreesOfFreedom - (hasIntercept ? 1 : 0)
  }

  /// Infinite for a perfect fit.
  public func logLikelihood(_ model: ModelFacts) -> Double {
    let n = Double(rows)
    return (logWeights - n * (logarithm(2 * .pi * model.rss / n) + 1)) / 2
  }

  /// - Parameters:
  ///   - gamma: How much EBIC charges for the number of columns to choose from (Chen and Chen 2008):
  ///     0 makes it BIC, 1 the most.
  ///   - residualVariance: The σ² of Cp.
  /// - Returns: Infinite for AICc where n ≤ k + 1.
  public func value(
    _ criterion: Criterion, _ model: ModelFacts, gamma: Double = 0.5, residualVariance: Double
  ) -> Double {
    let n = Double(rows)
    let linear = model.degreesOfFreedom + (hasIntercept ? 1 : 0)
    let k = linear + 1
    let deviance = -2 * logLikelihood(model)
    switch criterion {
    case .aic: return deviance + 2 * k
    case .aicc:
      return n > k + 1 ? deviance + 2 * k + 2 * k * (k + 1) / (n - k - 1) : .infinity
    case .bic: return deviance + k * logarithm(n)
    case .ebic:
      let chosen = Double(min(model.nonzero, columns))
      return deviance + k * logarithm(n) + 2 * gamma * Self.logChoose(Double(columns), chosen)
    case .cp: return model.rss / residualVariance - n + 2 * linear
    }
  }

  /// log(n choose k).
  private static func logChoose(_ n: Double, _ k: Double) -> Double {
    logFactorial(n) - logFactorial(k) - logFactorial(n - k)
  }
}
