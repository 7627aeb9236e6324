import RegRuntime
import RegSolvers
import RegSyntax

extension AnyFittedArgument {
  /// The fit of one response, for what is not made for several.
  func single(_ parameter: some AnyParameter, _ arguments: Arguments) throws -> any Fitted {
    guard case .one(let fitted) = self else {
      throw arguments.failure(
        .argumentType, "'\(parameter.name)' is a fit of several responses, and must be of one",
        at: parameter, help: "fit the responses one by one")
    }
    return fitted
  }
}

extension Fitted {
  /// How the same model is fitted to other rows or another response.
  func fitter() throws -> ModelFitter {
    ModelFitter(try regression.mix.training(), tolerance: regression.fit.tolerance)
  }
}

extension Arguments {
  /// Warns of fits to other rows or responses that missed their tolerance.
  ///
  /// - Parameter gap: The largest duality gap of them; nil where none did.
  func warn(ofMissedGap gap: Double?, _ fitted: any Fitted) {
    guard let gap else { return }
    warn("one of the fits", stoppedAt: gap, tolerance: fitted.regression.fit.tolerance)
  }
}

extension Context {
  /// Runs work whose progress is told by a count of equal pieces.
  func watchingCount<Result>(
    _ noun: String, _ body: (CountReport?) throws -> Result
  ) rethrows -> Result {
    try watching { report in
      guard let report else { return try body(nil) }
      return try body { done, total in
        report(
          WorkProgress(
            fraction: Double(done) / Double(max(total, 1)),
            counts: [WorkProgress.Count(noun, done, of: total)]))
      }
    }
  }
}

/// At which single λ a model is held while something else is varied.
struct HeldLambda: ParameterGroup {
  let lambda = Parameter<Double?>(
    "λ", "Strength of the penalty; if none, that of m @ λ.", unit: "units of the objective",
    default: nil, where: .optional(.nonNegative))

  func lambda(_ fitted: any Fitted, _ arguments: Arguments) throws -> Double {
    if let given = arguments[lambda] { return given }
    guard let model = fitted as? FittedModel else {
      throw arguments.failure(
        .missingArgument, "'m' is a path, and 'λ' says at which λ to look at it",
        help: "cv(m).lambda_min and cv(m).lambda_1se are usual choices")
    }
    return model.solution.lambda
  }
}

/// How λ is settled for each set of training rows.
struct ChosenLambda: ParameterGroup {
  let inner = Parameter<Int>(
    "inner", "For paths, how many folds of the training rows λ is chosen by.", default: 5,
    keywordOnly: true, where: .between(2, 1000))

  /// The model's own λ; of a path, what predicts best within the training rows.
  func choice(_ fitted: any Fitted, _ arguments: Arguments) -> LambdaChoice {
    if let model = fitted as? FittedModel { return .fixed(model.solution.lambda) }
    return .validated(
      fitted.solutions.map(\.lambda), folds: arguments[inner], standardErrors: 0)
  }
}

/// Folds that are drawn, and how predictions of them are scored.
struct DrawnFolds: ParameterGroup {
  let folds: Parameter<Int>
  let repeats = Parameter<Int>(
    "repeats", "How many times folds are drawn.", default: 1, keywordOnly: true,
    where: .between(1, 10_000))
  let seed = StudySeed().seed
  let groups = Parameter<RowLabels?>(
    "groups",
    "The group of each row; the rows of a group stay in one fold, also where λ is chosen.",
    default: nil, keywordOnly: true)
  let measure = Parameter<String>(
    "measure",
    "What is averaged: "
      + Measure.all.map { "\($0.name), the \($0.summary)" }.joined(separator: "; ") + ".",
    default: Measure.mse.name, keywordOnly: true, where: .oneOf(Measure.all.map(\.name)))

  init(count: Int) {
    folds = Parameter<Int>(
      "folds", "How many folds; each is predicted by models of the others.", default: count,
      keywordOnly: true, where: .atLeast(2))
  }

  func measure(_ arguments: Arguments) -> Measure {
    Measure.all.first { $0.name == arguments[measure] } ?? .mse
  }

  func heldOut(_ fitted: any Fitted, _ arguments: Arguments) throws -> HeldOutFolds {
    let data = fitted.regression.data
    try arguments.context.reserve(rows: data.y.count, columns: arguments[repeats])
    // Training rows are copied, and the copy is standardised.
    try arguments.context.reserve(rows: data.y.count, columns: data.names.count + 2)
    let groups = try arguments[groups].map {
      try FoldParameters().codes($0, of: self.groups, data, arguments)
    }
    let drawn = try Folds.drawn(
      rows: data.y.count, groups: groups, count: arguments[folds], repeats: arguments[repeats],
      seed: UInt64(bitPattern: Int64(arguments[seed])))
    return try HeldOutFolds(
      fitted.regression.givenProblem, drawn, measure: measure(arguments), groups: groups)
  }

  /// How rows were parted, in words.
  func words(_ rows: Int, _ arguments: Arguments) -> String {
    let times = arguments[repeats] == 1 ? "" : ", drawn \(arguments[repeats]) times"
    let kept = arguments[groups].map { labels in
      ", \(Set(labels.codes.compactMap(\.self)).count.counted("group")) kept together"
    }
    return "n = \(rows), \(arguments[folds]) folds\(times)\(kept ?? ""), seed \(arguments[seed])"
  }
}

/// The seed of what is drawn in a study, which gives the same each time.
struct StudySeed: ParameterGroup {
  let seed = Parameter<Int>(
    "seed", "Which of all draws; the same on every machine.", default: 1, keywordOnly: true)

  func value(_ arguments: Arguments) -> UInt64 { UInt64(bitPattern: Int64(arguments[seed])) }
}
