import RegLinearAlgebra
import RegRuntime

/// An argument that may be one number or an array of them; the answer has the same shape.
struct Numbers: ArgumentConvertible {
  static let typeName = "a number or an array of numbers"

  let matrix: Matrix
  /// Whether a number was given, so that a number is to come back.
  let isNumber: Bool

  init?(argument: Value) {
    guard let matrix = Matrix(argument: argument) else { return nil }
    self.matrix = matrix
    switch argument {
    case .number, .logical: isNumber = true
    default: isNumber = false
    }
  }

  static func text(_ argument: Numbers) -> String { Matrix.text(argument.matrix) }

  /// The entry in a given position; one number stands for any position.
  func entry(_ position: Int) -> Double { matrix[isNumber ? 0 : position] }

  func map(_ transform: (Double) -> Double) -> Value {
    isNumber ? Value(transform(matrix[0])) : Value(matrix.map(transform))
  }

  func test(_ holds: (Double) -> Bool) -> Value {
    guard !isNumber else { return Value(holds(matrix[0])) }
    return matrix.withUnsafeBuffer { entries in
      Value(Grid(rows: matrix.rows, columns: matrix.columns, elements: entries.map(holds)))
    }
  }
}
