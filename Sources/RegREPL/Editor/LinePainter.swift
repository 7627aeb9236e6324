import RegSyntax

/// Writes a statement that is being typed once more, in colours.
struct LinePainter {
  let columns: Int
  let rows: Int
  /// The columns of the prompt.
  let prompt: Int

  /// What to send to the terminal; nil where the statement cannot be painted over: it is taller than
  /// the window, or holds characters whose width is uncertain.
  func text(for line: LineEditor.Line) -> String? {
    guard !line.text.isEmpty,
      let layout = LineLayout(line.text, prompt: prompt, columns: columns), layout.rows <= rows
    else { return nil }
    let styles = Self.styles(line)
    var screen = ScreenWriter(cursor: layout.place(ofByte: line.cursor, in: line.text))
    var (offset, style) = (0, "")
    for (scalar, place) in zip(line.text.unicodeScalars, layout.places) {
      defer { offset += UTF8.width(scalar) }
      guard scalar != "\n", scalar != "\t" else { continue }
      screen.move(to: place)
      if styles[offset] != style {
        style = styles[offset]
        screen.style(style)
      }
      screen.write(String(scalar), columns: DisplayWidth.columns(of: Character(scalar)))
    }
    if !style.isEmpty { screen.style("") }
    screen.finish()
    return screen.text
  }

  /// The style of each byte, as the numbers between `ESC [` and `m`.
  static func styles(_ line: LineEditor.Line) -> [String] {
    let text = line.text
    var styles = [String](repeating: "", count: text.utf8.count)
    let start = text.utf8.prefix { $0 == UInt8(ascii: " ") }.count
    let first = text.unicodeScalars.first { $0 != " " }
    // What is no statement has a first word, and behind it what is not looked into.
    if first == "?" || first == ":" {
      let word = text.utf8.dropFirst(start).prefix { $0 != UInt8(ascii: " ") }.count
      for offset in start..<start + word { styles[offset] = command }
      return styles
    }
    let colors = SyntaxColors(text)
    for (span, kind) in colors.pieces {
      for offset in span.start..<min(span.end, styles.count) { styles[offset] = code(of: kind) }
    }
    if let (bracket, partner) = colors.brackets(at: line.cursor) {
      styles[bracket] = "1;4"
      styles[partner] = "1;4"
    }
    return styles
  }

  private static let command = "33"

  private static func code(of kind: SyntaxColors.Kind) -> String {
    switch kind {
    case .keyword: "35"
    case .number: "36"
    case .string: "32"
    case .comment: "2"
    case .call: "1"
    case .wrong: "31"
    }
  }
}
