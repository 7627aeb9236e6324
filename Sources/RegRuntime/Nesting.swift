import RegSyntax

/// How deep values hold values.
///
/// Comparing, showing and freeing a value walk it level by level on the processor's stack, so the
/// levels are counted as they are built and there is an end to them.
enum Nesting {
  static let deepest = 1000

  /// The levels of a value that holds these.
  static func around(_ values: some Sequence<Value>) -> Int {
    values.reduce(1) { max($0, $1.nesting + 1) }
  }

  /// The levels of what had `levels` and now holds `value` too.
  static func checked(_ levels: Int, holding value: Value) throws(Diagnostic) -> Int {
    let levels = max(levels, value.nesting + 1)
    guard levels <= deepest else { throw tooDeep }
    return levels
  }

  static var tooDeep: Diagnostic {
    Diagnostic(.tooLarge, "lists and records can be nested \(deepest) levels deep, no deeper")
  }
}

extension Value {
  var nesting: Int {
    guard case .object(let object) = self else { return 0 }
    switch object.kind {
    case .list: return unsafeDowncast(object, to: ListObject.self).nesting
    case .record: return unsafeDowncast(object, to: RecordObject.self).nesting
    case .function: return (object as? Closure)?.nesting ?? 0
    default: return 0
    }
  }
}
