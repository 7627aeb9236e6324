import Reg
import RegOutput

/// What a shell completes behind `reg`: options and their values, scripts, and names for help.
///
/// The parser of arguments would write this too, but for a program whose options belong to a command
/// that must be named.
struct ShellCompletions {
  private let options = UsageText().options
  private let names: String
  private let commands = ["check", "help"]

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

  private var valued: [UsageText.Option] { options.filter { !$0.values.isEmpty } }
  private var flags: String { options.flatMap(\.flags).joined(separator: " ") }

  private var bash: String {
    let values = valued.map { option in
      """
          \(option.flags.joined(separator: "|")))
            COMPREPLY=($(compgen -W "\(option.values.joined(separator: " "))" -- "$word"))
            return ;;
      """
    }.joined(separator: "\n")
    return """
      _reg() {
        local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}"
        case "$before" in
      \(values)
        esac
        if [[ "$word" == -* ]]; then
          COMPREPLY=($(compgen -W "\(flags)" -- "$word"))
        elif [[ "${COMP_WORDS[1]}" == help && COMP_CWORD -gt 1 ]]; then
          COMPREPLY=($(compgen -W "\(names)" -- "$word"))
        else
          COMPREPLY=($(compgen -f -X '!*.reg' -- "$word") $(compgen -d -- "$word"))
          [[ COMP_CWORD -eq 1 ]] &&
            COMPREPLY+=($(compgen -W "\(commands.joined(separator: " "))" -- "$word"))
        fi
      }
      complete -o filenames -F _reg reg

      """
  }

  private var zsh: String {
    let specifications = options.flatMap { option in
      option.flags.map { flag -> String in
        let meaning = option.meaning.filter { !"[]'\"`$\\".contains($0) }
        let values = option.values.isEmpty ? "" : "(\(option.values.joined(separator: " ")))"
        return "    '\(flag)[\(meaning)]" + (option.takesValue ? ":value:\(values)'" : "'") + " \\"
      }
    }
    return """
      #compdef reg
      _reg() {
        if [[ "$words[2]" == help ]] && (( CURRENT > 2 )); then
          compadd \(names)
          return
        fi
        (( CURRENT == 2 )) && compadd \(commands.joined(separator: " "))
        _arguments \\
      \(specifications.joined(separator: "\n"))
          '*:script:_files -g "*.reg"'
      }
      _reg "$@"

      """
  }

  private var fish: String {
    let lines = options.map { option -> String in
      let flags = option.flags.map { flag in
        flag.hasPrefix("--") ? "-l \(flag.dropFirst(2))" : "-s \(flag.dropFirst())"
      }
      let meaning = option.meaning.filter { !"'\\".contains($0) }
      let values =
        option.values.isEmpty ? "" : " -a '\(option.values.joined(separator: " "))'"
      let value = option.takesValue ? " -x" + values : ""
      return "complete -c reg \(flags.joined(separator: " "))\(value) -d '\(meaning)'"
    }
    let commands = commands.joined(separator: " ")
    return
      (lines + [
        "complete -c reg -n __fish_use_subcommand -a '\(commands)'",
        "complete -c reg -f -n '__fish_seen_subcommand_from help' -a '\(names)'", "",
      ]).joined(separator: "\n")
  }
}
