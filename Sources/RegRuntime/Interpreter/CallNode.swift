import RegSyntax

/// One argument of a call.
struct ArgumentNode {
  let keyword: Name?
  let value: Node
}

/// `callee(arguments)`.
final class CallNode: Node {
  let callee: Node
  let arguments: [ArgumentNode]
  private let values: Children<Node>
  private let hasKeywords: Bool

  init(_ callee: Node, _ arguments: [ArgumentNode], _ span: Span) {
    self.callee = callee
    self.arguments = arguments
    values = Children(arguments.map(\.value))
    hasKeywords = arguments.contains { $0.keyword != nil }
    super.init(span)
  }

  override func value(_ machine: MachinePointer) throws(Stop) -> Value {
    switch try callee.value(machine) {
    case .object(let object) where object.kind == .function:
      if unsafeDowncast(object, to: FunctionObject.self).isClosure {
        return try call(unsafeDowncast(object, to: Closure.self), machine)
      }
      guard let builtin = object as? BuiltinFunction else {
        throw machine.notCallable(.object(object), self)
      }
      return try call(builtin, machine)
    case let value: throw machine.notCallable(value, self)
    }
  }

  override func number(_ machine: MachinePointer) throws(Stop) -> Double {
    try machine.unboxed(value(machine))
  }

  // MARK: Functions of the script

  private func call(_ closure: Closure, _ machine: MachinePointer) throws(Stop) -> Value {
    let frame = try machine.pushFrame(closure, at: span)
    defer { machine.popFrame(frame, closure) }
    if hasKeywords || values.count != closure.code.parameterCount {
      try placeArguments(closure, frame, machine)
    } else {
      for k in 0..<values.count {
        frame[k] = try values.visit(k) { node throws(Stop) in try node.value(machine) }
      }
    }
    return try machine.enter(closure, frame, at: span)
  }

  private func placeArguments(
    _ closure: Closure, _ frame: Slots, _ machine: MachinePointer
  ) throws(Stop) {
    let binder = ClosureBinder(closure: closure, span: span)
    var position = 0
    for argument in arguments {
      let slot = try machine.placing(at: argument.value.span) { _ throws(Diagnostic) in
        try binder.slot(argument, position: position, arguments, frame)
      }
      if argument.keyword == nil { position += 1 }
      frame[slot] = try argument.value.value(machine)
    }
    try machine.placing(at: span) { _ throws(Diagnostic) in try binder.checkComplete(frame) }
  }

  // MARK: Built-ins

  private func call(_ function: BuiltinFunction, _ machine: MachinePointer) throws(Stop) -> Value {
    var values: [CallArgument] = []
    values.reserveCapacity(arguments.count)
    for argument in arguments {
      values.append(
        CallArgument(
          keyword: argument.keyword?.canonical, keywordSpan: argument.keyword?.span,
          value: try argument.value.value(machine), span: argument.value.span))
    }
    return try machine.call(function, values, at: span)
  }
}

/// `f(x)` of a built-in that takes a number to a number, unboxed while it is called with one.
final class NumberCallNode: Node {
  let function: any NumberFunction
  /// The name it is called by, which a variable may take.
  let cell: Slots
  let argument: Node
  let general: CallNode

  init(_ function: any NumberFunction, _ cell: Slots, _ argument: Node, general: CallNode) {
    self.function = function
    self.cell = cell
    self.argument = argument
    self.general = general
    super.init(general.span)
  }

  override func value(_ machine: MachinePointer) throws(Stop) -> Value {
    guard cell.pointee == nil else { return try general.value(machine) }
    let value = try argument.value(machine)
    if case .number(let number) = value { return .number(function(number)) }
    return try call(value, machine)
  }

  override func number(_ machine: MachinePointer) throws(Stop) -> Double {
    guard cell.pointee == nil else { return try machine.unboxed(general.value(machine)) }
    let value: Value
    do throws(Stop) {
      return function(try argument.number(machine))
    } catch {
      guard case .notNumber = error else { throw error }
      value = machine.takeParked()
    }
    return try machine.unboxed(call(value, machine))
  }

