public import RegLinearAlgebra
public import RegSyntax

/// What a running script has of the world: output, random numbers, permissions, a way to stop it.
///
/// One for each session, and like it confined to one thread. Nothing in it is process-wide.
public final class Context {
  /// Takes what the script prints, in whole pieces.
  public var write: (String) -> Void = { _ in }
  /// Takes warnings, as they arise.
  public var warn: (Diagnostic) -> Void = { _ in }
  /// Told, often and from any thread, how far a long built-in has come, and `nil` when it is over.
  public var progress: (@Sendable (WorkProgress?) -> Void)?
  /// Whether a fit that is interrupted keeps what it has for `resume`.
  public var keepsInterrupted = true
  /// What the last fit that was interrupted had by then.
  public var interruptedFit: Value?
  /// Makes a value what `ans` answers.
  public internal(set) var setAnswer: (Value) -> Void = { _ in }
  /// Told of the watches that changed.
  public var reportWatches: ([WatchReport]) -> Void = { _ in }
  /// Lets the user turn knobs, one of which is named; by default there is nobody to.
  public var tweak: (String?) throws -> Void = { _ in }
  /// Lays out a value as `print` shows it.
  public var show: (Value) -> String = { $0.description }
  public var random = RandomGenerator(seed: 0)
  public var capabilities: Capabilities
  public var limits: Limits
  /// Set from another thread, or by Ctrl-C.
  public let interrupt: InterruptHandle
  /// The help page of a name, ready to print; `nil` for a name without one.
  public var helpPage: (String) -> String? = { _ in nil }
  /// What `args` answers.
  public var scriptArguments: [String] = []
  /// The folder of the running script, with a slash at its end: where its files are looked for
  /// after the current one.
  public var scriptDirectory: String?
  /// Every built-in, for `help` and suggestions.
  public let builtins: BuiltinRegistry
  /// Where functions in a term of a formula keep what they learn, while one is worked out.
  var learning: Learning?
  /// Reads the text of a function of columns, with values for those it has in braces, in their
  /// order: what a stored model does.
  public internal(set) var makeColumnFunction:
    (_ text: String, _ label: String, _ values: [Value]) throws -> ColumnFunctionTransform
  /// Makes a function that was stored.
  public internal(set) var makeFunction: (PortableFunction) throws -> FunctionObject
  /// Calls a function value: what `map` and its like use.
  public internal(set) var callFunction: (FunctionObject, [Value], Span) throws -> Value

  public init(
    builtins: BuiltinRegistry, capabilities: Capabilities, limits: Limits,
    interrupt: InterruptHandle = InterruptHandle()
  ) {
    self.builtins = builtins
    self.capabilities = capabilities
    self.limits = limits
    self.interrupt = interrupt
    makeColumnFunction = { _, label, _ in
      throw Diagnostic(.badFormula, "nothing runs here that could work out '\(label)'")
    }
    makeFunction = { _ in throw Diagnostic(.badModel, "nothing runs here that could call it") }
    callFunction = { _, _, span in
      throw Diagnostic(.notCallable, "nothing runs here that could call a function", at: span)
    }
  }

  /// Who shares the work of a fit.
  public var workers: Workers {
    limits.threads.map { Workers(count: min($0, Limits.mostThreads)) } ?? .all
  }

  /// Throws when someone asked to stop or the time is over; long loops of built-ins call it.
  public func checkInterrupt() throws(Diagnostic) {
    if interrupt.isSet { throw whyStopped }
  }

  /// `interrupted`, or `limit-reached` where nobody asked.
  var whyStopped: Diagnostic {
    guard !interrupt.wasAsked, let seconds = limits.seconds else {
      return Diagnostic(.interrupted, "interrupted")
    }
    let time = NumberText.display(seconds)
    return Diagnostic(.limitReached, "the limit of \(time) seconds is reached")
  }

  /// Runs matrix work that ends early when someone asks to stop or the time is over.
  public func stoppable<Value>(_ work: () throws -> Value) throws -> Value {
    let flag = StopFlag(interrupt.asQuestion)
    let result = Result { try StopFlag.$current.withValue(flag, operation: work) }
    // What was left undone is of no use, and its error of no interest.
    if flag.wasSet { throw whyStopped }
    return try result.get()
  }

  /// Checks that an array of that shape can be made, before memory is asked for.
  public func reserve(rows: Int, columns: Int) throws(Diagnostic) {
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    let (bytes, tooMany) = count.multipliedReportingOverflow(by: MemoryLayout<Double>.stride)
    let isCountable = !overflow && !tooMany
    let size = isCountable ? ByteCount.text(bytes) : "too much"
    let what = "a \(rows) × \(columns) array takes \(size)"
    guard isCountable, bytes <= limits.bytes else {
      throw Diagnostic(.tooLarge, "\(what), and \(ByteCount.text(limits.bytes)) are allowed")
    }
    // The kernel grants more than there is, and ends the process when it is used.
    guard bytes >= FreeMemory.smallestToAsk, let free = FreeMemory.bytes(), bytes > free
    else { return }
    throw Diagnostic(.tooLarge, "\(what), and \(ByteCount.text(free)) are free")
  }

  /// Checks that another array of the same shape can be made.
  public func reserve(like matrix: Matrix) throws(Diagnostic) {
    try reserve(rows: matrix.rows, columns: matrix.columns)
  }

  /// Throws `not-permitted` unless the script may do that.
  public func require(_ capability: Capabilities, to purpose: String) throws(Diagnostic) {
    guard capabilities.contains(capability) else {
      throw Diagnostic(.notPermitted, "this script may not \(purpose)")
    }
  }
}

/// What a script may do beyond computing.
public struct Capabilities: OptionSet, Sendable {
  public let rawValue: Int
  public init(rawValue: Int) { self.rawValue = rawValue }

  public static let readFiles = Capabilities(rawValue: 1 << 0)
  public static let writeFiles = Capabilities(rawValue: 1 << 1)
  public static let imports = Capabilities(rawValue: 1 << 2)
  public static let environment = Capabilities(rawValue: 1 << 3)
  public static let clock = Capabilities(rawValue: 1 << 4)
  /// A seed that differs from run to run where none is given.
  public static let randomSeed = Capabilities(rawValue: 1 << 5)

  public static let all: Capabilities = [
    .readFiles, .writeFiles, .imports, .environment, .clock, .randomSeed,
  ]
}

/// How much a script may use before it is stopped.
public struct Limits: Sendable {
  /// Statements, loop rounds and calls in one run; `nil` for no limit.
  public var steps: Int?
  /// Wall-clock seconds for one run; `nil` for no limit.
  public var seconds: Double?
  /// Bytes of the largest single array.
  public var bytes: Int
  /// No more threads than this work side by side, whatever is asked for.
  public static let mostThreads = 64

  /// Nested calls.
  public var depth: Int
  /// Threads that share the work of a fit, which gives the same with any number of them; `nil` for
  /// one a processor.
  public var threads: Int?

  public init(
    steps: Int? = nil, seconds: Double? = nil, bytes: Int = 16 << 30, depth: Int = 1000,
    threads: Int? = nil
  ) {
    self.steps = steps
    self.seconds = seconds
    self.bytes = bytes
    self.depth = depth
    self.threads = threads
  }
}
