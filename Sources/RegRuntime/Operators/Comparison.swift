import OrderedCollections
import RegData
import RegLinearAlgebra
import RegSyntax

/// `==` and its like: a logical for scalars, a mask for arrays.
enum Comparison {
  static func apply(
    _ operation: BinaryOperator, _ left: Value, _ right: Value, _ context: Context
  ) throws(Diagnostic) -> Value {
    if let a = try NumericOperand(left, context), let b = try NumericOperand(right, context) {
      return try numbers(operation, a, b)
    }
    if let answer = try Dates.comparison(operation, left, right) { return answer }
    if let answer = try LevelOrder.comparison(operation, left, right) { return answer }
    if let a = TextOperand(left), let b = TextOperand(right) {
      return try texts(operation, a, b)
    }
    if operation == .equal || operation == .notEqual, let same = equality(left, right) {
      return .logical(same == (operation == .equal))
    }
    throw Diagnostic(
      .typeMismatch,
      "'\(operation.rawValue)' cannot compare \(left.description) with \(right.description)")
  }

  /// Whether two values are the same throughout.
  static func areEqual(_ left: Value, _ right: Value, _ context: Context) -> Bool {
    if let same = equality(left, right) { return same }
    switch try? apply(.equal, left, right, context) {
    case .logical(let logical)?: return logical
    case let value?:
      guard case .mask(let mask) = value.content else { return false }
      return mask.elements.allSatisfy(\.self)
    case nil: return false
    }
  }

  @inline(__always)
  static func numbers(_ operation: BinaryOperator, _ a: Double, _ b: Double) -> Bool {
    switch operation {
    case .equal: a == b
    case .notEqual: a != b
    case .less: a < b
    case .lessOrEqual: a <= b
    case .greater: a > b
    default: a >= b
    }
  }

  // MARK: Numbers

  private static func numbers(
    _ operation: BinaryOperator, _ a: NumericOperand, _ b: NumericOperand
  ) throws(Diagnostic) -> Value {
    if case .scalar(let a) = a, case .scalar(let b) = b {
      return .logical(numbers(operation, a, b))
    }
    return try mask(operation, shape(operation, a, b)) { k in
      numbers(operation, a.entry(k), b.entry(k))
    }
  }

  private static func shape(
    _ operation: BinaryOperator, _ a: NumericOperand, _ b: NumericOperand
  ) throws(Diagnostic) -> (rows: Int, columns: Int) {
    switch (a, b) {
    case (.array(let a), .array(let b)):
      guard a.rows == b.rows, a.columns == b.columns else { throw .shapes(operation, a, b) }
      return (a.rows, a.columns)
    case (.array(let array), _), (_, .array(let array)): return (array.rows, array.columns)
    default: return (1, 1)
    }
  }

  private static func mask(
    _ operation: BinaryOperator, _ shape: (rows: Int, columns: Int), _ entry: (Int) -> Bool
  ) -> Value {
    let elements = (0..<shape.rows * shape.columns).map(entry)
    return Value(Grid(rows: shape.rows, columns: shape.columns, elements: elements))
  }

  // MARK: Strings

  /// A missing string is equal to nothing and before nothing, as `nan` is.
  private static func texts(
    _ operation: BinaryOperator, _ a: TextOperand, _ b: TextOperand
  ) throws(Diagnostic) -> Value {
    func entry(_ a: String?, _ b: String?) -> Bool {
      guard let a, let b else { return operation == .notEqual }
      return switch operation {
      case .equal: a == b
      case .notEqual: a != b
      case .less: a < b
      case .lessOrEqual: a <= b
      case .greater: a > b
      default: a >= b
      }
    }
    switch (a, b) {
    case (.one(let a), .one(let b)): return .logical(entry(a, b))
    case (.many(let a), .one(let b)): return Value(a.map { entry($0, b) })
    case (.one(let a), .many(let b)): return Value(b.map { entry(a, $0) })
    case (.many(let a), .many(let b)):
      guard a.rows == b.rows, a.columns == b.columns else {
        throw Diagnostic(
          .shapeMismatch,
          "'\(operation.rawValue)' cannot combine \(a.rows) × \(a.columns) and "
            + "\(b.rows) × \(b.columns)")
      }
      return mask(operation, (a.rows, a.columns)) { entry(a[$0], b[$0]) }
    }
  }

  // MARK: The rest

  /// Equality of what has no order; `nil` where the question makes no sense.
  private static func equality(_ left: Value, _ right: Value) -> Bool? {
    switch (left.content, right.content) {
    case (.none, .none): true
    case (.none, _), (_, .none): false
    case (.list(let a), .list(let b)): a.count == b.count && allEqual(zip(a, b))
    case (.record(let a), .record(let b)):
      a.fields.keys == b.fields.keys && allEqual(zip(a.fields.values, b.fields.values))
    case (.function(let a), .function(let b)): a === b
    default: nil
    }
  }

  private static func allEqual(_ pairs: some Sequence<(Value, Value)>) -> Bool {
    pairs.allSatisfy { a, b in
      switch (a.content, b.content) {
      case (.number(let a), .number(let b)): a == b
      case (.logical(let a), .logical(let b)): a == b
      case (.text(let a), .text(let b)): a == b
      case (.matrix(let a), .matrix(let b)): a == b
      case (.mask(let a), .mask(let b)): a == b
      case (.texts(let a), .texts(let b)): a == b
      case (.range(let a), .range(let b)): a == b
      default: equality(a, b) ?? false
      }
    }
  }
}

extension NumericOperand {
  @inline(__always)
  fileprivate func entry(_ position: Int) -> Double {
    switch self {
    case .scalar(let number): number
    case .array(let matrix): matrix[position]
    }
  }
}

extension Value {
  /// Text in the place of categories, for operators that know only text.
  var withoutCategories: Value {
    guard case .column(.categorical(let categories)) = content else { return self }
    return Value(Grid(column: categories.text))
  }
}

/// What a comparison sees of a value made of strings.
enum TextOperand {
  case one(String?)
  case many(Grid<String?>)

  init?(_ value: Value) {
    switch value.content {
    case .text(let text): self = .one(text)
    case .texts(let texts): self = texts.count == 1 ? .one(texts[0]) : .many(texts)
    case .column(.categorical(let categories)):
      self = categories.count == 1 ? .one(categories[0]) : .many(Grid(column: categories.text))
    default: return nil
    }
  }

  var elements: [String?] {
    switch self {
    case .one(let text): [text]
    case .many(let texts): texts.elements
    }
  }
}
