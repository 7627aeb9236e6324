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
