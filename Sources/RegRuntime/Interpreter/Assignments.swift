import RegData
import RegLinearAlgebra
import RegSyntax

/// `name = value`.
final class AssignAction: Action {
  let slot: Int
  let node: Node

  init(slot: Int, _ node: Node, _ span: Span) {
    self.slot = slot
    self.node = node
    super.init(span)
  }

  override func run(_ machine: MachinePointer) throws(Stop) -> Flow {
    machine.pointee.base[slot] = try node.value(machine)
    return .next
  }
}

/// What an assignment writes.
struct TargetNode {
  let variable: LocalNode
  let steps: [StepNode]
  let span: Span

  enum StepNode {
    case subscripts([SubscriptNode], Span, usesEnd: Bool)
    case field(Name)
  }

  var slot: Int { variable.slot }
  var name: Name { variable.name }
}

extension MachinePointer {
  /// Assigns to a variable or to a part of one.
  func store(_ value: Value, in target: TargetNode) throws(Stop) {
    guard !target.steps.isEmpty else {
      pointee.base[target.slot] = value
      return
    }
    let path = try path(of: target)
    try store(value, at: path, of: target)
  }

  /// The steps of a target with their subscripts worked out.
  func path(of target: TargetNode) throws(Stop) -> [PlaceStep] {
    if pointee.base[target.slot] == nil {
      // A function that changes a part of a global changes a copy of its own.
      guard let global = target.variable.fallback?.cell.pointee else { throw noVariable(target) }
      pointee.base[target.slot] = global
    }
    var path: [PlaceStep] = []
    path.reserveCapacity(target.steps.count)
    for step in target.steps {
      switch step {
      case .field(let name): path.append(.field(name))
      case .subscripts(let nodes, let span, let usesEnd):
        let whole = usesEnd ? try value(at: path, of: target) : .none
        path.append(.subscripts(try values(of: nodes, in: whole), span))
      }
    }
    return path
  }

  /// The value of a part of a variable.
  func value(at path: [PlaceStep], of target: TargetNode) throws(Stop) -> Value {
    guard var value = pointee.base[target.slot] else { throw noVariable(target) }
    for step in path {
      value = try placing(at: step.span) { context throws(Diagnostic) in
        switch step {
        case .field(let name): try value.field(name)
        case .subscripts(let subscripts, _): try value.part(subscripts, context)
        }
      }
    }
    return value
  }

  func store(_ new: Value, at path: [PlaceStep], of target: TargetNode) throws(Stop) {
    guard var value = pointee.base[target.slot] else { throw noVariable(target) }
    pointee.base[target.slot] = .some(.none)
    defer { pointee.base[target.slot] = value }
    do throws(Diagnostic) {
      try Writing.store(new, at: path[...], in: &value, pointee.context)
    } catch {
      throw fail(error, at: target.span)
    }
  }

  private func noVariable(_ target: TargetNode) -> Stop {
    let name = target.name.written
    let help =
      switch target.steps.first {
      case .field?: "make it first: \(name) = record()"
      default: "make it first, as in \(name) = zeros(…)"
      }
    return fail(.unknownName, "'\(name)' is not defined", at: target.name.span, help: help)
  }
}

/// `a[i].b = value`.
final class PlaceAction: Action {
  let target: TargetNode
  let node: Node

  init(_ target: TargetNode, _ node: Node, _ span: Span) {
    self.target = target
    self.node = node
    super.init(span)
  }

  override func run(_ machine: MachinePointer) throws(Stop) -> Flow {
    try machine.store(node.value(machine), in: target)
    return .next
  }
}

/// `v[i] = number` and `M[i, j] = number`, in place.
final class EntryAction: Action {
  let row: Node
  let column: Node?
  let node: Node
  let general: PlaceAction

  init(_ row: Node, _ column: Node?, _ node: Node, general: PlaceAction) {
    self.row = row
    self.column = column
    self.node = node
    self.general = general
    super.init(general.span)
  }

  override func run(_ machine: MachinePointer) throws(Stop) -> Flow {
    let number: Double
    do throws(Stop) { number = try node.number(machine) } catch {
      guard case .notNumber = error else { throw error }
      try machine.store(machine.takeParked(), in: general.target)
      return .next
    }
    if try store(number, machine) { return .next }
    try machine.store(.number(number), in: general.target)
    return .next
  }

  @inline(__always)
  private func store(_ number: Double, _ machine: MachinePointer) throws(Stop) -> Bool {
    guard let i = try machine.plainNumber(row) else { return false }
    var j: Double?
    if let column {
      j = try machine.plainNumber(column)
      if j == nil { return false }
    }
    let cell = machine.pointee.base + general.target.slot
    guard case .object(var object)? = cell.pointee, object.kind == .matrix else { return false }
    cell.pointee = .some(.none)
    defer { cell.pointee = .object(object) }
    guard isKnownUniquelyReferenced(&object) else { return false }
    let matrix = unsafeDowncast(object, to: MatrixObject.self)
    if let j { return matrix.setEntry(i, j, number) }
    return matrix.setEntry(i, number)
  }
}

