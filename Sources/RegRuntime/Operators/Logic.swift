import RegData
import RegLinearAlgebra
import RegSyntax

/// `and`, `or` and `not` on masks.
enum Logic {
  static func negate(_ value: Value) throws(Diagnostic) -> Value {
    switch value.content {
    case .logical(let logical): return .logical(!logical)
    case .mask(let mask): return Value(mask.map { !$0 })
    case .column(.logical(let logicals)): return Value(Column.logical(logicals.map { $0.map(!) }))
    default:
      throw Diagnostic(
        .typeMismatch, "'not' needs a logical or a mask, not \(value.description)")
    }
  }

  static func combine(
    _ operation: LogicOperator, _ left: Value, _ right: Value
  ) throws(Diagnostic) -> Value {
    let word = operation == .and ? "and" : "or"
    func join(_ a: Bool, _ b: Bool) -> Bool { operation == .and ? a && b : a || b }
    switch (left.content, right.content) {
    case (.logical(let a), .logical(let b)): return .logical(join(a, b))
    case (.mask(let a), .logical(let b)): return Value(a.map { join($0, b) })
    case (.logical(let a), .mask(let b)): return Value(b.map { join(a, $0) })
    case (.mask(let a), .mask(let b)):
      guard a.rows == b.rows, a.columns == b.columns else {
        throw Diagnostic(
          .shapeMismatch,
          "'\(word)' needs masks of one shape, not \(left.shapeText) and \(right.shapeText)")
      }
      let joined = zip(a.elements, b.elements).map(join)
      return Value(Grid(rows: a.rows, columns: a.columns, elements: joined))
    default:
      if let joined = try combineGaps(operation, left, right) { return joined }
      let culprit = left.isLogical ? right : left
      throw Diagnostic(
        .typeMismatch, "'\(word)' needs logicals or masks, not \(culprit.description)")
    }
  }

  /// With gaps: what is not known stays missing, unless the other side decides by itself, as
  /// `false` does for `and`. `nil` for values that are no logicals.
  private static func combineGaps(
    _ operation: LogicOperator, _ left: Value, _ right: Value
  ) throws(Diagnostic) -> Value? {
    guard let a = logicals(left), let b = logicals(right) else { return nil }
    guard a.count == b.count || a.count == 1 || b.count == 1 else {
      throw Diagnostic(
        .shapeMismatch,
        "'\(operation == .and ? "and" : "or")' needs masks of one shape, not \(left.shapeText) and "
          + right.shapeText)
    }
    let deciding = operation == .or
    let count = a.isEmpty || b.isEmpty ? 0 : max(a.count, b.count)
    return Value(
      Column.logical(
        (0..<count).map { row in
          let (first, second) = (a[a.count == 1 ? 0 : row], b[b.count == 1 ? 0 : row])
          if first == deciding || second == deciding { return deciding }
          return first == nil || second == nil ? nil : !deciding
        }))
  }

  private static func logicals(_ value: Value) -> [Bool?]? {
    switch value.content {
    case .logical(let logical): [logical]
    case .mask(let mask) where mask.columns == 1: mask.elements
    case .column(.logical(let logicals)): logicals
    default: nil
    }
  }
}

extension Value {
  /// Whether `and`, `or` and `not` take it.
  var isLogical: Bool {
    switch content {
    case .logical, .mask, .column(.logical): true
    default: false
    }
  }
}
