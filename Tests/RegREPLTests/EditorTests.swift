import Testing

@testable import RegREPL

@Suite("Editing a statement")
struct EditorTests {
  private func line(_ text: String) -> LineEditor.Line {
    LineEditor.Line(text: text, cursor: text.utf8.count)
  }

  @Test("recall goes through what begins as the line did, and back to what was typed")
  func recall() {
    var recall = Recall()
    recall.add(["fit = 1", "x = 2", "fit = 3", "fit = 1", "y"])
    #expect(recall.older(than: "fi", cursor: 2) == "fit = 1")
    #expect(recall.older(than: "fit = 1", cursor: 7) == "fit = 3")
    #expect(recall.older(than: "fit = 3", cursor: 7) == nil)
    #expect(recall.newer(than: "fit = 3") == "fit = 1")
    #expect(recall.newer(than: "fit = 1") == "fi")
    #expect(recall.newer(than: "fi") == nil)
    // A line that was changed begins a search of its own.
    #expect(recall.older(than: "", cursor: 0) == "y")
    #expect(recall.older(than: "x", cursor: 1) == "x = 2")
    #expect(Recall().isWalking("") == false)
  }

  @Test("a statement is laid out as libedit does it")
  func layout() throws {
    Terminal.useUTF8()
    let layout = try #require(LineLayout("abcdef\n  λ\t.", prompt: 2, columns: 6))
    let places = layout.places.map { [$0.row, $0.column] }
    #expect(places[..<6] == [[0, 2], [0, 3], [0, 4], [0, 5], [1, 0], [1, 1]])
    #expect(places[6...] == [[1, 2], [2, 0], [2, 1], [2, 2], [2, 3], [3, 0]])
    // A line that fills its row ends on the next.
    #expect(LineLayout("abcd", prompt: 2, columns: 6)?.rows == 2)
    #expect(LineLayout("a\u{302}", prompt: 2, columns: 80) == nil)
    #expect(LineLayout("a\u{1}", prompt: 2, columns: 80) == nil)
    #expect(LineLayout("", prompt: 2, columns: 2) == nil)
  }

  @Test("painting writes the characters that stand there, and comes back to the cursor")
  func painting() {
    let painter = LinePainter(columns: 40, rows: 10, prompt: 2)
    #expect(painter.text(for: line("x = 10")) == "\r\u{1B}[2Cx = \u{1B}[0;36m10\u{1B}[0m")
    let block = LineEditor.Line(text: "f(\n\"s\")", cursor: 0)
    #expect(
      painter.text(for: block)
        == "\u{1B}[0;1mf\u{1B}[0m(\r\u{1B}[1B\u{1B}[0;32m\"s\"\u{1B}[0m)\r\u{1B}[1A\u{1B}[2C")
    #expect(painter.text(for: line("a\n\n\n\n\n\n\n\n\n\n\nb")) == nil)
  }

  @Test("colours tell kinds apart, and the bracket at the cursor has its partner marked")
  func styles() {
    func styles(_ text: String) -> [String] { LinePainter.styles(line(text)) }
    #expect(styles("if a # b") == ["35", "35", "", "", "", "2", "2", "2"])
    #expect(styles("(a]") == ["", "", "31"])
    #expect(styles("(1)") == ["1;4", "36", "1;4"])
    #expect(styles("\"a") == ["32", "32"])
    #expect(styles("knob k") == ["35", "35", "35", "35", "", ""])
    #expect(styles("knob = 1").first == "")
    #expect(styles(":time 1") == ["33", "33", "33", "33", "33", "", ""])
    for text in ["", "`", "\"{", "#", ")", "\\", "λ", "'", "knob", "a\n#b\n"] {
      #expect(styles(text).count == text.utf8.count)
    }
  }

  @Test("a paste loses what no statement holds, and a printed session its prompts and answers")
  func paste() {
    func text(_ paste: String) -> String { PastedText(paste.unicodeScalars).text }
    #expect(text("a\r\nb\rc\n\n") == "a\nb\nc")
    #expect(text("a\u{1B}[31m\tb") == "a[31m\tb")
    #expect(text("> f = 1\n> if f {\n. 2\n. }\n2\n") == "f = 1\nif f {\n2\n}")
    #expect(text("") == "")
  }

  @Test(
    "a nudge scales the number at the cursor, or the last before it, and keeps the cursor there",
    arguments: [
      ("coef(m, 0.3|)", 1.1, "coef(m, 0.33|)"), ("x = |10 + 2", 2, "x = |20 + 2"),
      ("f(1, 2.5)|", 2, "f(1, 5)|"), ("|a + 1e-3", 0.5, "|a + 0.0005"),
      ("1_000|", 1 / 1.1, "909.1|"), ("\"7\" + 3|", 2, "\"7\" + 6|"), ("12|34", 0.001, "1.|234"),
    ] as [(String, Double, String)])
  func nudge(before: String, factor: Double, after: String) throws {
    func line(_ text: String) -> LineEditor.Line {
      let parts = text.split(separator: "|", omittingEmptySubsequences: false)
      return LineEditor.Line(text: parts.joined(), cursor: parts[0].utf8.count)
    }
    let nudged = try #require(NumberNudge(line(before), by: factor)).line
    #expect(nudged.text == line(after).text)
    #expect(nudged.cursor == line(after).cursor)
  }

  @Test("what has no number is left alone", arguments: ["", "x", "\"1\"", "0", "# 1", "1e308"])
  func noNudge(text: String) {
    #expect(NumberNudge(line(text), by: 2) == nil)
  }
}
