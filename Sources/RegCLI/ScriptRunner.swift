import Glibc
import Reg
import RegREPL

/// Runs scripts for the command line: values to standard output, diagnostics to standard error,
/// and an exit status for whatever goes wrong.
struct ScriptRunner {
  let errors: OutputStream
  private let results: OutputStream
  private let session: Session
  private let hasColorInErrors: Bool
  /// Nil where standard error is no terminal.
  private let progress: ProgressBar?

  init(
    format: OutputFormat = .text, color: ColorChoice, seed: UInt64? = nil,
    limits: Limits = Limits(), capabilities: Capabilities = .all
  ) {
    let results = OutputStream.standardOutput
    let errors = OutputStream.standardError
    let hasColorInErrors = color.isOn(for: STDERR_FILENO)
    let progress = errors.isTerminal ? ProgressBar(descriptor: STDERR_FILENO) : nil
    session = Session(
      limits: limits, capabilities: capabilities, seed: seed, interrupt: InterruptSignal.watch(),
      layout: Self.layout(color))
    session.format = format
    // It ends with the script, and so would what is kept.
    session.keepsInterruptedFits = false
    session.output = {
      progress?.remove()
      results.write($0)
    }
    if let progress { session.progress = { progress.show($0) } }
    session.warnings = { warning in
      progress?.remove()
      results.flush()
      let renderer = DiagnosticRenderer(color: hasColorInErrors, width: errors.width)
      errors.write(renderer.render(warning) + "\n")
      errors.flush()
    }
    self.progress = progress
    self.results = results
    self.errors = errors
    self.hasColorInErrors = hasColorInErrors
  }

  /// Runs the sources one after the other in one session, all of them parsed before any runs.
  ///
  /// - Throws: `ExitStatus` for a script that fails, after its diagnostics are written.
  func run(_ sources: [SourceText], arguments: [String], directory: String? = nil) throws {
    session.scriptArguments = arguments
    session.scriptDirectory = directory
    defer { results.flush() }
    let programs = try sources.map { source in
      try reporting(as: .usage) { try session.compile(source) }
    }
    for program in programs {
      try reporting(as: .failed) { try session.run(program, show: session.write) }
    }
  }

  /// Finds the errors of a script without running it.
  func check(_ source: SourceText) throws {
    _ = try reporting(as: .usage) { try session.compile(source) }
  }

  private func reporting<Result>(
    as status: ExitStatus, _ body: () throws -> Result
  ) throws -> Result {
    do {
      return try body()
    } catch let error as RegError {
      progress?.remove()
      results.flush()
      // The terminal has just shown ^C, which the message takes the place of.
      if error.code == .interrupted, errors.isTerminal { errors.write("\r") }
      errors.write(error.text(hasColor: hasColorInErrors, width: errors.width) + "\n")
      errors.flush()
      throw error.code == .interrupted ? ExitStatus.interrupted : status
    } catch let request as ExitRequest {
      throw ExitStatus(rawValue: Int32(clamping: request.status))
    }
  }

  /// The window's size where results go to a terminal, and no bounds elsewhere.
  private static func layout(_ color: ColorChoice) -> TextLayout {
    var layout = TextLayout(hasColor: color.isOn(for: STDOUT_FILENO))
    var size = winsize()
    guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0,
      size.ws_col > 0, size.ws_row > 0
    else { return layout }
    layout.hasUnicode = Terminal.speaksUTF8
    layout.width = Int(size.ws_col)
    layout.rows = max(Int(size.ws_row) - 4, 4)
    return layout
  }
}
