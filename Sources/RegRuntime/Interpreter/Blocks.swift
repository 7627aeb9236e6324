import RegSyntax

/// `if` as a value.
final class ConditionalNode: Node {
  let condition: Node
  let body: Node
  /// Each `else if`.
  let others: [(condition: Node, body: Node)]
  let otherwise: Node?

  init(
    _ condition: Node, _ body: Node, others: [(condition: Node, body: Node)], otherwise: Node?,
    _ span: Span
  ) {
    self.condition = condition
    self.body = body
    self.others = others
    self.otherwise = otherwise
    super.init(span)
  }

  override func value(_ machine: MachinePointer) throws(Stop) -> Value {
    if try condition.condition(machine) { return try body.value(machine) }
    for branch in others where try branch.condition.condition(machine) {
      return try branch.body.value(machine)
    }
    return try otherwise?.value(machine) ?? .none
  }
}

/// A block whose value is that of its last statement.
final class BlockNode: Node {
  let actions: Actions
  let last: Node?

  init(_ actions: Actions, last: Node?, _ span: Span) {
    self.actions = actions
    self.last = last
    super.init(span)
  }

  override func value(_ machine: MachinePointer) throws(Stop) -> Value {
    let flow = try actions.run(machine)
    guard flow == .next else {
      machine.pointee.flow = flow
      throw .leaving
    }
    return try last?.value(machine) ?? .none
  }
}
