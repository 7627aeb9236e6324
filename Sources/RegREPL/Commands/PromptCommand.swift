import Glibc
import Reg

/// A line of the prompt that is no statement of the language: `:vars`.
struct PromptCommand: Sendable {
  let name: String
  /// What may follow it.
  let usage: String
  let summary: String
  let run: @Sendable (_ prompt: Prompt, _ rest: String) throws -> Void

  static let all: [PromptCommand] = [
    PromptCommand(name: "help", usage: "", summary: "Lists these commands.") { prompt, _ in
      let entries = all.map { (name: $0.shape, summary: $0.summary) }
      let help = (
        name: "?name, ??word, ?, ??", summary: "Help on a function, a search, all of them, a tour."
      )
      Terminal.write(prompt.window.list(entries + [help]) + "\n")
    },
    PromptCommand(
      name: "vars", usage: "", summary: "Lists the variables, and the memory they take."
    ) { prompt, _ in
      prompt.listVariables()
    },
    PromptCommand(
      name: "time", usage: "statement", summary: "Runs a statement and says how long it took."
    ) { prompt, statement in
      let start = Self.now()
      try prompt.evaluate(statement)
      let milliseconds = (Self.now() - start) * 1e3
      Terminal.write(
        milliseconds < 1000
          ? "\(Self.rounded(milliseconds)) ms\n" : "\(Self.rounded(milliseconds / 1e3)) s\n")
    },
    PromptCommand(
      name: "clear", usage: "[name …]", summary: "Forgets variables: those named, or all."
    ) { prompt, names in
      let session = prompt.session
      let named = names.split(separator: " ").map(String.init)
      for name in named where session[name] == nil {
        prompt.complain("there is no variable '\(name)'")
      }
      for name in named.isEmpty ? session.names : named { session[name] = nil }
    },
    PromptCommand(
      name: "edit", usage: "[name]",
      summary: "Edits the last statement, or a statement for a variable, in $EDITOR, and runs it."
    ) { prompt, name in
      try prompt.edit(name)
    },
    PromptCommand(
      name: "save", usage: "file", summary: "Writes variables, knobs and watches to a file."
    ) { prompt, path in
      try prompt.save(path)
    },
    PromptCommand(name: "load", usage: "file", summary: "Reads what :save has written.") {
      prompt, path in try prompt.load(path)
    },
    PromptCommand(
      name: "set", usage: "plot \(PlotStyle.allCases.map(\.rawValue).joined(separator: "|"))",
      summary: "Shows plots as pictures, where the terminal can, or as text."
    ) { prompt, setting in
      prompt.set(setting)
    },
    PromptCommand(name: "quit", usage: "", summary: "Leaves, as Ctrl-D does.") { _, _ in
      throw ExitRequest(status: 0)
    },
  ]

  fileprivate var shape: String { usage.isEmpty ? ":\(name)" : ":\(name) \(usage)" }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// Three significant digits, as a duration is read.
  private static func rounded(_ number: Double) -> String {
    let places = number < 1 ? 1000.0 : number < 10 ? 100.0 : number < 100 ? 10.0 : 1.0
    let text = "\((number * places).rounded() / places)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

/// What there is to say of the prompt in documents.
public enum PromptHelp {
  /// The commands, as they are typed, and what they do.
  public static var commands: [(shape: String, summary: String)] {
    PromptCommand.all.map { ($0.shape, $0.summary) }
  }
}
