import RegRuntime
import RegSolvers
import RegSyntax

/// Fits of several mixes or relaxations, judged on the same folds.
extension CrossValidate {
  func validateGrid(
    _ model: any Fitted, _ holdout: Holdout, _ scoring: Scoring, _ arguments: Arguments
  ) throws -> Value {
    let regression = model.regression
    if arguments[alpha] != nil, !regression.mix.isOpen {
      throw arguments.failure(
        .argumentRange, "'alpha' is for an elastic net, and m is \(model.typeName.withArticle)",
        at: alpha, help: "fit m by enet")
    }
    let mixes = try mixes(regression, arguments)
    var models: [ValidatedModel] = []
    for (mix, fit, known) in try fits(mixes, regression, holdout, scoring, arguments) {
      let found =
        try known.map { [(mix, $0)] }
        ?? validations(of: fit, mix, regression, holdout, scoring, arguments)
      for (mix, validation) in found {
        let fitted = try Regression(
          mix: mix, data: regression.data, fit: fit, adapted: regression.adapted,
          interrupt: regression.interrupt)
        try fitted.requireFinite(fitted.solutions)
        fitted.warnUnlessConverged(fitted.solutions, arguments)
        models.append(
          try validated(FittedPath(fitted), validation, holdout, scoring, arguments))
      }
    }
    let axes: [ValidatedGrid.Axis] =
      (mixes == nil ? [] : [.alpha]) + (arguments[relax] == nil ? [] : [.relax])
    return Value(Record(backing: ValidatedGrid(over: axes, models)))
  }

  private func mixes(
    _ regression: Regression, _ arguments: Arguments
  ) throws -> [PenaltyMix]? {
    guard let alphas = arguments[alpha] else { return nil }
    return try alphas.map { value -> PenaltyMix in
      var mix = PenaltyMix.elasticNet(value)
      mix.convention = regression.mix.convention
      mix.adaptive = regression.mix.adaptive
      mix.relaxation = regression.mix.relaxation
      guard value > 0 || !(mix.isRefined || arguments[relax] != nil) else {
        throw arguments.failure(
          .argumentRange, "alpha = 0 leaves no columns out, and m is \(mix.title.withArticle)",
          at: alpha, help: "let every alpha be above 0")
      }
      return mix
    }
  }

  /// The fits to all rows, one for each mix; with their validation, where one pass over the data does
  /// for both and for all mixes.
  private func fits(
    _ mixes: [PenaltyMix]?, _ regression: Regression, _ holdout: Holdout, _ scoring: Scoring,
    _ arguments: Arguments
  ) throws -> [(PenaltyMix, PathFit, (any Validation)?)] {
    guard let mixes else { return [(regression.mix, regression.fit, nil)] }
    let options = PathOptions(
      like: regression.fit, shouldStop: arguments.context.interrupt.asQuestion)
    let penalties = try mixes.map { mix in try mix.penalty() }
    if case .folds(let folds, _) = holdout, !regression.mix.isRefined, arguments[relax] == nil {
      let found = try CrossValidation.fitting(
        regression.problem, penalties, options, folds: folds, measure: scoring.measure)
      return Swift.zip(mixes, found).map { ($0, $1.fit, $1.validation) }
    }
    return try Swift.zip(mixes, penalties).map { mix, penalty in
      (mix, try PathFit(regression.problem, penalty, options), nil)
    }
  }

  /// One for each share of relaxed coefficients, from the same fits to the folds.
  private func validations(
    of fit: PathFit, _ mix: PenaltyMix, _ regression: Regression, _ holdout: Holdout,
    _ scoring: Scoring, _ arguments: Arguments
  ) throws -> [(PenaltyMix, any Validation)] {
    guard let shares = arguments[relax] else {
      let one = try Regression(
        mix: mix, data: regression.data, fit: fit, adapted: regression.adapted,
        interrupt: regression.interrupt)
      return [(mix, try validation(of: fit, one, holdout, scoring, nil, arguments))]
    }
    guard mix.alpha > 0 else {
      throw arguments.failure(
        .argumentRange, "'relax' is for a penalty that leaves columns out, and m is a ridge",
        at: relax, help: "fit m by lasso or enet")
    }
    let assignments: [Folds]
    switch holdout {
    case .folds(let folds, _): assignments = folds
    case .leaveOneOut: assignments = [try Folds(leavingOutEachOf: fit.problem.y.count)]
    case .approximateLeaveOneOut:
      throw arguments.failure(
        .argumentRange, "\"alo\" is for a fit that is not refined, and 'relax' refits",
        at: folds.folds, help: "\"loo\" leaves out one row at a time exactly")
    }
    let relaxations = try shares.map { share in try Relaxation(share: share) }
    let found = try arguments.context.watchingFit { progress in
      try CrossValidation.relaxing(
        regression.givenProblem, mix.training(), lambdas: fit.lambdas, folds: assignments,
        relaxations, measure: scoring.measure, tolerance: fit.tolerance, workers: fit.workers,
        progress: progress, shouldStop: arguments.context.interrupt.asQuestion)
    }
    return Swift.zip(relaxations, found).map { relaxation, validation in
      var own = mix
      own.relaxation = relaxation
      return (own, validation)
    }
  }
}
