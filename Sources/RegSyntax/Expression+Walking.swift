extension Expression {
  /// The expressions directly inside this one, and the blocks; not those of a lambda, whose names
  /// are its own, nor the terms of a formula, whose names are columns.
  public func forEachPart(
    _ expression: (Expression) -> Void, block: (Block) -> Void = { _ in }
  ) {
    switch kind {
    case .number, .logical, .none, .name, .end, .lambda: return
    case .string(let literal):
      for case .value(let part, _) in literal.pieces { expression(part) }
    case .matrix(let rows): rows.joined().forEach(expression)
    case .chain(let first, let links):
      expression(first)
      for link in links { expression(link.operand) }
    case .logic(_, let operands): operands.forEach(expression)
    case .not(let operand), .negate(let operand): expression(operand)
    case .binary(let left, _, _, let right):
      expression(left)
      expression(right)
    case .range(let first, let step, let last):
      expression(first)
      if let step { expression(step) }
      expression(last)
    case .postfix(let base, let steps):
      expression(base)
      for step in steps { step.forEachPart(expression) }
    case .pipe(let first, let calls):
      expression(first)
      calls.forEach(expression)
    case .conditional(let conditional):
      for branch in conditional.branches {
        expression(branch.condition)
        block(branch.body)
      }
      if let otherwise = conditional.otherwise { block(otherwise) }
    case .formula(let formula): formula.terms.forEachValue(expression)
    }
  }

  /// Whether `end` in it stands for the size of what the expression indexes.
  public var usesEnd: Bool {
    switch kind {
    case .end: return true
    case .postfix(let base, let steps):
      return base.usesEnd
        || steps.contains { step in
          guard case .call(let arguments, _) = step else { return false }
          return arguments.contains { $0.value.usesEnd }
        }
    default:
      var found = false
      forEachPart { found = found || $0.usesEnd }
      return found
    }
  }

  /// The names that an expression reads, called functions and keywords left out, each once.
  public var valueNames: [Name] {
    var names: [Name] = []
    collectValueNames(into: &names)
    return names
  }

  private func collectValueNames(into names: inout [Name]) {
    switch kind {
    case .name(let name):
      if !names.contains(where: { $0.canonical == name.canonical }) { names.append(name) }
    case .postfix(let base, let steps):
      let isCalled = if case .call? = steps.first { true } else { false }
      if case .name = base.kind, isCalled {} else { base.collectValueNames(into: &names) }
      for step in steps { step.forEachPart { $0.collectValueNames(into: &names) } }
    default: forEachPart { $0.collectValueNames(into: &names) }
    }
  }
}

extension PostfixStep {
  fileprivate func forEachPart(_ expression: (Expression) -> Void) {
    switch self {
    case .call(let arguments, _): for argument in arguments { expression(argument.value) }
    case .index(let subscripts, _):
      for case .value(let part) in subscripts { expression(part) }
    case .field, .transpose: return
    }
  }
}

extension FormulaTerm {
  /// The `{values}` in a term.
  fileprivate func forEachValue(_ expression: (Expression) -> Void) {
    switch kind {
    case .value(let value): expression(value)
    case .sum(let summands): for summand in summands { summand.term.forEachValue(expression) }
    case .crossed(let terms), .interaction(let terms):
      for term in terms { term.forEachValue(expression) }
    case .column, .function, .everyOther, .intercept: return
    }
  }
}

extension Block {
  /// The names that its statements assign, functions inside it left out, each once in order.
  public var assignedNames: [Name] {
    var names: [Name] = []
    collectAssignedNames { name in
      if !names.contains(where: { $0.canonical == name.canonical }) { names.append(name) }
    }
    return names
  }

  fileprivate func collectAssignedNames(_ found: (Name) -> Void) {
    for statement in statements { statement.collectAssignedNames(found) }
  }
}

extension Expression {
  /// The names that blocks inside it assign.
  public func collectAssignedNames(_ found: (Name) -> Void) {
    forEachPart(
      { $0.collectAssignedNames(found) }, block: { $0.collectAssignedNames(found) })
  }
}

extension Statement {
  /// The names that it assigns, with those of its blocks.
  public func collectAssignedNames(_ found: (Name) -> Void) {
    switch kind {
    case .expression(let expression), .returning(let expression?):
      expression.collectAssignedNames(found)
    case .assign(let targets, let value):
      for target in targets { target.collectAssignedNames(found) }
      value.collectAssignedNames(found)
    case .update(let target, _, _, let value):
      target.collectAssignedNames(found)
      value.collectAssignedNames(found)
    case .function(let name, _): found(name)
    case .forLoop(let name, let values, let body):
      found(name)
      values.collectAssignedNames(found)
      body.collectAssignedNames(found)
    case .whileLoop(let condition, let body):
      condition.collectAssignedNames(found)
      body.collectAssignedNames(found)
    case .attempt(let body, let error, let handler):
      body.collectAssignedNames(found)
      if let error { found(error) }
      handler.collectAssignedNames(found)
    case .importing(_, _, let name): if let name { found(name) }
    case .knob(let name, let value, _):
      found(name)
      value.collectAssignedNames(found)
    case .watch(let name, let value):
      if let name { found(name) }
      value.collectAssignedNames(found)
    case .returning(nil), .breaking, .continuing, .unwatch, .tweak: return
    }
  }
}

extension Target {
  fileprivate func collectAssignedNames(_ found: (Name) -> Void) {
    found(name)
    for case .subscripts(let subscripts, _) in path {
      for case .value(let part) in subscripts { part.collectAssignedNames(found) }
    }
  }
}
