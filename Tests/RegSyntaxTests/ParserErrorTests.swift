import RegSyntax
import Testing

@Suite("Errors of the parser")
struct ParserErrorTests {
  /// A text with its culprit between `«` and `»`, and the code of the first diagnostic.
  static let cases: [(marked: String, code: DiagnosticCode)] = [
    ("x = 1 «2»", .unexpectedToken),
    ("print «x»", .unexpectedToken),
    ("f«(»1, 2", .unclosedBracket),
    ("f(1))", .unexpectedToken),
    ("x = [1, 2\n«", .unclosedBracket),
    ("x = «\"abc\ny = 2", .unclosedString),
    ("x = 3 «$»y", .foreignOperator),
    ("x = «?»", .badCharacter),
    ("x = «1.»", .badNumber),
    ("x = «2x»", .badNumber),
    ("x = «1e999»", .badNumber),
    ("x = \"a«\\q»\"", .badEscape),
    ("x = \"a«{»b\"", .badInterpolation),
    ("x = \"a«{}»\"", .badInterpolation),
    ("x = \"{a:«zz»}\"", .badFormat),
    ("[«a -b»]", .blankInMatrix),
    ("[«1 -2»]", .blankInMatrix),
    ("[a «b»]", .blankInMatrix),
    ("[1 2\n«3» 4]", .blankInMatrix),
    ("[1 2; «3 4 5»]", .raggedMatrix),
    ("a < b «<» c", .chainedComparison),
    ("2^3«^»2", .chainedPower),
    ("1:3«'»", .transposedRange),
    ("x «<-» 5", .arrowAssignment),
    ("x = «'text'»", .singleQuotes),
    ("if x «=» 1 { 2 }", .assignmentInCondition),
    ("a «&&» b", .foreignOperator),
    ("a «||» b", .foreignOperator),
    ("«!»x", .foreignOperator),
    ("7 «//» 2", .foreignOperator),
    ("7 «%» 2", .foreignOperator),
    ("a\n«+» b", .leadingOperator),
    ("«A(1)» = 3", .badTarget),
    ("x = y «=» 3", .badTarget),
    ("y ~ x «^»2", .badFormula),
    ("y ~ «2»", .badFormula),
    ("x = «end»", .misplacedKeyword),
    ("«else» { }", .misplacedKeyword),
    ("f(a = 1, «2»)", .argumentOrder),
  ]

  @Test("each slip is named, with the caret on it", arguments: cases)
  func slipIsNamed(marked: String, code: DiagnosticCode) throws {
    let text = marked.filter { $0 != "«" && $0 != "»" }
    let result = Parser.parse(SourceText(text))
    let diagnostic = try #require(result.diagnostics.first)
    #expect(diagnostic.code == code)
    #expect(result.program == nil)
    guard let open = marked.firstIndex(of: "«"), let close = marked.firstIndex(of: "»"),
      let span = diagnostic.span
    else { return }
    let start = marked[..<open].utf8.count
    let culprit = marked[marked.index(after: open)..<close]
    #expect(span == Span(start, start + culprit.utf8.count))
  }

  @Test("one run reports the mistakes of several statements")
  func severalDiagnostics() {
    let result = Parser.parse(SourceText("x = 1 +* 2\ny = 3\nz = [a b]\nfor { }\nw = 4"))
    #expect(result.diagnostics.count == 3)
  }

  @Test("a mistake in a row is one mistake, whatever rows follow")
  func mistakeInMatrix() {
    let text = "A = f([1 1;1 -1; 1 2], [1;2;3])\nB = [a b; c d]; x = 12\ny = (1 +* 2; 3)"
    let result = Parser.parse(SourceText(text))
    #expect(result.diagnostics.map(\.code.name).count == 3)
    #expect(result.diagnostics.prefix(2).allSatisfy { $0.code == .blankInMatrix })
  }

  @Test("brackets nested without end are refused, not followed")
  func deepNesting() {
    for text in ["(", "[", "-", "not ", "x -> ", "{", "f(", "\"{", "if "] {
      let result = Parser.parse(SourceText(String(repeating: text, count: 100_000)))
      #expect(result.program == nil)
    }
  }

  @Test("long chains are no nesting")
  func longChains() {
    for link in ["+ 1", "* 2", ".^ 1 .+ 1", "and a", "|> f()", "'", "[1]"] {
      let text = "x = a " + String(repeating: link + " ", count: 20_000)
      let result = Parser.parse(SourceText(text.replacing(" '", with: "'")))
      #expect(result.diagnostics.isEmpty, "\(link)")
    }
  }
}
