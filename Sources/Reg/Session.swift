public import RegOutput
public import RegPlot
public import RegRuntime
public import RegSyntax
import RegLibrary
import RegLinearAlgebra

/// Runs scripts: their variables, their functions, and what they may do.
///
/// A session belongs to one thread at a time; any number of them run side by side. Nothing that a
/// script does can stop the host program: an error, a limit or an interruption is thrown.
///
/// ```swift
/// let session = Session(limits: Limits(steps: 1_000_000, seconds: 2))
/// session["X"] = Value(matrix)
/// let fit = try session.run(session.compile("lasso(X, y, λ = 0.1)"))
/// let beta = try fit["coefficients"].doubles()
/// ```
public final class Session {
  /// How values are written when a script shows them.
  public var format: OutputFormat = .text
  /// The window that shown values have to fit into.
  public var layout: TextLayout
  /// Takes all that scripts print and show; by default it is dropped.
  public var output: (String) -> Void {
    get { context.write }
    set { context.write = newValue }
  }
  /// Takes warnings as they arise; by default they are dropped.
  public var warnings: (Diagnostic) -> Void {
    get { context.warn }
    set { context.warn = newValue }
  }
  /// Draws a chart in place of characters, for a terminal that shows pictures; nil where it cannot.
  public var picture: (Chart) -> String? = { _ in nil }
  /// Told how far a fit or a cross-validation has come, and `nil` when it is over.
  ///
  /// Called after every λ, on whatever thread does the work, so it should return at once.
  public var progress: (@Sendable (WorkProgress?) -> Void)? {
    get { context.progress }
    set { context.progress = newValue }
  }
  /// Whether a fit that is interrupted leaves the λ it has in `ans`, for `resume` to go on from.
  public var keepsInterruptedFits: Bool {
    get { context.keepsInterrupted }
    set { context.keepsInterrupted = newValue }
  }
  /// What `args` answers in a script.
  public var scriptArguments: [String] {
    get { context.scriptArguments }
    set { context.scriptArguments = newValue }
  }

  /// The folder in which a script's files are looked for after the current one, with a slash at
  /// its end.
  public var scriptDirectory: String? {
    get { context.scriptDirectory }
    set { context.scriptDirectory = newValue }
  }

  let context: Context
  let interpreter: Interpreter

  /// - Parameters:
  ///   - limits: What each run may use.
  ///   - capabilities: What scripts may do beyond computing; nothing unless it is granted.
  ///   - seed: Starts the random numbers; without one they differ from session to session where
  ///     `capabilities` has `randomSeed`, and are always the same where it has not.
  ///   - interrupt: Stops a run from another thread or from a signal handler.
  public init(
    limits: Limits = Limits(), capabilities: Capabilities = [], seed: UInt64? = nil,
    interrupt: InterruptHandle = InterruptHandle(), layout: TextLayout = TextLayout()
  ) {
    self.layout = layout
    context = Context(
      builtins: BuiltinRegistry(StandardLibrary.builtins, topics: StandardLibrary.topics),
      capabilities: capabilities, limits: limits, interrupt: interrupt)
    context.random = RandomGenerator(seed: seed ?? Self.defaultSeed(capabilities))
    interpreter = Interpreter(context: context)
    context.show = { [unowned self] in ValueFormatter(layout: self.layout).text(of: $0) }
    context.reportWatches = { [unowned self] in self.write($0) }
    context.tweak = { [unowned self] in self.showKnobs($0) }
    context.helpPage = { [unowned self] topic in
      topic.isEmpty ? self.help.text : self.help.text(about: topic)
    }
  }

  private static func defaultSeed(_ capabilities: Capabilities) -> UInt64 {
    guard capabilities.contains(.randomSeed) else { return 0 }
    return SystemRandomNumberGenerator().seed
  }

  /// Stops a run; safe to use from any thread.
  public var interrupt: InterruptHandle { context.interrupt }

  /// Every function that the language comes with.
  public var builtins: BuiltinRegistry { context.builtins }

  /// Help pages, the index, and searches.
  public var help: HelpIndex { HelpIndex(context.builtins, layout: layout) }

  // MARK: Variables

