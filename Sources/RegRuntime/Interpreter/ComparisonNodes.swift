import RegSyntax

/// `<` and its like; as a condition it makes no value at all.
class ComparisonNode: BinaryNode {
  @inline(__always)
  final func logical(
    _ machine: MachinePointer, _ compare: (Double, Double) -> Bool
  ) throws(Stop) -> Value {
    let a: Double
    let b: Double
    do throws(Stop) { a = try leftOperand.number(left, machine) } catch {
      return try generalValue(machine, error)
    }
    do throws(Stop) { b = try rightOperand.number(right, machine) } catch {
      return try generalValue(machine, a, error)
    }
    return .logical(compare(a, b))
  }

  @inline(__always)
  final func condition(
    _ machine: MachinePointer, _ compare: (Double, Double) -> Bool
  ) throws(Stop) -> Bool {
    let a: Double
    let b: Double
    do throws(Stop) { a = try leftOperand.number(left, machine) } catch {
      return try machine.condition(from: generalValue(machine, error), at: span)
    }
    do throws(Stop) { b = try rightOperand.number(right, machine) } catch {
      return try machine.condition(from: generalValue(machine, a, error), at: span)
    }
    return compare(a, b)
  }

  override func combined(
    _ a: Value, _ b: Value, _ machine: MachinePointer
  ) throws(Stop) -> Value {
    try machine.placing(at: operatorSpan) { context throws(Diagnostic) in
      try Comparison.apply(operation, a, b, context)
    }
  }
}

final class EqualNode: ComparisonNode {
  override func value(_ machine: MachinePointer) throws(Stop) -> Value {
    try logical(machine) { $0 == $1 }
  }
  override func condition(_ machine: MachinePointer) throws(Stop) -> Bool {
    try condition(machine) { $0 == $1 }
  }
}

final class NotEqualNode: ComparisonNode {
  override func value(_ machine: MachinePointer) throws(Stop) -> Value {
    try logical(machine) { $0 != $1 }
  }
  override func condition(_ machine: MachinePointer) throws(Stop) -> Bool {
    try condition(machine) { $0 != $1 }
  }
}

final class LessNode: ComparisonNode {
  override func value(_ machine: MachinePointer) throws(Stop) -> Value {
    try logical(machine) { $0 < $1 }
  }
  override func condition(_ machine: MachinePointer) throws(Stop) -> Bool {
    try condition(machine) { $0 < $1 }
  }
}

final class LessOrEqualNode: ComparisonNode {
  override func value(_ machine: MachinePointer) throws(Stop) -> Value {
    try logical(machine) { $0 <= $1 }
  }
  override func condition(_ machine: MachinePointer) throws(Stop) -> Bool {
    try condition(machine) { $0 <= $1 }
  }
}

final class GreaterNode: ComparisonNode {
  override func value(_ machine: MachinePointer) throws(Stop) -> Value {
    try logical(machine) { $0 > $1 }
  }
  override func condition(_ machine: MachinePointer) throws(Stop) -> Bool {
    try condition(machine) { $0 > $1 }
  }
}

final class GreaterOrEqualNode: ComparisonNode {
  override func value(_ machine: MachinePointer) throws(Stop) -> Value {
    try logical(machine) { $0 >= $1 }
  }
  override func condition(_ machine: MachinePointer) throws(Stop) -> Bool {
    try condition(machine) { $0 >= $1 }
  }
}

/// `a in b`.
final class MembershipNode: Node {
  let left: Node
  let right: Node
  let operatorSpan: Span

  init(_ left: Node, _ operatorSpan: Span, _ right: Node) {
    self.left = left
    self.right = right
    self.operatorSpan = operatorSpan
    super.init(left.span.joined(with: right.span))
  }

  override func value(_ machine: MachinePointer) throws(Stop) -> Value {
    let element = try left.value(machine)
    let whole = try right.value(machine)
    return try machine.placing(at: operatorSpan) { context throws(Diagnostic) in
      try Membership.apply(element, whole, context)
    }
  }
}

/// `a and b and …`: stops at the first scalar that settles it, works entry by entry on masks.
final class LogicNode: Node {
  let operation: LogicOperator
  let operands: [Node]

  init(_ operation: LogicOperator, _ operands: [Node], _ span: Span) {
    self.operation = operation
    self.operands = operands
    super.init(span)
  }

  override func value(_ machine: MachinePointer) throws(Stop) -> Value {
    var result: Value?
    for operand in operands {
      let value = try operand.value(machine)
      let joined: Value
      if let result {
        joined = try machine.placing(at: operand.span) { _ throws(Diagnostic) in
          try Logic.combine(operation, result, value)
        }
      } else {
        guard value.isLogical else { throw notLogical(value, operand, machine) }
        joined = value
      }
      if case .logical(let logical) = joined, logical == (operation == .or) { return joined }
      result = joined
    }
    return result ?? .none
  }

  override func condition(_ machine: MachinePointer) throws(Stop) -> Bool {
    for operand in operands {
      let logical = try operand.condition(machine)
      if logical == (operation == .or) { return logical }
    }
    return operation == .and
  }

  private func notLogical(_ value: Value, _ operand: Node, _ machine: MachinePointer) -> Stop {
    let word = operation == .and ? "and" : "or"
    return machine.fail(
      .typeMismatch, "'\(word)' needs logicals or masks, not \(value.description)",
      at: operand.span)
  }
}

final class NotNode: Node {
  let operand: Node

  init(_ operand: Node, _ span: Span) {
    self.operand = operand
    super.init(span)
  }

  override func value(_ machine: MachinePointer) throws(Stop) -> Value {
    let value = try operand.value(machine)
    return try machine.placing(at: operand.span) { _ throws(Diagnostic) in
      try Logic.negate(value)
    }
  }
}
