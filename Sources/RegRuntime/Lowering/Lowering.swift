import RegData
import RegSyntax

/// Turns the tree of a script into nodes that run: names become slots, and what can be decided
/// before running is.
struct Lowering {
  let interpreter: Interpreter
  let globals: Globals
  let source: SourceText
  /// The function being lowered; `nil` at top level.
  var scope: Scope?
  /// What the function being lowered reads of the script; `nil` at top level.
  var reads: GlobalReads?
  /// Whether watches follow what the statements do.
  var isWatched = false

  init(interpreter: Interpreter, globals: Globals, source: SourceText) {
    self.interpreter = interpreter
    self.globals = globals
    self.source = source
  }

  /// Names whose values no script changes.
  static let constants: [String: Double] = [
    "pi": .pi, "inf": .infinity, "nan": .nan, "missing": .missing,
  ]

  func fail(
    _ code: DiagnosticCode, _ message: String, at span: Span, help: String? = nil
  ) -> Diagnostic {
    Diagnostic(code, message, at: span, help: help, source: source)
  }

  // MARK: Names

  /// The slot of a variable that is assigned.
  func slot(assigning name: Name) throws(Diagnostic) -> Int {
    if Lowering.constants[name.canonical] != nil {
      throw fail(.constantName, "'\(name.written)' is a constant", at: name.span)
    }
    if let scope { return scope.declare(name.canonical) }
    return try globalSlot(name)
  }

  private func globalSlot(_ name: Name) throws(Diagnostic) -> Int {
    guard let slot = globals.makeIndex(of: name.canonical) else {
      throw fail(
        .tooLarge, "a script can have \(Globals.capacity) names, no more", at: name.span)
    }
    return slot
  }

  func variable(assigning name: Name) throws(Diagnostic) -> LocalNode {
    let slot = try slot(assigning: name)
    return LocalNode(slot: slot, name: name, fallback: try global(name))
  }

  func global(_ name: Name) throws(Diagnostic) -> GlobalNode {
    let node = GlobalNode(
      globals: globals, slot: try globalSlot(name), name: name,
      builtin: interpreter.builtin(named: name.canonical))
    reads?.insert(node.cell)
    return node
  }

  func lower(_ name: Name) throws(Diagnostic) -> Node {
    if let constant = Lowering.constants[name.canonical] {
      return NumberNode(constant, name.span)
    }
    let global = try global(name)
    guard let scope else {
      return LocalNode(slot: try globalSlot(name), name: name, fallback: global)
    }
    guard let slot = scope.slot(of: name.canonical) else { return global }
    return LocalNode(slot: slot, name: name, fallback: global)
  }

  // MARK: Functions

  /// - Parameter name: The variable that the function is assigned to, if it is one.
  func lower(_ function: Function, name: Name?) throws(Diagnostic) -> ClosureNode {
    var inner = self
    let scope = Scope(parent: scope, ownName: name?.canonical)
    inner.scope = scope
    let reads = GlobalReads()
    inner.reads = reads
    for parameter in function.parameters {
      if Lowering.constants[parameter.name.canonical] != nil {
        throw fail(
          .constantName, "'\(parameter.name.written)' is a constant", at: parameter.name.span)
      }
      scope.declare(parameter.name.canonical)
    }
    guard scope.names.count == function.parameters.count else {
      throw fail(.duplicateArgument, "two parameters have one name", at: function.span)
    }
    let body: Node
    switch function.body {
    case .expression(let expression):
      expression.collectAssignedNames { scope.declare($0.canonical) }
      body = try inner.lower(expression)
    case .block(let block):
      for name in block.assignedNames { scope.declare(name.canonical) }
      body = try inner.lowerValue(of: block, isTail: true)
    }
    var parameters: [FunctionCode.Parameter] = []
    for parameter in function.parameters {
      let defaultValue = try parameter.defaultValue.map { expression throws(Diagnostic) in
        try inner.lower(expression)
      }
      parameters.append(FunctionCode.Parameter(name: parameter.name, defaultValue: defaultValue))
    }
    self.reads?.insert(reads)
    let code = FunctionCode(
      code: Code(name: name?.written, source: source, localNames: scope.names),
      syntax: function, globals: globals, parameters: parameters, slotCount: scope.names.count,
      captureSlots: scope.captures.map(\.slot), ownSlot: scope.ownSlot,
      parameterText: text(of: function.parameters), globalReads: reads.cells, body: body)
    return ClosureNode(code, sources: scope.captures.map(\.source), function.span)
  }

  private func text(of parameters: [Function.Parameter]) -> String {
    parameters.map { parameter in
      guard let value = parameter.defaultValue else { return parameter.name.written }
      return "\(parameter.name.written) = \(source.text(value.span))"
    }.joined(separator: ", ")
  }
}
