import RegLinearAlgebra
import RegRuntime
import RegSolvers
import RegSyntax

/// What `lasso` and `enet` may do beside penalising: choose weights first, refit afterwards.
struct RefinementParameters: ParameterGroup {
  let relax = Parameter<Double?>(
    "relax",
    """
    Refits the columns with a nonzero coefficient by least squares: the share that the penalised \
    coefficients keep. 1 is the penalised fit, 0 the refit alone.
    """, default: nil, keywordOnly: true, where: .optional(.between(0, 1)))
  let adaptive = Parameter<String?>(
    "adaptive",
    """
    Divides each column's penalty by the size of its coefficient in a first fit: "ridge", at the λ \
    with the smallest gcv, or "ols", least squares.
    """, default: nil, keywordOnly: true,
    where: .optional(.oneOf(AdaptiveWeights.FirstFit.allCases.map(\.rawValue))))
  let power = Parameter<Double>(
    "adaptive_power", "The power of that size.", default: 1, keywordOnly: true, where: .positive)

  /// The mix, refined as the arguments say.
  func refining(_ mix: PenaltyMix, _ arguments: Arguments) throws -> PenaltyMix {
    var mix = mix
    if let share = arguments[relax] {
      guard mix.alpha > 0 else { throw needsColumns(relax, arguments) }
      mix.relaxation = try Relaxation(share: share)
    }
    if let name = arguments[adaptive],
      let firstFit = AdaptiveWeights.FirstFit(rawValue: name)
    {
      guard mix.alpha > 0 else { throw needsColumns(adaptive, arguments) }
      mix.adaptive = try AdaptiveWeights(firstFit, power: arguments[power])
    } else if arguments.isGiven(power) {
      throw arguments.failure(
        .argumentRange, "'adaptive_power' is a part of adaptive weights, and there are none",
        at: power, help: "give adaptive = \"ridge\" or adaptive = \"ols\"")
    }
    return mix
  }

  private func needsColumns(
    _ parameter: some AnyParameter, _ arguments: Arguments
  ) -> Diagnostic {
    arguments.failure(
      .argumentRange,
      "'\(parameter.name)' is for a penalty that leaves columns out, and alpha = 0 keeps them all",
      at: parameter, help: "let alpha be above 0")
  }
}

extension PenaltyMix {
  /// What cross-validation trains.
  func training() throws(SolverError) -> PenalizedTraining {
    PenalizedTraining(try penalty(), adaptive: adaptive, relaxation: relaxation)
  }

  var isRefined: Bool { relaxation != nil || adaptive != nil }
}

/// The weights that an adaptive fit has found, and what there was before.
struct AdaptedWeights: Sendable {
  let found: AdaptiveWeights.Found
  /// The penalty factors that were given.
  let given: [Double]?
}

extension Regression {
  /// The problem as it was given, without the weights that its data have led to.
  var givenProblem: Problem {
    var given = problem
    if let adapted { given.penaltyFactors = adapted.given }
    return given
  }

  /// What refinements there are, as lines of a presentation.
  var refinements: [Presentation.Block] {
    var lines: [Presentation.Block] = []
    if let adaptive = mix.adaptive, let adapted {
      let first =
        adapted.found.lambda.map {
          "the ridge with the smallest gcv, λ = \(NumberText.display($0, digits: 3))"
        } ?? "least squares"
      let size = problem.standardize ? "|sⱼbⱼ|" : "|bⱼ|"
      let power = adaptive.power == 1 ? "" : "^\(NumberText.display(adaptive.power))"
      let own = adapted.given == nil ? "1" : "penalty_factor"
      lines.append(.note("adaptive: vⱼ = \(own)/\(size)\(power), b by \(first)"))
    }
    if let relaxation = mix.relaxation { lines.append(relaxation.note) }
    return lines
  }
}

extension Relaxation {
  /// What it makes of coefficients, as a line of a presentation.
  var note: Presentation.Block {
    let penalized = NumberText.display(share), rest = NumberText.display(1 - share)
    return .note(
      "relaxed: coefficients are \(penalized) of these and \(rest) of least squares on the same "
        + "columns")
  }
}
