import RegData
import RegLinearAlgebra
import RegSyntax

/// `in`: whether something is among the entries of an array, a list, a record or a table.
enum Membership {
  /// One logical for a scalar, a mask for an array.
  static func apply(
    _ left: Value, _ right: Value, _ context: Context
  ) throws(Diagnostic) -> Value {
    if case .list(let elements) = right.content {
      return .logical(elements.contains { Comparison.areEqual(left, $0, context) })
    }
    if left.days != nil || right.days != nil, let wanted = try Dates.days(left),
      let entries = try Dates.days(right)
    {
      let known = Set(entries)
      let answers = wanted.map(known.contains)
      return answers.count == 1 ? .logical(answers[0]) : Value(Grid(column: answers))
    }
    let (left, right) = (left.withoutCategories, right.withoutCategories)
    switch left.content {
    case .number(let number): return .logical(try numbers(right, left)(number))
    case .matrix(let matrix): return Value(grid(matrix, try numbers(right, left)))
    case .range(let range):
      try context.reserve(rows: range.count, columns: 1)
      return Value(grid(range.matrix, try numbers(right, left)))
    case .text(let text): return .logical(try texts(right, left)(text))
    case .texts(let texts):
      let contains = try self.texts(right, left)
      return Value(texts.map { $0.map(contains) ?? false })
    default: throw wrongTypes(left, right)
    }
  }

  private static func grid(_ matrix: Matrix, _ contains: (Double) -> Bool) -> Grid<Bool> {
    Grid(rows: matrix.rows, columns: matrix.columns, elements: matrix.values.map(contains))
  }

  private static func numbers(
    _ right: Value, _ left: Value
  ) throws(Diagnostic) -> (Double) -> Bool {
    switch right.content {
    case .number(let number): return { $0 == number }
    case .matrix(let matrix):
      let entries = Set(matrix.values)
      return { entries.contains($0) }
    case .range(let range): return { range.contains($0) }
    default: throw wrongTypes(left, right)
    }
  }

  private static func texts(_ right: Value, _ left: Value) throws(Diagnostic) -> (String) -> Bool {
    switch right.content {
    case .texts(let texts):
      let entries = Set(texts.elements)
      return { entries.contains($0) }
    case .record(let record):
      let names = Set(record.names)
      return { names.contains(Name.fold($0)) }
    case .table(let table): return { table.contains($0) }
    case .text:
      throw Diagnostic(
        .typeMismatch, "'in' looks into arrays and lists, not into a string",
        help: "contains(text, part) does")
    default: throw wrongTypes(left, right)
    }
  }

  private static func wrongTypes(_ left: Value, _ right: Value) -> Diagnostic {
    Diagnostic(
      .typeMismatch, "'in' cannot look for \(left.description) in \(right.description)")
  }
}

extension NumberRange {
  /// Whether a number is one of them, with the slack that the end of a range has too.
  func contains(_ number: Double) -> Bool {
    guard count > 0, number.isFinite else { return false }
    let position = ((number - first) / step).rounded()
    guard position >= 0, position < Double(count) else { return false }
    return abs(self[Int(position)] - number) <= 1e-8 * abs(step)
  }
}
