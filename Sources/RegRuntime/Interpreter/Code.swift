import RegSyntax

/// A function's body, or a file's top level, made ready to run.
final class Code: Sendable {
  /// What a trace calls it; `nil` for a lambda and for the top level.
  let name: String?
  let source: SourceText
  /// For suggestions, in the order of the slots.
  let localNames: [String]

  init(name: String?, source: SourceText, localNames: [String] = []) {
    self.name = name
    self.source = source
    self.localNames = localNames
  }
}

/// What a function that scripts define is made of, whatever values it was created with.
///
/// Nodes refer to one interpreter's variables, so a function is called by that interpreter alone.
final class FunctionCode: @unchecked Sendable {
  struct Parameter {
    let name: Name
    /// `nil` for a parameter that has to be given.
    let defaultValue: Node?
  }

  let code: Code
  /// As the script has it, for functions that are stored.
  let syntax: Function
  /// The variables that the body reads without owning them, while there are any.
  private(set) weak var globals: Globals?
  /// In the first slots of the frame.
  let parameters: [Parameter]
  let parameterCount: Int
  let slotCount: Int
  /// Where each captured value goes, parallel to a closure's `captured`.
  let captureSlots: [Int]
  /// The slot by which the function knows itself, if it does.
  let ownSlot: Int?
  /// The parameters as written, for showing the function.
  let parameterText: String
  /// The variables of the script that it, or a function written in it, may read.
  let globalReads: [Slots]
  let hasDefaults: Bool
  /// Whether anything but arguments has to be put into a new frame.
  let hasCaptures: Bool
  let body: Node

  init(
    code: Code, syntax: Function, globals: Globals, parameters: [Parameter], slotCount: Int,
    captureSlots: [Int], ownSlot: Int?, parameterText: String, globalReads: [Slots], body: Node
  ) {
    self.code = code
    self.syntax = syntax
    self.globals = globals
    self.parameters = parameters
    parameterCount = parameters.count
    hasCaptures = !captureSlots.isEmpty || ownSlot != nil
    hasDefaults = parameters.contains { $0.defaultValue != nil }
    self.slotCount = slotCount
    self.captureSlots = captureSlots
    self.ownSlot = ownSlot
    self.parameterText = parameterText
    self.globalReads = globalReads
    self.body = body
  }
}

/// A function that a script defined, with the values it was created with.
public final class Closure: FunctionObject, @unchecked Sendable {
  let code: FunctionCode
  let captured: [Value?]
  let nesting: Int

  init(code: FunctionCode, captured: [Value?]) {
    self.code = code
    self.captured = captured
    nesting = Nesting.around(captured.lazy.compactMap(\.self))
    super.init(name: code.code.name, isClosure: true)
  }

  /// The parameters as the script writes them: `width, height = width`.
  public var parameterText: String { code.parameterText }
  public var parameterCount: Int { code.parameterCount }
}

/// `fn` and `->`: makes a function of its code and the values around it.
final class ClosureNode: Node {
  let code: FunctionCode
  /// Where the running function has the values to be captured.
  let sources: [Int]

  init(_ code: FunctionCode, sources: [Int], _ span: Span) {
    self.code = code
    self.sources = sources
    super.init(span)
  }

  override func value(_ machine: MachinePointer) throws(Stop) -> Value {
    let closure = Closure(code: code, captured: sources.map { machine.pointee.base[$0] })
    guard closure.nesting <= Nesting.deepest else { throw machine.fail(Nesting.tooDeep, at: span) }
    return .object(closure)
  }
}
