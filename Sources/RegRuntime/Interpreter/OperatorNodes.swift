import Glibc
import RegSyntax

/// An operand that is a variable or a constant, known without asking its node.
///
/// Most operands are one of these, and a call through the node costs more than the arithmetic.
struct Operand {
  private let slot: Int
  private let constant: Double

  private static let isConstant = -1
  private static let isOther = -2

  init(_ node: Node) {
    switch node {
    case let node as NumberNode: (slot, constant) = (Operand.isConstant, node.constant)
    case let node as LocalNode: (slot, constant) = (node.slot, 0)
    default: (slot, constant) = (Operand.isOther, 0)
    }
  }

  @inline(__always)
  func number(_ node: Node, _ machine: MachinePointer) throws(Stop) -> Double {
    if slot >= 0 {
      if case .number(let number)? = machine.pointee.base[slot] { return number }
    } else if slot == Operand.isConstant {
      return constant
    }
    return try node.number(machine)
  }
}

/// An operator between two expressions: unboxed while both are numbers.
///
/// Subclasses say what it does with numbers, so that each gets code of its own; arrays and
/// everything else take the general way.
class BinaryNode: Node {
  final let left: Node
  final let right: Node
  final let operation: BinaryOperator
  final let operatorSpan: Span
  final let leftOperand: Operand
  final let rightOperand: Operand

  init(_ left: Node, _ operation: BinaryOperator, _ operatorSpan: Span, _ right: Node) {
    self.left = left
    self.right = right
    leftOperand = Operand(left)
    rightOperand = Operand(right)
    self.operation = operation
    self.operatorSpan = operatorSpan
    super.init(left.span.joined(with: right.span))
  }

  @inline(__always)
  final func value(
    _ machine: MachinePointer, _ compute: (Double, Double) -> Double
  ) throws(Stop) -> Value {
    let a: Double
    let b: Double
    do throws(Stop) { a = try leftOperand.number(left, machine) } catch {
      return try generalValue(machine, error)
    }
    do throws(Stop) { b = try rightOperand.number(right, machine) } catch {
      return try generalValue(machine, a, error)
    }
    return .number(compute(a, b))
  }

  @inline(__always)
  final func number(
    _ machine: MachinePointer, _ compute: (Double, Double) -> Double
  ) throws(Stop) -> Double {
    let a: Double
    let b: Double
    do throws(Stop) { a = try leftOperand.number(left, machine) } catch {
      return try machine.unboxed(generalValue(machine, error))
    }
    do throws(Stop) { b = try rightOperand.number(right, machine) } catch {
      return try machine.unboxed(generalValue(machine, a, error))
    }
    return compute(a, b)
  }

  /// The left side was no number: it is parked, unless there is more wrong than that.
  @inline(never)
  final func generalValue(_ machine: MachinePointer, _ stop: Stop) throws(Stop) -> Value {
    guard case .notNumber = stop else { throw stop }
    let a = machine.takeParked()
    return try combined(a, right.value(machine), machine)
  }

  /// The right side was no number.
  @inline(never)
  final func generalValue(
    _ machine: MachinePointer, _ a: Double, _ stop: Stop
  ) throws(Stop) -> Value {
    guard case .notNumber = stop else { throw stop }
    return try combined(.number(a), machine.takeParked(), machine)
  }

  /// The operator on values of any kind.
  func combined(_ a: Value, _ b: Value, _ machine: MachinePointer) throws(Stop) -> Value {
    try machine.placing(at: operatorSpan) { context throws(Diagnostic) in
      try Arithmetic.apply(operation, a, b, context)
    }
  }
}

final class AddNode: BinaryNode {
  override func value(_ machine: MachinePointer) throws(Stop) -> Value {
    try value(machine) { $0 + $1 }
  }
  override func number(_ machine: MachinePointer) throws(Stop) -> Double {
    try number(machine) { $0 + $1 }
  }
}

