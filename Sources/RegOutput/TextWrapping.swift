import RegSyntax

extension String {
  /// The text broken at blanks so that no line takes more than `width` columns; lines and
  /// paragraphs that are there already stay apart.
  func wrapped(width: Int) -> [String] {
    split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [String] in
      // An indented line is laid out already: a formula, a piece of a table.
      guard !line.hasPrefix(" ") else { return [String(line)] }
      return Self.wrapped(line.split(separator: " "), width: width)
    }
  }

  private static func wrapped(_ words: [Substring], width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in words {
      if line.isEmpty {
        line = String(word)
      } else if DisplayWidth.columns(of: line) + 1 + DisplayWidth.columns(of: String(word))
        <= width
      {
        line += " " + word
      } else {
        lines.append(line)
        line = String(word)
      }
    }
    return lines + [line]
  }
}

extension TextLayout {
  /// Text in fewer columns than that is not read with pleasure.
  var leastText: Int { 24 }

  /// The text with lines that are longer than the window broken, as a rule at blanks, and gone on with
  /// a little further in than they begin.
  public func fitted(_ text: String) -> String { width.map { text.fitted(to: $0) } ?? text }

  /// Names, each with its summary beside it, or below where the window is narrow.
  public func list(_ entries: [(name: String, summary: String)]) -> String {
    let names = entries.map { DisplayWidth.columns(of: $0.name) }.max() ?? 0
    let window = min(width ?? 100, 100)
    let isNarrow = window - names - 4 < leastText
    let room = max(isNarrow ? window - 6 : window - names - 4, 8)
    let lines = entries.flatMap { name, summary in
      let text = summary.wrapped(width: room)
      return (isNarrow ? hanging(text, below: name) : hanging(text, behind: name, width: names))
        .map { "  " + $0 }
    }
    return fitted(lines.joined(separator: "\n"))
  }
}

/// Lines set behind a label, the later ones as far to the right as the first.
func hanging(_ lines: [String], behind label: String, width: Int) -> [String] {
  let blanks = String(repeating: " ", count: width + 2)
  let gap = String(repeating: " ", count: max(width + 2 - DisplayWidth.columns(of: label), 1))
  return lines.enumerated().map { ($0 == 0 ? label + gap : blanks) + $1 }
}

/// Lines set below a label that leaves no room for them at its side.
func hanging(_ lines: [String], below label: String) -> [String] {
  [label] + lines.map { "  " + $0 }
}
