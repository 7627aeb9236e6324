import Glibc
import RegLinearAlgebra
import RegSyntax

/// Arithmetic on values of any kind; scalars have been dealt with before by whoever is in a hurry.
enum Arithmetic {
  static func apply(
    _ operation: BinaryOperator, _ left: Value, _ right: Value, _ context: Context
  ) throws(Diagnostic) -> Value {
    guard let a = try NumericOperand(left, context), let b = try NumericOperand(right, context)
    else {
      if let result = try Dates.arithmetic(operation, left, right, context) { return result }
      return try beyondNumbers(operation, left, right)
    }
    switch operation {
    case .multiply: return try Products.multiply(a, b, context)
    case .divide: return try Products.divide(a, b, context)
    case .solve: return try Products.solve(a, b, context)
    case .power: return try Products.power(a, b, context)
    default: return try elementwise(operation, a, b, context)
    }
  }

  static func negate(_ value: Value, _ context: Context) throws(Diagnostic) -> Value {
    switch try NumericOperand(value, context) {
    case .scalar(let number): return .number(-number)
    case .array(let matrix):
      try context.reserve(like: matrix)
      return Value(Elementwise.map(matrix) { -$0 })
    case nil: throw Diagnostic(.typeMismatch, "'-' needs a number, not \(value.description)")
    }
  }

  // MARK: Numbers

  private static func elementwise(
    _ operation: BinaryOperator, _ a: NumericOperand, _ b: NumericOperand, _ context: Context
  ) throws(Diagnostic) -> Value {
    switch operation {
    case .add, .addEach: try combine(operation, a, b, context) { $0 + $1 }
    case .subtract, .subtractEach: try combine(operation, a, b, context) { $0 - $1 }
    case .multiplyEach: try combine(operation, a, b, context) { $0 * $1 }
    case .divideEach: try combine(operation, a, b, context) { $0 / $1 }
    default: try raise(a, b, context)
    }
  }

  private static func raise(
    _ a: NumericOperand, _ b: NumericOperand, _ context: Context
  ) throws(Diagnostic) -> Value {
    // The square is what formulas are full of, and a product is many times faster.
    if case .scalar(2) = b, case .array(let matrix) = a {
      try context.reserve(like: matrix)
      return Value(Elementwise.map(matrix) { $0 * $0 })
    }
    return try combine(.powerEach, a, b, context) { pow($0, $1) }
  }

  @inline(__always)
  private static func combine(
    _ operation: BinaryOperator, _ a: NumericOperand, _ b: NumericOperand, _ context: Context,
    _ number: (Double, Double) -> Double
  ) throws(Diagnostic) -> Value {
    switch (a, b) {
    case (.scalar(let a), .scalar(let b)): return .number(number(a, b))
    case (.array(let a), .scalar(let b)):
      try context.reserve(like: a)
      return Value(Elementwise.map(a) { number($0, b) })
    case (.scalar(let a), .array(let b)):
      try context.reserve(like: b)
      return Value(Elementwise.map(b) { number(a, $0) })
    case (.array(let a), .array(let b)):
      try context.reserve(like: a)
      if a.rows == b.rows, a.columns == b.columns { return Value(Elementwise.zip(a, b, number)) }
      guard operation.isElementwise, Elementwise.canBroadcast(a, b) else {
        throw mismatch(operation, a, b)
      }
      try context.reserve(rows: max(a.rows, b.rows), columns: max(a.columns, b.columns))
      return Value(Elementwise.broadcast(a, b, number))
    }
  }

  private static func mismatch(_ operation: BinaryOperator, _ a: Matrix, _ b: Matrix) -> Diagnostic
  {
    let broadcasts = !operation.isElementwise && Elementwise.canBroadcast(a, b)
    return .shapes(
      operation, a, b,
      help: broadcasts ? "'.\(operation.rawValue)' repeats a row or a column" : nil)
  }

  // MARK: Strings and lists

  /// `+` joins strings, arrays of strings elementwise, and lists end to end.
  private static func beyondNumbers(
    _ operation: BinaryOperator, _ left: Value, _ right: Value
  ) throws(Diagnostic) -> Value {
    let (left, right) = (left.withoutCategories, right.withoutCategories)
    guard operation == .add || operation == .addEach else {
      throw wrongTypes(operation, left, right)
    }
    switch (left.content, right.content) {
    case (.text(let a), .text(let b)): return Value(a + b)
    case (.texts(let a), .text(let b)): return Value(a.map { $0.map { $0 + b } })
    case (.text(let a), .texts(let b)): return Value(b.map { $0.map { a + $0 } })
    case (.texts(let a), .texts(let b)):
      guard a.rows == b.rows, a.columns == b.columns else {
        throw Diagnostic(
          .shapeMismatch, "'+' needs equal shapes, not \(left.shapeText) and \(right.shapeText)")
      }
      let joined = zip(a.elements, b.elements).map { pair in
        pair.0.flatMap { first in pair.1.map { first + $0 } }
      }
      return Value(Grid(rows: a.rows, columns: a.columns, elements: joined))
    case (.list(let a), .list(let b)): return Value(a + b)
    default: throw wrongTypes(operation, left, right)
    }
  }

  private static func wrongTypes(
    _ operation: BinaryOperator, _ left: Value, _ right: Value
  ) -> Diagnostic {
    let mixesText =
      switch (left.content, right.content) {
      case (.text, .number), (.number, .text): operation == .add
      default: false
      }
    return Diagnostic(
      .typeMismatch,
      "'\(operation.rawValue)' does not take \(left.description) and \(right.description)",
      help: mixesText ? "put the number into the string: \"… {x}\"" : nil)
  }
}

extension BinaryOperator {
  /// Whether it works entry by entry and repeats rows and columns.
  var isElementwise: Bool {
    switch self {
    case .addEach, .subtractEach, .multiplyEach, .divideEach, .powerEach: true
    default: false
    }
  }
}

extension Diagnostic {
  /// Two shapes that do not go together.
  static func shapes(
    _ operation: BinaryOperator, _ a: Matrix, _ b: Matrix, help: String? = nil
  ) -> Diagnostic {
    Diagnostic(
      .shapeMismatch,
      "'\(operation.rawValue)' cannot combine \(a.rows) × \(a.columns) and \(b.rows) × \(b.columns)",
      help: help)
  }
}
