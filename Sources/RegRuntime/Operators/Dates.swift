import RegData
import RegLinearAlgebra
import RegSyntax

/// What operators do with dates, which are days apart from each other.
enum Dates {
  /// `date - date` in days, `date + days` and `date - days`; `nil` where no dates are involved.
  static func arithmetic(
    _ operation: BinaryOperator, _ left: Value, _ right: Value, _ context: Context
  ) throws(Diagnostic) -> Value? {
    let isSum = operation == .add || operation == .addEach
    guard isSum || operation == .subtract || operation == .subtractEach else { return nil }
    switch (left.days, right.days) {
    case (let a?, let b?) where !isSum:
      return Value(collapsing: Matrix(try zip(operation, a, b) { $0 - $1 }))
    case (let a?, nil):
      guard let days = try vector(right, context) else { return nil }
      return try shifted(zip(operation, a, days) { isSum ? $0 + $1 : $0 - $1 })
    case (nil, let b?) where isSum:
      guard let days = try vector(left, context) else { return nil }
      return try shifted(zip(operation, days, b) { $0 + $1 })
    default: return nil
    }
  }

  /// A comparison with dates, or with strings that are dates; `nil` where no dates are involved.
  ///
  /// A missing date is equal to nothing and before nothing, as `nan` is.
  static func comparison(
    _ operation: BinaryOperator, _ left: Value, _ right: Value
  ) throws(Diagnostic) -> Value? {
    guard left.days != nil || right.days != nil, let a = try days(left), let b = try days(right)
    else { return nil }
    let answers = try zip(operation, a, b) { Comparison.numbers(operation, $0, $1) }
    return answers.count == 1 ? .logical(answers[0]) : Value(Grid(column: answers))
  }

  /// Dates, also from strings; `nil` for values of another type.
  static func days(_ value: Value) throws(Diagnostic) -> [Double]? {
    if let days = value.days { return days }
    if value.isMissing { return [.missing] }
    guard let text = TextOperand(value) else { return nil }
    var days: [Double] = []
    for text in text.elements {
      guard let text else {
        days.append(.missing)
        continue
      }
      guard let day = CalendarDay(text) else {
        throw Diagnostic(
          .typeMismatch, "\"\(text)\" is not a date", help: "dates are written as in 2024-03-01")
      }
      days.append(Double(day.days))
    }
    return days
  }

  private static func vector(_ value: Value, _ context: Context) throws(Diagnostic) -> [Double]? {
    switch try NumericOperand(value, context) {
    case .scalar(let number): [number]
    case .array(let matrix) where matrix.columns == 1 || matrix.rows == 1: matrix.values
    default: nil
    }
  }

  private static func zip<Result>(
    _ operation: BinaryOperator, _ a: [Double], _ b: [Double],
    _ combine: (Double, Double) -> Result
  ) throws(Diagnostic) -> [Result] {
    guard a.count == b.count || a.count == 1 || b.count == 1 else {
      throw Diagnostic(
        .shapeMismatch, "'\(operation.rawValue)' cannot combine \(a.count) and \(b.count) dates")
    }
    let count = a.isEmpty || b.isEmpty ? 0 : max(a.count, b.count)
    return (0..<count).map { combine(a[a.count == 1 ? 0 : $0], b[b.count == 1 ? 0 : $0]) }
  }

  private static func shifted(_ days: [Double]) throws(Diagnostic) -> Value {
    for day in days where !day.isNaN && CalendarDay(days: day) == nil {
      guard day == day.rounded() else {
        throw Diagnostic(
          .typeMismatch, "a date moves by whole days", help: "round(x) makes numbers whole")
      }
      throw Diagnostic(
        .typeMismatch, "no date is so far from 1970-01-01: \(NumberText.display(day)) days",
        help: "dates go from 0001-01-01 to 9999-12-31")
    }
    return Value(Column.date(days.map { $0.isNaN ? .missing : $0 }))
  }
}
