import ArgumentParser

/// What `reg --help` says, or that of a command, taken apart: the declarations of the options, for
/// other documents.
struct UsageText {
  struct Option {
    /// `-h, --help`, or with what follows it: `--seed <n>`.
    let names: String
    let meaning: String

    /// The names alone.
    var flags: [String] {
      names.split(separator: " ").map { $0.filter { $0 != "," } }.filter { $0.hasPrefix("-") }
    }

    /// What may follow, where that is one of a few words.
    var values: [String] {
      guard let start = meaning.firstRange(of: "(values: ") else { return [] }
      let list = meaning[start.upperBound...].prefix { $0 != ";" && $0 != ")" }
      return list.split(separator: ",").map { $0.filter { $0 != " " } }
    }

    var takesValue: Bool { names.contains("<") }

    /// What follows is called that: `format`.
    var valueName: String {
      String(names.drop { $0 != "<" }.dropFirst().prefix { $0 != ">" })
    }

    /// The meaning without its values, which shells list by themselves.
    var summary: String {
      guard let start = meaning.firstRange(of: " (values: ") else { return meaning }
      return String(meaning[..<start.lowerBound])
    }

    /// Whether it can be given again and again.
    var repeats: Bool { meaning.contains("more than once") }
  }

  let synopsis: [String]
  let options: [Option]

  init(_ command: any ParsableCommand.Type = RunCommand.self) {
    // Wide enough for each entry to have a line of its own.
    let lines = RegCommand.helpMessage(for: command, columns: 1000)
      .split(separator: "\n", omittingEmptySubsequences: false)
    let usage = lines.firstIndex { $0.hasPrefix("USAGE: ") } ?? lines.endIndex
    synopsis = lines[usage...].prefix { !$0.isEmpty }.map { String($0.dropFirst(7)) }
    let start = lines.firstIndex { $0.hasPrefix("OPTIONS:") } ?? lines.endIndex
    options = lines[start...].dropFirst().prefix { !$0.isEmpty }.compactMap { line in
      let entry = line.drop { $0 == " " }
      guard let gap = entry.firstRange(of: "  ") else { return nil }
      return Option(
        names: String(entry[..<gap.lowerBound]),
        meaning: String(entry[gap.upperBound...].drop { $0 == " " }))
    }
  }
}
