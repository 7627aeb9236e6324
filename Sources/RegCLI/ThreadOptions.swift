import ArgumentParser
import Reg
import RegRuntime

/// The option that says how many threads share the work.
struct ThreadOptions: ParsableArguments {
  @Option(
    name: .customLong("threads"),
    help: ArgumentHelp(
      "Share the work of fits between this many threads; results do not depend on it.",
      valueName: "n"))
  var count: Int?

  func validate() throws {
    guard let count, !(1...Limits.mostThreads).contains(count) else { return }
    throw ValidationError("'--threads' must be between 1 and \(Limits.mostThreads)")
  }

  var limits: Limits { Limits(threads: count) }
}
