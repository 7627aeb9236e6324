/// Cuts a script into tokens.
///
/// Works on bytes: a Swift `Character` costs fifty times as much to step over, and takes `\r\n` for
/// one. Line ends that the language treats as blanks never become tokens.
struct Lexer {
  let source: SourceText
  let end: Int
  var position: Int
  var tokens: [Token] = []
  var diagnostics: [Diagnostic] = []
  private var openBrackets: [UInt8] = []
  private var blankBefore = false

  /// A lexer for the whole text or, for the braces of a string, a part of it.
  init(_ source: SourceText, in span: Span? = nil) {
    self.source = source
    position = span?.start ?? 0
    end = span?.end ?? source.bytes.count
    tokens.reserveCapacity((end - position) / 3)
    // A part of a string lies on one line, in brackets of its own.
    if span != nil { openBrackets = [UInt8(ascii: "(")] }
  }

  /// The tokens up to and including `.end`.
  static func tokens(
    of source: SourceText, in span: Span? = nil
  ) -> (tokens: [Token], diagnostics: [Diagnostic]) {
    var lexer = Lexer(source, in: span)
    lexer.run()
    return (lexer.tokens, lexer.diagnostics)
  }

  // MARK: Steps

  func byte(_ offset: Int = 0) -> UInt8 {
    let index = position + offset
    return index < end ? source.bytes[index] : 0
  }

  func isAhead(_ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard position + count <= end else { return false }
    return (0..<count).allSatisfy { source.bytes[position + $0] == text.utf8Start[$0] }
  }

  mutating func add(_ kind: Token.Kind, from start: Int) {
    tokens.append(Token(kind: kind, span: Span(start, position), followsBlank: blankBefore))
    blankBefore = false
  }

  mutating func add(_ kind: Token.Kind, length: Int) {
    let start = position
    position += length
    add(kind, from: start)
  }

  mutating func complain(
    _ code: DiagnosticCode, _ message: String, _ span: Span, help: String? = nil
  ) {
    diagnostics.append(Diagnostic(code, message, at: span, help: help, source: source))
  }

  private mutating func run() {
    while position < end {
      let next = byte()
      switch next {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
        position += 1
        blankBefore = true
      case UInt8(ascii: "#"): skipComment()
      case UInt8(ascii: "\n"): lexLineEnd()
      case UInt8(ascii: "0")...UInt8(ascii: "9"): lexNumber()
      case UInt8(ascii: "\""): lexString()
      case UInt8(ascii: "`"): lexQuotedName()
      case UInt8(ascii: "'"): lexQuote()
      default:
        if isNameStart(next) {
          lexName()
        } else if next >= 0x80 {
          lexUnicode()
        } else {
          lexSymbol(next)
        }
      }
    }
    position = end
    add(.end, from: end)
  }

  private mutating func skipComment() {
    while position < end, byte() != UInt8(ascii: "\n") { position += 1 }
    blankBefore = true
  }

  // MARK: Line ends

  private mutating func lexLineEnd() {
    if isLineEndBlank {
      position += 1
      blankBefore = true
    } else {
      add(.newline, length: 1)
      blankBefore = true
    }
  }

  /// In brackets, after an operator and before a leading `|>` a line end is a blank.
  private var isLineEndBlank: Bool {
    if let bracket = openBrackets.last, bracket != UInt8(ascii: "{") { return true }
    switch tokens.last?.kind {
    case .binary, .update, .assign, .arrow, .pipe, .tilde, .colon, .comma: return true
    case .keyword(.and), .keyword(.or), .keyword(.not), .keyword(.inWord): return true
    default: return isPipeNext
    }
  }

  private var isPipeNext: Bool {
    var index = position
    while index < end {
      switch source.bytes[index] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"):
        index += 1
      case UInt8(ascii: "#"):
        while index < end, source.bytes[index] != UInt8(ascii: "\n") { index += 1 }
      case UInt8(ascii: "|"):
        return index + 1 < end && source.bytes[index + 1] == UInt8(ascii: ">")
      default: return false
      }
    }
    return false
  }

  // MARK: Brackets

  mutating func open(_ bracket: UInt8, _ kind: Token.Kind) {
    openBrackets.append(bracket)
    add(kind, length: 1)
  }

  /// Closes up to the matching bracket, so that one slip does not swallow the line ends after it.
  mutating func close(_ bracket: UInt8, _ kind: Token.Kind) {
    if let match = openBrackets.lastIndex(of: bracket) { openBrackets.removeSubrange(match...) }
    add(kind, length: 1)
  }
}
