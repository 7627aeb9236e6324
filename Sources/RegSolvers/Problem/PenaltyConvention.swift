/// What λ multiplies: every program and textbook has its own.
///
/// A convention translates λ and nothing else. Whether columns are standardised, and what else holds
/// of a problem, is for `Problem` to say.
public enum PenaltyConvention: String, CaseIterable, Sendable {
  /// 1/(2n)·RSS + λ·Σ(α|b| + (1 − α)/2·b²), penalty factors as given.
  case reg
  /// As `reg`, with λ divided by the deviation of y where it multiplies squares, unless there are
  /// several responses, and with penalty factors scaled to sum to the number of columns.
  case glmnet
  /// Lasso and elastic net as `reg`; a ridge is RSS + λ·Σb², weights as given.
  case sklearn
  /// 1/(2n)·RSS + λ·Σ(α|b| + (1 − α)·b²).
  case textbook
  /// ½·RSS + λ·Σ(α|b| + (1 − α)·b²), weights as given; its gradient has X'(Xb − y) in it.
  case sum
}

/// The kinds of penalty that conventions tell apart.
public enum PenaltyForm: Sendable, Equatable {
  case lasso
  case ridge
  case elasticNet(alpha: Double)

  /// The share of the penalty that is L1.
  public var alpha: Double {
    switch self {
    case .lasso: 1
    case .ridge: 0
    case .elasticNet(let alpha): alpha
    }
  }
}

extension PenaltyConvention {
  /// What λ = 1 comes to as multipliers of Σ vⱼ|tⱼβⱼ|, were α = 1, and of Σ vⱼ(tⱼβⱼ)²/2, were α = 0,
  /// next to the mean of the squared errors over 2.
  func units(_ form: PenaltyForm, on data: PenaltyScale) -> (l1: Double, l2: Double) {
    let isScaled = data.responseDeviation > 0 && !data.hasSeveralResponses
    let deviation = isScaled ? data.responseDeviation : 1
    return switch self {
    case .reg: (1, 1)
    case .glmnet: (1 / data.meanFactor, 1 / (data.meanFactor * deviation))
    case .sklearn: (1, form == .ridge ? 1 / data.weight : 1)
    case .textbook: (1, 2)
    case .sum: (1 / data.weight, 2 / data.weight)
    }
  }

  /// The λ and α of another convention that mean the same penalty.
  ///
  /// - Returns: The α of `form` unless it is an elastic net's.
  public func convert(
    _ lambda: Double, _ form: PenaltyForm, to other: PenaltyConvention, on data: PenaltyScale
  ) -> (lambda: Double, alpha: Double) {
    let (from, to) = (units(form, on: data), other.units(form, on: data))
    switch form {
    case .lasso: return (lambda * (from.l1 / to.l1), 1)
    case .ridge: return (lambda * (from.l2 / to.l2), 0)
    case .elasticNet(let alpha):
      let absolute = lambda * alpha * (from.l1 / to.l1)
      let square = lambda * (1 - alpha) * (from.l2 / to.l2)
      let sum = absolute + square
      return (sum, sum > 0 ? absolute / sum : alpha)
    }
  }

  /// Whether λ depends on how many rows there are, or on what their weights sum to.
  public func dependsOnWeight(_ form: PenaltyForm) -> Bool {
    self == .sum || (self == .sklearn && form == .ridge)
  }

  /// Whether λ depends on the deviation of the response.
  public func dependsOnDeviation(_ form: PenaltyForm) -> Bool {
    self == .glmnet && form.alpha < 1
  }
}

/// A lasso, a ridge or an elastic net whose λ is meant as a convention says.
public struct ConventionalPenalty: Penalty {
  public let form: PenaltyForm
  public let convention: PenaltyConvention
  private let leastGridAlpha: Double

  /// - Parameter leastGridAlpha: An elastic net's grid starts at the λ of this α if its own is less;
  ///   0.001 as in glmnet, so that a path that is nearly a ridge does not start at infinity.
  /// - Throws: `SolverError.badAlpha` unless α is between 0 and 1.
  public init(
    _ form: PenaltyForm, _ convention: PenaltyConvention = .reg, leastGridAlpha: Double = 0.001
  ) throws(SolverError) {
    guard (0...1).contains(form.alpha) else { throw .badAlpha(form.alpha) }
    self.form = form
    self.convention = convention
    self.leastGridAlpha = leastGridAlpha
  }

  public func rates(on data: PenaltyScale) -> PenaltyRates {
    let units = convention.units(form, on: data)
    let alpha = form.alpha
    // The grid of a ridge is the same whatever the convention: that of `PenaltyRates.ridge`.
    let gridL1 =
      alpha == 0
      ? PenaltyRates.ridge(on: data).gridL1 * units.l2 : max(alpha, leastGridAlpha) * units.l1
    return PenaltyRates(l1: alpha * units.l1, l2: (1 - alpha) * units.l2, gridL1: gridL1)
  }
}
