import RegData
import RegLinearAlgebra
import RegSyntax

/// What arithmetic sees of a value: one number, or an array of them.
///
/// An array that holds just one number counts as that number; logicals count as 0 and 1.
enum NumericOperand {
  case scalar(Double)
  case array(Matrix)

  /// `nil` for a value that is no number.
  init?(_ value: Value, _ context: Context) throws(Diagnostic) {
    switch value.content {
    case .number(let number): self = .scalar(number)
    case .logical(let logical): self = .scalar(logical ? 1 : 0)
    case .matrix(let matrix): self = matrix.count == 1 ? .scalar(matrix[0]) : .array(matrix)
    case .mask(let mask):
      let numbers = Matrix(
        rows: mask.rows, columns: mask.columns, values: mask.elements.map { $0 ? 1 : 0 })
      self = numbers.count == 1 ? .scalar(numbers[0]) : .array(numbers)
    case .column(.logical(let logicals)):
      let numbers = Column.logical(logicals).numbers ?? []
      self = numbers.count == 1 ? .scalar(numbers[0]) : .array(Matrix(numbers))
    case .range(let range):
      guard range.count != 1 else {
        self = .scalar(range.first)
        return
      }
      try context.reserve(rows: range.count, columns: 1)
      self = .array(range.matrix)
    default: return nil
    }
  }

  var matrix: Matrix {
    switch self {
    case .scalar(let number): Matrix([number])
    case .array(let matrix): matrix
    }
  }
}

extension Value {
  /// A result of arithmetic: the number itself where there is just one.
  init(collapsing matrix: Matrix) {
    self = matrix.count == 1 ? .number(matrix[0]) : Value(matrix)
  }

  /// Rows and columns as a message shows them.
  var shapeText: String {
    let shape = shape
    return "\(shape.rows) × \(shape.columns)"
  }
}