  /// A variable of the session, by its name or the Greek spelling of it.
  ///
  /// Setting `nil` removes it. The names of constants cannot be set.
  public subscript(name: String) -> Value? {
    get { interpreter[global: Name.fold(name)] }
    set { interpreter[global: Name.fold(name)] = newValue }
  }

  /// The names of the variables, in order.
  public var names: [String] { interpreter.globalNames.sorted() }

  // MARK: Running

  /// Reads a script without running it.
  ///
  /// A program can be run any number of times, in any session, on any thread.
  ///
  /// - Parameter name: What errors call the text: a path as a rule, or nothing at a prompt.
  /// - Throws: `RegError` with every error of the text.
  public func compile(_ text: String, name: String? = nil) throws -> Program {
    try compile(SourceText(name: name, text))
  }

  public func compile(_ source: SourceText) throws -> Program {
    let result = Parser.parse(source)
    guard let program = result.program else { throw RegError(result.diagnostics) }
    return program
  }

  /// Runs a program and returns the value of its last expression.
  ///
  /// Variables keep what the program gave them, up to the statement that failed.
  ///
  /// - Throws: `RegError`, or `ExitRequest` when the script called `exit`.
  @discardableResult
  public func run(_ program: Program) throws -> Value {
    try translatingErrors { try interpreter.evaluate(program) }
  }

  /// Runs a program as a script: each top-level expression not ended by `;` is shown.
  ///
  /// - Parameter show: Takes the values; `write` is the usual choice.
  public func run(_ program: Program, show: (Value) throws -> Void) throws {
    // What `show` throws is kept and thrown when the run is over, since the interpreter's closure
    // cannot fail: the values that follow a failure are not shown.
    var failure: (any Error)?
    try translatingErrors {
      try interpreter.run(program) { value in
        guard failure == nil else { return }
        do { try show(value) } catch { failure = error }
      }
      if let failure { throw failure }
    }
  }

  /// Reads and runs a text as the prompt does.
  public func evaluate(_ text: String, name: String? = nil) throws {
    let program = try compile(text, name: name)
    try run(program, show: write)
  }

  /// Writes a value to `output` as a script that shows it would.
  public func write(_ value: Value) throws {
    if case .none = value { return }
    if format.name == OutputFormat.text.name, let picture = pictures(of: value) {
      return output(picture + "\n")
    }
    output(try format.text(of: value, layout: layout) + "\n")
  }

  /// The charts of a value that is made of nothing else, as pictures.
  private func pictures(of value: Value) -> String? {
    guard case .record(let record) = value.content, let backing = record.backing else { return nil }
    let pictures = backing.presentation.blocks.map { block -> String? in
      guard case .chart(let chart) = block else { return nil }
      return picture(chart)
    }
    guard !pictures.isEmpty, !pictures.contains(nil) else { return nil }
    return pictures.compactMap(\.self).joined(separator: "\n")
  }

  /// Writes what became of watches: lines of text, or their values in the formats for programs.
  private func write(_ reports: [WatchReport]) {
    guard format.name == OutputFormat.text.name else {
      for report in reports { if let value = report.new { try? write(value) } }
      return
    }
    output(WatchText(layout: layout).lines(of: reports).map { $0 + "\n" }.joined())
  }

  /// What `tweak` does where no terminal is at hand: it tells of the knobs and of what is watched.
  private func showKnobs(_ name: String?) {
    let text = WatchText(layout: layout)
    let knobs = workbench.knobs.filter { name == nil || $0.canonicalName == name }
    let lines = text.lines(of: knobs) { knob in
      guard case .number(let number)? = self[knob.name]?.content else { return nil }
      return number
    }
    let reports = workbench.watches.map { interpreter.report($0, old: nil) }
    output((lines + text.lines(of: reports)).map { $0 + "\n" }.joined())
  }

  /// The knobs and the watches of the session.
  public var workbench: Workbench { interpreter.workbench }

  func translatingErrors<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let diagnostic as Diagnostic {
      throw RegError([diagnostic])
    } catch let error as any ScriptError {
      throw RegError([error.diagnostic])
    }
  }
}

extension SystemRandomNumberGenerator {
  fileprivate var seed: UInt64 {
    var generator = self
    return generator.next()
  }
}