  private func call(_ value: Value, _ machine: MachinePointer) throws(Stop) -> Value {
    guard case .object(let object) = try general.callee.value(machine),
      let builtin = object as? BuiltinFunction
    else { return try general.value(machine) }
    let argument = CallArgument(
      keyword: nil, keywordSpan: nil, value: value, span: argument.span)
    return try machine.call(builtin, [argument], at: span)
  }
}

extension MachinePointer {
  /// Calls a built-in; what it throws is placed at the call or at the argument to blame.
  func call(
    _ function: BuiltinFunction, _ values: [CallArgument], at span: Span
  ) throws(Stop) -> Value {
    try step(at: span)
    let source = source
    let binder = ArgumentBinder(function: function, callSpan: span, source: source)
    let bound = try placing(at: span) { _ throws(Diagnostic) in try binder.bind(values) }
    let arguments = Arguments(function: function, context: pointee.context, bound: bound)
    let value: Value
    do {
      value = try function.builtin.call(arguments)
    } catch let request as ExitRequest {
      pointee.failure = request
      throw .failed
    } catch {
      let diagnostic = Diagnostic(error, thrownBy: arguments)
      guard diagnostic.code == .interrupted else { throw fail(diagnostic, at: span) }
      // Built-ins do not know whether somebody asked them to stop, or the clock.
      var reason = pointee.context.whyStopped
      reason.help = diagnostic.help
      throw fail(reason, at: span)
    }
    guard value.nesting <= Nesting.deepest else { throw fail(Nesting.tooDeep, at: span) }
    return value
  }

  /// Calls any function with values at hand.
  func call(
    _ function: FunctionObject, _ values: [Value], at span: Span
  ) throws(Stop) -> Value {
    if let builtin = function as? BuiltinFunction {
      let arguments = values.map {
        CallArgument(keyword: nil, keywordSpan: nil, value: $0, span: span)
      }
      return try call(builtin, arguments, at: span)
    }
    guard let closure = function as? Closure else {
      throw fail(.notCallable, "this function cannot be called here", at: span)
    }
    let binder = ClosureBinder(closure: closure, span: span)
    guard values.count <= closure.code.parameters.count else {
      throw fail(binder.tooMany(values.count), at: span)
    }
    let frame = try pushFrame(closure, at: span)
    defer { popFrame(frame, closure) }
    for (k, value) in values.enumerated() { frame[k] = value }
    try placing(at: span) { _ throws(Diagnostic) in try binder.checkComplete(frame) }
    return try enter(closure, frame, at: span)
  }

  @inline(never)
  func notCallable(_ value: Value, _ call: CallNode) -> Stop {
    let written = source.text(call.callee.span)
    switch value.content {
    case .matrix, .mask, .texts, .range, .list, .table, .record:
      let inside = call.arguments.map { source.text($0.value.span) }.joined(separator: ", ")
      let isShort = written.count + inside.count <= 40 && !inside.isEmpty
      return fail(
        .callOnArray, "'\(written)' is \(value.description), not a function", at: call.span,
        help: isShort ? "[ ] indexes: \(written)[\(inside)]" : "[ ] indexes, ( ) calls")
    default:
      return fail(
        .notCallable, "'\(written)' is \(value.description), not a function", at: call.callee.span,
        help: nearFunction(call.callee).map { "did you mean '\($0)'?" })
    }
  }

  /// Of a field that is no function, the field of a like name that is one.
  private func nearFunction(_ callee: Node) -> String? {
    // What is more than a variable might do something when it is worked out again.
    guard let field = callee as? FieldNode, field.base is LocalNode || field.base is GlobalNode,
      case .record(let record)? = try? field.base.value(self).content
    else { return nil }
    let functions = record.names.filter { name in
      if case .function? = (try? record.field(name))?.content { true } else { false }
    }
    return nearest(field.name.canonical, in: functions)
  }
}
