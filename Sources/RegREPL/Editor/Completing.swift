import Reg
import RegSyntax

/// What Tab does to a line of a session.
struct Completer {
  let session: Session

  func complete(_ line: LineEditor.Line) -> LineEditor.Completing {
    let before = line.text.prefix(bytes: line.cursor)
    if let letter = GreekInput(before) {
      return .replace(characters: letter.typed, with: String(letter.letter))
    }
    let current = before.split(separator: "\n", omittingEmptySubsequences: false).last ?? ""
    if current.allSatisfy(\.isWhitespace) { return .replace(characters: 0, with: "  ") }
    let found = session.completions(for: line.text, cursor: line.cursor)
    let typed = String(decoding: before.utf8.dropFirst(found.start), as: UTF8.self)
    guard let first = found.candidates.first else { return .nothing }
    if found.candidates.count == 1 {
      let isOpen = found.isInString && line.text.utf8.dropFirst(line.cursor).first != 0x22
      let closing = isOpen && !first.text.hasSuffix("/") ? "\"" : ""
      // libedit deletes by scalars.
      return .replace(characters: typed.unicodeScalars.count, with: first.text + closing)
    }
    let shared = found.candidates.dropFirst().reduce(first.text) { $0.commonPrefix(with: $1.text) }
    if shared.count > typed.count, Name.fold(shared).hasPrefix(Name.fold(typed)) {
      return .replace(characters: typed.unicodeScalars.count, with: shared)
    }
    // Of paths the last part tells them apart.
    let words = found.candidates.map { candidate -> String in
      guard candidate.kind == .file else { return candidate.text }
      let folder = typed.lastIndex(of: "/").map { typed[...$0].count } ?? 0
      return String(candidate.text.dropFirst(folder))
    }
    return .list(CompletionList(words).lines(width: Terminal.size.columns))
  }
}

/// `\lambda` at the end of a line, which Tab makes a λ.
struct GreekInput {
  let letter: Character
  /// How many characters the name has, its backslash included.
  let typed: Int

  init?(_ text: String) {
    let name = text.reversed().prefix { $0.isASCII && $0.isLetter }
    guard !name.isEmpty, text.dropLast(name.count).last == "\\",
      let letter = Self.letters[String(name.reversed())]
    else { return nil }
    self.letter = letter
    typed = name.count + 1
  }

  /// Letters by name; of those that share one the usual form, which comes last in Unicode's block.
  private static let letters: [String: Character] = {
    let usual = Name.greek.filter { ("Α"..."ω").contains($0.key) }.sorted { $0.key < $1.key }
    return Dictionary(usual.map { ($0.value, $0.key) }, uniquingKeysWith: { $1 })
  }()
}

/// Words in columns, as many as fit side by side.
struct CompletionList {
  let words: [String]

  /// More would scroll the statement away.
  private static let mostRows = 12

  init(_ words: [String]) { self.words = words }

  func lines(width: Int) -> [String] {
    let widest = words.map(\.count).max() ?? 0
    let across = max(width / (widest + 2), 1)
    let rows = (words.count + across - 1) / across
    var lines = (0..<min(rows, Self.mostRows)).map { row in
      stride(from: row, to: words.count, by: rows).map { position in
        let word = words[position]
        return word + String(repeating: " ", count: widest + 2 - word.count)
      }.joined()
    }
    if rows > Self.mostRows { lines.append("… \(words.count) in all") }
    return lines
  }
}

extension String {
  fileprivate func commonPrefix(with other: String) -> String {
    String(zip(self, other).prefix { $0 == $1 }.map(\.0))
  }
}