/// `name += value` and its like.
final class UpdateAction: Action {
  let slot: Int
  /// The variable, for reading it.
  let variable: LocalNode
  let operation: BinaryOperator
  let operatorSpan: Span
  let operand: Node

  init(
    _ variable: LocalNode, _ operation: BinaryOperator, _ operatorSpan: Span, _ operand: Node,
    _ span: Span
  ) {
    slot = variable.slot
    self.variable = variable
    self.operation = operation
    self.operatorSpan = operatorSpan
    self.operand = operand
    super.init(span)
  }

  override func run(_ machine: MachinePointer) throws(Stop) -> Flow {
    let value: Value
    do throws(Stop) {
      let number = try operand.number(machine)
      if case .number(let current)? = machine.pointee.base[slot] {
        machine.pointee.base[slot] = .number(combined(current, number))
        return .next
      }
      value = .number(number)
    } catch {
      guard case .notNumber = error else { throw error }
      value = machine.takeParked()
    }
    if operation == .add, append(value, machine) { return .next }
    let current = try variable.value(machine)
    machine.pointee.base[slot] = try machine.placing(at: operatorSpan) {
      context throws(Diagnostic) in
      try Arithmetic.apply(operation, current, value, context)
    }
    return .next
  }

  @inline(__always)
  private func combined(_ current: Double, _ number: Double) -> Double {
    switch operation {
    case .add: current + number
    case .subtract: current - number
    case .multiply: current * number
    default: current / number
    }
  }

  /// Strings and lists grow in place, or a loop that builds one would copy it every time.
  private func append(_ value: Value, _ machine: MachinePointer) -> Bool {
    guard case .object(let addition) = value else { return false }
    let cell = machine.pointee.base + slot
    guard case .object(var object)? = cell.pointee, object.kind == addition.kind,
      object.kind == .text || object.kind == .list
    else { return false }
    cell.pointee = .some(.none)
    defer { cell.pointee = .object(object) }
    guard isKnownUniquelyReferenced(&object) else { return false }
    if object.kind == .text {
      let text = unsafeDowncast(object, to: TextObject.self)
      text.text += unsafeDowncast(addition, to: TextObject.self).text
      return true
    }
    let list = unsafeDowncast(object, to: ListObject.self)
    let added = unsafeDowncast(addition, to: ListObject.self)
    guard added.nesting <= list.nesting else { return false }
    list.elements += added.elements
    return true
  }
}

/// `a[i] += value` and its like: the place is worked out once.
final class PlaceUpdateAction: Action {
  let target: TargetNode
  let operation: BinaryOperator
  let operatorSpan: Span
  let operand: Node

  init(
    _ target: TargetNode, _ operation: BinaryOperator, _ operatorSpan: Span, _ operand: Node,
    _ span: Span
  ) {
    self.target = target
    self.operation = operation
    self.operatorSpan = operatorSpan
    self.operand = operand
    super.init(span)
  }

  override func run(_ machine: MachinePointer) throws(Stop) -> Flow {
    let path = try machine.path(of: target)
    let current = try machine.value(at: path, of: target)
    let value = try operand.value(machine)
    let new = try machine.placing(at: operatorSpan) { context throws(Diagnostic) in
      try Arithmetic.apply(operation, current, value, context)
    }
    try machine.store(new, at: path, of: target)
    return .next
  }
}

/// `a, b = values`.
final class UnpackAction: Action {
  let targets: [TargetNode]
  let node: Node

  init(_ targets: [TargetNode], _ node: Node, _ span: Span) {
    self.targets = targets
    self.node = node
    super.init(span)
  }

  override func run(_ machine: MachinePointer) throws(Stop) -> Flow {
    let whole = try node.value(machine)
    let count: Int
    switch whole.content {
    case .list(let elements): count = elements.count
    case .matrix(let matrix) where matrix.rows == 1 || matrix.columns == 1: count = matrix.count
    case .texts(let texts) where texts.rows == 1 || texts.columns == 1: count = texts.count
    case .range(let range): count = range.count
    case .column(let column): count = column.count
    default:
      throw machine.fail(
        .typeMismatch, "\(whole.description) cannot be taken apart into \(targets.count) variables",
        at: node.span, help: "a list or a vector can")
    }
    guard count == targets.count else {
      throw machine.fail(
        .shapeMismatch, "\(count) values for \(targets.count) variables", at: node.span)
    }
    for (k, target) in targets.enumerated() {
      let value = try machine.placing(at: node.span) { context throws(Diagnostic) in
        try whole.part([.value(.number(Double(k + 1)), node.span)], context)
      }
      try machine.store(value, in: target)
    }
    return .next
  }
}
