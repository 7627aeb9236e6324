/// What a terminal hands over between the marks of a paste, made fit for a statement.
struct PastedText {
  let text: String

  init(_ scalars: some Sequence<Unicode.Scalar>) {
    var text = String.UnicodeScalarView()
    var previous: Unicode.Scalar?
    for scalar in scalars {
      // Terminals send Return for a line end, some with a line feed behind it.
      if scalar == "\r" || (scalar == "\n" && previous != "\r") {
        text.append("\n")
      } else if scalar == "\t" || !(scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)) {
        text.append(scalar)
      }
      previous = scalar
    }
    var lines = String(text).split(separator: "\n", omittingEmptySubsequences: false)
    while lines.last?.allSatisfy(\.isWhitespace) == true, lines.count > 1 { lines.removeLast() }
    if lines.first?.hasPrefix("> ") == true { lines = Self.typed(lines) }
    self.text = lines.joined(separator: "\n")
  }

  /// Of a session as help and documents print it, what was typed.
  private static func typed(_ lines: [Substring]) -> [Substring] {
    lines.filter { $0.hasPrefix("> ") || $0.hasPrefix(". ") }.map { $0.dropFirst(2) }
  }

  /// How many lines there are.
  var count: Int { text.split(separator: "\n", omittingEmptySubsequences: false).count }
}
