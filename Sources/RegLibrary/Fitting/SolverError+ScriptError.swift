public import RegRuntime
public import RegSolvers
public import RegSyntax

extension SolverError: ScriptError {
  public var diagnostic: Diagnostic {
    switch self {
    case .rowCount(let argument, let expected, let got):
      Diagnostic(
        .argumentShape,
        "'\(Self.scriptName(argument))' has \(got) entries where there are \(expected) rows")
    case .columnCount(let argument, let expected, let got):
      Diagnostic(
        .argumentShape,
        "'\(Self.scriptName(argument))' has \(got) entries where there are \(expected) columns")
    case .nonFinite(let argument, _, let rows):
      Diagnostic(
        .missingValues,
        "'\(Self.scriptName(argument))' has values that are missing, nan or infinite in \(rows) "
          + "rows")
    case .emptyProblem:
      Diagnostic(.notFitted, "there are no rows to fit")
    case .badWeights:
      Diagnostic(.argumentRange, "'weights' must be zero or more, and one of them positive")
    case .badPenaltyFactor(let column):
      Diagnostic(
        .argumentRange, "'penalty_factor' must be zero or more, and is not for column \(column + 1)"
      )
    case .badBounds(let column):
      Diagnostic(
        .argumentRange, "no number lies between 'lower' and 'upper' for column \(column + 1)")
    case .unknownColumn(let column):
      Diagnostic(.unknownColumn, "there is no column \(column + 1)")
    case .badAlpha:
      Diagnostic(.argumentRange, "'alpha' must be between 0 and 1")
    case .badLambda(let lambda):
      Diagnostic(
        .argumentRange, "'λ' must be zero or more, and finite; \(NumberText.display(lambda)) is not"
      )
    case .badRelaxation:
      Diagnostic(.argumentRange, "'relax' must be between 0 and 1")
    case .boundedRelaxation:
      Diagnostic(
        .argumentRange, "'relax' refits the columns without bounds, and the fit has some",
        help: "leave 'lower' and 'upper' out, or 'relax'")
    case .oneResponse(let argument):
      Diagnostic(
        .argumentRange, "'\(argument)' is for a fit of one response, and there are several",
        help: "fit the responses one by one")
    case .badPower:
      Diagnostic(.argumentRange, "'adaptive_power' must be positive and finite")
    case .collinear:
      Diagnostic(
        .notFitted,
        "adaptive = \"ols\" needs more rows than columns, and columns that are not collinear",
        help: "adaptive = \"ridge\" does with any")
    case .badGrid:
      Diagnostic(
        .argumentRange, "a path needs at least one λ, and a ratio strictly between 0 and 1")
    case .badTolerance:
      Diagnostic(.argumentRange, "'tolerance' must be positive")
    case .badFoldCount(let folds, let rows):
      Diagnostic(
        .argumentRange, "\(rows) rows cannot be parted into \(folds) folds",
        help: "at least two folds, and at least one row in each")
    case .tooFewGroups(let groups, let folds):
      Diagnostic(
        .argumentRange, "\(groups.counted("group")) cannot be parted into \(folds) folds",
        help: "a group stays in one fold, so there are no more folds than groups")
    case .emptyTraining(let fold):
      Diagnostic(.notFitted, "outside fold \(fold) no row has a positive weight")
    case .predictorCount(let expected, let got):
      Diagnostic(
        .argumentShape, "the model was fitted on \(expected) columns, and 'X' has \(got)")
    case .notLinear:
      Diagnostic(
        .unknownField, "an L1 penalty or bounds make a fit that is not linear in the response")
    case .notConverged:
      Diagnostic(.notFitted, "a factorisation of the data did not settle")
    case .cancelled:
      Diagnostic(.interrupted, "interrupted")
    }
  }

  public var argumentName: String? {
    switch self {
    case .rowCount(let argument, _, _), .columnCount(let argument, _, _),
      .nonFinite(let argument, _, _), .oneResponse(let argument):
      Self.scriptName(argument)
    case .badWeights: "weights"
    case .badPenaltyFactor: "penalty_factor"
    case .badBounds: "lower"
    case .badAlpha: "alpha"
    case .badLambda: "lambda"
    case .badTolerance: "tolerance"
    case .badRelaxation, .boundedRelaxation: "relax"
    case .badPower: "adaptive_power"
    case .collinear: "adaptive"
    case .badFoldCount: "folds"
    case .tooFewGroups: "groups"
    case .emptyTraining: "fold_ids"
    case .predictorCount, .emptyProblem: "X"
    case .unknownColumn, .badGrid, .notLinear, .notConverged, .cancelled: nil
    }
  }

  /// A property of `Problem` under the name that a script gives it.
  private static func scriptName(_ argument: String) -> String {
    argument == "penaltyFactors" ? "penalty_factor" : argument
  }
}
