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

/// Lines set behind a label, the later ones as far to the right as the first.
func hanging(_ lines: [String], behind label: String, width: Int) -> [String] {
  let blanks = String(repeating: " ", count: width + 2)
  let gap = String(repeating: " ", count: max(width + 2 - DisplayWidth.columns(of: label), 1))
  return lines.enumerated().map { ($0 == 0 ? label + gap : blanks) + $1 }
}
