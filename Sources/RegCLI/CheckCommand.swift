import ArgumentParser
import Reg

/// `reg check FILE…`: diagnostics only.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Look for errors in scripts without running them.")

  @OptionGroup var colors: ColorOptions

  @Argument(help: ArgumentHelp("Scripts to check; '-' is standard input.", valueName: "file"))
  var files: [String]

  func run() throws {
    let runner = ScriptRunner(color: colors.color)
    var worst: ExitStatus?
    for file in files {
      do {
        try runner.check(try ScriptFile.read(file, errors: runner.errors))
      } catch let status as ExitStatus {
        worst = status
      }
    }
    if let worst { throw worst }
  }
}
