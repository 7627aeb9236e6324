import RegData
import RegLinearAlgebra
import RegRuntime
import RegSolvers

/// A cross-validated fit as a record.
struct ValidatedModel: RecordBacking {
  let model: any Fitted
  let validation: any Validation
  let holdout: Holdout
  let scoring: Scoring
  /// What predicts how well, by the measure asked for.
  let curve: ScoreCurve

  var typeName: String { "cross-validation" }

  /// Of the best λ, and of the largest within a standard error; nil where no score is a number.
  var best: ScoreCurve.Point? { curve.best }
  var simplest: ScoreCurve.Point? { curve.largest(within: 1) }

  private static let plainFields = [
    "lambda", "mean", "se", "lambda_min", "lambda_1se", "df", "measure", "folds", "seed",
    "repeats", "predictions", "fold_means", "model", "lambda_se",
  ]

  /// The functions of λ that a score is.
  private var scores: [ValidationScore] {
    var scores = Measure.all.map { measure in
      var known: ScoreCurve?
      if case .known(let asked) = scoring, asked.name == measure.name { known = curve }
      return ValidationScore(validation, .known(measure), name: measure.name, known: known)
    }
    if case .own = scoring {
      scores.append(
        ValidationScore(validation, scoring, name: measureName, known: curve))
    }
    return scores
  }

  /// The measure's own name, unless something else has it.
  var measureName: String {
    guard case .own = scoring else { return scoring.name }
    let taken = Self.plainFields + Measure.all.map(\.name)
    return taken.contains(scoring.name) ? "score" : scoring.name
  }

  var fieldNames: [String] { Self.plainFields + scores.map(\.name) }

  func field(_ name: String) throws -> Value {
    switch name {
    case "lambda": Value(curve.map(\.lambda))
    case "mean": Value(curve.map(\.mean))
    case "se": Value(curve.map(\.standardError))
    case "lambda_min": best.map { Value($0.lambda) } ?? .none
    case "lambda_1se": simplest.map { Value($0.lambda) } ?? .none
    case "df": Value(model.solutions.map { Double($0.degreesOfFreedom) })
    case "measure": Value(measureName)
    case "folds": holdout.table(rows: model.regression.data.y.count)
    case "seed": holdout.seed.map { Value(Double($0)) } ?? .none
    case "repeats": Value(holdout.assignments?.count ?? 1)
    case "predictions": try predictions
    case "fold_means": Value(curve.foldScores)
    case "model": Value(Record(backing: model))
    case "lambda_se": .object(BuiltinFunction(LambdaWithinErrors(curve)))
    default:
      scores.first { $0.name == name }.map { .object(BuiltinFunction($0)) } ?? .none
    }
  }

  func at(_ operand: Value) throws -> Value { try model.at(operand) }

  /// Rows that are never predicted are missing.
  private var predictions: Value {
    get throws {
      let found = try validation.predictions(
        at: nil, shouldStop: model.regression.interrupt.asQuestion)
      return Value(found.map { $0.isNaN ? .missing : $0 })
    }
  }
}

/// `c.mse`: a cross-validated score as a function of λ.
struct ValidationScore: Builtin {
  let category = Category.fitting
  let examples: [Example] = []
  let name: String
  let summary: String
  private let validation: any Validation
  private let scoring: Scoring
  /// The curve at the λ of the validation, where it has been worked out.
  private let known: ScoreCurve?

  let lambda = Parameter<[Double]>(
    "λ", "Strength of the penalty, one or several.", unit: "units of the objective",
    where: .lambdas)

  init(_ validation: any Validation, _ scoring: Scoring, name: String, known: ScoreCurve?) {
    self.known = known
    self.validation = validation
    self.scoring = scoring
    self.name = name
    summary = "Gives \(scoring.summary), cross-validated at any λ."
  }

  func call(_ arguments: Arguments) throws -> Value {
    let lambdas = arguments[lambda]
    // What has been fitted once is not fitted again.
    if lambdas.allSatisfy(validation.lambdas.contains) {
      let curve = try known ?? scoring.curve(validation, arguments)
      return value(lambdas.map { lambda in curve.first { $0.lambda == lambda }?.mean ?? .nan })
    }
    return value(try scoring.curve(validation, at: lambdas, arguments).map(\.mean))
  }

  private func value(_ means: [Double]) -> Value {
    means.count == 1 ? Value(means[0]) : Value(means)
  }
}

/// `c.lambda_se`: the simplest model that is as good as the best but for so many standard errors.
struct LambdaWithinErrors: Builtin {
  let name = "lambda_se"
  let category = Category.fitting
  let summary = "Gives the largest λ whose mean is within k standard errors of the best."
  let examples: [Example] = []
  private let curve: ScoreCurve

  let errors = Parameter<Double>("k", "How many standard errors of the best.", where: .nonNegative)

  init(_ curve: ScoreCurve) { self.curve = curve }

  func call(_ arguments: Arguments) throws -> Value {
    curve.largest(within: arguments[errors]).map { Value($0.lambda) } ?? .none
  }
}
