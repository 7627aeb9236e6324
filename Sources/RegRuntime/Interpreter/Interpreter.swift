import RegData
public import RegSyntax

/// Runs programs: the variables of a script, and the machine that changes them.
///
/// Confined to one thread at a time. An error leaves everything as it was after the last thing
/// that worked.
public final class Interpreter {
  public let context: Context
  /// Knobs and watches of the top level.
  public let workbench = Workbench()
  /// Whether watches are being worked out.
  var isRefreshing = false
  let globals = Globals(areOfSession: true)
  /// For code that sees built-ins and nothing else.
  let noGlobals = Globals()
  private let machine: MachinePointer
  private let stack: Slots
  private var builtins: [String: BuiltinFunction] = [:]
  /// The files being imported, outermost first.
  private var importing: [ImportedFile] = []
  /// Every file imported so far, with the variables that its functions refer to without owning.
  private var imported: [(file: ImportedFile, globals: Globals)] = []

  public init(context: Context) {
    self.context = context
    stack = Slots.allocate(capacity: Machine.stackSlots)
    machine = MachinePointer.allocate(capacity: 1)
    machine.initialize(
      to: Machine(
        base: globals.slots, top: stack, limit: stack + Machine.stackSlots,
        code: Unmanaged.passUnretained(Interpreter.idle), budget: Budget(limits: context.limits),
        context: context, interpreter: self))
    context.callFunction = { [unowned self] function, arguments, span in
      try call(function, arguments, at: span)
    }
    context.makeColumnFunction = { [unowned self] text, label, values in
      try columnFunction(text, label: label, values)
    }
    context.makeFunction = { [unowned self] in try function($0) }
    context.setAnswer = { [unowned self] in globals["ans"] = $0 }
  }

  deinit {
    machine.deinitialize(count: 1)
    machine.deallocate()
    stack.deallocate()
  }

  /// What runs while nothing does.
  private static let idle = Code(name: nil, source: SourceText(""))

  // MARK: Variables

  /// A top-level variable by canonical name. Setting `nil` removes it; constants cannot be set.
  public subscript(global canonicalName: String) -> Value? {
    get { globals[canonicalName] }
    set {
      guard Lowering.constants[canonicalName] == nil else { return }
      globals[canonicalName] = newValue
      workbench.note(canonicalName, newValue)
    }
  }

  /// The top-level variables, in order of first mention.
  public var globalNames: [String] { globals.assignedNames }

  /// What may follow a value and a dot.
  public func completionFields(of value: Value) -> [String] {
    switch value.content {
    case .record(let record): record.names
    case .table(let table): table.names
    default: []
    }
  }

  func builtin(named canonicalName: String) -> BuiltinFunction? {
    if let function = builtins[canonicalName] { return function }
    guard let builtin = context.builtins[canonicalName] else { return nil }
    let function = BuiltinFunction(builtin)
    builtins[canonicalName] = function
    return function
  }

  // MARK: Running

  /// Runs a program; `show` takes the value of each top-level expression that no `;` follows, and
  /// `ans` keeps it.
  ///
  /// - Throws: `Diagnostic`, or `ExitRequest` where the script asked to end.
  public func run(_ program: Program, show: (Value) throws -> Void) throws {
    try start { () throws in try run(program, in: globals, show: show) }
  }

  /// Runs a program and gives the value of its last statement; `none` where that has none.
  public func evaluate(_ program: Program) throws -> Value {
    var last = Value.none
    try start { () throws in
      try run(program, in: globals, onValue: { value, _ in last = value })
    }
    return last
  }

  /// Calls a function value; the built-ins that take functions do it through the context.
  public func call(
    _ function: FunctionObject, _ arguments: [Value], at span: Span
  ) throws -> Value {
    // From a host, outside of any run, it is a run of its own.
    guard machine.pointee.stackFloor != 0 else {
      return try start { () throws in try call(function, arguments, at: span) }
    }
    do throws(Stop) {
      return try machine.call(function, arguments, at: span)
    } catch {
      throw failure()
    }
  }

  /// Reads a function of columns as a formula would have it.
  private func columnFunction(
    _ text: String, label: String, _ values: [Value]
  ) throws -> ColumnFunctionTransform {
    // The line end closes a comment that the text may hold.
    let source = SourceText("~ I(\(text)\n)")
    let result = Parser.parse(source)
    guard let statements = result.program?.statements, statements.count == 1,
      case .expression(let expression) = statements[0].kind,
      case .formula(let syntax) = expression.kind
    else {
      throw result.diagnostics.first
        ?? Diagnostic(.badFormula, "'\(label)' is no function of columns")
    }
    return try start { () throws in
      // Without the variables of this session: a function means what it meant where it was fitted.
      let lowering = Lowering(interpreter: self, globals: noGlobals, source: source)
      let node = try lowering.lower(syntax, expression.span)
      let code = Code(name: nil, source: source)
      let (base, caller) = (machine.pointee.base, machine.pointee.code)
      machine.pointee.base = noGlobals.slots
      machine.pointee.code = Unmanaged.passUnretained(code)
      defer {
        machine.pointee.base = base
        machine.pointee.code = caller
      }
      let formula: FormulaObject
      do throws(Stop) {
        formula = try withExtendedLifetime(code) { () throws(Stop) in
          try node.formula(machine, values: values)
        }
      } catch {
        throw failure()
      }
      guard case .factor(.function(let transform)) = formula.formula.predictors,
        var function = transform as? ColumnFunctionTransform
      else { throw Diagnostic(.badFormula, "'\(label)' is no function of columns") }
      function.label = label
      return function
    }
  }

