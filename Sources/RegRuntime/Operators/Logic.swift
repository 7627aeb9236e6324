import RegLinearAlgebra
import RegSyntax

/// `and`, `or` and `not` on masks.
enum Logic {
  static func negate(_ value: Value) throws(Diagnostic) -> Value {
    switch value.content {
    case .logical(let logical): return .logical(!logical)
    case .mask(let mask): return Value(mask.map { !$0 })
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
      let culprit = left.isLogical ? right : left
      throw Diagnostic(
        .typeMismatch, "'\(word)' needs logicals or masks, not \(culprit.description)")
    }
  }
}

extension Value {
  /// Whether `and`, `or` and `not` take it.
  var isLogical: Bool {
    switch content {
    case .logical, .mask: true
    default: false
    }
  }
}
