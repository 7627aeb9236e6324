import Foundation
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

  @Test("a choice is offered by place, and with its quotes behind the name of the argument")
  func values() {
    #expect(texts("lasso(X, y, na = ").contains("\"drop\""))
    #expect(texts("lasso(X, y, na = \"dr") == ["drop"])
    #expect(texts("lasso(X, y, standardize = ") == ["true", "false"])
    #expect(texts("lasso(X, y, standardize = t").first == "true")
  }

  @Test("columns are offered in formulas and indexes of a table, wherever it is named")
  func columns() throws {
    let session = Session()
    try session.evaluate("d = table(age = [1; 2], bmi = [3; 4])\nd[\"odd one\"] = [5; 6]")
    #expect(texts("lasso(d, y ~ ", in: session) == ["age", "bmi", "`odd one`"])
    #expect(texts("lasso(d, y ~ age + log(b", in: session).first == "bmi")
    #expect(texts("lasso(d, b", in: session).first == "bmi")
    #expect(texts("d |> lasso(y ~ a", in: session).first == "age")
    #expect(texts("d[d.age > 1, [\"a", in: session) == ["age"])
    #expect(texts("d[\"o", in: session) == ["odd one"])
    #expect(texts("lasso(nothing, y ~ ", in: session).isEmpty)
    #expect(!texts("lasso(d, y ~ age, ", in: session).contains("for"))
    #expect(texts("lasso(d, y ~ age, stan", in: session).first == "standardize = ")
  }

  @Test("files are offered in strings, where files may be read")
  func files() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(
      at: folder.appending(path: "data.d"), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in ["data.csv", ".hidden", "a\"b"] {
      try Data().write(to: folder.appending(path: name))
    }
    let session = Session(capabilities: [.readFiles])
    let path = folder.path()
    #expect(
      texts("read(\"\(path)/da", in: session) == ["\(path)/data.csv", "\(path)/data.d/"])
    #expect(texts("read(\"\(path)/", in: session).count == 2)
    #expect(texts("read(\"\(path)/.h", in: session) == ["\(path)/.hidden"])
    #expect(texts("read(\"\(path)/da").isEmpty)
    #expect(texts("read(\"/no/such/folder/", in: session).isEmpty)
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
