import Reg
import RegOutput
import RegRuntime
import RegSyntax

/// A line with one of its numbers made larger or smaller: that under the cursor, or else the last one
/// before it, or the first behind it.
struct NumberNudge {
  let line: LineEditor.Line

  /// nil where the line has no number to scale.
  init?(_ line: LineEditor.Line, by factor: Double) {
    let numbers = SyntaxColors(line.text).pieces.filter { $0.kind == .number }.map(\.span)
    let under = numbers.first { $0.start <= line.cursor && line.cursor <= $0.end }
    let before = numbers.last { $0.end < line.cursor }
    guard let span = under ?? before ?? numbers.first else { return nil }
    let bytes = Array(line.text.utf8)
    let digits = bytes[span.start..<span.end].filter { $0 != UInt8(ascii: "_") }
    guard let number = Double(String(decoding: digits, as: UTF8.self)) else { return nil }
    let scaled = number * factor
    guard scaled.isFinite, scaled > 0 else { return nil }
    let text = NumberText.display(NumberText.rounded(scaled, digits: 4), digits: 17)
    let changed = bytes[..<span.start] + Array(text.utf8) + bytes[span.end...]
    let cursor: Int
    if line.cursor >= span.end {
      cursor = line.cursor + text.utf8.count - (span.end - span.start)
    } else {
      cursor = min(line.cursor, span.start + text.utf8.count)
    }
    self.line = LineEditor.Line(text: String(decoding: changed, as: UTF8.self), cursor: cursor)
  }
}

/// Turns the newest knob from the prompt, and tells what follows.
final class KnobTurner {
  private let session: Session
  /// What was watched before the first turn of a row of them.
  private var before: [String: Value]?

  init(session: Session) { self.session = session }

  /// Something else was done: the next turn is compared with what is then.
  func rest() { before = nil }

  /// Moves the knob by steps.
  ///
  /// - Returns: Lines that fit the window: the knob, and what is watched, compared with its values
  ///   when the turning began; nil where there is no knob.
  func turn(by steps: Double, layout: TextLayout) -> [String]? {
    guard let knob = session.workbench.knobs.last, let value = session.number(of: knob) else {
      return nil
    }
    if before == nil {
      before = session.watched().reduce(into: [:]) { $0[$1.label] = $1.new }
    }
    try? session.turn(knob, to: knob.moved(value, by: steps))
    let text = WatchText(layout: layout)
    let watched = session.watched(comparedWith: before ?? [:])
    // As many as leave the statement in sight.
    let shown = text.lines(of: watched).prefix(max((layout.rows ?? 20) / 2, 1))
    return text.lines(of: [knob]) { self.session.number(of: $0) } + shown
  }
}
