import RegSyntax

extension Lowering {
  func lower(_ block: Block) throws(Diagnostic) -> Actions {
    try lower(block.statements[...])
  }

  private func lower(_ statements: ArraySlice<Statement>) throws(Diagnostic) -> Actions {
    var actions: [Action] = []
    actions.reserveCapacity(statements.count)
    for statement in statements { actions.append(try lower(statement)) }
    return Actions(actions)
  }

  /// A block as a value: that of its last statement.
  ///
  /// - Parameter isTail: Whether the block's value is that of the function, so that a `return` at
  ///   its end is nothing but a value.
  func lowerValue(of block: Block, isTail: Bool) throws(Diagnostic) -> Node {
    var last: Node?
    var statements = block.statements[...]
    switch block.statements.last?.kind {
    case .expression(let expression)?:
      statements = statements.dropLast()
      if case .conditional(let conditional) = expression.kind {
        last = try lowerValue(of: conditional, expression.span, isTail: isTail)
      } else {
        last = try lower(expression)
      }
    case .returning(let expression)? where isTail:
      statements = statements.dropLast()
      last = try expression.map { expression throws(Diagnostic) in try lower(expression) }
    default: break
    }
    if statements.isEmpty, let last { return last }
    return BlockNode(try lower(statements), last: last, block.span)
  }

  func lowerValue(
    of conditional: Conditional, _ span: Span, isTail: Bool
  ) throws(Diagnostic) -> Node {
    var branches: [(condition: Node, body: Node)] = []
    for branch in conditional.branches {
      branches.append(
        (try lower(branch.condition), try lowerValue(of: branch.body, isTail: isTail)))
    }
    let otherwise = try conditional.otherwise.map { block throws(Diagnostic) in
      try lowerValue(of: block, isTail: isTail)
    }
    let first = branches.removeFirst()
    return ConditionalNode(
      first.condition, first.body, others: branches, otherwise: otherwise, span)
  }

  func lower(_ statement: Statement) throws(Diagnostic) -> Action {
    let span = statement.span
    switch statement.kind {
    case .expression(let expression): return try lowerAction(expression)
    case .assign(let targets, let value): return try lower(targets, value, span)
    case .update(let target, let operation, let operatorSpan, let value):
      return try lower(target, operation, operatorSpan, value, span)
    case .function(let name, let function):
      let slot = try slot(assigning: name)
      return AssignAction(slot: slot, try lower(function, name: name), span)
    case .forLoop(let name, let values, let body): return try lowerLoop(name, values, body, span)
    case .whileLoop(let condition, let body):
      return WhileAction(try lower(condition), try lower(body), span)
    case .attempt(let body, let error, let handler):
      var slot: Int?
      if let error { slot = try self.slot(assigning: error) }
      return AttemptAction(try lower(body), errorSlot: slot, handler: try lower(handler), span)
    case .returning(let expression):
      let node = try expression.map { expression throws(Diagnostic) in try lower(expression) }
      return ReturnAction(node, span)
    case .knob, .watch, .unwatch, .tweak:
      // The parser lets them stand at top level alone, where they are not lowered.
      throw Diagnostic(.misplacedKeyword, "this belongs outside of blocks", at: span)
    case .breaking: return JumpAction(.breaking, span)
    case .continuing: return JumpAction(.continuing, span)
    case .importing(let path, let pathSpan, let name):
      var slot: Int?
      if let name { slot = try self.slot(assigning: name) }
      return ImportAction(
        path: path, pathSpan: pathSpan, slot: slot, into: scope == nil ? globals : nil, span)
    }
  }

  private func lowerAction(_ expression: Expression) throws(Diagnostic) -> Action {
    guard case .conditional(let conditional) = expression.kind else {
      return ExpressionAction(try lower(expression))
    }
    var branches: [(condition: Node, body: Actions)] = []
    for branch in conditional.branches {
      branches.append((try lower(branch.condition), try lower(branch.body)))
    }
    let otherwise = try conditional.otherwise.map { block throws(Diagnostic) in try lower(block) }
    let first = branches.removeFirst()
    return ConditionalAction(
      first.condition, first.body, others: branches, otherwise: otherwise, expression.span)
  }

  private func lowerLoop(
    _ name: Name, _ values: Expression, _ body: Block, _ span: Span
  ) throws(Diagnostic) -> Action {
    let slot = try slot(assigning: name)
    let node = try lower(values)
    let actions = try lowerBody(body, of: name, span)
    if let range = node as? RangeNode {
      return RangeLoopAction(slot: slot, range, actions, span)
    }
    return ForAction(slot: slot, node, actions, span)
  }

  /// The rounds of a loop; where somebody watches, each is looked at when it is over.
  private func lowerBody(
    _ body: Block, of name: Name, _ span: Span
  ) throws(Diagnostic) -> Actions {
    guard isWatched, scope == nil, !interpreter.workbench.isIdle else { return try lower(body) }
    var actions: [Action] = []
    for statement in body.statements { actions.append(try lower(statement)) }
    let names = Set(body.assignedNames.map(\.canonical)).union([name.canonical])
    return Actions(actions + [RefreshAction(interpreter, names, span)])
  }

  // MARK: Assignments

  private func lower(
    _ targets: [Target], _ value: Expression, _ span: Span
  ) throws(Diagnostic) -> Action {
    if targets.count > 1 {
      var nodes: [TargetNode] = []
      for target in targets { nodes.append(try lower(target)) }
      return UnpackAction(nodes, try lower(value), span)
    }
    let target = targets[0]
    if target.path.isEmpty {
      let slot = try slot(assigning: target.name)
      if case .lambda(let function) = value.kind {
        return AssignAction(slot: slot, try lower(function, name: target.name), span)
      }
      return AssignAction(slot: slot, try lower(value), span)
    }
    let place = PlaceAction(try lower(target), try lower(value), span)
    return entryAction(place) ?? place
  }

  /// The fast form of an assignment to a single entry, if it is one.
  private func entryAction(_ place: PlaceAction) -> EntryAction? {
    guard place.target.steps.count == 1,
      case .subscripts(let nodes, _, usesEnd: false) = place.target.steps[0],
      (1...2).contains(nodes.count)
    else { return nil }
    var indices: [Node] = []
    for case .value(let node, _) in nodes where node.isPlain { indices.append(node) }
    guard indices.count == nodes.count else { return nil }
    return EntryAction(
      indices[0], indices.count == 2 ? indices[1] : nil, place.node, general: place)
  }

  private func lower(
    _ target: Target, _ operation: BinaryOperator, _ operatorSpan: Span, _ value: Expression,
    _ span: Span
  ) throws(Diagnostic) -> Action {
    if target.path.isEmpty {
      return UpdateAction(
        try variable(assigning: target.name), operation, operatorSpan, try lower(value), span)
    }
    return PlaceUpdateAction(
      try lower(target), operation, operatorSpan, try lower(value), span)
  }

  private func lower(_ target: Target) throws(Diagnostic) -> TargetNode {
    var steps: [TargetNode.StepNode] = []
    for step in target.path {
      switch step {
      case .field(let name): steps.append(.field(name))
      case .subscripts(let subscripts, let span):
        let nodes = try lower(subscripts)
        let usesEnd = nodes.contains {
          if case .value(_, usesEnd: true) = $0 { true } else { false }
        }
        steps.append(.subscripts(nodes, span, usesEnd: usesEnd))
      }
    }
    return TargetNode(
      variable: try variable(assigning: target.name), steps: steps, span: target.span)
  }
}
