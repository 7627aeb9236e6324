/// What the pieces of a text are, for showing it in colours, and which brackets belong together.
///
/// Any text has an answer, also one that is half typed.
public struct SyntaxColors {
  public enum Kind: Sendable {
    case keyword, number, string, comment
    /// A name that is called.
    case call
    /// A bracket that nothing closes or opens, or what no script can have.
    case wrong
  }

  /// In the order of the text, none within another.
  public private(set) var pieces: [(span: Span, kind: Kind)] = []
  /// The offset of the partner of each bracket that has one.
  private var partners: [Int: Int] = [:]

  public init(_ text: String) {
    let source = SourceText(text)
    let tokens = Lexer.tokens(of: source).tokens
    var (end, open) = (0, [Token]())
    var unmatched: Set<Int> = []
    for (place, token) in tokens.enumerated() {
      addComments(source.bytes, end..<token.span.start)
      end = max(end, token.span.end)
      match(token, &open, &unmatched)
      guard var kind = Self.kind(of: token, at: place, in: tokens) else { continue }
      // A string that is still open is not wrong either.
      if kind == .wrong, source.bytes[token.span.start] == UInt8(ascii: "\"") { kind = .string }
      pieces.append((token.span, kind))
    }
    addComments(source.bytes, end..<source.bytes.count)
    for offset in unmatched { pieces.append((Span(offset, offset + 1), .wrong)) }
    pieces.sort { $0.span.start < $1.span.start }
  }

  /// The bracket at a byte offset, or else the one before it, with its partner.
  public func brackets(at offset: Int) -> (Int, Int)? {
    for offset in [offset, offset - 1] {
      if let partner = partners[offset] { return (offset, partner) }
    }
    return nil
  }

  // MARK: Pieces

  private static func kind(of token: Token, at place: Int, in tokens: [Token]) -> Kind? {
    switch token.kind {
    case .keyword: .keyword
    case .number: .number
    case .string: .string
    case .invalid: .wrong
    case .name(let name):
      if tokens[place + 1].kind == .openParen, !tokens[place + 1].followsBlank {
        .call
      } else if watching.contains(name), startsStatement(place, tokens), hasOperand(place, tokens) {
        .keyword
      } else {
        nil
      }
    default: nil
    }
  }

  /// Words that are reserved only where a statement begins with them.
  private static let watching: Set<String> = ["knob", "watch", "unwatch", "tweak"]

  private static func startsStatement(_ place: Int, _ tokens: [Token]) -> Bool {
    guard place > 0 else { return true }
    switch tokens[place - 1].kind {
    case .newline, .semicolon, .openBrace, .closeBrace: return true
    default: return false
    }
  }

  private static func hasOperand(_ place: Int, _ tokens: [Token]) -> Bool {
    switch tokens[place + 1].kind {
    case .name, .quotedName, .end, .newline, .semicolon: true
    default: false
    }
  }

  /// Between tokens there is nothing but blanks and comments.
  private mutating func addComments(_ bytes: [UInt8], _ gap: Range<Int>) {
    var start = gap.lowerBound
    while let sign = bytes[start..<max(gap.upperBound, start)].firstIndex(of: UInt8(ascii: "#")) {
      let end = bytes[sign...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      pieces.append((Span(sign, end), .comment))
      start = min(end, gap.upperBound)
    }
  }

  // MARK: Brackets

  private mutating func match(_ token: Token, _ open: inout [Token], _ unmatched: inout Set<Int>) {
    let opener: Token.Kind
    switch token.kind {
    case .openParen, .openBracket, .openBrace:
      open.append(token)
      return
    case .closeParen: opener = .openParen
    case .closeBracket: opener = .openBracket
    case .closeBrace: opener = .openBrace
    default: return
    }
    // A bracket that is still open is not wrong: the rest may be to come.
    guard let last = open.last, last.kind == opener else {
      unmatched.insert(token.span.start)
      return
    }
    open.removeLast()
    partners[last.span.start] = token.span.start
    partners[token.span.start] = last.span.start
  }
}
