extension String {
  /// The text with lines that take more than `width` columns broken, as a rule at blanks, and gone on
  /// with a little further in than they begin. Escapes that give a style take no columns.
  public func fitted(to width: Int) -> String {
    split(separator: "\n", omittingEmptySubsequences: false)
      .flatMap { line in
        DisplayWidth.styledColumns(of: String(line)) <= width
          ? [String(line)] : FittedLine(line, width: max(width, 8)).lines
      }.joined(separator: "\n")
  }
}

/// A line that is broken because it is too long.
private struct FittedLine {
  private(set) var lines: [String] = []
  private var current: String
  private var hasWord = false

  init(_ line: Substring, width: Int) {
    let indent = line.prefix { $0 == " " }
    let blanks = String(repeating: " ", count: min(indent.count + 2, width / 2))
    current = String(indent.prefix(width / 2))
    let words = line.dropFirst(indent.count)
      .split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    for var word in words {
      if hasWord, columns(with: " " + word) > width { end(goingOnWith: blanks) }
      // A word that no line has room for.
      while !hasWord, columns(with: word) > width, !word.contains("\u{1B}") {
        let piece = word.prefix(max(width - current.count, 1))
        current += piece
        word.removeFirst(piece.count)
        end(goingOnWith: blanks)
      }
      current += (hasWord ? " " : "") + word
      hasWord = true
    }
    end(goingOnWith: "")
  }

  private func columns(with more: String) -> Int { DisplayWidth.styledColumns(of: current + more) }

  private mutating func end(goingOnWith blanks: String) {
    while current.last == " " { current.removeLast() }
    lines.append(current)
    (current, hasWord) = (blanks, false)
  }
}
