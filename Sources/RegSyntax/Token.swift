/// The smallest piece of a script that means something.
public struct Token: Sendable {
  public enum Kind: Sendable, Equatable {
    case number(Double)
    /// With the braces still to be parsed: their places in the source.
    case string([StringPiece])
    case name(String)
    /// `` `odd column` ``, which is not folded.
    case quotedName(String)
    case keyword(Keyword)
    case binary(BinaryOperator)
    /// `+=` and its like.
    case update(BinaryOperator)
    case assign, arrow, pipe, tilde, colon, comma, semicolon, newline, dot, dots, transpose
    case openParen, closeParen, openBracket, closeBracket, openBrace, closeBrace
    /// Something the lexer has already complained of.
    case invalid
    case end
  }

  public let kind: Kind
  public let span: Span
  /// Whether a blank, a comment or a line end stands before it.
  public let followsBlank: Bool
}

/// A part of a string token.
public enum StringPiece: Sendable, Equatable {
  case text(String)
  /// Where the expression is, and the format after its colon.
  case braces(Span, format: Span?)
}

/// The reserved words.
public enum Keyword: String, Sendable, CaseIterable {
  case function = "fn"
  case ifWord = "if"
  case elseWord = "else"
  case forWord = "for"
  case inWord = "in"
  case whileWord = "while"
  case tryWord = "try"
  case catchWord = "catch"
  case returnWord = "return"
  case breakWord = "break"
  case continueWord = "continue"
  case importWord = "import"
  case and, or, not
  case trueWord = "true"
  case falseWord = "false"
  case none, end
}
