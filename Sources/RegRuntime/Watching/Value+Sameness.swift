import RegData
import RegLinearAlgebra

extension Value {
  /// Whether a watch that has this value instead of another has changed; what cannot be told counts as
  /// changed.
  public func isSame(as other: Value) -> Bool {
    switch (content, other.content) {
    case (.none, .none): return true
    case (.logical(let a), .logical(let b)): return a == b
    case (.number(let a), .number(let b)): return a == b || (a.isNaN && b.isNaN)
    case (.text(let a), .text(let b)): return a == b
    case (.matrix(let a), .matrix(let b)):
      return a.rows == b.rows && a.columns == b.columns
        && (0..<a.count).allSatisfy { a[$0] == b[$0] || (a[$0].isNaN && b[$0].isNaN) }
    case (.list(let a), .list(let b)):
      return a.count == b.count && zip(a, b).allSatisfy { $0.isSame(as: $1) }
    case (.record(let a), .record(let b)):
      guard a.names == b.names, let own = coefficients, let others = other.coefficients else {
        return false
      }
      return own.isSame(as: others)
    default: return false
    }
  }

  /// Those of a fitted model.
  private var coefficients: Value? {
    guard case .record(let record) = content else { return nil }
    return try? record.field("coefficients")
  }
}
