import RegLinearAlgebra

/// What a solver needs to know of a penalty: how λ becomes an L1 and a squared L2 term.
///
/// A convention of another program (λ per row, λ scaled by the spread of y …) is a conforming type
/// too, since both terms are proportional to λ in all of them.
public protocol Penalty: Sendable {
  /// The multipliers of Σ vⱼ|tⱼβⱼ| and of Σ vⱼ(tⱼβⱼ)²/2 at λ = 1.
  func rates(on data: PenaltyScale) -> PenaltyRates
}

/// The facts about the rows being fitted that a penalty's scale may depend on.
public struct PenaltyScale: Sendable {
  /// The number of rows, also when they are weighted.
  public let rows: Int
  /// The standard deviation of y − offset (divisor n, weighted): about its mean, or about 0 when
  /// there is no intercept.
  public let responseDeviation: Double
  /// The sum of the weights as given; the number of rows without weights.
  public let weight: Double
  /// The mean of the penalty factors over all columns, those left out counting as 1.
  public let meanFactor: Double
  /// Whether there are several responses, whose deviations glmnet leaves alone.
  public let hasSeveralResponses: Bool

  /// - Parameters:
  ///   - weight: By default the number of rows.
  ///   - meanFactor: 1 unless some columns are penalised more than others.
  public init(
    rows: Int, responseDeviation: Double, weight: Double? = nil, meanFactor: Double = 1,
    hasSeveralResponses: Bool = false
  ) {
    self.rows = rows
    self.responseDeviation = responseDeviation
    self.weight = weight ?? Double(rows)
    self.meanFactor = meanFactor
    self.hasSeveralResponses = hasSeveralResponses
  }

  /// - Parameter some: The rows that are fitted; by default all.
  init(
    _ problem: Problem, rows some: [Int]? = nil, responseDeviation: Double,
    hasSeveralResponses: Bool = false
  ) {
    let columns = problem.x.columns
    let weights = problem.weights.map { all in some.map { $0.map { all[$0] } } ?? all }
    let sum = (0..<columns).reduce(0.0) { sum, column in
      let factor = problem.penaltyFactor(column)
      return sum + (problem.excluded.contains(column) || factor == .infinity ? 1 : factor)
    }
    self.init(
      rows: some?.count ?? problem.x.rows, responseDeviation: responseDeviation,
      weight: weights?.reduce(0, +), meanFactor: sum > 0 ? sum / Double(columns) : 1,
      hasSeveralResponses: hasSeveralResponses)
  }
}

/// The two terms of a penalty at λ = 1.
public struct PenaltyRates: Sendable, Equatable {
  public let l1: Double
  public let l2: Double
  /// The L1 rate that the automatic λ grid starts from; positive also where `l1` is 0.
  public let gridL1: Double

  /// - Parameter gridL1: By default `l1`, but at least a thousandth of both, so that a ridge path
  ///   starts where the elastic net with α = 0.001 does.
  public init(l1: Double, l2: Double, gridL1: Double? = nil) {
    self.l1 = l1
    self.l2 = l2
    self.gridL1 = gridL1 ?? max(l1, 0.001 * (l1 + l2))
  }

  /// A pure ridge, λ/2 · Σ vⱼ(tⱼβⱼ)².
  ///
  /// Its λ has no unit, for loss and penalty are both squares of the response's. So its grid is that
  /// of α = 0.001 for a response of unit deviation, and does not depend on the unit of y.
  static func ridge(on data: PenaltyScale) -> PenaltyRates {
    let deviation = data.responseDeviation
    return PenaltyRates(l1: 0, l2: 1, gridL1: 0.001 * (deviation > 0 ? deviation : 1))
  }
}

/// λ · Σ vⱼ(α|tⱼβⱼ| + (1 − α)/2 · (tⱼβⱼ)²).
public struct ElasticNet: Penalty {
  public let alpha: Double

  /// - Throws: `SolverError.badAlpha` unless α is between 0 and 1.
  public init(alpha: Double) throws(SolverError) {
    guard (0...1).contains(alpha) else { throw .badAlpha(alpha) }
    self.alpha = alpha
  }

  public func rates(on data: PenaltyScale) -> PenaltyRates {
    alpha == 0 ? .ridge(on: data) : PenaltyRates(l1: alpha, l2: 1 - alpha)
  }
}

/// λ · Σ vⱼ|tⱼβⱼ|.
public struct Lasso: Penalty {
  public init() {}

  public func rates(on data: PenaltyScale) -> PenaltyRates { PenaltyRates(l1: 1, l2: 0) }
}

/// λ/2 · Σ vⱼ(tⱼβⱼ)².
public struct Ridge: Penalty {
  public init() {}

  public func rates(on data: PenaltyScale) -> PenaltyRates { .ridge(on: data) }
}

/// The penalties there are, by name.
public struct PenaltyFamily: Sendable {
  public let name: String
  public let summary: String
  /// The penalty for a mix α; families without a mix ignore it.
  public let penalty: @Sendable (_ alpha: Double) throws(SolverError) -> any Penalty

  public static let all = [
    PenaltyFamily(name: "lasso", summary: "λ · Σ|βⱼ|: sparse coefficients") { _ in Lasso() },
    PenaltyFamily(name: "ridge", summary: "λ/2 · Σβⱼ²: small coefficients") { _ in Ridge() },
    PenaltyFamily(
      name: "elastic net", summary: "λ · Σ(α|βⱼ| + (1 − α)/2 · βⱼ²): both at once"
    ) { alpha throws(SolverError) in try ElasticNet(alpha: alpha) },
  ]
}