final class SubtractNode: BinaryNode {
  override func value(_ machine: MachinePointer) throws(Stop) -> Value {
    try value(machine) { $0 - $1 }
  }
  override func number(_ machine: MachinePointer) throws(Stop) -> Double {
    try number(machine) { $0 - $1 }
  }
}

final class MultiplyNode: BinaryNode {
  override func value(_ machine: MachinePointer) throws(Stop) -> Value {
    try value(machine) { $0 * $1 }
  }
  override func number(_ machine: MachinePointer) throws(Stop) -> Double {
    try number(machine) { $0 * $1 }
  }
}

final class DivideNode: BinaryNode {
  override func value(_ machine: MachinePointer) throws(Stop) -> Value {
    try value(machine) { $0 / $1 }
  }
  override func number(_ machine: MachinePointer) throws(Stop) -> Double {
    try number(machine) { $0 / $1 }
  }
}

final class PowerNode: BinaryNode {
  override func value(_ machine: MachinePointer) throws(Stop) -> Value {
    try value(machine) { $1 == 2 ? $0 * $0 : pow($0, $1) }
  }
  override func number(_ machine: MachinePointer) throws(Stop) -> Double {
    try number(machine) { $1 == 2 ? $0 * $0 : pow($0, $1) }
  }
}

final class SolveNode: BinaryNode {
  override func value(_ machine: MachinePointer) throws(Stop) -> Value {
    try value(machine) { $1 / $0 }
  }
  override func number(_ machine: MachinePointer) throws(Stop) -> Double {
    try number(machine) { $1 / $0 }
  }
}

/// `A' * B` without the transpose being made.
final class TransposedProductNode: Node {
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
    let a = try left.value(machine)
    let b = try right.value(machine)
    return try machine.placing(at: operatorSpan) { context throws(Diagnostic) in
      if let product = try Products.multiply(transposed: a, b, context) { return product }
      return try Arithmetic.apply(.multiply, a.transposed(context), b, context)
    }
  }
}

final class NegateNode: Node {
  let operand: Node

  init(_ operand: Node, _ span: Span) {
    self.operand = operand
    super.init(span)
  }

  override func value(_ machine: MachinePointer) throws(Stop) -> Value {
    let value = try operand.value(machine)
    if case .number(let number) = value { return .number(-number) }
    return try machine.placing(at: span) { context throws(Diagnostic) in
      try Arithmetic.negate(value, context)
    }
  }

  override func number(_ machine: MachinePointer) throws(Stop) -> Double {
    try machine.unboxed(value(machine))
  }
}

final class TransposeNode: Node {
  let operand: Node

  init(_ operand: Node, _ span: Span) {
    self.operand = operand
    super.init(span)
  }

  override func value(_ machine: MachinePointer) throws(Stop) -> Value {
    let value = try operand.value(machine)
    return try machine.placing(at: span) { context throws(Diagnostic) in
      try value.transposed(context)
    }
  }
}

/// A long `a + b - c …`, worked out from the left without a level of the stack for each operator.
final class ChainNode: Node {
  let first: Node
  let links: [(operation: BinaryOperator, span: Span, operand: Node)]

  init(
    _ first: Node, _ links: [(operation: BinaryOperator, span: Span, operand: Node)], _ span: Span
  ) {
    self.first = first
    self.links = links
    super.init(span)
  }

  override func value(_ machine: MachinePointer) throws(Stop) -> Value {
    var result = try first.value(machine)
    for link in links {
      let operand = try link.operand.value(machine)
      result = try machine.placing(at: link.span) { context throws(Diagnostic) in
        try Arithmetic.apply(link.operation, result, operand, context)
      }
    }
    return result
  }
}

/// `model @ λ`.
final class AtNode: Node {
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
    let model = try left.value(machine)
    let operand = try right.value(machine)
    guard case .record(let record) = model.content, let backing = record.backing else {
      throw machine.fail(
        .typeMismatch, "'@' asks a fitted model, not \(model.description)", at: operatorSpan)
    }
    do {
      return try backing.at(operand)
    } catch {
      throw machine.fail(Diagnostic(inField: error), at: right.span)
    }
  }
}
