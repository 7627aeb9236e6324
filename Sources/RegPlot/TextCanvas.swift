/// A page of characters, each with a tone of its own.
struct TextCanvas {
  let columns: Int
  let rows: Int
  private var characters: [Character]
  private var inks: [Ink]

  enum Ink: Equatable {
    case plain, dimmed, bold
    case tone(Chart.Tone)
  }

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    characters = Array(repeating: " ", count: columns * rows)
    inks = Array(repeating: .plain, count: columns * rows)
  }

  func isFree(_ column: Int, _ row: Int) -> Bool {
    column >= 0 && row >= 0 && column < columns && row < rows
      && characters[row * columns + column] == " "
  }

  mutating func put(_ character: Character, _ column: Int, _ row: Int, _ ink: Ink) {
    guard column >= 0, row >= 0, column < columns, row < rows else { return }
    characters[row * columns + column] = character
    inks[row * columns + column] = ink
  }

  /// Writes text from a column on; what does not fit is cut.
  mutating func write(_ text: String, _ column: Int, _ row: Int, _ ink: Ink) {
    for (offset, character) in text.enumerated() { put(character, column + offset, row, ink) }
  }

  /// Writes text with its middle at a column, moved to stay on the page.
  ///
  /// - Returns: False, and nothing is written, where it would touch what is there.
  @discardableResult
  mutating func center(_ text: String, _ column: Int, _ row: Int, _ ink: Ink) -> Bool {
    let start = max(0, min(column - (text.count - 1) / 2, columns - text.count))
    let around = (start - 1)...(start + text.count)
    guard around.allSatisfy({ $0 < 0 || $0 >= columns || isFree($0, row) }) else { return false }
    write(text, start, row, ink)
    return true
  }

  /// The lines, without blanks at their ends.
  func lines(hasColor: Bool) -> [String] {
    (0..<rows).map { row in
      let cells = row * columns..<(row + 1) * columns
      guard let last = cells.last(where: { characters[$0] != " " }) else { return "" }
      guard hasColor else { return String(characters[cells.lowerBound...last]) }
      var (line, current) = ("", Ink.plain)
      for cell in cells.lowerBound...last {
        if inks[cell] != current, characters[cell] != " " {
          line += Self.escape(inks[cell])
          current = inks[cell]
        }
        line.append(characters[cell])
      }
      return current == .plain ? line : line + Self.escape(.plain)
    }
  }

  private static func escape(_ ink: Ink) -> String {
    switch ink {
    case .plain: "\u{1B}[0m"
    case .dimmed: "\u{1B}[0;2m"
    case .bold: "\u{1B}[0;1m"
    case .tone(let tone): "\u{1B}[0;38;5;\(Palette.color(tone).terminal)m"
    }
  }
}
