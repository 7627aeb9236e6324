import RegLinearAlgebra
import RegRuntime
import RegSolvers
import RegSyntax

/// What is averaged over folds: a measure by name, or a function of responses and predictions.
enum MeasureArgument: ArgumentConvertible {
  case named(String)
  case function(FunctionObject)

  static var typeName: String { "a string or a function" }

  init?(argument: Value) {
    if case .function(let function) = argument.content {
      self = .function(function)
    } else if let name = String(argument: argument) {
      self = .named(name)
    } else {
      return nil
    }
  }

  static func text(_ argument: MeasureArgument) -> String {
    switch argument {
    case .named(let name): "\"\(name)\""
    case .function(let function): function.name ?? "a function"
    }
  }
}

/// The parameters of `cv` that say how predictions are scored.
struct MeasureParameters: ParameterGroup {
  let measure = Parameter<MeasureArgument>(
    "measure",
    "What is averaged: "
      + Measure.all.map { "\($0.name), the \($0.summary)" }.joined(separator: "; ")
      + "; or a function of your own, (y, p) -> number or (y, p, w) -> number, of the responses, "
      + "predictions and weights of a fold.",
    default: .named(Measure.mse.name), keywordOnly: true,
    where: Constraint(
      Measure.all.map { "\"\($0.name)\"" }.joined(separator: ", ") + " or a function",
      refusing: Value("no such choice"), choices: Measure.all.map(\.name)
    ) {
      if case .named(let name) = $0 { Measure.all.contains { $0.name == name } } else { true }
    })
  let maximize = Parameter<Bool>(
    "maximize", "Whether a larger value of a measure of your own is the better one.",
    default: false, keywordOnly: true)

  func scoring(_ arguments: Arguments) throws -> Scoring {
    switch arguments[measure] {
    case .named(let name):
      if arguments.isGiven(maximize) {
        throw arguments.failure(
          .argumentRange, "'maximize' is for a measure of your own, and \"\(name)\" is known",
          at: maximize)
      }
      return .known(Measure.all.first { $0.name == name } ?? .mse)
    case .function(let function):
      if let closure = function as? Closure, !(2...3).contains(closure.parameterCount) {
        throw arguments.failure(
          .argumentRange,
          "'measure' takes \(closure.parameterCount.counted("value")), and is called with two or "
            + "three", at: measure,
          help: "write (y, p) -> …, or (y, p, w) -> … to have the weights too")
      }
      return .own(OwnMeasure(function: function, isGain: arguments[maximize]))
    }
  }
}

/// How predictions are scored.
enum Scoring: Sendable {
  case known(Measure)
  case own(OwnMeasure)

  /// As a field of the result: that of a function of one's own is its name, if no other field has it.
  var name: String {
    switch self {
    case .known(let measure): measure.name
    case .own(let measure): measure.function.name ?? "score"
    }
  }

  var summary: String {
    switch self {
    case .known(let measure): "the \(measure.summary)"
    case .own(let measure):
      "a function of your own, the \(measure.isGain ? "larger" : "smaller") the better"
    }
  }

  /// What the validation itself is to score by.
  var measure: Measure { if case .known(let measure) = self { measure } else { .mse } }

  /// The curve at these λ, or at those of the validation.
  func curve(
    _ validation: any Validation, at lambdas: [Double]? = nil, _ arguments: Arguments
  ) throws -> ScoreCurve {
    let shouldStop = arguments.context.interrupt.asQuestion
    switch self {
    case .known(let measure):
      guard lambdas != nil || measure.name != validation.measure.name else {
        return validation.curve
      }
      return try validation.curve(of: measure, at: lambdas, shouldStop: shouldStop)
    case .own(let measure):
      return try validation.curve(isGain: measure.isGain, at: lambdas, shouldStop: shouldStop) {
        try measure.score($0, $1, $2, arguments)
      }
    }
  }
}

/// A function that a script hands in as a measure.
struct OwnMeasure: Sendable {
  let function: FunctionObject
  let isGain: Bool

  func score(
    _ responses: [Double], _ predictions: [Double], _ weights: [Double], _ arguments: Arguments
  ) throws -> Double {
    try arguments.context.checkInterrupt()
    var values = [Value(responses), Value(predictions)]
    if (function as? Closure)?.parameterCount == 3 { values.append(Value(weights)) }
    let answer = try arguments.context.callFunction(function, values, arguments.span)
    guard let number = Double(argument: answer) else {
      throw arguments.failure(
        .argumentType, "'measure' must give a number, not \(answer.description)",
        at: MeasureParameters().measure)
    }
    return number
  }
}
