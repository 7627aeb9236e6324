extension Lexer {
  func isNameStart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }

  private func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  /// A name or a keyword, by Unicode's rules for identifiers.
  mutating func lexName() {
    let start = position
    while position < end {
      let next = byte()
      if isNameStart(next) || isDigit(next) {
        position += 1
      } else if next >= 0x80, let (scalar, length) = scalar(), scalar.properties.isXIDContinue {
        position += length
      } else {
        break
      }
    }
    let text = source.text(Span(start, position))
    add(Keyword(rawValue: text).map { .keyword($0) } ?? .name(text), from: start)
  }

  /// A character beyond ASCII: the start of a name, a blank or a stray.
  mutating func lexUnicode() {
    guard let (scalar, length) = scalar() else { return lexBrokenBytes() }
    if scalar.properties.isXIDStart { return lexName() }
    lexStray(length: length)
  }

  private mutating func lexBrokenBytes() {
    let start = position
    position += 1
    complain(.badCharacter, "a byte that is not UTF-8", Span(start, position))
    add(.invalid, from: start)
  }

  /// `` `odd column` ``: any text without a line end.
  mutating func lexQuotedName() {
    let start = position
    position += 1
    while position < end, byte() != UInt8(ascii: "`"), byte() != UInt8(ascii: "\n") {
      position += 1
    }
    guard byte() == UInt8(ascii: "`"), position > start + 1 else {
      let message = position > start + 1 ? "a quoted name is not closed" : "a quoted name is empty"
      if byte() == UInt8(ascii: "`") { position += 1 }
      complain(.unclosedString, message, Span(start, max(position, start + 1)))
      return add(.invalid, from: start)
    }
    let text = source.text(Span(start + 1, position))
    position += 1
    add(.quotedName(text), from: start)
  }

  /// The Unicode scalar at the position, or `nil` where the bytes are not UTF-8.
  func scalar() -> (Unicode.Scalar, length: Int)? {
    var bytes = source.bytes[position..<min(position + 4, end)].makeIterator()
    var decoder = UTF8()
    guard case .scalarValue(let scalar) = decoder.decode(&bytes) else { return nil }
    return (scalar, UTF8.width(scalar))
  }
}
