import RegSyntax

/// A function of a script as text with the values that it was created with: all that it takes to make
/// it again in another session.
public struct PortableFunction {
  /// What messages call it; nil for a lambda.
  public let name: String?
  /// From `fn` or the parameters to the end of the body.
  public let text: String
  /// By canonical name; nil for a variable that had no value yet.
  public let captured: [(name: String, value: Value?)]
  /// Whether by its name it means itself, whatever variables there are.
  public let knowsItself: Bool
  /// Whether other names are variables of the session that calls it; else there are none.
  public let readsSession: Bool

  public init(
    name: String?, text: String, captured: [(name: String, value: Value?)], knowsItself: Bool,
    readsSession: Bool
  ) {
    self.name = name
    self.text = text
    self.captured = captured
    self.knowsItself = knowsItself
    self.readsSession = readsSession
  }
}

extension Closure {
  /// The function as text; the variables of its session are left out.
  public var portable: PortableFunction {
    let locals = code.code.localNames
    var captured = zip(code.captureSlots, captured).map { (name: locals[$0], value: $1) }
    var knowsItself = code.ownSlot != nil
    let readsSession = code.globals?.areOfSession ?? true
    // The variables of an imported file never change, so that they may as well be captured.
    if !readsSession, let globals = code.globals {
      let known = Set(locals)
      for name in code.syntax.namesRead.sorted() where !known.contains(name) {
        guard let value = globals[name] else { continue }
        if case .object(let object) = value, object === self, name == Name.fold(self.name ?? "") {
          knowsItself = true
        } else {
          captured.append((name, value))
        }
      }
    }
    return PortableFunction(
      name: name, text: code.code.source.text(code.syntax.span), captured: captured,
      knowsItself: knowsItself, readsSession: readsSession)
  }

  /// The names that a call may read, those that captured functions read included.
  var namesRead: Set<String> {
    captured.reduce(into: code.syntax.namesRead) { names, value in
      if case .object(let object)? = value, let inner = object as? Closure {
        names.formUnion(inner.namesRead)
      }
    }
  }
}

extension Interpreter {
  /// Makes a function again.
  ///
  /// - Throws: `Diagnostic` for a text that is no function.
  func function(_ portable: PortableFunction) throws -> FunctionObject {
    let (source, name, syntax) = try Self.parsed(portable)
    var lowering = Lowering(
      interpreter: self, globals: portable.readsSession ? globals : noGlobals, source: source)
    if !portable.captured.isEmpty || portable.knowsItself {
      let scope = Scope(parent: nil, ownName: nil)
      for (name, _) in portable.captured { scope.declare(name) }
      guard scope.names.count == portable.captured.count else { throw Self.noFunction }
      lowering.scope = scope
    }
    let node = try lowering.lower(syntax, name: name)
    return Closure(code: node.code, captured: node.sources.map { portable.captured[$0].value })
  }

  private static let noFunction = Diagnostic(.badModel, "the text of a function is none")

  private static func parsed(
    _ portable: PortableFunction
  ) throws(Diagnostic) -> (SourceText, Name?, Function) {
    // A lambda that stood within brackets may have line ends that mean nothing there.
    for text in [portable.text, "(\(portable.text))"] {
      let source = SourceText(text)
      guard let statements = Parser.parse(source).program?.statements, statements.count == 1 else {
        continue
      }
      switch statements[0].kind {
      case .function(let name, let function) where name.written == portable.name:
        return (source, name, function)
      case .expression(let expression):
        guard case .lambda(let function) = expression.kind else { continue }
        let name = portable.name.map {
          Name(written: $0, canonical: Name.fold($0), span: function.span)
        }
        return (source, name, function)
      default: continue
      }
    }
    throw noFunction
  }
}
