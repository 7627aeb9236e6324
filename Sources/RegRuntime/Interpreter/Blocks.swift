import RegSyntax

/// `if` as a value.
final class ConditionalNode: Node {
  let branches: [(condition: Node, body: BlockNode)]
  let otherwise: BlockNode?

  init(_ branches: [(condition: Node, body: BlockNode)], otherwise: BlockNode?, _ span: Span) {
    self.branches = branches
    self.otherwise = otherwise
    super.init(span)
  }

  override func value(_ machine: MachinePointer) throws(Stop) -> Value {
    for (condition, body) in branches where try condition.condition(machine) {
      return try body.value(machine)
    }
    return try otherwise?.value(machine) ?? .none
  }
}

/// A block whose value is that of its last statement.
final class BlockNode: Node {
  let actions: [Action]
  let last: Node?

  init(_ actions: [Action], last: Node?, _ span: Span) {
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
