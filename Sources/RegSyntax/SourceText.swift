/// The text of one script, or of one statement typed at the prompt, with its lines found.
///
/// A class, so that every diagnostic and function can point at its text without copying it.
public final class SourceText: Sendable {
  /// What to call it in a diagnostic: a path as the user gave it, or `nil` at the prompt.
  public let name: String?
  public let bytes: [UInt8]
  /// Byte offset of the first byte of each line; the first is 0.
  public let lineStarts: [Int]

  public init(name: String?, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(offset + 1)
    }
    lineStarts = starts
  }

  public convenience init(name: String? = nil, _ text: String) {
    self.init(name: name, bytes: Array(text.utf8))
  }

  /// The text of a span; offsets outside the text are clamped.
  public func text(_ span: Span) -> String {
    let start = min(max(span.start, 0), bytes.count)
    let end = min(max(span.end, start), bytes.count)
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// The 1-based line that holds a byte offset.
  public func line(at offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }

  /// The text of a 1-based line, without its line end.
  public func lineText(_ line: Int) -> String {
    let start = lineStarts[line - 1]
    var end = line < lineStarts.count ? lineStarts[line] - 1 : bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return text(Span(start, end))
  }
}
