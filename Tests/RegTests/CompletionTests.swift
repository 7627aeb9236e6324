import Reg
import Testing

@Suite("Completion")
struct CompletionTests {
  private func texts(
    _ text: String, in session: Session = Session()
  ) -> [String] {
    session.completions(for: text, cursor: text.utf8.count).candidates.map(\.text)
  }

  @Test("a name begun offers variables, functions and keywords")
  func names() throws {
    let session = Session()
    try session.evaluate("lasso_weights = 1")
    let found = texts("x = las", in: session)
    #expect(found.contains("lasso"))
    #expect(found.contains("lasso_weights"))
    #expect(texts("whi") == ["while"])
    #expect(texts("x = ").isEmpty)
  }

  @Test("inside a call the arguments come first, also behind nested brackets and strings")
  func arguments() {
    #expect(texts("lasso(X, y, stand").first == "standardize = ")
    #expect(texts("lasso(X[1, (2)], \"(\", stand").first == "standardize = ")
    #expect(!texts("lasso(X, y) + stand").contains("standardize = "))
    #expect(texts("lasso(X, y, ").contains("standardize = "))
  }

  @Test("a Greek letter and its English name complete each other")
  func greek() throws {
    let session = Session()
    try session.evaluate("λ_min = 3")
    #expect(texts("lambda_mi", in: session) == ["lambda_min"])
    #expect(texts("λ_mi", in: session) == ["lambda_min"])
  }

  @Test("behind a dot come fields and columns, and nothing is run")
  func fields() throws {
    let session = Session()
    try session.evaluate("r = record(first = 1, second = record(third = 2))")
    try session.evaluate("d = table(age = [1; 2], bmi = [3; 4])")
    #expect(texts("r.", in: session) == ["first", "second"])
    #expect(texts("1 + r.second.th", in: session) == ["third"])
    #expect(texts("d.a", in: session) == ["age"])
    #expect(texts("f(1).", in: session).isEmpty)
    #expect(texts("x = 1.", in: session).isEmpty)
  }

  @Test("a string offers the choices of its argument")
  func choices() {
    #expect(texts("sum(X, along = \"r") == ["rows"])
  }

  @Test("the word that is replaced is told in bytes")
  func start() {
    let text = "θ = 1; las"
    let completions = Session().completions(for: text, cursor: text.utf8.count)
    #expect(completions.start == text.utf8.count - 3)
  }

  @Test(
    "no text makes it fail", arguments: ["", "(", ")", "\"", "\\", ".", "..", "#", "a.b.c.", "λ"])
  func anyText(text: String) {
    for cursor in -1...text.utf8.count + 1 {
      let completions = Session().completions(for: text, cursor: cursor)
      #expect(completions.start >= 0)
    }
  }
}
