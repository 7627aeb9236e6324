import ArgumentParser
import Reg
import RegRuntime

/// The options that say how much a script may use, and what of the machine it may touch.
struct LimitOptions: ParsableArguments {
  @Option(
    name: .customLong("threads"),
    help: ArgumentHelp(
      "Share the work of fits between this many threads; results do not depend on it.",
      valueName: "n"))
  var threadCount: Int?

  @Option(
    name: .customLong("limit-time"),
    help: ArgumentHelp(
      "Stop a script, or a line at the prompt, after this many seconds.", valueName: "s"))
  var seconds: Double?

  @Option(
    name: .customLong("limit-memory"),
    help: ArgumentHelp("Refuse values of more than this many megabytes.", valueName: "mb"))
  var megabytes: Double?

  @Option(
    name: .customLong("limit-steps"),
    help: ArgumentHelp(
      "Stop a script, or a line at the prompt, after this many statements, loop rounds and calls.",
      valueName: "n"))
  var steps: Int?

  @Flag(
    name: .customLong("sandbox"),
    help: """
      Keep scripts from files, imports, the environment and the clock; random numbers start from \
      the same seed.
      """)
  var isSandboxed = false

  func validate() throws {
    if let threadCount, !(1...Limits.mostThreads).contains(threadCount) {
      throw ValidationError("'--threads' must be between 1 and \(Limits.mostThreads)")
    }
    if let seconds, !(seconds > 0) {
      throw ValidationError("'--limit-time' must be more than 0 seconds")
    }
    if let megabytes, !(megabytes > 0) {
      throw ValidationError("'--limit-memory' must be more than 0 megabytes")
    }
    if let steps, steps < 1 { throw ValidationError("'--limit-steps' must be at least 1") }
  }

  var limits: Limits {
    var limits = Limits(steps: steps, seconds: seconds, threads: threadCount)
    if let megabytes {
      limits.bytes = Int(min(megabytes * Double(1 << 20), Double(limits.bytes)))
    }
    return limits
  }

  var capabilities: Capabilities { isSandboxed ? [] : .all }
}
