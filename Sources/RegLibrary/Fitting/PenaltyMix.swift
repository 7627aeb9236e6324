import RegRuntime
import RegSolvers

/// Which penalty a fit uses, what its λ is meant to be, and its name in text.
struct PenaltyMix: Sendable {
  let name: String
  let form: PenaltyForm
  var convention = PenaltyConvention.reg
  var adaptive: AdaptiveWeights?
  var relaxation: Relaxation?

  static let lasso = PenaltyMix(name: "lasso", form: .lasso)
  static let ridge = PenaltyMix(name: "ridge", form: .ridge)
  static func elasticNet(_ alpha: Double) -> PenaltyMix {
    PenaltyMix(name: "elastic net", form: .elasticNet(alpha: alpha))
  }

  /// The name with what refines it, as in 'relaxed lasso'.
  var title: String {
    (relaxation == nil ? "" : "relaxed ") + (adaptive == nil ? "" : "adaptive ") + name
  }

  /// Whether the share is one's own to choose.
  var isOpen: Bool { name == "elastic net" }
  /// The share of the penalty that is L1.
  var alpha: Double { form.alpha }

  func penalty() throws(SolverError) -> any Penalty {
    try ConventionalPenalty(form, convention)
  }
}

extension PenaltyConvention {
  /// The `convention` of a fit.
  static let parameter = Parameter<String>(
    "convention",
    "What λ multiplies: in reg's own objective, or in that of another program; see ?conventions.",
    default: PenaltyConvention.reg.rawValue, keywordOnly: true,
    where: .oneOf(allCases.map(\.rawValue)))

  /// - Precondition: The binder has checked the name.
  init(_ parameter: Parameter<String>, _ arguments: Arguments) {
    self = PenaltyConvention(rawValue: arguments[parameter]) ?? .reg
  }
}
