import Foundation
import Reg
import Testing

@Suite("A session in a host program")
struct SessionTests {
  @Test("a value goes in, a program runs, a value comes out")
  func roundTrip() throws {
    let session = Session()
    session["X"] = Value(Matrix(rows: 2, columns: 2, values: [1, 2, 3, 4]))
    session["θ"] = Value([1.0, 1])
    let program = try session.compile("X * theta")
    #expect(try session.run(program).doubles() == [4, 6])
    #expect(try session["theta"]?.doubles() == [1, 1])
    #expect(session.names == ["X", "theta"])
    session["X"] = nil
    #expect(throws: RegError.self) { try session.run(program) }
  }

  @Test("a fit answers by its fields")
  func fit() throws {
    let session = Session()
    session["x"] = Value([1.0, 2, 3])
    session["y"] = Value([2.0, 4, 6])
    let fit = try session.run(session.compile("lasso(x, y, λ = 0)"))
    let coefficients = try fit["coefficients"].doubles()
    #expect(coefficients.count == 1)
    #expect(abs(coefficients[0] - 2) < 1e-6)
    let error = #expect(throws: RegError.self) { try fit["coefficient"] }
    #expect(error?.code == .unknownField)
  }

  @Test("a function of the host is called with checked arguments")
  func hostFunction() throws {
    let session = Session()
    session.define("celsius", [.number("fahrenheit")]) { ($0[0] - 32) / 1.8 }
    session.define("scaled", [.matrix("x"), .number("by", default: 2)]) { arguments in
      arguments.matrix(0).values.map { $0 * arguments[1] }
    }
    #expect(try session.run(session.compile("celsius(212)")).double() == 100)
    #expect(try session.run(session.compile("celsius(fahrenheit = 32)")).double() == 0)
    #expect(try session.run(session.compile("scaled([1; 2])")).doubles() == [2, 4])
    #expect(try session.run(session.compile("scaled([1; 2], by = 3)")).doubles() == [3, 6])
    let error = #expect(throws: RegError.self) {
      try session.run(session.compile("celsius(\"hot\")"))
    }
    #expect(error?.code == .argumentType)
    #expect(error?.span == Span(8, 13))
  }

  @Test("what a function of the host throws is an error of the script, at the call")
  func hostFailure() throws {
    struct NoConnection: Error {}
    let session = Session()
    session.define("fetch", []) { _ -> Double in throw NoConnection() }
    let error = #expect(throws: RegError.self) {
      try session.run(session.compile("x = 1 + fetch()"))
    }
    #expect(error?.code == .raised)
    #expect(error?.span?.start == 8)
  }

  @Test("every error of a text is reported with its place")
  func compileErrors() throws {
    let error = #expect(throws: RegError.self) {
      try Session().compile("x <- 5\ny = 'text'\n", name: "study.reg")
    }
    #expect(error?.diagnostics.map(\.code) == [.arrowAssignment, .singleQuotes])
    #expect(error?.text().contains("study.reg:2:5") == true)
  }

  @Test("variables keep what they had when a statement fails")
  func failureKeepsVariables() throws {
    let session = Session()
    #expect(throws: RegError.self) { try session.evaluate("a = 1\nb = a + nothing\nc = 3") }
    #expect(try session["a"]?.double() == 1)
    #expect(session["b"] == nil)
    #expect(session["c"] == nil)
    try session.evaluate("a += 1")
    #expect(try session["a"]?.double() == 2)
  }

  @Test("a session may do nothing beyond computing unless it is granted")
  func capabilities() throws {
    let session = Session(capabilities: [])
    for script in ["read(\"/etc/hostname\")", "import \"a.reg\" as a", "time()"] {
      let error = #expect(throws: RegError.self) { try session.evaluate(script) }
      #expect(error?.code == .notPermitted)
    }
  }

  @Test("steps, time and memory have limits")
  func limits() throws {
    let steps = Session(limits: Limits(steps: 1000))
    let seconds = Session(limits: Limits(seconds: 0.05))
    for session in [steps, seconds] {
      let error = #expect(throws: RegError.self) { try session.evaluate("while true { }") }
      #expect(error?.code == .limitReached)
    }
    // Also where the time goes into one call.
    let data = Session()
    try data.evaluate("A = randn(700, 700); X = randn(300, 900); y = X[:, 1]")
    for name in ["A", "X", "y"] { seconds[name] = data[name] }
    for script in [
      "svd(A)", "A \\ A[:, 1:650] * A", "cv(lasso(X, y, nlambda = 500), repeats = 20)",
      "randn(3000, 3000)",
    ] {
      let error = #expect(throws: RegError.self, "\(script)") { try seconds.evaluate(script) }
      #expect(error?.code == .limitReached)
    }
    let bytes = Session(limits: Limits(bytes: 1 << 20))
    let error = #expect(throws: RegError.self) { try bytes.evaluate("zeros(1000, 1000)") }
    #expect(error?.code == .tooLarge)
  }

  @Test("a limit of steps is kept to the step", arguments: [2, 99, 100, 4096, 4097, 10_000])
  func steps(limit: Int) throws {
    let session = Session(limits: Limits(steps: limit))
    try session.evaluate("n = 0")
    // The statement is a step as well.
    try session.evaluate("for i in 1:\(limit - 1) { n = i }")
    #expect(try session["n"]?.doubles() == [Double(limit - 1)])
    let error = #expect(throws: RegError.self) {
      try session.evaluate("for i in 1:\(limit) { n = -i }")
    }
    #expect(error?.code == .limitReached)
    #expect(try session["n"]?.doubles() == [Double(1 - limit)])
  }

  @Test("another thread stops a run")
  func interruption() async throws {
    let handle = InterruptHandle()
    let stopped = Task.detached { () -> DiagnosticCode? in
      let session = Session(interrupt: handle)
      do { try session.evaluate("while true { }") } catch { return (error as? RegError)?.code }
      return nil
    }
    handle.set()
    #expect(await stopped.value == .interrupted)
  }

  @Test("a program compiled once runs in many sessions side by side")
  func sideBySide() async throws {
    let program = try Session().compile("total = 0\nfor i in 1:n { total += i }\ntotal")
    let totals = try await withThrowingTaskGroup(of: Double.self) { group in
      for n in 1...20 {
        group.addTask {
          let session = Session()
          session["n"] = Value(n)
          return try session.run(program).double()
        }
      }
      return try await group.reduce(into: Set<Double>()) { $0.insert($1) }
    }
    let expected: [Double] = (1...20).map { (n: Int) -> Double in Double(n * (n + 1)) / 2 }
    #expect(totals == Set(expected))
  }

  @Test("random numbers without a seed are the same in every session that may not ask for one")
  func seeds() throws {
    func draw(_ session: Session) throws -> [Double] {
      try session.run(session.compile("rand(5)")).doubles()
    }
    #expect(try draw(Session()) == draw(Session()))
    #expect(try draw(Session(seed: 3)) == draw(Session(seed: 3)))
    #expect(try draw(Session(seed: 3)) != draw(Session(seed: 4)))
  }

  @Test("shown values, prints and warnings go where the host says, in order")
  func output() throws {
    let session = Session()
    var text = ""
    session.output = { text += $0 }
    try session.evaluate("print(\"a\")\n1 + 1\n2 + 2;\nx = 3\nx")
    #expect(text == "a\n2\n3\n")
    session.format = .json
    text = ""
    try session.evaluate("[1; 2]")
    #expect(text == "{\"type\":\"matrix\",\"rows\":2,\"columns\":1,\"value\":[1,2]}\n")
  }

  @Test("a line being typed is answered where that is quick and changes nothing")
  func preview() throws {
    let session = Session(capabilities: .all)
    try session.evaluate(
      """
      λ = 0.5; fn f(x) = x
      m = lasso([1, 1; -1, 1; 1, -1; -1, -1], [5; -3; 3; -5]); big = zeros(200, 200)
      """)
    #expect(session.preview("λ * 4") == "2")
    #expect(session.preview("x = λ / 4") == "0.125")
    #expect(session.preview("coef(m, λ)") == "2 numbers")
    #expect(session.preview("coef(m, 2)") == "1 of 2 nonzero")
    for text in ["", "λ *", "f(1)", "rand()", "zeros(2, 2)", "sum(big)", "lasso", "1", "nothing"] {
      #expect(session.preview(text) == nil, "\(text)")
    }
    #expect(session["x"] == nil && session["ans"] == nil)
  }

  @Test("a session is saved and comes back with its functions, knobs and watches")
  func saving() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "s.regs").path()
    let session = Session(capabilities: .all)
    try session.evaluate(
      """
      x = [1, 2; 3, 4]; d = table(a = ["u"; "v"]); fn f(x) = 2 * x
      m = lasso([1, 1; -1, 1; 1, -1; -1, -1], [5; -3; 3; -5])
      knob λ = 0.1 in 0.01..10; watch c = coef(m, λ); fn g(x) = x * λ; watch w = g(3); h = y ~ x
      """)
    #expect(try session.save(to: path).map(\.name) == ["h"])
    let other = Session(capabilities: .all)
    #expect(try Set(other.load(from: path)).isSuperset(of: ["x", "d", "m", "lambda", "c", "f"]))
    #expect(other.workbench.knobs == session.workbench.knobs)
    try other.evaluate("same = coef(m, λ) == c; λ = 2; half = c[1]; six = w; eight = f(4)")
    #expect(try other["six"]?.double() == 6 && other["eight"]?.double() == 8)
    #expect(try other["half"]?.double() == session.run(session.compile("coef(m, 2)[1]")).double())
    // What load reads is a record like another.
    try other.evaluate("y = load(\"\(path)\").variables.x[2, 1]")
    #expect(try other["y"]?.double() == 3)
    // A file that was altered changes nothing.
    var bytes = try Data(contentsOf: URL(filePath: path))
    bytes[60] ^= 1
    try bytes.write(to: URL(filePath: path))
    #expect(throws: RegError.self) { try other.load(from: path) }
    #expect(throws: RegError.self) { try other.load(from: path + "-none") }
    #expect(throws: RegError.self) { try Session().save(to: path) }
    #expect(session.byteCount(of: "x") == 32)
  }
}
