import Testing

@testable import RegREPL

@Suite("Completing at the prompt")
struct CompletingTests {
  @Test(
    "the name of a Greek letter behind a backslash",
    arguments: zip(["\\lambda", "2*\\theta", "\\Sigma", "\\sigma"], ["λ", "θ", "Σ", "σ"]))
  func greek(typed: String, letter: Character) throws {
    let input = try #require(GreekInput(typed))
    #expect(input.letter == letter)
    #expect(typed.dropLast(input.typed).last != "\\")
  }

  @Test("no letter", arguments: ["lambda", "\\", "\\nope", "X \\ y", "", "\\lambda "])
  func noGreek(typed: String) { #expect(GreekInput(typed) == nil) }

  @Test("candidates stand in columns that fit the window")
  func columns() {
    let words = (1...10).map { "word\($0)" }
    let lines = CompletionList(words).lines(width: 30)
    #expect(lines.count == 4)
    #expect(lines.allSatisfy { $0.count <= 30 })
    #expect(lines.first?.hasPrefix("word1 ") == true)
    for word in words { #expect(lines.contains { $0.contains(word) }) }
    #expect(CompletionList(words).lines(width: 5).count == 10)
  }

  @Test("too many candidates are counted")
  func tooMany() {
    let lines = CompletionList((1...100).map { "word\($0)" }).lines(width: 20)
    #expect(lines.count == 13)
    #expect(lines.last == "… 100 in all")
  }
}
