import ArgumentParser
import Reg
import RegOutput

/// What a shell completes behind `reg`: options and their values, scripts, and names for help.
///
/// The parser of arguments would write this too, but for a program whose options belong to a command
/// that must be named.
struct ShellCompletions {
  private let options = UsageText().options
  private let names: String
  private let commands = [Command(CheckCommand.self), Command(HelpCommand.self)]

  private struct Command {
    let name: String
    let summary: String
    let options: [UsageText.Option]

    init(_ command: any ParsableCommand.Type) {
      name = command.configuration.commandName ?? ""
      summary = command.configuration.abstract
      options = UsageText(command).options
    }
  }

  init(_ help: HelpIndex) { names = help.names.joined(separator: " ") }

  /// The script for a shell; nil for a shell that is not known.
  func text(for shell: String) -> String? {
    switch shell {
    case "bash": bash
    case "zsh": zsh
    case "fish": fish
    default: nil
    }
  }

  private var commandNames: String { commands.map(\.name).joined(separator: " ") }

  /// Without what ends a word or a description in one of the shells.
  private static func plain(_ text: String) -> String {
    text.filter { !"[]'\"`$\\".contains($0) }
  }

  private static func flags(_ options: [UsageText.Option]) -> String {
    options.flatMap(\.flags).joined(separator: " ")
  }

  // MARK: bash

  private var bash: String {
    let values = options.filter(\.takesValue).map { option in
      """
          \(option.flags.joined(separator: "|")))
            COMPREPLY=($(compgen -W "\(option.values.joined(separator: " "))" -- "$word"))
            return ;;
      """
    }.joined(separator: "\n")
    let flags = commands.map { command in
      "    \(command.name)) flags=\"\(Self.flags(command.options))\" ;;"
    }.joined(separator: "\n")
    return """
      _reg() {
        local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}"
        local flags="\(Self.flags(options))"
        case "$before" in
      \(values)
        esac
        (( COMP_CWORD > 1 )) && case "${COMP_WORDS[1]}" in
      \(flags)
        esac
        if [[ "$word" == -* ]]; then
          COMPREPLY=($(compgen -W "$flags" -- "$word"))
        elif [[ "${COMP_WORDS[1]}" == help && COMP_CWORD -gt 1 ]]; then
          COMPREPLY=($(compgen -W "\(names)" -- "$word"))
        elif [[ " ${COMP_WORDS[*]:1:COMP_CWORD-1} " == *".reg "* && "${COMP_WORDS[1]}" != check ]]; then
          COMPREPLY=($(compgen -f -- "$word"))
        else
          COMPREPLY=($(compgen -f -X '!*.reg' -- "$word") $(compgen -d -- "$word"))
          [[ COMP_CWORD -eq 1 ]] && COMPREPLY+=($(compgen -W "\(commandNames)" -- "$word"))
        fi
      }
      complete -o filenames -F _reg reg

      """
  }

  // MARK: zsh

  private func zshSpecifications(_ options: [UsageText.Option]) -> String {
    options.map { option in
      let flags = option.flags
      let meaning = "[\(Self.plain(option.summary))]"
      let value =
        !option.takesValue
        ? "" : ":\(option.valueName):(\(option.values.joined(separator: " ")))"
      let once = option.repeats ? "*" : flags.count > 1 ? "(\(flags.joined(separator: " ")))" : ""
      return flags.map { flag in
        let equals = option.takesValue && flag.hasPrefix("--") ? "=" : ""
        return "    '\(once)\(flag)\(equals)\(meaning)\(value)' \\\n"
      }.joined()
    }.joined()
  }

  private var zsh: String {
    let described = commands.map { "'\($0.name):\(Self.plain($0.summary))'" }
    let inner = commands.map { command in
      let operands =
        command.name == "help"
        ? "'1:name:(\(names))'" : "'*:script:_files -g \"*.reg\"'"
      return """
            \(command.name))
              shift words
              (( CURRENT-- ))
              _arguments \\
        \(zshSpecifications(command.options))        \(operands)
              return ;;
        """
    }.joined(separator: "\n")
    return """
      #compdef reg
      _reg() {
        local -a commands=(\(described.joined(separator: " ")))
        if (( CURRENT > 2 )); then
          case "$words[2]" in
      \(inner)
          esac
        fi
        (( CURRENT == 2 )) && _describe -t commands command commands
        _arguments \\
      \(zshSpecifications(options))    '1:script:_files -g "*.reg"' \\
          '*:argument:_files'
      }
      _reg "$@"

      """
  }

  // MARK: fish

  private func fishLines(_ options: [UsageText.Option], where condition: String) -> [String] {
    options.map { option in
      let flags = option.flags.map { flag in
        flag.hasPrefix("--") ? "-l \(flag.dropFirst(2))" : "-s \(flag.dropFirst())"
      }
      let values =
        option.values.isEmpty ? "" : " -a '\(option.values.joined(separator: " "))'"
      let value = option.takesValue ? " -x" + values : ""
      return "complete -c reg -n '\(condition)' \(flags.joined(separator: " "))\(value)"
        + " -d '\(Self.plain(option.summary))'"
    }
  }

  private var fish: String {
    func within(_ name: String) -> String { "__fish_seen_subcommand_from \(name)" }
    var lines = ["complete -c reg -f"]
    lines += fishLines(options, where: "not \(within(commandNames))")
    for command in commands {
      lines.append(
        "complete -c reg -n __fish_use_subcommand -a \(command.name)"
          + " -d '\(Self.plain(command.summary))'")
      lines += fishLines(command.options, where: within(command.name))
    }
    lines.append("complete -c reg -n '\(within("help"))' -a '\(names)'")
    // Scripts before other files.
    lines.append(
      "complete -c reg -n 'not \(within("help"))' -k -a '(__fish_complete_suffix .reg)'")
    return lines.joined(separator: "\n") + "\n"
  }
}
