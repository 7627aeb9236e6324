import RegRuntime
import RegSolvers
import RegSyntax

struct Resume: Builtin {
  let name = "resume"
  let category = Category.fitting
  let summary = "Goes on with a fit that Ctrl-C has stopped."
  let details: String? = """
    An interrupted lasso, ridge or enet keeps the λ that it has fitted: ans is the path so far, which \
    can be asked like any other. m = resume() fits the λ that are missing, and gives what the fit \
    would have given had it not been stopped. It can be stopped again. A path that is complete comes \
    back as it is.
    """
  let seeAlso = ["lasso", "ridge", "enet"]

  let model = Parameter<AnyFittedArgument?>(
    "m", "A path that was interrupted; if none, the last one.", default: nil)

  let examples = [
    Example(
      "A complete path comes back as it is",
      """
      > m = resume(lasso([1; 2; 3], [2; 4; 6]))
      > len(m.lambda)
      100
      """)
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let context = arguments.context
    guard let given = arguments.given(model) ?? context.interruptedFit,
      let fitted = AnyFittedArgument(argument: given)
    else {
      throw arguments.failure(
        .notFitted, "no fit was interrupted", help: "resume goes on with a fit that Ctrl-C stopped")
    }
    guard case .one(let model) = fitted, let path = model as? FittedPath, path.isInterrupted
    else { return given }
    let stopped = path.regression
    let fit = try context.watchingFit { progress in
      try stopped.fit.continued(progress: progress, shouldStop: context.interrupt.asQuestion)
    }
    let regression = try Regression(
      mix: stopped.mix, data: stopped.data, fit: fit, adapted: stopped.adapted,
      interrupt: context.interrupt)
    guard fit.isComplete else { throw regression.keepInterrupted(context) }
    context.interruptedFit = nil
    try regression.requireFinite(regression.solutions)
    regression.warnUnlessConverged(regression.solutions, arguments)
    return Value(Record(backing: FittedPath(regression)))
  }
}

extension Regression {
  /// Keeps the λ that an interrupted fit has, and gives the error that ends it.
  func keepInterrupted(_ context: Context) -> Diagnostic {
    let value = Value(Record(backing: FittedPath(self)))
    context.interruptedFit = value
    context.setAnswer(value)
    let count = fit.fittedCount + fit.remaining.count
    return Diagnostic(
      .interrupted, "interrupted",
      help: "\(fit.fittedCount) of \(count) λ are kept; m = resume() fits the rest")
  }
}

extension Context {
  /// Runs a fit whose progress is told, by λ and by fold, to whoever watches.
  func watchingFit<Result>(_ body: (ProgressReport?) throws -> Result) rethrows -> Result {
    try watching { report in
      guard let report else { return try body(nil) }
      return try body { report(WorkProgress($0)) }
    }
  }
}

extension WorkProgress {
  init(_ fit: FitProgress) {
    self.init(fraction: fit.fraction, counts: [Count("λ", fit.lambdas, of: fit.lambdaCount)])
    guard fit.foldCount > 0 else { return }
    // The fold being worked on, as one counts aloud.
    let fold = min(fit.folds + 1, fit.foldCount)
    counts.insert(Count("fold", fold, of: fit.foldCount), at: 0)
  }
}
