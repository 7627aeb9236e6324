extension Lexer {
  // MARK: Numbers

  /// `1`, `.5`, `1e-3`, `1_000`; a number never ends in a dot.
  mutating func lexNumber() {
    let start = position
    skipDigits()
    if byte() == UInt8(ascii: "."), isDigit(byte(1)) {
      position += 1
      skipDigits()
    }
    skipExponent()
    if isNameStart(byte()) || byte() >= 0x80 || isDanglingDot { return lexBadNumber(from: start) }
    let text = source.text(Span(start, position)).filter { $0 != "_" }
    guard let number = Double(text), number.isFinite else {
      complain(.badNumber, "the number is too large for a double", Span(start, position))
      return add(.invalid, from: start)
    }
    add(.number(number), from: start)
  }

  private func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  private mutating func skipDigits() {
    while isDigit(byte()) || (byte() == UInt8(ascii: "_") && isDigit(byte(1))) { position += 1 }
  }

  private mutating func skipExponent() {
    guard byte() | 0x20 == UInt8(ascii: "e") else { return }
    let sign = byte(1) == UInt8(ascii: "+") || byte(1) == UInt8(ascii: "-") ? 1 : 0
    guard isDigit(byte(1 + sign)) else { return }
    position += 1 + sign
    skipDigits()
  }

  /// A dot that starts no dotted operator and no knob's range: `1.` or `1.5.2`.
  private var isDanglingDot: Bool {
    guard byte() == UInt8(ascii: ".") else { return false }
    return !"+-*/^.".utf8.contains(byte(1))
  }

  private mutating func lexBadNumber(from start: Int) {
    let digitsEnd = position
    while isNameStart(byte()) || isDigit(byte()) || byte() == UInt8(ascii: ".") || byte() >= 0x80 {
      position += 1
    }
    let number = source.text(Span(start, digitsEnd))
    let rest = source.text(Span(digitsEnd, position))
    let help =
      rest.hasPrefix(".")
      ? "write '\(number)' or '\(number).0'" : "write '\(number) * \(rest)' for a product"
    complain(
      .badNumber, "'\(number)\(rest)' is not a number", Span(start, position), help: help)
    add(.invalid, from: start)
  }

  // MARK: Strings

  mutating func lexString() {
    let start = position
    let before = diagnostics.count
    position += 1
    var pieces: [StringPiece] = []
    var text: [UInt8] = []
    func flushed() -> [StringPiece] {
      text.isEmpty ? pieces : pieces + [.text(String(decoding: text, as: UTF8.self))]
    }
    while position < end, byte() != UInt8(ascii: "\n") {
      switch byte() {
      case UInt8(ascii: "\""):
        position += 1
        let isValid = diagnostics.count == before
        return add(isValid ? .string(flushed()) : .invalid, from: start)
      case UInt8(ascii: "\\"): lexEscape(into: &text)
      case UInt8(ascii: "{") where byte(1) == UInt8(ascii: "{"),
        UInt8(ascii: "}") where byte(1) == UInt8(ascii: "}"):
        text.append(byte())
        position += 2
      case UInt8(ascii: "{"):
        pieces = flushed()
        text = []
        guard let braces = lexBraces() else { return add(.invalid, from: start) }
        pieces.append(braces)
      case UInt8(ascii: "}"):
        complain(
          .badInterpolation, "a closing brace without an opening one",
          Span(position, position + 1), help: "write '}}' for a brace")
        position += 1
      default:
        text.append(byte())
        position += 1
      }
    }
    complain(
      .unclosedString, "the string is not closed", Span(start, start + 1),
      help: "close it with '\"' on the same line; '\\n' is a line end")
    add(.invalid, from: start)
  }

  private mutating func lexEscape(into text: inout [UInt8]) {
    let start = position
    position += 2
    switch byte(-1) {
    case UInt8(ascii: "n"): text.append(UInt8(ascii: "\n"))
    case UInt8(ascii: "t"): text.append(UInt8(ascii: "\t"))
    case UInt8(ascii: "\""): text.append(UInt8(ascii: "\""))
    case UInt8(ascii: "\\"): text.append(UInt8(ascii: "\\"))
    case UInt8(ascii: "u") where byte() == UInt8(ascii: "{"): lexScalar(into: &text, from: start)
    default:
      if position > end || byte(-1) == UInt8(ascii: "\n") { position -= 1 }
      complain(
        .badEscape, "'\(source.text(Span(start, position)))' is no escape", Span(start, position),
        help: "there are \\n \\t \\\" \\\\ and \\u{…}")
    }
  }

  private mutating func lexScalar(into text: inout [UInt8], from start: Int) {
    position += 1
    let digits = position
    while isHexadecimal(byte()) { position += 1 }
    let value = UInt32(source.text(Span(digits, position)), radix: 16)
    let isClosed = byte() == UInt8(ascii: "}")
    if isClosed { position += 1 }
    guard isClosed, let value, let scalar = Unicode.Scalar(value) else {
      return complain(
        .badEscape, "'\(source.text(Span(start, position)))' is no character",
        Span(start, position), help: "write its number in hexadecimal, as in \\u{3bb} for λ")
    }
    text.append(contentsOf: String(scalar).utf8)
  }

  private func isHexadecimal(_ byte: UInt8) -> Bool {
    isDigit(byte) || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "f"))
  }

  /// `{expr}` or `{expr:format}`: finds the end, brackets and strings inside respected.
  private mutating func lexBraces() -> StringPiece? {
    let open = position
    position += 1
    var depth = 0
    var colon: Int?
    while position < end, byte() != UInt8(ascii: "\n") {
      switch byte() {
      case UInt8(ascii: "}") where depth == 0:
        let expression = Span(open + 1, colon ?? position)
        let format = colon.map { Span($0 + 1, position) }
        position += 1
        return .braces(expression, format: format)
      case UInt8(ascii: ":") where depth == 0 && colon == nil: colon = position
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      case UInt8(ascii: "\""): skipInnerString()
      default: break
      }
      position += 1
    }
    complain(
      .badInterpolation, "the brace is not closed", Span(open, open + 1),
      help: "write '{{' for a brace")
    return nil
  }

  /// Moves to the closing quote of a string inside braces, or to the end of the line.
  private mutating func skipInnerString() {
    position += 1
    while position < end, byte() != UInt8(ascii: "\n"), byte() != UInt8(ascii: "\"") {
      position += byte() == UInt8(ascii: "\\") ? 2 : 1
    }
    if byte() != UInt8(ascii: "\"") { position -= 1 }
  }
}
