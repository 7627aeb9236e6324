import RegRuntime
import RegSolvers

/// Which penalty a fit uses, and its name in text.
struct PenaltyMix: Sendable {
  let name: String
  /// The share of the penalty that is L1.
  let alpha: Double

  static let lasso = PenaltyMix(name: "lasso", alpha: 1)
  static let ridge = PenaltyMix(name: "ridge", alpha: 0)
  static func elasticNet(_ alpha: Double) -> PenaltyMix {
    PenaltyMix(name: "elastic net", alpha: alpha)
  }

  /// Whether the share is one's own to choose.
  var isOpen: Bool { name == "elastic net" }

  func penalty() throws(SolverError) -> any Penalty {
    switch alpha {
    case 0: Ridge()
    case 1: Lasso()
    default: try ElasticNet(alpha: alpha)
    }
  }
}

/// What a fit minimises, written out with just the terms that it has.
struct Objective {
  /// `nil` for a mix that is still open.
  var alpha: Double?
  var isWeighted = true
  var hasIntercept = true
  var hasFactors = true
  var isStandardized = true
  var hasLower = false
  var hasUpper = false
  var hasSeveralResponses = false
  var standardizesResponses = false

  /// The formula in full generality, for help.
  static func general(alpha: Double?) -> String { Objective(alpha: alpha).formula }

  /// What the letters of `general` stand for.
  static let legend = """
    Minimised over the intercept β₀ and the coefficients βⱼ: wᵢ are the weights, scaled to sum to \
    n; vⱼ are the penalty factors, taken as they are; sⱼ is the standard deviation of column j \
    (divisor n), or 1 with standardize = false. The intercept is not penalised, and coefficients \
    are on the scale of the data.
    """

  var formula: String {
    "\(loss) + \(penalty)\(bounds)"
      + (standardizesResponses ? ", each response in units of its standard deviation" : "")
  }

  private var loss: String {
    let intercept = hasIntercept ? " - β₀" : ""
    if hasSeveralResponses {
      return isWeighted
        ? "Σ wᵢ‖yᵢ\(intercept) - xᵢB‖² / (2n)" : "‖Y\(intercept) - XB‖² / (2n)"
    }
    return isWeighted
      ? "Σ wᵢ(yᵢ\(intercept) - xᵢβ)² / (2n)" : "‖y\(intercept) - Xβ‖² / (2n)"
  }

  private var penalty: String {
    let factor = hasFactors ? "vⱼ" : ""
    let unit = isStandardized ? "sⱼ" : ""
    let absolute = hasSeveralResponses ? "\(unit)‖Bⱼ‖" : "\(unit)|βⱼ|"
    let square =
      hasSeveralResponses
      ? (isStandardized ? "(sⱼ‖Bⱼ‖)²" : "‖Bⱼ‖²") : (isStandardized ? "(sⱼβⱼ)²" : "βⱼ²")
    return switch alpha {
    case 1: "λ · Σ \(factor)\(absolute)"
    case 0: "λ/2 · Σ \(factor)\(square)"
    default: "λ · Σ \(factor)(\(shares.l1)·\(absolute) + \(shares.l2)·\(square))"
    }
  }

  private var shares: (l1: String, l2: String) {
    guard let alpha else { return ("alpha", "(1 - alpha)/2") }
    return (NumberText.display(alpha), NumberText.display((1 - alpha) / 2))
  }

  private var bounds: String {
    let name = hasSeveralResponses ? "Bⱼ" : "βⱼ"
    return switch (hasLower, hasUpper) {
    case (true, true): ", where lower ≤ \(name) ≤ upper"
    case (true, false): ", where \(name) ≥ lower"
    case (false, true): ", where \(name) ≤ upper"
    case (false, false): ""
    }
  }
}
