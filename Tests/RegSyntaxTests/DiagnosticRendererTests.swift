import RegSyntax
import Testing

@Suite("Diagnostics as text")
struct DiagnosticRendererTests {
  private func render(
    _ text: String, _ span: Span, name: String? = nil, message: String = "no good",
    help: String? = nil
  ) -> String {
    let source = SourceText(name: name, text)
    let diagnostic = Diagnostic(.unknownName, message, at: span, help: help, source: source)
    return DiagnosticRenderer(color: false).render(diagnostic)
  }

  @Test("message, place, excerpt, caret and help")
  func whole() {
    let text = "X = 1\ny = 2\nm = laso(X, y)\n"
    #expect(
      render(
        text, Span(16, 20), name: "study.reg", message: "'laso' is not defined",
        help: "did you mean 'lasso'?") == """
          error[unknown-name]: 'laso' is not defined
            study.reg:3:5
            3 | m = laso(X, y)
              |     ^^^^ did you mean 'lasso'?
          """)
  }

  @Test("the column counts characters, and the caret stands below wide ones")
  func unicode() {
    let text = "λ漢 = x"
    let start = text.utf8.count - 1
    #expect(
      render(text, Span(start, start + 1), name: "f") == """
        error[unknown-name]: no good
          f:1:6
          1 | λ漢 = x
            |       ^
        """)
  }

  @Test("help that is long has a line of its own")
  func longHelp() {
    let help = String(repeating: "word ", count: 20)
    #expect(render("x", Span(0, 1), help: help).hasSuffix("\n    | ^\n  help: \(help)"))
  }

  @Test(
    "a culprit over several lines is underlined on the first, and one behind the end has a caret")
  func edges() {
    #expect(render("a = (1,\n2)", Span(4, 10)).hasSuffix("  1 | a = (1,\n    |     ^^^"))
    #expect(render("a = ", Span(4, 4)).hasSuffix("  1 | a = \n    |     ^"))
    #expect(render("", Span(0, 0)).hasSuffix("  1 | \n    | ^"))
    #expect(render("a", Span(100, 200)).hasSuffix("  1 | a\n    |  ^"))
  }

  @Test("a long line is cut around the culprit")
  func longLine() {
    let text = String(repeating: "a", count: 200) + "!" + String(repeating: "b", count: 200)
    let lines = render(text, Span(200, 201)).split(separator: "\n").map(Array.init)
    #expect(lines[1].count <= 110)
    #expect(lines[2].count < lines[1].count)
    #expect(lines[1][lines[2].count - 1] == "!")
  }

  @Test("control characters cannot reach the terminal")
  func controls() {
    let text = render("\u{1B}[31mx\ty", Span(6, 7), message: "bad '\u{7}'")
    #expect(!text.contains("\u{1B}"))
    #expect(!text.contains("\u{7}"))
    #expect(text.contains("\\u{1b}[31mx    y"))
  }

  @Test("the calls that led there follow, innermost first")
  func trace() {
    var diagnostic = Diagnostic(.raised, "no")
    let named = SourceText(name: "f.reg", "x = 1\ncheck(2)\n")
    diagnostic.trace = [
      Diagnostic.Frame(function: "check", span: Span(6, 14), source: named),
      Diagnostic.Frame(function: "outer", span: Span(0, 8), source: SourceText("outer(1)")),
    ]
    #expect(
      DiagnosticRenderer(color: false).render(diagnostic) == """
        error[raised]: no
          in 'check', called at f.reg:2:1
          in 'outer', called by 'outer(1)'
        """)
  }

  @Test("colour adds nothing but escapes")
  func color() {
    let diagnostic = Diagnostic(.raised, "no", at: Span(0, 1), source: SourceText("x"))
    let colored = DiagnosticRenderer(color: true).render(diagnostic)
    let pattern = #/\u{1B}\[[0-9;]*m/#
    #expect(colored != colored.replacing(pattern, with: ""))
    #expect(
      colored.replacing(pattern, with: "") == DiagnosticRenderer(color: false).render(diagnostic))
  }

  @Test(
    "no line is longer than the window, and the carets stay below the culprit", arguments: 20...90)
  func window(width: Int) throws {
    let text =
      "x = 1 + a_long_name_before * another_long_name + undefined_name / yet_another_long_name"
    let start = try #require(text.firstRange(of: "undefined")).lowerBound.utf16Offset(in: text)
    let diagnostic = Diagnostic(
      .unknownName, "'undefined_name' is not defined, and a good deal more is to be said of that",
      at: Span(start, start + 14), help: "did you mean some other name that is nearly the same?",
      source: SourceText(text))
    let lines = DiagnosticRenderer(color: false, width: width).render(diagnostic)
      .split(separator: "\n").map(String.init)
    #expect(lines.allSatisfy { $0.count <= width })
    let place = try #require(lines.firstIndex { $0.hasPrefix("  1 | ") })
    let indent = lines[place + 1].prefix { $0 == " " || $0 == "|" }.count
    let carets = lines[place + 1].dropFirst(indent).prefix { $0 == "^" }
    let culprit = String(lines[place].dropFirst(indent).prefix(carets.count))
    #expect(
      culprit == "undefined_name" || culprit == "undefined_name".prefix(carets.count - 1) + "…")
    let words = lines.joined(separator: " ").split(separator: " ")
    #expect(words.contains("nearly") && words.contains("good"))
  }

  @Test(
    "long lines are broken at blanks, behind their indent, and escapes take no room",
    arguments: [
      ("abc def ghi", 8, "abc def\n  ghi"), ("  a b c d", 7, "  a b c\n    d"),
      ("short", 8, "short"), ("0123456789abc", 8, "01234567\n  89abc"), ("", 8, ""),
      ("\u{1B}[1mab\u{1B}[0m cd ef gh", 8, "\u{1B}[1mab\u{1B}[0m cd ef\n  gh"),
      ("λλλλ λλλλ", 8, "λλλλ\n  λλλλ"), ("one\ntwo", 8, "one\ntwo"),
    ])
  func fitted(text: String, width: Int, result: String) {
    #expect(text.fitted(to: width) == result)
  }
}
