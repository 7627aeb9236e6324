import ArgumentParser
import Glibc
import Reg
import RegOutput

/// The command line of `reg`: hands over to `RunCommand` unless a subcommand is named.
@main
struct RegCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reg",
    abstract: "A bench for regularised regression.",
    version: "reg 0.1.0",
    subcommands: [RunCommand.self, CheckCommand.self, HelpCommand.self],
    defaultSubcommand: RunCommand.self)

  /// Runs the command that the arguments ask for; usage errors end with status 2.
  static func main() {
    do {
      try writeCompletions()
      var command = try parseAsRoot()
      try command.run()
    } catch let status as ExitStatus {
      Glibc.exit(status.rawValue)
    } catch {
      let isRequest = exitCode(for: error).isSuccess
      let stream = isRequest ? OutputStream.standardOutput : OutputStream.standardError
      stream.write(isRequest ? reply(to: error) : complaint(about: error))
      stream.flush()
      Glibc.exit(isRequest ? 0 : ExitStatus.usage.rawValue)
    }
  }

  /// Answers `--generate-completion-script SHELL`.
  private static func writeCompletions() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3, arguments[1] == "--generate-completion-script",
      let script = ShellCompletions(Session().help).text(for: arguments[2])
    else { return }
    let results = OutputStream.standardOutput
    results.write(script)
    results.flush()
    throw ExitStatus(rawValue: 0)
  }

  /// The help or version that was asked for.
  private static func reply(to request: any Error) -> String {
    let text = fullMessage(for: request)
    // Nobody types 'run', so help on the program is help on that.
    return (text == helpMessage() ? helpMessage(for: RunCommand.self) : text) + "\n"
  }

  private static func complaint(about error: any Error) -> String {
    "reg: \(message(for: error))\nUsage: reg [options] [FILE [ARG ...]]; see 'reg --help'\n"
  }
}

/// How the program ends.
struct ExitStatus: Error, Equatable {
  let rawValue: Int32

  static let failed = ExitStatus(rawValue: 1)
  /// Bad usage, or a script that does not parse.
  static let usage = ExitStatus(rawValue: 2)
  /// As a shell reports a program that SIGINT ended.
  static let interrupted = ExitStatus(rawValue: 130)
}
