import Reg
import Testing

@Suite("Studies that a host watches, stops and limits")
struct InterruptedStudyTests {
  private static let data = """
    s = simulate(60, 20, nonzero = 3, snr = 1, seed = 1); m = lasso(s.X, s.y); r = ridge(s.X, s.y)
    """

  @Test(
    "each can be stopped while it counts",
    arguments: [
      "bootstrap(m, 0.1, repeats = 1000)", "explain(m, 0.1, repeats = 1000)",
      "validation_curve(m, folds = 20)", "learning_curve(m, folds = 20)", "compare(m, r)",
      "bias_variance(m, s.mean, s.sigma)",
    ])
  func stops(statement: String) throws {
    let session = Session(seed: 1)
    try session.evaluate(Self.data)
    let interrupt = session.interrupt
    session.progress = { progress in
      if let count = progress?.counts.first, count.done == 2 { interrupt.set() }
    }
    let error = #expect(throws: RegError.self) { try session.evaluate("x = \(statement)") }
    #expect(error?.code == .interrupted)
    #expect(session["x"] == nil)
  }

  @Test(
    "each can be stopped before it begins",
    arguments: ["simulate(1000, 1000)", "descend(s.X, s.y, 1, 1, steps = 1000000)"])
  func never(statement: String) throws {
    let session = Session(seed: 1)
    try session.evaluate(Self.data)
    session.interrupt.set()
    let error = #expect(throws: RegError.self) { try session.evaluate("x = \(statement)") }
    #expect(error?.code == .interrupted)
  }

  @Test(
    "what takes more memory than there may be is refused",
    arguments: [
      "simulate(1000, 1000)", "bootstrap(m, 0.1, repeats = 100000)",
      "explain(m, 0.1, repeats = 100000)", "validation_curve(m, repeats = 10000)",
      "bias_variance(m, s.mean, s.sigma, logspace(0.1, 1, 1000))",
      "descend(s.X, s.y, 1, 1, steps = 1000000)",
    ])
  func memory(statement: String) throws {
    let session = Session(limits: Limits(bytes: 1 << 20), seed: 1)
    try session.evaluate(Self.data)
    let error = #expect(throws: RegError.self) { try session.evaluate(statement) }
    #expect(error?.code == .tooLarge)
  }
}
