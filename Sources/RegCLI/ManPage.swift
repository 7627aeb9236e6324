import ArgumentParser
import Reg
import RegOutput
import RegREPL

/// The page that `man reg` shows, made of the declarations of options, functions and commands.
struct ManPage {
  let help: HelpIndex

  init(_ help: HelpIndex) { self.help = help }

  var text: String {
    let usage = UsageText()
    let parts: [[String]] = [
      [".TH REG 1 \"\" \"\(RegCommand.configuration.version)\" \"User Commands\""],
      section("NAME", ["reg \\- a bench for regularised regression"]),
      section("SYNOPSIS", [".nf"] + usage.synopsis.map(Self.escaped) + [".fi"]),
      section(
        "DESCRIPTION",
        [
          "Fits lasso, ridge and elastic net models, from scripts or at a prompt. A fit answers for",
          "every strength of the penalty, so that what-if questions cost nothing.",
          Self.escaped(RunCommand.configuration.discussion),
        ]),
      section("OPTIONS", usage.options.flatMap { tagged($0.names, $0.meaning) }),
      section(
        "COMMANDS OF THE PROMPT", PromptHelp.commands.flatMap { tagged($0.shape, $0.summary) }),
      section("FUNCTIONS", functions),
      section(
        "FILES",
        tagged("$XDG_CONFIG_HOME/reg/init.reg", "Run before a prompt; else under ~/.config.")
          + tagged("$XDG_STATE_HOME/reg/history", "What was typed; else under ~/.local/state.")
          + tagged("~/.editrc", "Settings of the line editor, as editrc(5) has them.")),
      section(
        "ENVIRONMENT",
        tagged("NO_COLOR", "Where it is set and not empty, nothing is coloured.")
          + tagged("PAGER", "Shows help that is longer than the window; by default less.")
          + tagged("VISUAL, EDITOR", "Edits statements for :edit; by default vi.")),
    ]
    return parts.flatMap(\.self).joined(separator: "\n") + "\n"
  }

  private var functions: [String] {
    help.sections.flatMap { section in
      [".SS " + Self.escaped(section.title)]
        + section.entries.flatMap { tagged($0.name, $0.summary) }
    }
  }

  private func section(_ title: String, _ lines: [String]) -> [String] {
    [".SH " + title] + lines
  }

  private func tagged(_ tag: String, _ text: String) -> [String] {
    [".TP", ".B " + Self.escaped(tag), Self.escaped(text)]
  }

  /// Without what roff would read as a command.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      switch character {
      case "\\": escaped += "\\e"
      case "-": escaped += "\\-"
      default: escaped.append(character)
      }
    }
    let isCommand = escaped.hasPrefix(".") || escaped.hasPrefix("'")
    return (isCommand ? "\\&" : "") + escaped
  }
}
