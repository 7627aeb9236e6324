/// What became of a text: a tree, or what is wrong with it.
public struct ParseResult: Sendable {
  /// Whether a text is whole, which is all that a prompt needs to know of the grammar.
  public enum Completeness: Sendable {
    /// It parses as it stands.
    case complete
    /// It would parse if something followed: an open bracket or block, an operator at the end.
    case incomplete
    /// Nothing that follows could mend it.
    case wrong
  }

  /// `nil` unless complete.
  public let program: Program?
  /// In the order of the text.
  public let diagnostics: [Diagnostic]
  public let completeness: Completeness
}

extension Parser {
  /// Parses a script or a statement; never fails, whatever the bytes are.
  ///
  /// After an error parsing goes on with the next statement, so that one run reports several.
  ///
  /// - Complexity: O(*bytes*).
  public static func parse(_ source: SourceText) -> ParseResult {
    var parser = Parser(source)
    let statements = parser.parseProgram()
    let diagnostics = parser.diagnostics.sorted { ($0.span?.start ?? 0) < ($1.span?.start ?? 0) }
    guard diagnostics.isEmpty else {
      let isOpen = parser.failsOnlyAtEnd
      return ParseResult(
        program: nil, diagnostics: diagnostics, completeness: isOpen ? .incomplete : .wrong)
    }
    return ParseResult(
      program: Program(statements: statements, source: source), diagnostics: [],
      completeness: .complete)
  }
}
