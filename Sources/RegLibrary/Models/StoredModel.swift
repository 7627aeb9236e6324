import RegData
import RegLinearAlgebra
import RegRuntime
import RegSolvers
import RegSyntax

/// Fitted models as bytes: the data they were fitted to, what was asked, and what was found.
///
/// With the data a loaded model can do all it could before; the solutions are taken as they are, so
/// that nothing is fitted again.
extension ByteWriter {
  mutating func write(_ backing: any RecordBacking) throws {
    switch backing {
    case let path as FittedPath:
      guard !path.isInterrupted else {
        throw Diagnostic(
          .cannotSave, "the fit was interrupted, and has λ to go", help: "m = resume(m) fits them")
      }
      write(StoredKind.path)
      try write(path.regression)
      // The path as it was fitted has no solutions of its own.
      let own = path.solutions == path.regression.solutions ? nil : path.solutions
      write(own) { $0.write($1) { $0.write($1) } }
    case let model as FittedModel:
      write(StoredKind.model)
      try write(model.regression)
      write(model.solution)
    case let path as MultiResponsePath:
      write(StoredKind.severalPath)
      try write(path.regression)
      let own = path.solutions == path.regression.solutions ? nil : path.solutions
      write(own) { $0.write($1) { $0.write($1) } }
    case let model as MultiResponseModel:
      write(StoredKind.severalModel)
      try write(model.regression)
      write(model.solution)
    case let validated as ValidatedModel:
      guard case .known(let measure) = validated.scoring else {
        throw Diagnostic(
          .cannotSave, "a cross-validation by a function of your own cannot be saved",
          help: "save the model it is of: c.model")
      }
      write(StoredKind.validation)
      try write(validated.model)
      write(validated.holdout)
      write(measure.name)
    case let validated as MultiResponseValidation:
      write(StoredKind.severalValidation)
      try write(validated.model)
      write(validated.holdout)
    default:
      throw Diagnostic(
        .cannotSave, "\(backing.typeName.withArticle) cannot be saved",
        help: backing is ValidatedGrid ? "save the best of them: c.best" : nil)
    }
  }

  // MARK: regressions

  private mutating func write(_ regression: Regression) throws {
    guard regression.fit.isComplete else {
      throw Diagnostic(
        .cannotSave, "the fit was interrupted, and has λ to go", help: "m = resume(m) fits them")
    }
    write(regression.mix)
    try write(regression.data)
    let problem = regression.problem
    write(problem.offset) { $0.write($1) }
    write(problem)
    write(regression.adapted) { writer, adapted in
      writer.write(adapted.found.lambda) { $0.write($1) }
      writer.write(adapted.given) { $0.write($1) }
    }
    write(regression.fit.tolerance)
    write(regression.fit.solutions) { $0.write($1) }
    if regression.mix.relaxation != nil { write(regression.solutions) { $0.write($1) } }
  }

  private mutating func write(_ regression: MultiResponseRegression) throws {
    write(regression.mix)
    try write(regression.data)
    let problem = regression.problem
    write(problem.offset) { $0.write($1) }
    write(
      Problem(
        x: problem.x, y: [], weights: problem.weights, intercept: problem.intercept,
        standardize: problem.standardize, penaltyFactors: problem.penaltyFactors,
        lower: problem.lower, upper: problem.upper, excluded: problem.excluded))
    write(problem.standardizeResponse)
    write(regression.responseNames)
    write(regression.fit.tolerance)
    write(regression.fit.solutions) { $0.write($1) }
    if regression.mix.relaxation != nil { write(regression.solutions) { $0.write($1) } }
  }

  private mutating func write(_ mix: PenaltyMix) {
    switch mix.form {
    case .lasso: write(UInt8(0))
    case .ridge: write(UInt8(1))
    case .elasticNet(let alpha):
      write(UInt8(2))
      write(alpha)
    }
    write(mix.convention.rawValue)
    write(mix.relaxation) { $0.write($1.share) }
    write(mix.adaptive) { writer, adaptive in
      writer.write(adaptive.firstFit.rawValue)
      writer.write(adaptive.power)
    }
  }

  private mutating func write(_ data: TrainingData) throws {
    write(data.x)
    write(data.y)
    write(data.responses) { writer, responses in
      writer.write(responses.matrix)
      writer.write(responses.names)
    }
    write(data.names)
    try write(data.inputs, filledCount: data.filledCount)
    write(data.offset) { $0.write($1) }
    write(data.rows) { $0.write($1) }
    write(data.rowCount)
  }

  /// What a problem has besides data.
  private mutating func write(_ problem: Problem) {
    write(problem.weights) { $0.write($1) }
    write(problem.intercept)
    write(problem.standardize)
    write(problem.penaltyFactors) { $0.write($1) }
    write(problem.lower) { $0.write($1) }
    write(problem.upper) { $0.write($1) }
    write(problem.excluded.sorted()) { $0.write($1) }
  }

  // MARK: solutions

  private mutating func write(_ solution: Solution) {
    write(solution.lambda)
    write(solution.intercept)
    write(UInt64(solution.coefficients.count))
    write(solution.coefficients.indices.filter { solution.coefficients[$0].bitPattern != 0 }) {
      $0.write($1)
      $0.write(solution.coefficients[$1])
    }
    write(solution.gap)
    write(solution.converged)
    write(solution.iterations)
    write(solution.devianceRatio)
  }

  private mutating func write(_ solution: MultiResponseSolution) {
    write(solution.lambda)
    write(solution.intercepts)
    write(solution.coefficients)
    write(solution.gap)
    write(solution.converged)
    write(solution.iterations)
    write(solution.devianceRatio)
  }

  private mutating func write(_ holdout: Holdout) {
    switch holdout {
    case .folds(let assignments, let words):
      write(UInt8(0))
      write(assignments) { writer, folds in
        writer.write(folds.ids) { $0.write($1) }
        writer.write(folds.isOrdered)
        writer.write(folds.seed) { $0.write($1) }
      }
      write(words)
    case .leaveOneOut: write(UInt8(1))
    case .approximateLeaveOneOut: write(UInt8(2))
    }
  }
}
