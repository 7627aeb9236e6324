import CLibedit
import RegSyntax

/// Numbers and knobs that are turned by Alt-↑ and Alt-↓.
extension LineEditor {
  /// A turn of a number is a factor, that of a knob a count of steps.
  struct Turn {
    let factor: Double
    let steps: Double

    static let up = Turn(factor: 1.1, steps: 1)
    static let down = Turn(factor: 1 / 1.1, steps: -1)
    static let farUp = Turn(factor: 2, steps: 10)
    static let farDown = Turn(factor: 0.5, steps: -10)
  }

  func turn(_ turn: Turn) -> UInt8 {
    let line = line
    if line.text.isEmpty { return turnKnob(turn) }
    guard let nudged = NumberNudge(line, by: turn.factor)?.line else {
      return UInt8(CC_REFRESH_BEEP)
    }
    replace(with: nudged.text)
    let before = nudged.text.prefix(bytes: nudged.cursor).unicodeScalars.count
    moveCursor(by: before - nudged.text.unicodeScalars.count)
    return UInt8(CC_REFRESH)
  }

  /// The lines of the last turn give way to those of this one.
  private func turnKnob(_ turn: Turn) -> UInt8 {
    let above = knobLines
    guard let lines = turnKnob(turn.steps) else { return UInt8(CC_REFRESH_BEEP) }
    let back = canPaint && above > 0 ? "\u{1B}[\(above)A\u{1B}[J" : ""
    Terminal.write("\r" + back + lines.map { $0 + "\u{1B}[K\n" }.joined())
    knobLines = lines.count
    return UInt8(CC_REDISPLAY)
  }

  // MARK: The read-out

  private static let patience = Duration.milliseconds(10)

  /// Writes what the line would give at the right edge of its last row, where that is free.
  func readOut(in size: (columns: Int, rows: Int)) -> String {
    let line = line
    guard !line.text.isEmpty, !isPreviewSlow else { return "" }
    let clock = ContinuousClock()
    let start = clock.now
    let answer = preview(line.text)
    isPreviewSlow = clock.now - start > Self.patience
    guard let words = answer,
      let layout = LineLayout(line.text, prompt: promptWidth, columns: size.columns),
      layout.rows <= size.rows
    else { return "" }
    let width = DisplayWidth.columns(of: words)
    let column = size.columns - width - 1
    guard column >= layout.end.column + 4, !words.contains(where: \.isNewline) else { return "" }
    let cursor = layout.place(ofByte: line.cursor, in: line.text)
    let place = LineLayout.Place(row: layout.end.row, column: column)
    var screen = ScreenWriter(cursor: cursor)
    screen.move(to: place)
    screen.write(hasColor ? "\u{1B}[2m\(words)\u{1B}[0m" : words, columns: width)
    screen.finish()
    var eraser = ScreenWriter(cursor: cursor)
    eraser.move(to: place)
    eraser.write("\u{1B}[K", columns: 0)
    eraser.finish()
    readOutEraser = (eraser.text, size.columns)
    return screen.text
  }

  func eraseReadOut() {
    guard let eraser = readOutEraser else { return }
    readOutEraser = nil
    // In another window the terminal has laid the lines out anew.
    if Terminal.size.columns == eraser.columns { Terminal.write(eraser.text) }
  }
}
