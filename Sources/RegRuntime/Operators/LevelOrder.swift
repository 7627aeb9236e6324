import RegData
import RegSyntax

/// `<` and its like among categories, which come in the order of their levels and not of the letters.
enum LevelOrder {
  /// `nil` where no categories are involved, or the comparison is one of equality.
  ///
  /// A missing value is before nothing.
  static func comparison(
    _ operation: BinaryOperator, _ left: Value, _ right: Value
  ) throws(Diagnostic) -> Value? {
    guard operation != .equal, operation != .notEqual,
      let levels = left.categories?.levels ?? right.categories?.levels
    else { return nil }
    for other in [left, right].compactMap(\.categories) where other.levels != levels {
      throw Diagnostic(
        .typeMismatch, "'\(operation.rawValue)' needs categories with the same levels",
        help: "categorical(x, levels = …) gives them")
    }
    guard let a = try places(left, in: levels), let b = try places(right, in: levels) else {
      return nil
    }
    guard a.count == b.count || a.count == 1 || b.count == 1 else {
      throw Diagnostic(
        .shapeMismatch,
        "'\(operation.rawValue)' cannot combine \(a.count) and \(b.count) categories")
    }
    let count = a.isEmpty || b.isEmpty ? 0 : max(a.count, b.count)
    let answers = (0..<count).map { row in
      Comparison.numbers(operation, a[a.count == 1 ? 0 : row], b[b.count == 1 ? 0 : row])
    }
    return answers.count == 1 ? .logical(answers[0]) : Value(Grid(column: answers))
  }

  private static func places(
    _ value: Value, in levels: [String]
  ) throws(Diagnostic) -> [Double]? {
    if let categories = value.categories {
      return categories.codes.map { $0 == Categories.missing ? .nan : Double($0) }
    }
    guard let text = TextOperand(value) else { return nil }
    var places: [Double] = []
    for text in text.elements {
      guard let text else {
        places.append(.nan)
        continue
      }
      guard let place = levels.firstIndex(of: text) else {
        throw Diagnostic(
          .typeMismatch, "\"\(text)\" is not among the levels",
          help: nearest(text, in: levels).map { "did you mean '\($0)'?" }
            ?? "they are \(levels.listedFirst)")
      }
      places.append(Double(place))
    }
    return places
  }
}

extension Value {
  fileprivate var categories: Categories? {
    if case .column(.categorical(let categories)) = content { categories } else { nil }
  }
}