  /// Gets the machine ready for a run and lays it to rest after it.
  private func start<Result>(_ body: () throws -> Result) throws -> Result {
    guard machine.pointee.stackFloor == 0 else { return try body() }
    machine.pointee.budget = Budget(limits: context.limits)
    machine.pointee.countdown = 0
    context.interrupt.allow(seconds: context.limits.seconds)
    machine.pointee.stackFloor = ProcessorStack.floor()
    defer {
      context.interrupt.allow(seconds: nil)
      machine.pointee.stackFloor = 0
      machine.pointee.parked = .none
      machine.pointee.returned = .none
    }
    return try body()
  }

  private func run(
    _ program: Program, in globals: Globals, show: (Value) throws -> Void
  ) throws {
    try run(program, in: globals) { value, isShown in
      if case .none = value { return }
      globals["ans"] = value
      if isShown { try show(value) }
    }
  }

  private func run(
    _ program: Program, in globals: Globals, onValue: (Value, Bool) throws -> Void
  ) throws {
    var lowering = Lowering(interpreter: self, globals: globals, source: program.source)
    lowering.isWatched = globals === self.globals
    let code = Code(name: nil, source: program.source)
    let (base, caller) = (machine.pointee.base, machine.pointee.code)
    machine.pointee.base = globals.slots
    machine.pointee.code = Unmanaged.passUnretained(code)
    defer {
      machine.pointee.base = base
      machine.pointee.code = caller
      machine.pointee.extents.removeAll()
    }
    try withExtendedLifetime(code) {
      for statement in program.statements {
        if globals === self.globals, try runWatching(statement, lowering) { continue }
        try run(statement, lowering, onValue)
        if globals === self.globals { try refresh(after: statement) }
      }
    }
  }

  private func run(
    _ statement: Statement, _ lowering: Lowering, _ onValue: (Value, Bool) throws -> Void
  ) throws {
    var value = Value.none
    do throws(Stop) {
      try machine.step(at: statement.span)
      if case .expression(let expression) = statement.kind {
        value = try lowered { () throws(Diagnostic) in try lowering.lower(expression) }
          .value(machine)
      } else {
        let action = try lowered { () throws(Diagnostic) in try lowering.lower(statement) }
        _ = try action.run(machine)
      }
    } catch {
      switch error {
      case .leaving: return
      case .failed, .notNumber: throw failure()
      }
    }
    try onValue(value, statement.isShown)
  }

  /// The value of an expression of the top level.
  func value(of expression: Expression, _ lowering: Lowering) throws -> Value {
    do throws(Stop) {
      return try lowered { () throws(Diagnostic) in try lowering.lower(expression) }
        .value(machine)
    } catch {
      throw failure()
    }
  }

  /// Looks at the watches again where a statement has changed what they read.
  private func refresh(after statement: Statement) throws {
    workbench.note(statement) { globals[$0] }
    guard !workbench.isIdle else { return }
    var names = Set<String>()
    statement.collectAssignedNames { names.insert($0.canonical) }
    if !names.isEmpty { try refresh(changed: names) }
  }

  private func lowered<Result>(
    _ lower: () throws(Diagnostic) -> Result
  ) throws(Stop) -> Result {
    do throws(Diagnostic) {
      return try lower()
    } catch {
      machine.pointee.failure = error
      throw .failed
    }
  }

  /// Takes the error that is parked in the machine.
  private func failure() -> any Error {
    defer { machine.pointee.failure = nil }
    return machine.pointee.failure ?? Diagnostic(.raised, "the script stopped without a reason")
  }

  // MARK: Imports

  /// Runs a file by itself and gives its variables.
  func globals(
    ofFile path: String, from importer: SourceText, at span: Span
  ) throws(Stop) -> Globals {
    let globals = Globals()
    do throws(Diagnostic) {
      try context.require(.imports, to: "import files")
      let known = (importing + imported.map(\.file)).first { $0.source === importer }
      let folder = known == nil ? context.scriptDirectory : known?.folder
      let file = try ImportedFile(path, folder: folder)
      guard !importing.contains(where: { $0.realPath == file.realPath }) else {
        throw Diagnostic(.importFailed, "'\(path)' imports itself")
      }
      guard importing.count < Interpreter.deepestImport else {
        throw Diagnostic(.importFailed, "imports are nested too deep")
      }
      let result = Parser.parse(file.source)
      guard let program = result.program else {
        throw result.diagnostics.first ?? Diagnostic(.importFailed, "'\(path)' does not parse")
      }
      importing.append(file)
      defer { importing.removeLast() }
      imported.append((file, globals))
      do {
        try run(program, in: globals, onValue: { _, _ in })
      } catch let diagnostic as Diagnostic {
        throw diagnostic
      } catch {
        machine.pointee.failure = error
        throw Diagnostic(.importFailed, "")
      }
    } catch {
      if machine.pointee.failure is ExitRequest { throw .failed }
      throw machine.fail(error, at: span)
    }
    return globals
  }

  private static let deepestImport = 50
}
