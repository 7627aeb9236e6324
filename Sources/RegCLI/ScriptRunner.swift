import Glibc
import Reg

/// Runs scripts for the command line: values to standard output, diagnostics to standard error,
/// and an exit status for whatever goes wrong.
struct ScriptRunner {
  let errors: OutputStream
  private let results: OutputStream
  private let session: Session
  private let hasColorInErrors: Bool

  init(format: OutputFormat = .text, color: ColorChoice, seed: UInt64? = nil) {
    let results = OutputStream.standardOutput
    let errors = OutputStream.standardError
    let hasColorInErrors = color.isOn(for: STDERR_FILENO)
    session = Session(
      capabilities: .all, seed: seed, interrupt: InterruptSignal.watch(),
      layout: Self.layout(color))
    session.format = format
    session.output = { results.write($0) }
    session.warnings = { warning in
      results.flush()
      errors.write(DiagnosticRenderer(color: hasColorInErrors).render(warning) + "\n")
      errors.flush()
    }
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
      results.flush()
      errors.write(error.text(hasColor: hasColorInErrors) + "\n")
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
    layout.width = Int(size.ws_col)
    layout.rows = max(Int(size.ws_row) - 4, 4)
    return layout
  }
}
