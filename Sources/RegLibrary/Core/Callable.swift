import RegData
import RegLinearAlgebra
import RegRuntime

/// A function as an argument.
struct Callable: ArgumentConvertible {
  let function: FunctionObject

  static var typeName: String { "a function" }

  init?(argument: Value) {
    guard case .function(let function) = argument.content else { return nil }
    self.function = function
  }

  func callAsFunction(_ values: Value..., in arguments: Arguments) throws -> Value {
    try arguments.context.callFunction(function, values, arguments.span)
  }
}

/// The elements of a vector, an array or a list, one by one.
struct Elements: ArgumentConvertible {
  let count: Int
  /// Whether they come from a list, and what is made of them should be one.
  let isList: Bool
  let rows: Int
  let columns: Int
  private let element: @Sendable (Int) -> Value

  static var typeName: String { "an array, a range or a list" }

  init?(argument: Value) {
    switch argument.content {
    case .list(let elements):
      element = { elements[$0] }
      isList = true
    case .mask(let mask):
      element = { .logical(mask[$0]) }
      isList = false
    case .logical, .text:
      element = { _ in argument }
      isList = false
    case .texts(let texts):
      element = { texts[$0].map { Value($0) } ?? .number(.missing) }
      isList = false
    case .column(let column):
      element = { Value(column[$0]) }
      isList = false
    default:
      guard let matrix = Matrix(argument: argument) else { return nil }
      element = { .number(matrix[$0]) }
      isList = false
    }
    (rows, columns) = argument.shape
    count = rows * columns
  }

  subscript(position: Int) -> Value { element(position) }

  /// Results for each element: an array of the same shape where all are scalars of one kind.
  func collected(_ results: [Value]) -> Value {
    if isList { return Value(results) }
    // Dates, and any scalars of which some are missing, make a column.
    if columns == 1, results.contains(where: { $0.days != nil || $0.isMissing }),
      let column = Column(cells: results.map(\.cell))
    {
      return Value(column)
    }
    let numbers = results.compactMap { if case .number(let number) = $0 { number } else { nil } }
    if numbers.count == results.count {
      return Value(Matrix(rows: rows, columns: columns, values: numbers))
    }
    let logicals = results.compactMap {
      if case .logical(let logical) = $0 { logical } else { nil }
    }
    if logicals.count == results.count {
      return Value(Grid(rows: rows, columns: columns, elements: logicals))
    }
    let texts = results.compactMap { value -> String? in
      if case .text(let text) = value.content { text } else { nil }
    }
    if texts.count == results.count {
      return Value(Grid(rows: rows, columns: columns, elements: texts.map(Optional.some)))
    }
    return Value(results)
  }
}
