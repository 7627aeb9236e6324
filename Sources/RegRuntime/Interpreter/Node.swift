import RegSyntax

/// An expression, ready to be evaluated.
class Node {
  let span: Span

  init(_ span: Span) { self.span = span }

  func value(_ machine: MachinePointer) throws(Stop) -> Value {
    preconditionFailure("a node without a value")
  }

  /// The value unboxed; throws `notNumber` and parks the value when it is something else.
  func number(_ machine: MachinePointer) throws(Stop) -> Double {
    let value = try value(machine)
    guard case .number(let number) = value else {
      machine.pointee.parked = value
      throw .notNumber
    }
    return number
  }

  /// The value as a condition.
  func condition(_ machine: MachinePointer) throws(Stop) -> Bool {
    let value = try value(machine)
    guard case .logical(let logical) = value else {
      return try machine.condition(from: value, at: span)
    }
    return logical
  }
}

extension MachinePointer {
  /// One logical out of an array of one; everything else is refused.
  @inline(never)
  func condition(from value: Value, at span: Span) throws(Stop) -> Bool {
    if let logical = Bool(argument: value) { return logical }
    let help: String? =
      switch value.content {
      case .mask: "say which is meant: 'all(…)' or 'any(…)'"
      case .number: "compare it: '!= 0'"
      default: nil
      }
    throw fail(
      .conditionNotLogical, "a condition must be true or false, not \(value.description)",
      at: span, help: help)
  }
}

final class ConstantNode: Node {
  let constant: Value

  init(_ constant: Value, _ span: Span) {
    self.constant = constant
    super.init(span)
  }

  override func value(_ machine: MachinePointer) throws(Stop) -> Value { constant }
}

final class NumberNode: Node {
  let constant: Double

  init(_ constant: Double, _ span: Span) {
    self.constant = constant
    super.init(span)
  }

  override func value(_ machine: MachinePointer) throws(Stop) -> Value { .number(constant) }
  override func number(_ machine: MachinePointer) throws(Stop) -> Double { constant }
}
