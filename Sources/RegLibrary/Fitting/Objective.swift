import RegRuntime
import RegSolvers

/// What a fit minimises, written out in its convention with just the terms that it has.
struct Objective {
  /// `nil` for an elastic net whose mix is still open.
  var form: PenaltyForm?
  var convention = PenaltyConvention.reg
  var isWeighted = true
  var hasIntercept = true
  var hasFactors = true
  var isStandardized = true
  var hasLower = false
  var hasUpper = false
  var hasSeveralResponses = false
  var standardizesResponses = false
  /// Whether to write RSS for the squared errors and α for alpha, as a table has room for.
  var isBrief = false
  /// The deviation of the response, where it is known.
  var responseDeviation: Double?

  /// The formula in full generality, for help.
  static func general(_ form: PenaltyForm?) -> String { Objective(form: form).formula }

  /// What the letters of `general` stand for.
  static let legend = """
    Minimised over the intercept β₀ and the coefficients βⱼ: wᵢ are the weights, scaled to sum to \
    n; vⱼ are the penalty factors, taken as they are; sⱼ is the standard deviation of column j \
    (divisor n), or 1 with standardize = false. The intercept is not penalised, and coefficients \
    are on the scale of the data. With another convention λ is held against another loss, and \
    nothing else changes: ?conventions.
    """

  var formula: String {
    return clauses.isEmpty ? terms : "\(terms), where \(clauses.joined(separator: ", "))"
  }

  /// Loss and penalty, without what its letters stand for.
  var terms: String { "\(loss) + \(penalty)" }

  // MARK: loss

  private var loss: String {
    let intercept = hasIntercept ? " - β₀" : ""
    let single = isWeighted ? "Σ wᵢ(yᵢ\(intercept) - xᵢβ)²" : "‖y\(intercept) - Xβ‖²"
    let several = isWeighted ? "Σ wᵢ‖yᵢ\(intercept) - xᵢB‖²" : "‖Y\(intercept) - XB‖²"
    let written = hasSeveralResponses ? several : single
    let squares = isBrief ? "RSS" : written
    return switch convention {
    case .reg, .glmnet, .textbook: "\(squares) / (2n)"
    case .sklearn: form == .ridge ? squares : "\(squares) / (2n)"
    case .sum: "\(squares) / 2"
    }
  }

  // MARK: penalty

  private var penalty: String {
    let factor = hasFactors ? "vⱼ" : ""
    let unit = isStandardized ? "sⱼ" : ""
    let absolute = hasSeveralResponses ? "\(unit)‖Bⱼ‖" : "\(unit)|βⱼ|"
    let coefficient = hasSeveralResponses ? "‖Bⱼ‖" : "βⱼ"
    let square = isStandardized ? "(sⱼ\(coefficient))²" : "\(coefficient)²"
    return switch form {
    case .lasso, .elasticNet(alpha: 1): "λ · Σ \(factor)\(absolute)"
    case .ridge, .elasticNet(alpha: 0): "λ\(over(squareDivisor)) · Σ \(factor)\(square)"
    default: "λ · Σ \(factor)(\(shares.l1)·\(absolute) + \(shares.l2)·\(square))"
    }
  }

  /// What λ is divided by where it multiplies squares.
  private var squareDivisor: (number: Double, hasDeviation: Bool) {
    switch convention {
    case .reg: (2, false)
    case .glmnet: (2, !hasSeveralResponses)
    case .sklearn: (form == .ridge ? 1 : 2, false)
    case .textbook, .sum: (1, false)
    }
  }

  private func over(_ divisor: (number: Double, hasDeviation: Bool)) -> String {
    let number = NumberText.display(divisor.number)
    if divisor.hasDeviation { return "/(\(number)·s_y)" }
    return divisor.number == 1 ? "" : "/\(number)"
  }

  private var shares: (l1: String, l2: String) {
    let divisor = squareDivisor
    guard let alpha = form?.alpha else {
      let letter = isBrief ? "α" : "alpha"
      return (letter, "(1 - \(letter))\(over(divisor))")
    }
    let square = NumberText.display((1 - alpha) / divisor.number)
    return (NumberText.display(alpha), divisor.hasDeviation ? "\(square)/s_y" : square)
  }

  // MARK: clauses

  private var clauses: [String] {
    var clauses: [String] = []
    let isRidge = form == .ridge
    if isWeighted, convention == .sum || (convention == .sklearn && isRidge) {
      clauses.append("wᵢ are the weights as given")
    }
    if convention == .glmnet {
      if form?.alpha != 1, !hasSeveralResponses { clauses.append(deviation) }
      if hasFactors { clauses.append("vⱼ are scaled to sum to p") }
    }
    let name = hasSeveralResponses ? "Bⱼ" : "βⱼ"
    switch (hasLower, hasUpper) {
    case (true, true): clauses.append("lower ≤ \(name) ≤ upper")
    case (true, false): clauses.append("\(name) ≥ lower")
    case (false, true): clauses.append("\(name) ≤ upper")
    case (false, false): break
    }
    if standardizesResponses {
      clauses.append("each response is in units of its standard deviation")
    }
    return clauses
  }

  private var deviation: String {
    let name = hasIntercept ? "the standard deviation of y" : "the root mean square of y"
    guard let responseDeviation else { return "s_y is \(name)" }
    // A constant response has no unit to divide by.
    let used = responseDeviation > 0 ? responseDeviation : 1
    return "s_y = \(NumberText.display(used)) is \(name)"
  }
}
