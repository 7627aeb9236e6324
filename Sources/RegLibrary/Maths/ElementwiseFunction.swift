import RegLinearAlgebra
import RegRuntime
import RegSyntax

/// A function of one number that works entry by entry on arrays.
struct ElementwiseFunction: NumberFunction {
  let name: String
  let category = Category.maths
  let summary: String
  let details: String?
  let examples: [Example]
  let seeAlso: [String]
  private let function: @Sendable (Double) -> Double

  let x = Parameter<Numbers>("x", "A number, or an array that is worked on entry by entry.")

  init(
    _ name: String, _ summary: String, example: String, title: String = "A value",
    details: String? = nil, seeAlso: [String] = [],
    _ function: @escaping @Sendable (Double) -> Double
  ) {
    self.name = name
    self.summary = summary
    self.details = details
    self.seeAlso = seeAlso
    self.function = function
    examples = [Example(title, example)]
  }

  func callAsFunction(_ number: Double) -> Double { function(number) }

  func call(_ arguments: Arguments) throws -> Value {
    try arguments.context.reserve(like: arguments[x].matrix)
    return arguments[x].map(function)
  }
}

/// A function of two numbers that works entry by entry on arrays of one shape.
struct PairwiseFunction: NumberPairFunction {
  let name: String
  let category = Category.maths
  let summary: String
  let details: String?
  let examples: [Example]
  let seeAlso: [String]
  private let function: @Sendable (Double, Double) -> Double

  let first: Parameter<Numbers>
  let second: Parameter<Numbers>

  init(
    _ name: String, _ summary: String, _ first: (name: String, meaning: String),
    _ second: (name: String, meaning: String), example: String, title: String = "A value",
    details: String? = nil, seeAlso: [String] = [],
    _ function: @escaping @Sendable (Double, Double) -> Double
  ) {
    self.name = name
    self.summary = summary
    self.first = Parameter(first.name, first.meaning)
    self.second = Parameter(second.name, second.meaning)
    self.details = details
    self.seeAlso = seeAlso
    self.function = function
    examples = [Example(title, example)]
  }

  func callAsFunction(_ first: Double, _ second: Double) -> Double { function(first, second) }

  func call(_ arguments: Arguments) throws -> Value {
    let (a, b) = (arguments[first], arguments[second])
    try arguments.context.reserve(like: a.isNumber ? b.matrix : a.matrix)
    guard !a.isNumber else {
      let left = a.matrix[0]
      return b.map { function(left, $0) }
    }
    guard !b.isNumber else {
      let right = b.matrix[0]
      return a.map { function($0, right) }
    }
    guard a.matrix.rows == b.matrix.rows, a.matrix.columns == b.matrix.columns else {
      throw arguments.failure(
        .argumentShape,
        "'\(second.name)' is \(b.matrix.shapeText), but '\(first.name)' is \(a.matrix.shapeText)",
        at: second, help: "give arrays of one shape, or a number")
    }
    return Value(a.matrix.zip(b.matrix, with: function))
  }
}

extension Matrix {
  /// `3 × 2`.
  var shapeText: String { "\(rows) × \(columns)" }
}
