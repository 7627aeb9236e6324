import ArgumentParser
import Glibc
import Reg
import RegREPL

/// `reg`, `reg FILE [ARG…]`, `reg -e EXPR`: starts the prompt or runs a script.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "A bench for regularised regression.",
    usage: """
      reg [options]                     start a prompt, or run standard input
      reg [options] FILE [ARG ...]      run a script
      reg [options] -e EXPR [-e EXPR]   run what the command line says
      reg check FILE ...                look for errors without running
      reg help [NAME]                   describe a function, or list all
      reg --version                     show the version
      """,
    discussion: """
      The exit status is 0 when all went well, 1 when the script failed, 2 for a usage error or a \
      script that does not parse, and 130 when it was interrupted. A script of the name 'check' \
      or 'help' is run as ./check or ./help.
      """,
    shouldDisplay: false)

  @Option(
    name: .customShort("e"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Run this; may be given more than once.", valueName: "expr"))
  var expressions: [String] = []

  @OptionGroup var output: OutputOptions

  @Flag(help: "Start the prompt without its greeting.")
  var quiet = false

  @Flag(name: .customLong("no-init"), help: "Start the prompt without running init.reg.")
  var skipsInit = false

  @Option(help: ArgumentHelp("Start random numbers from this seed.", valueName: "n"))
  var seed: UInt64?

  @OptionGroup var limits: LimitOptions

  @Argument(
    parsing: .captureForPassthrough,
    help: ArgumentHelp(
      "A script ('-' for standard input), and what 'args' answers in it.", valueName: "file"))
  var arguments: [String] = []

  func validate() throws {
    guard expressions.isEmpty, let first = arguments.first, first.hasPrefix("-") else { return }
    switch first {
    case "-", "--": return
    case "-h", "--help": throw CleanExit.helpRequest(self)
    default: throw ValidationError("Unknown option '\(first)'")
    }
  }

  func run() throws {
    let operands = arguments.first == "--" ? Array(arguments.dropFirst()) : arguments
    if expressions.isEmpty, operands.isEmpty, isatty(STDIN_FILENO) == 1 { return try prompt() }
    let runner = ScriptRunner(
      format: output.format, color: output.colors.color, seed: seed, limits: limits.limits,
      capabilities: limits.capabilities)
    if !expressions.isEmpty {
      try runner.run(expressions.map { SourceText($0) }, arguments: operands)
    } else if let path = operands.first {
      let source = try ScriptFile.read(path, errors: runner.errors)
      try runner.run(
        [source], arguments: Array(operands.dropFirst()),
        directory: ScriptFile.directory(of: path))
    } else {
      try runner.run([ScriptFile.standardInput()], arguments: [])
    }
  }

  private func prompt() throws {
    let session = Session(
      limits: limits.limits, capabilities: limits.capabilities, seed: seed,
      interrupt: InterruptSignal.watch(endsAtSecond: false))
    session.format = output.format
    let options = PromptOptions(
      isQuiet: quiet, skipsInit: skipsInit, hasColor: output.colors.color.isOn(for: STDOUT_FILENO))
    throw ExitStatus(rawValue: Prompt(session: session, options: options).run())
  }
}
