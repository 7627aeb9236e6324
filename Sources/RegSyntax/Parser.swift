/// Builds the tree of a script by recursive descent; each rule of the grammar is a function.
public struct Parser {
  let source: SourceText
  var tokens: [Token]
  var position = 0
  var diagnostics: [Diagnostic]
  /// Whether all that went wrong is that the text ends too early.
  var failsOnlyAtEnd: Bool
  /// How deep the rules nest at the moment.
  var depth = 0
  /// What the innermost bracket is, for the rules on blanks and `end`.
  var surroundings: Surroundings = .open
  /// How many blocks are open.
  var blockDepth = 0
  /// What `break`, `continue` and `return` could leave here.
  var jumps = Jumps()

  struct Jumps {
    var isInLoop = false
    var isInFunction = false
  }

  enum Surroundings { case open, matrix, subscript_, call }

  /// Parsing stopped in the middle of a statement; the diagnostic is recorded.
  struct Failure: Error {}

  static let deepest = 200

  init(_ source: SourceText, in span: Span? = nil) {
    self.source = source
    let lexed = Lexer.tokens(of: source, in: span)
    tokens = lexed.tokens
    diagnostics = lexed.diagnostics
    failsOnlyAtEnd = lexed.diagnostics.isEmpty
  }

  // MARK: Tokens

  var token: Token { tokens[position] }
  var kind: Token.Kind { tokens[position].kind }

  func peek(_ offset: Int = 1) -> Token { tokens[min(position + offset, tokens.count - 1)] }

  /// The end of the last token read.
  var lastEnd: Int { position > 0 ? tokens[position - 1].span.end : token.span.start }

  mutating func advance() {
    if position < tokens.count - 1 { position += 1 }
  }

  /// Reads a token of that kind if it is next.
  mutating func take(_ expected: Token.Kind) -> Bool {
    guard kind == expected else { return false }
    advance()
    return true
  }

  func span(from start: Int) -> Span { Span(start, max(start, lastEnd)) }

  // MARK: Failing

  /// Records a diagnostic and gives the error to throw; the first complaint about a token counts.
  mutating func fail(
    _ code: DiagnosticCode, _ message: String, at span: Span? = nil, help: String? = nil
  ) -> Failure {
    // The lexer has complained about this token already.
    if kind == .invalid, span == nil { return Failure() }
    if kind != .end { failsOnlyAtEnd = false }
    diagnostics.append(
      Diagnostic(code, message, at: span ?? token.span, help: help, source: source))
    return Failure()
  }

  /// Records a mistake that parsing can go on after.
  mutating func note(
    _ code: DiagnosticCode, _ message: String, at span: Span, help: String? = nil
  ) {
    failsOnlyAtEnd = false
    diagnostics.append(Diagnostic(code, message, at: span, help: help, source: source))
  }

  /// Fails with what is there and what was expected.
  mutating func unexpected(_ expected: String) -> Failure {
    switch kind {
    case .end:
      fail(
        .unexpectedToken, "the text ends where \(expected) should follow",
        at: Span(lastEnd, lastEnd))
    case .dots:
      fail(
        .unexpectedToken, "'..' stands where \(expected) should be",
        help: "it sets the bounds of a knob; numbers from 1 to 5 are 1:5")
    case .newline: fail(.unexpectedToken, "the line ends where \(expected) should follow")
    case .keyword(let word):
      fail(.misplacedKeyword, "'\(word.rawValue)' stands where \(expected) should be")
    default:
      fail(.unexpectedToken, "'\(source.text(token.span))' stands where \(expected) should be")
    }
  }

  /// Reads a closing bracket, or fails with the caret on the bracket that is open.
  mutating func close(_ closing: Token.Kind, opened opener: Span) throws(Failure) {
    if take(closing) { return }
    let bracket = source.text(opener)
    if [.end, .newline, .closeBrace, .closeParen, .closeBracket].contains(kind) {
      throw fail(.unclosedBracket, "'\(bracket)' is not closed", at: opener)
    }
    throw unexpected("the bracket that closes '\(bracket)' or a comma")
  }

  /// Runs a rule one level deeper.
  mutating func nested<Result>(
    _ rule: (inout Parser) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard depth < Parser.deepest else {
      throw fail(.nestingTooDeep, "nested deeper than \(Parser.deepest) levels")
    }
    depth += 1
    defer { depth -= 1 }
    return try rule(&self)
  }

  /// Runs a rule inside brackets of some kind.
  mutating func within<Result>(
    _ inner: Surroundings, _ rule: (inout Parser) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let outer = surroundings
    surroundings = inner
    defer { surroundings = outer }
    return try nested(rule)
  }

  /// Runs a rule in whose blocks these jumps have somewhere to go.
  mutating func allowing<Result>(
    _ inner: Jumps, _ rule: (inout Parser) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let outer = jumps
    jumps = inner
    defer { jumps = outer }
    return try rule(&self)
  }

  /// Skips to where the next statement may start: past nested blocks, up to the end of the line.
  ///
  /// - Parameter start: Where in `tokens` the statement began that failed. In a bracket that it
  ///   opened, a semicolon ends a row and no statement.
  mutating func recover(from start: Int) {
    var blocks = 0
    var brackets = tokens[start..<position].reduce(0) { max(0, $0 + $1.kind.bracketStep) }
    while kind != .end {
      switch kind {
      case .openBrace: blocks += 1
      case .closeBrace where blocks == 0: return
      case .closeBrace: blocks -= 1
      case .newline where blocks == 0: return
      case .semicolon where blocks == 0 && brackets == 0: return
      default: brackets = max(0, brackets + kind.bracketStep)
      }
      advance()
    }
  }
}

extension Token.Kind {
  fileprivate var bracketStep: Int {
    switch self {
    case .openParen, .openBracket: 1
    case .closeParen, .closeBracket: -1
    default: 0
    }
  }
}
