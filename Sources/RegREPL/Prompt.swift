public import Reg
import Glibc
import RegSyntax

/// How a prompt starts and looks.
public struct PromptOptions: Sendable {
  /// Whether to leave the greeting out.
  public var isQuiet: Bool
  /// Whether to leave the user's start-up script out.
  public var skipsInit: Bool
  public var hasColor: Bool

  public init(isQuiet: Bool = false, skipsInit: Bool = false, hasColor: Bool = false) {
    self.isQuiet = isQuiet
    self.skipsInit = skipsInit
    self.hasColor = hasColor
  }
}

/// The conversation: reads a statement, runs it, shows what it gives, until the user leaves.
///
/// Runs on the main thread of a program that has a terminal. Whatever goes wrong in a statement,
/// the session and its variables stay.
public struct Prompt {
  let session: Session
  let options: PromptOptions
  let state = PromptState()
  private let history: HistoryFile?

  /// - Parameter session: Its interrupt handle is what SIGINT sets.
  public init(session: Session, options: PromptOptions) {
    self.session = session
    self.options = options
    history = HistoryFile.standard
  }

  /// Converses until the user leaves; gives the program's exit status.
  public func run() -> Int32 {
    Terminal.useUTF8()
    let progress = isatty(STDERR_FILENO) == 1 ? ProgressBar(descriptor: STDERR_FILENO) : nil
    if let progress { session.progress = { progress.show($0) } }
    session.output = {
      progress?.remove()
      Terminal.write($0)
    }
    let hasColor = options.hasColor
    let showKnobs = session.tweak
    let typedAhead = TypedAhead()
    session.tweak = { [session] name in
      let view = TweakView(session, knob: name, hasColor: hasColor, typedAhead: typedAhead)
      if let view { try view.run() } else { try showKnobs(name) }
    }
    session.picture = { [state] in
      state.plotStyle.text(
        of: $0, columns: Terminal.size.columns, dotsPerColumn: Terminal.dotsPerColumn)
    }
    session.warnings = {
      progress?.remove()
      let renderer = DiagnosticRenderer(color: hasColor, width: Terminal.size.columns)
      Terminal.write(renderer.render($0) + "\n")
    }
    guard let editor = LineEditor(program: "reg", prompt: "> ", typedAhead: typedAhead) else {
      Terminal.write("reg: the terminal cannot be used for editing\n")
      return 1
    }
    let completer = Completer(session: session)
    editor.completion = { [state] line in
      // On a tour Tab types along.
      if line.text.isEmpty, let next = state.tour?.line {
        return .replace(characters: 0, with: next)
      }
      return completer.complete(line)
    }
    editor.isFinished = { Prompt.isFinished($0) }
    editor.hasColor = hasColor
    editor.preview = { [session] in session.preview($0) }
    let turner = KnobTurner(session: session)
    editor.turnKnob = { turner.turn(by: $0, layout: Terminal.layout(hasColor: hasColor)) }
    editor.remember(history?.statements(last: Int(LineEditor.historySize)) ?? [])
    editor.incoming = { [history] in history?.news() ?? [] }
    do {
      if !options.isQuiet { greet() }
      if !options.skipsInit { try runInitScript() }
      return try converse(editor, turner)
    } catch let request as ExitRequest {
      return Int32(request.status)
    } catch {
      return 1
    }
  }

  private func greet() {
    complain("reg 0.1   ?name for help, ?? for a tour, Ctrl-D to leave")
  }

  private func converse(_ editor: LineEditor, _ turner: KnobTurner) throws -> Int32 {
    var last = ""
    while true {
      session.interrupt.clear()
      turner.rest()
      switch editor.read(isInterrupted: { session.interrupt.isSet }) {
      case .interrupted: Terminal.write("\n")
      case .ended:
        Terminal.write("\n")
        return 0
      case .statement(let statement):
        guard !statement.allSatisfy(\.isWhitespace) else { continue }
        if statement != last {
          editor.remember((history?.append(statement) ?? []) + [statement])
          last = statement
        }
        session.interrupt.clear()
        try respond(to: statement)
      case .pasted(let text):
        let count = text.split(separator: "\n", omittingEmptySubsequences: false).count
        complain("\(count) pasted lines are run")
        session.interrupt.clear()
        try respond(to: text)
      }
    }
  }

  // MARK: Statements

