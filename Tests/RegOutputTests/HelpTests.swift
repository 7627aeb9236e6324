import RegRuntime
import RegSyntax
import Testing

@testable import RegOutput

@Suite("Help from declarations")
struct HelpTests {
  struct Shrink: Builtin {
    let name = "shrink"
    let category = Category.maths
    let summary = "Pulls numbers towards zero."
    let objective: String? = "(b - x)² / 2 + lambda · |b|"
    let details: String? = "The solution is the soft threshold."
    let result: String? = "A number nearer to zero."
    let seeAlso = ["lasso"]
    let x = Parameter<Double>("x", "What to shrink.", unit: "metres")
    let lambda = Parameter<Double>("λ", "How far.", default: 0.5, where: .between(0, 1))
    let mode = Parameter<String>(
      "mode", "Where to stop.", default: "zero", keywordOnly: true, where: .oneOf(["zero", "sign"]))
    let examples = [Example("By a half", "> shrink(2)\n1.5")]
    func call(_ arguments: Arguments) throws -> Value { Value(arguments[x]) }
  }

  private let registry = BuiltinRegistry([Shrink()])

  @Test("pages and lists keep to the window, and say all that they say in a wide one")
  func window() {
    func words(_ text: String) -> [Substring] { text.split { $0.isWhitespace } }
    for width in [24, 40, 80] {
      let layout = TextLayout(width: width)
      for (narrow, wide) in [
        (HelpPage(Shrink(), layout: layout).text, HelpPage(Shrink()).text),
        (HelpIndex(registry, layout: layout).errors, HelpIndex(registry).errors),
        (HelpIndex(registry, layout: layout).text, HelpIndex(registry).text),
      ] {
        #expect(narrow.split(separator: "\n").allSatisfy { $0.count <= width })
        // Where a word is longer than the window it is broken as well.
        if width > 24 { #expect(words(narrow) == words(wide)) }
      }
    }
  }

  @Test("a page has usage, objective, arguments, examples and relatives")
  func page() {
    #expect(
      HelpPage(Shrink()).text == """
        shrink: Pulls numbers towards zero.

          shrink(x, λ = 0.5, mode = "zero")

        Minimises
          (b - x)² / 2 + lambda · |b|

        Arguments
          x     What to shrink.
                a number, in metres, required
          λ     How far.
                a number, between 0 and 1, default 0.5
          mode  Where to stop.
                a string, "zero" or "sign", default "zero", by name

        Details
          The solution is the soft threshold.

        Result
          A number nearer to zero.

        Examples
          By a half:
            > shrink(2)
            1.5

        See also
          lasso
        """)
  }

  @Test("a long usage line is broken between parameters")
  func usage() {
    let lines = UsageLine(BuiltinFunction(Shrink())).lines(width: 20)
    #expect(lines == ["shrink(x, λ = 0.5,", "       mode = \"zero\")"])
  }

  @Test("the index lists each built-in below its category, and a search finds it by any word")
  func index() {
    let index = HelpIndex(registry)
    #expect(index.text.hasPrefix("Maths\n  shrink  Pulls numbers towards zero."))
    #expect(index.search("TOWARDS")?.contains("shrink") == true)
    #expect(index.search("metric") == nil)
    #expect(index.text(about: "shrink") == HelpPage(Shrink()).text)
    #expect(index.text(about: "nothing") == nil)
  }

  @Test("a topic has a page, a line in the index, finds and a section of the manual")
  func topics() {
    let topic = HelpTopic(
      name: "scales", summary: "How far numbers are.", text: "Far | wide.",
      table: [["one", "two"], ["a longer", "b|c"]], notes: "Mind the gap.",
      examples: [Example("None", "> 1\n1")], seeAlso: ["shrink"])
    let registry = BuiltinRegistry([Shrink()], topics: [topic])
    let index = HelpIndex(registry)
    #expect(
      index.text(about: "scales") == """
        scales: How far numbers are.

        Far | wide.

          one       two
          a longer  b|c

        Mind the gap.

        None
          > 1
          1

        See also
          shrink
        """)
    let narrow = HelpIndex(registry, layout: TextLayout(width: 24)).text(about: "scales")
    #expect(narrow?.contains("  a longer  b|c") == true)
    #expect(index.text.contains("Topics\n  scales  How far numbers are."))
    #expect(index.search("GAP") == "  scales  How far numbers are.")
    #expect(index.names == ["shrink", "scales", "errors"])
    let manual = Manual(registry).markdown
    #expect(manual.contains("## Topics\n\n### scales\n\nHow far numbers are."))
    #expect(manual.contains("| one | two |\n| --- | --- |\n| a longer | b\\|c |"))
  }

  @Test("help knows every error code")
  func errors() {
    let index = HelpIndex(registry)
    for code in DiagnosticCode.all {
      #expect(index.text(about: "errors")?.contains(code.name) == true)
      #expect(index.text(about: code.name)?.contains(code.summary) == true)
    }
  }

  @Test("the manual has a section for every built-in")
  func manual() {
    let manual = Manual(registry).markdown
    #expect(manual.contains("### shrink\n\nPulls numbers towards zero."))
    #expect(manual.contains("- `λ`: How far. *a number, between 0 and 1, default 0.5*"))
    #expect(manual.hasSuffix("|\n"))
  }

  @Test("text is broken at blanks and laid-out lines are left alone")
  func wrapping() {
    #expect("one two three".wrapped(width: 7) == ["one two", "three"])
    #expect(
      "a\n\n  kept as it is laid out".wrapped(width: 5) == ["a", "", "  kept as it is laid out"])
  }
}
