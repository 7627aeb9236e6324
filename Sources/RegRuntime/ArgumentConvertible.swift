public import RegData
public import RegLinearAlgebra

/// A Swift type that a built-in takes as an argument.
public protocol ArgumentConvertible: Sendable {
  /// As a message names it: "a number", "a matrix".
  static var typeName: String { get }
  /// `nil` when the value is of another type.
  init?(argument: Value)
  /// Which part of a value keeps it from being of this type: "entry 3 is 0.5".
  static func flaw(in value: Value) -> String?
  /// A default as it would be typed.
  static func text(_ argument: Self) -> String
  /// What to write instead of a value of another type, if that can be told.
  static func hint(for value: Value) -> String?
}

extension ArgumentConvertible {
  public static func flaw(in value: Value) -> String? { nil }
  public static func text(_ argument: Self) -> String { "\(argument)" }
  public static func hint(for value: Value) -> String? { nil }
}

extension Double: ArgumentConvertible {
  public static var typeName: String { "a number" }

  /// A number, or an array that holds just one.
  public init?(argument: Value) {
    switch argument.content {
    case .number(let number): self = number
    case .matrix(let matrix) where matrix.count == 1: self = matrix[0]
    case .range(let range) where range.count == 1: self = range.first
    default: return nil
    }
  }

  public static func text(_ argument: Double) -> String { NumberText.shortest(argument) }
}

extension Int: ArgumentConvertible {
  public static var typeName: String { "a whole number" }

  public init?(argument: Value) {
    guard let number = Double(argument: argument), abs(number) <= 0x1p53,
      let whole = Int(exactly: number)
    else { return nil }
    self = whole
  }
}

extension Bool: ArgumentConvertible {
  public static var typeName: String { "true or false" }

  public init?(argument: Value) {
    switch argument.content {
    case .logical(let logical): self = logical
    case .mask(let mask) where mask.count == 1: self = mask[0]
    default: return nil
    }
  }
}

extension String: ArgumentConvertible {
  public static var typeName: String { "a string" }

  public init?(argument: Value) {
    switch argument.content {
    case .text(let text): self = text
    case .texts(let texts) where texts.count == 1:
      guard let text = texts[0] else { return nil }
      self = text
    default: return nil
    }
  }

  public static func text(_ argument: String) -> String { "\"\(argument)\"" }
}

extension Matrix: ArgumentConvertible {
  public static var typeName: String { "a matrix of numbers" }

  /// A matrix; a number, a range, a logical or a mask becomes one.
  ///
  /// A range that would not fit into memory is refused like a value of another type.
  public init?(argument: Value) {
    switch argument.content {
    case .matrix(let matrix): self = matrix
    case .number(let number): self = Matrix([number])
    case .range(let range):
      guard range.count <= NumberRange.longestStored else { return nil }
      self = range.matrix
    case .logical(let logical): self = Matrix([logical ? 1 : 0])
    case .mask(let mask):
      self = Matrix(
        rows: mask.rows, columns: mask.columns, values: mask.elements.map { $0 ? 1 : 0 })
    case .column(.logical(let logicals)):
      self = Matrix(Column.logical(logicals).numbers ?? [])
    default: return nil
    }
  }

  public static func text(_ argument: Matrix) -> String { "\(argument.rows) × \(argument.columns)" }
}

extension Value: ArgumentConvertible {
  public static var typeName: String { "a value" }
  public init?(argument: Value) { self = argument }
  public static func text(_ argument: Value) -> String {
    String(argument: argument).map(String.text) ?? argument.typeName
  }
}

extension Table: ArgumentConvertible {
  public static var typeName: String { "a table" }

  public init?(argument: Value) {
    guard case .table(let table) = argument.content else { return nil }
    self = table
  }

  /// One row of a table is a record, and often was to be a table.
  public static func hint(for value: Value) -> String? {
    guard case .record(let record) = value.content, record.backing == nil else { return nil }
    return "d[1, :] is a record; d[1:1, :] is a table of one row"
  }
}

extension Record: ArgumentConvertible {
  public static var typeName: String { "a record" }

  public init?(argument: Value) {
    guard case .record(let record) = argument.content else { return nil }
    self = record
  }
}

extension NumberRange: ArgumentConvertible {
  public static var typeName: String { "a range" }

  public init?(argument: Value) {
    guard case .range(let range) = argument.content else { return nil }
    self = range
  }
}

extension Grid: ArgumentConvertible where Element: GridElement {
  public static var typeName: String { Element.arrayTypeName }
  public init?(argument: Value) {
    guard let grid = Element.grid(argument) else { return nil }
    self = grid
  }
}

extension Optional: ArgumentConvertible where Wrapped: ArgumentConvertible {
  public static var typeName: String { Wrapped.typeName }

  /// `none` stands for an argument that is not given.
  public init?(argument: Value) {
    if case .none = argument {
      self = .none
      return
    }
    guard let wrapped = Wrapped(argument: argument) else { return nil }
    self = .some(wrapped)
  }

  public static func flaw(in value: Value) -> String? { Wrapped.flaw(in: value) }

  public static func text(_ argument: Wrapped?) -> String {
    argument.map(Wrapped.text) ?? "none"
  }
}

extension Array: ArgumentConvertible where Element: VectorElement {
  public static var typeName: String { Element.vectorTypeName }

  public init?(argument: Value) {
    guard let elements = Element.vector(argument) else { return nil }
    self = elements
  }

  public static func flaw(in value: Value) -> String? { Element.vectorFlaw(in: value) }

  public static func text(_ argument: [Element]) -> String {
    argument.isEmpty ? "[]" : "[" + argument.map(Element.text).joined(separator: ", ") + "]"
  }
}