  /// Whether a text is to be run as it stands. The parser says so; a command is always finished.
  static func isFinished(_ text: String) -> Bool {
    let start = text.first { !$0.isWhitespace }
    if start == "?" || start == ":" { return true }
    return Parser.parse(SourceText(text)).completeness != .incomplete
  }

  /// Runs what was typed; only leaving gets out.
  func respond(to statement: String) throws {
    session.layout = layout
    let text = statement.drop(while: \.isWhitespace)
    if !text.hasPrefix("?"), !text.hasPrefix(":") { state.lastStatement = statement }
    do {
      if text.hasPrefix("?") {
        help(on: text.dropFirst())
      } else if text.hasPrefix(":") {
        try runCommand(text.dropFirst())
      } else {
        try evaluate(statement)
      }
    } catch let request as ExitRequest {
      throw request
    } catch {
      complain("\(error)")
    }
    state.tour?.take(statement)
    showTour()
  }

  /// What shown values have to fit into: beside what the tour says, while it is on.
  private var layout: TextLayout {
    var layout = window
    if let tour = state.tour {
      let lines = window.fitted(tour.text).count { $0 == "\n" }
      layout.rows = layout.rows.map { max($0 - lines, 4) }
    }
    return layout
  }

  /// What the tour says next; it is over behind its last step.
  private func showTour() {
    guard let tour = state.tour else { return }
    Terminal.write(window.fitted(tour.text))
    if tour.line == nil { state.tour = nil }
  }

  /// Runs a statement and shows what is wrong with it, if anything.
  func evaluate(_ statement: String, name: String? = nil) throws {
    do {
      try session.evaluate(statement, name: name)
    } catch let error as RegError {
      // The terminal has just shown ^C, which the message takes the place of.
      if error.code == .interrupted { Terminal.write("\r") }
      Terminal.write(
        error.text(hasColor: options.hasColor, width: Terminal.size.columns) + "\n")
    }
  }

  private func runCommand(_ line: Substring) throws {
    let name = line.prefix { !$0.isWhitespace }
    let rest = line.dropFirst(name.count).drop(while: \.isWhitespace)
    guard let command = PromptCommand.all.first(where: { $0.name == name }) else {
      let near = nearest(String(name), in: PromptCommand.all.map(\.name))
      let help = near.map { "did you mean ':\($0)'?" } ?? ":help lists what there is"
      return complain("there is no command ':\(name)'; \(help)")
    }
    try command.run(self, String(rest))
  }

  func complain(_ text: String) { Terminal.write(window.fitted(text) + "\n") }

  /// What text has to fit into.
  var window: TextLayout { Terminal.layout(hasColor: options.hasColor) }

  // MARK: Help

  /// `?name`, `??word` and `?`.
  private func help(on text: Substring) {
    let isSearch = text.hasPrefix("?")
    let topic = String(
      text.drop { $0 == "?" || $0.isWhitespace }.reversed().drop(while: \.isWhitespace).reversed())
    if topic.isEmpty, isSearch {
      state.tour = state.tour == nil ? Tour() : nil
      return
    }
    if topic.isEmpty { return Pager.show(session.help.text) }
    if isSearch {
      return Pager.show(session.help.search(topic) ?? "nothing mentions '\(topic)'")
    }
    if let page = session.help.text(about: topic) { return Pager.show(page) }
    let near = nearest(topic, in: session.help.names)
    let help = near.map { "did you mean '?\($0)'?" } ?? "'??\(topic)' searches"
    complain("there is no help on '\(topic)'; \(help)")
  }

  // MARK: Settings

  /// `$XDG_CONFIG_HOME/reg/init.reg`, by default under `~/.config`.
  private func runInitScript() throws {
    guard let folder = UserFolder.path("XDG_CONFIG_HOME", default: ".config"),
      let file = fopen(folder + "/reg/init.reg", "re")
    else { return }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 14)
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 {
      bytes += chunk[..<count]
    }
    session.layout = window
    try evaluate(String(decoding: bytes, as: UTF8.self), name: folder + "/reg/init.reg")
  }
}

/// What the prompt remembers from one statement to the next.
final class PromptState {
  /// What was run last, as it was typed, pasted or edited.
  var lastStatement = ""
  /// Nil while nobody takes it.
  var tour: Tour?
  var plotStyle = PlotStyle.text
}
