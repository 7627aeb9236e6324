/// The names that a piece of a script may read: variables and functions, those of lambdas' bodies
/// included. Names that are only local are among them; a name too many does no harm.
extension Expression {
  public var namesRead: Set<String> {
    var names = Set<String>()
    collectNamesRead(into: &names)
    return names
  }

  fileprivate func collectNamesRead(into names: inout Set<String>) {
    switch kind {
    case .name(let name): names.insert(name.canonical)
    case .lambda(let function): names.formUnion(function.namesRead)
    default:
      var inner = Set<String>()
      forEachPart(
        { $0.collectNamesRead(into: &inner) }, block: { inner.formUnion($0.namesRead) })
      names.formUnion(inner)
    }
  }
}

extension Function {
  public var namesRead: Set<String> {
    var names = Set<String>()
    for parameter in parameters {
      if let value = parameter.defaultValue { names.formUnion(value.namesRead) }
    }
    switch body {
    case .expression(let expression): names.formUnion(expression.namesRead)
    case .block(let block): names.formUnion(block.namesRead)
    }
    return names
  }
}

extension Block {
  fileprivate var namesRead: Set<String> {
    statements.reduce(into: []) { $0.formUnion($1.namesRead) }
  }
}

extension Statement {
  public var namesRead: Set<String> {
    switch kind {
    case .expression(let value), .returning(let value?), .watch(_, let value): value.namesRead
    case .assign(let targets, let value):
      targets.reduce(into: value.namesRead) { $0.formUnion($1.namesRead) }
    case .update(let target, _, _, let value):
      value.namesRead.union(target.namesRead).union([target.name.canonical])
    case .function(_, let function): function.namesRead
    case .forLoop(_, let values, let body): values.namesRead.union(body.namesRead)
    case .whileLoop(let condition, let body): condition.namesRead.union(body.namesRead)
    case .attempt(let body, _, let handler): body.namesRead.union(handler.namesRead)
    case .knob(_, let value, let range):
      value.namesRead.union(range?.low.namesRead ?? []).union(range?.high.namesRead ?? [])
    case .returning(nil), .breaking, .continuing, .importing, .unwatch, .tweak: []
    }
  }
}

extension Target {
  fileprivate var namesRead: Set<String> {
    var names = Set<String>()
    for case .subscripts(let subscripts, _) in path {
      for case .value(let part) in subscripts { names.formUnion(part.namesRead) }
    }
    return names
  }
}
