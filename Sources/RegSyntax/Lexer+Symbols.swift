extension Lexer {
  /// Operators and punctuation, the longest first.
  mutating func lexSymbol(_ next: UInt8) {
    if lexForeign() { return }
    switch next {
    case UInt8(ascii: "("): open(next, .openParen)
    case UInt8(ascii: "["): open(next, .openBracket)
    case UInt8(ascii: "{"): open(next, .openBrace)
    case UInt8(ascii: ")"): close(UInt8(ascii: "("), .closeParen)
    case UInt8(ascii: "]"): close(UInt8(ascii: "["), .closeBracket)
    case UInt8(ascii: "}"): close(UInt8(ascii: "{"), .closeBrace)
    case UInt8(ascii: ","): add(.comma, length: 1)
    case UInt8(ascii: ";"): add(.semicolon, length: 1)
    case UInt8(ascii: ":"): add(.colon, length: 1)
    case UInt8(ascii: "~"): add(.tilde, length: 1)
    case UInt8(ascii: "@"): add(.binary(.at), length: 1)
    case UInt8(ascii: "^"): add(.binary(.power), length: 1)
    case UInt8(ascii: "\\"): add(.binary(.solve), length: 1)
    case UInt8(ascii: "."): lexDot()
    case UInt8(ascii: "|") where isAhead("|>"): add(.pipe, length: 2)
    case UInt8(ascii: "-") where isAhead("->"): add(.arrow, length: 2)
    case UInt8(ascii: "+"): lexArithmetic(.add)
    case UInt8(ascii: "-"): lexArithmetic(.subtract)
    case UInt8(ascii: "*"): lexArithmetic(.multiply)
    case UInt8(ascii: "/"): lexArithmetic(.divide)
    case UInt8(ascii: "="):
      isAhead("==") ? add(.binary(.equal), length: 2) : add(.assign, length: 1)
    case UInt8(ascii: "!"): add(.binary(.notEqual), length: 2)
    case UInt8(ascii: "<"):
      isAhead("<=") ? add(.binary(.lessOrEqual), length: 2) : add(.binary(.less), length: 1)
    case UInt8(ascii: ">"):
      isAhead(">=") ? add(.binary(.greaterOrEqual), length: 2) : add(.binary(.greater), length: 1)
    default: lexStray(length: 1)
    }
  }

  private mutating func lexArithmetic(_ operation: BinaryOperator) {
    if byte(1) == UInt8(ascii: "="), byte(2) != UInt8(ascii: "=") {
      add(.update(operation), length: 2)
    } else {
      add(.binary(operation), length: 1)
    }
  }

  private mutating func lexDot() {
    switch byte(1) {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): lexNumber()
    case UInt8(ascii: "."): add(.dots, length: 2)
    case UInt8(ascii: "+"): add(.binary(.addEach), length: 2)
    case UInt8(ascii: "-"): add(.binary(.subtractEach), length: 2)
    case UInt8(ascii: "*"): add(.binary(.multiplyEach), length: 2)
    case UInt8(ascii: "/"): add(.binary(.divideEach), length: 2)
    case UInt8(ascii: "^"): add(.binary(.powerEach), length: 2)
    default: add(.dot, length: 1)
    }
  }

  /// Operators that people bring from elsewhere, with what to write instead.
  private mutating func lexForeign() -> Bool {
    guard let (text, code, help) = foreignOperator else { return false }
    let span = Span(position, position + text.utf8.count)
    let message =
      code == .arrowAssignment ? "assignment is written with '='" : "there is no operator '\(text)'"
    complain(code, message, span, help: help)
    add(.invalid, length: text.utf8.count)
    return true
  }

  private var foreignOperator: (String, DiagnosticCode, help: String)? {
    if isAhead("<-") {
      return ("<-", .arrowAssignment, "write 'x = 5', or 'x < -5' to compare")
    }
    if isAhead("&&") { return ("&&", .foreignOperator, "write 'and'") }
    if isAhead("||") { return ("||", .foreignOperator, "write 'or'") }
    if isAhead("//") {
      return ("//", .foreignOperator, "write 'floor(a / b)'; a comment starts with '#'")
    }
    if isAhead("**") { return ("**", .foreignOperator, "write '^'") }
    if isAhead("===") { return ("===", .foreignOperator, "write '=='") }
    if isAhead("~=") { return ("~=", .foreignOperator, "write '!='") }
    if isAhead("%%") || isAhead("%") {
      let text = isAhead("%%") ? "%%" : "%"
      return (text, .foreignOperator, "write 'mod(a, b)'; a comment starts with '#'")
    }
    if isAhead("!"), !isAhead("!=") { return ("!", .foreignOperator, "write 'not'") }
    if isAhead("&") { return ("&", .foreignOperator, "write 'and'") }
    if isAhead("|"), !isAhead("|>") { return ("|", .foreignOperator, "write 'or'") }
    if isAhead("$") { return ("$", .foreignOperator, "write 'd.col' or 'd[\"col\"]'") }
    return nil
  }

  /// A `'` that touches what it follows is a transpose; any other opens a string of another language.
  mutating func lexQuote() {
    if isAfterOperand {
      add(.transpose, length: 1)
      return
    }
    let start = position
    position += 1
    while position < end, byte() != UInt8(ascii: "\n"), byte() != UInt8(ascii: "'") {
      position += 1
    }
    if byte() == UInt8(ascii: "'") { position += 1 }
    complain(
      .singleQuotes, "strings are written in double quotes", Span(start, position),
      help: "write \"text\"; a transpose mark touches what it follows")
    add(.invalid, from: start)
  }

  private var isAfterOperand: Bool {
    guard let last = tokens.last, last.span.end == position else { return false }
    switch last.kind {
    case .number, .name, .quotedName, .string, .transpose: return true
    case .closeParen, .closeBracket, .keyword(.end), .invalid: return true
    default: return false
    }
  }

  /// Characters that start nothing, a run of them as one.
  mutating func lexStray(length: Int) {
    let start = position
    position += length
    let span = Span(start, position)
    complain(
      .badCharacter, "'\(source.text(span).spelledOut)' has no meaning here", span,
      help: helpOnPages(at: start))
    add(.invalid, from: start)
  }

  /// Where a line starts as `?name` does at the prompt: what gives that page from elsewhere.
  private func helpOnPages(at start: Int) -> String? {
    let line = source.bytes[..<start].last { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
    guard source.bytes[start] == UInt8(ascii: "?"),
      [nil, UInt8(ascii: "\n"), UInt8(ascii: ";")].contains(line)
    else { return nil }
    let rest = source.bytes[position..<end].drop { $0 == UInt8(ascii: " ") }
    let asked = rest.prefix { isNameStart($0) || (0x30...0x39).contains($0) }
    let name = String(decoding: asked, as: UTF8.self)
    return "?name is for the prompt; the command line has 'reg help"
      + (name.isEmpty ? "'" : " \(name)'")
  }
}
