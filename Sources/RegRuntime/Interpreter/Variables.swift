import RegSyntax

/// A variable of the running function or, at top level, of the script.
final class LocalNode: Node {
  let slot: Int
  let name: Name
  /// What to read while nothing is assigned: the global or built-in of the same name.
  let fallback: GlobalNode?

  init(slot: Int, name: Name, fallback: GlobalNode?) {
    self.slot = slot
    self.name = name
    self.fallback = fallback
    super.init(name.span)
  }

  override func value(_ machine: MachinePointer) throws(Stop) -> Value {
    if let value = machine.pointee.base[slot] { return value }
    guard let fallback else { throw machine.unknownName(name, globals: nil) }
    return try fallback.value(machine)
  }

  override func number(_ machine: MachinePointer) throws(Stop) -> Double {
    if case .number(let number)? = machine.pointee.base[slot] { return number }
    return try generalNumber(machine)
  }

  @inline(never)
  private func generalNumber(_ machine: MachinePointer) throws(Stop) -> Double {
    machine.pointee.parked = try value(machine)
    throw .notNumber
  }
}

/// A global read from inside a function, or a name that only a built-in may answer to.
final class GlobalNode: Node {
  /// The variable's place, which never moves.
  let cell: Slots
  let name: Name
  let builtin: BuiltinFunction?
  unowned let globals: Globals

  init(globals: Globals, slot: Int, name: Name, builtin: BuiltinFunction?) {
    self.globals = globals
    cell = globals.slots + slot
    self.name = name
    self.builtin = builtin
    super.init(name.span)
  }

  override func value(_ machine: MachinePointer) throws(Stop) -> Value {
    if let value = cell.pointee { return value }
    if let builtin { return .object(builtin) }
    throw machine.unknownName(name, globals: globals)
  }

  override func number(_ machine: MachinePointer) throws(Stop) -> Double {
    if case .number(let number)? = cell.pointee { return number }
    return try machine.unboxed(value(machine))
  }
}

extension MachinePointer {
  @inline(never)
  func unknownName(_ name: Name, globals: Globals?) -> Stop {
    let variables = globals?.assignedNames ?? []
    let locals = pointee.code.takeUnretainedValue().localNames
    let known = locals + variables + pointee.context.builtins.names
    let near = nearest(name.written, in: known.filter { $0 != name.canonical })
    return fail(
      .unknownName, "'\(name.written)' is not defined", at: name.span,
      help: near.map { "did you mean '\($0)'?" })
  }
}
