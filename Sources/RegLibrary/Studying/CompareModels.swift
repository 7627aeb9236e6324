import OrderedCollections
import RegRuntime
import RegSolvers
import RegSyntax

struct CompareModels: Builtin {
  let name = "compare"
  let category = Category.studying
  let summary = "Compares fits of one response side by side, by their error on rows held out."
  let details: String? = """
    All models are judged on the same folds by nested cross-validation: of a path, λ is chosen for \
    each fold by a cross-validation of the other rows alone, so that choosing costs what it costs on \
    new data; m @ λ keeps its λ. The mean of the training rows is judged beside them: a model that \
    does not beat it predicts nothing.

    Differences are paired, fold by fold, against the best model. Folds share the rows they train \
    on, so the standard error of a difference is corrected by Nadeau and Bengio (2003): its square \
    is the variance between folds times (1/folds + test rows/training rows).

    The result has the fields names, test, se (as in cv), difference and difference_se (from the best), lambda \
    (that chosen with all rows), df (nonzero coefficients there), best (its name), scores (one row a \
    fold, one column a model), lambdas (that chosen for each fold), baseline, coefficients (a table \
    of the models on all rows), measure and seed. plot draws the errors.
    """
  let seeAlso = ["cv", "select", "bootstrap", "explain"]

  let models = RestParameter("models", "Two fits or more of the same response, paths or m @ λ.")
  let names = Parameter<[String]?>(
    "names", "What to call the models; if none, by their kinds.", default: nil, keywordOnly: true)
  let folds = DrawnFolds(count: 10)
  let choice = ChosenLambda()

  let examples = [
    Example(
      "Few columns matter, and the lasso finds them",
      """
      > s = simulate(80, 40, nonzero = 2, snr = 2, seed = 5)
      > c = compare(lasso(s.X, s.y), ridge(s.X, s.y), folds = 5)
      > c.best
      lasso
      """)
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let given = arguments[models]
    guard given.count >= 2 else {
      throw arguments.failure(
        .missingArgument, "'compare' takes two models or more",
        help: "compare(lasso(X, y), ridge(X, y))")
    }
    let fits = try given.enumerated().map { try fit($1, $0, arguments) }
    let names = try names(of: fits, arguments)
    let context = arguments.context
    var candidates: [Comparison.Candidate] = []
    var first: HeldOutFolds?
    for (place, fitted) in fits.enumerated() {
      let held = try folds.heldOut(fitted, arguments)
      first = first ?? held
      let choice = choice.choice(fitted, arguments)
      let seed = UInt64(bitPattern: Int64(arguments[folds.seed]))
      let fitter = try fitted.fitter()
      let nested = try context.watchingCount("fold") { report in
        try held.nested(
          fitter, choice, seed: seed, workers: context.workers, report: report,
          shouldStop: context.interrupt.asQuestion)
      }
      arguments.warn(ofMissedGap: nested.largestMissedGap, fitted)
      let whole = try fitter.model(
        of: held.problem, choice, groups: held.groups, seed: seed,
        shouldStop: context.interrupt.asQuestion)
      candidates.append(
        Comparison.Candidate(
          name: names[place], model: FittedModel(fitted.regression, whole), nested: nested))
    }
    guard let first else { return .none }
    return Value(
      Record(
        backing: Comparison(
          candidates: candidates, held: first, words: folds.words(first.problem.y.count, arguments),
          seed: arguments[folds.seed])))
  }

  /// A model with the same rows and the same response as the first.
  private func fit(
    _ value: Value, _ place: Int, _ arguments: Arguments
  ) throws -> any Fitted {
    func failure(_ code: DiagnosticCode, _ message: String, help: String) -> Diagnostic {
      Diagnostic(
        code, message, at: arguments.span(ofRest: place), help: help, source: arguments.source)
    }
    guard case .one(let fitted) = AnyFittedArgument(argument: value) else {
      throw failure(
        .argumentType, "'models' must be fits of one response, not \(value.description)",
        help: "give what lasso, ridge or enet gave")
    }
    guard place > 0, case .one(let first) = AnyFittedArgument(argument: arguments[models][0])
    else { return fitted }
    let (data, other) = (fitted.regression.data, first.regression.data)
    guard data.rows == other.rows, data.rowCount == other.rowCount else {
      throw failure(
        .argumentShape,
        "the first model is of \(other.y.count.counted("row")), and this one is not of the same: "
          + "it has \(data.y.count)",
        help: "fit both to the same rows: dropna(d, …) first, or na = \"impute\"")
    }
    guard data.hasResponse(of: other) else {
      throw failure(
        .argumentRange, "this model is of another response than the first",
        help: "errors can be compared where the responses are the same")
    }
    guard fitted.regression.problem.weights == first.regression.problem.weights else {
      throw failure(
        .argumentRange, "this model has other weights than the first",
        help: "errors can be compared where rows count the same")
    }
    return fitted
  }

  private func names(of fits: [any Fitted], _ arguments: Arguments) throws -> [String] {
    if let given = arguments[names] {
      guard given.count == fits.count else {
        throw arguments.failure(
          .argumentShape,
          "'names' has \(given.count.counted("name")) for \(fits.count.counted("model"))", at: names
        )
      }
      if let twice = given.enumerated().first(where: { given[..<$0.offset].contains($0.element) }) {
        throw arguments.failure(
          .argumentRange, "'names' has \"\(twice.element)\" for two models", at: names,
          help: "a name must tell which model is meant")
      }
      return given
    }
    let kinds = fits.map { fitted in
      let mix = fitted.regression.mix
      return mix.isOpen ? "\(mix.title) \(NumberText.display(mix.alpha, digits: 3))" : mix.title
    }
    let formulas = fits.map { $0.regression.data.formulaText }
    return kinds.indices.map { place in
      let alike = kinds.indices.filter { kinds[$0] == kinds[place] }
      guard alike.count > 1, let number = alike.firstIndex(of: place) else { return kinds[place] }
      // Of one kind, what differs may be the formula.
      if let formula = formulas[place], Set(alike.map { formulas[$0] }).count == alike.count {
        return "\(kinds[place]) of \(formula)"
      }
      // Or that the λ of one is held.
      if let model = fits[place] as? FittedModel {
        let lambda = NumberText.display(model.solution.lambda, digits: 3)
        return "\(kinds[place]) at λ = \(lambda)"
      }
      return "\(kinds[place]) \(number + 1)"
    }
  }
}

extension TrainingData {
  /// Whether the responses are the same, offsets apart, which leave rounding when they are taken off
  /// and put back.
  fileprivate func hasResponse(of other: TrainingData) -> Bool {
    if offset == nil, other.offset == nil { return y == other.y }
    return zip(fullResponse, other.fullResponse).allSatisfy {
      abs($0 - $1) <= 1e-12 * max(abs($0), abs($1), 1e-300)
    }
  }

  /// The response before an offset was taken off.
  private var fullResponse: [Double] {
    offset.map { offset in zip(y, offset).map { $0 + $1 } } ?? y
  }
}
