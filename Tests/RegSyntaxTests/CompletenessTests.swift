import RegSyntax
import Testing

@Suite("Whether a statement is finished")
struct CompletenessTests {
  @Test(
    "these are whole",
    arguments: [
      "", "# a comment", "1 + 1", "x = 2;", "fn f(x) = x^2", "fn f(x, y = 2) { return x }",
      "if a { 1 } else { 2 }", "if a { 1 }\nelse { 2 }", "try { f() } catch e { g() }", "x'",
      "X' * (X*θ - y) + 2*λ*θ", "[1 2; 3 4]", "[1, 2\n 3]".replacing("\n 3", with: ";\n 3, 4"),
      "y ~ a + b*c - 1 + log(d) + {z}", "~ .", "lasso(d, y ~ .-1)", "a |> f(b) |> g()",
      "x -> x + 1", "(a, b) -> { a }", "() -> 1", "a, b = f()", "x[1, :] = 0", "x[end] += 1",
      "d.col", "m @ λ", "\"a {b:.2f} {{c}} {d[\"e\"]}\"", "x = a +\n b", "a\n  |> f()",
      "import \"f.reg\" as g", "-2^-2", "1:2:10", "`odd name` = 1", "x.*y", "1.*y", "f(a,\n b)",
      "for i in 1:3 { print(i); }", "while true { break }", "not a and b or c in d", ".5 + 1_000",
      "map(x, v -> {\n a = 1\n a\n})",
    ])
  func whole(text: String) {
    let result = Parser.parse(SourceText(text))
    #expect(result.completeness == .complete, "\(result.diagnostics.map(\.message))")
  }

  @Test(
    "these want more",
    arguments: [
      "f(", "x = ", "x = 1 +", "[1, 2;", "if a {", "if a { 1 } else {", "fn f(x) {\n x = 1",
      "a |>", "a and", "y ~", "try { 1 }", "fn f(x) =", "x = (1 + 2", "for i in 1:3 {\n f(",
    ])
  func unfinished(text: String) {
    #expect(Parser.parse(SourceText(text)).completeness == .incomplete)
  }

  @Test("these can only be wrong", arguments: ["x = )", "\"abc", "1 2", "a b {", "x <- ("])
  func wrong(text: String) {
    #expect(Parser.parse(SourceText(text)).completeness == .wrong)
  }
}
