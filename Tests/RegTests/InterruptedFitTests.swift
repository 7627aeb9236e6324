import Reg
import Synchronization
import Testing

@Suite("Fits that a host watches and stops")
struct InterruptedFitTests {
  /// A session whose fits are stopped when so many λ are fitted.
  private func session(stoppingAfter count: Int) throws -> Session {
    let session = Session(seed: 1)
    try session.evaluate("X = randn(50, 300); y = X[:, 1] - X[:, 2] + randn(50)")
    let interrupt = session.interrupt
    session.progress = { progress in
      if let lambdas = progress?.counts.last, lambdas.done == count { interrupt.set() }
    }
    return session
  }

  private func expectInterruption(
    _ session: Session, _ statement: String, help: String?
  ) {
    let error = #expect(throws: RegError.self) { try session.evaluate(statement) }
    #expect(error?.code == .interrupted)
    #expect(error?.diagnostics[0].help == help)
    session.interrupt.clear()
  }

  @Test("what an interrupted fit has is in ans, and resume completes it to the last bit")
  func resume() throws {
    let session = try session(stoppingAfter: 37)
    expectInterruption(
      session, "m = lasso(X, y)", help: "37 of 100 λ are kept; m = resume() fits the rest")
    #expect(session["m"] == nil)
    let part = try #require(session["ans"])
    #expect(try part["lambda"].doubles().count == 37)
    session.progress = nil
    try session.evaluate("m = resume(); whole = lasso(X, y)")
    let resumed = try #require(session["m"]), whole = try #require(session["whole"])
    #expect(try resumed["coefficients"].doubles() == whole["coefficients"].doubles())
    #expect(try resumed["gap"].doubles() == whole["gap"].doubles())
    expectNothingToResume(session)
    // The part itself can be completed as often as one likes.
    session["part"] = part
    try session.evaluate("again = resume(part)")
    #expect(try session["again"]?["gap"].doubles() == whole["gap"].doubles())
  }

  private func expectNothingToResume(_ session: Session) {
    let error = #expect(throws: RegError.self) { try session.evaluate("resume()") }
    #expect(error?.code == .notFitted)
  }

  @Test("a fit can be stopped again while it is resumed")
  func twice() throws {
    let session = try session(stoppingAfter: 20)
    expectInterruption(
      session, "m = enet(X, y, alpha = 0.5)",
      help: "20 of 100 λ are kept; m = resume() fits the rest")
    let interrupt = session.interrupt
    session.progress = { progress in
      if let lambdas = progress?.counts.last, lambdas.done == 60 { interrupt.set() }
    }
    expectInterruption(
      session, "m = resume()", help: "60 of 100 λ are kept; m = resume() fits the rest")
    session.progress = nil
    try session.evaluate("same = all(resume().gap == enet(X, y, alpha = 0.5).gap)")
    #expect(try session.run(session.compile("same")).bool())
  }

  @Test("one λ, and a host that wants none kept, leave nothing")
  func nothingKept() throws {
    let session = try session(stoppingAfter: 5)
    session.keepsInterruptedFits = false
    expectInterruption(session, "m = lasso(X, y)", help: nil)
    #expect(session["ans"] == nil)
    expectNothingToResume(session)
  }

  @Test("every fit ends its reports, whatever its end")
  func ending() throws {
    let session = Session(seed: 2)
    try session.evaluate("X = randn(60, 8); y = X[:, 1] + randn(60)")
    let reports = Mutex([Double?]())
    session.progress = { progress in reports.withLock { $0.append(progress?.fraction) } }
    try session.evaluate("c = cv(lasso(X, y), folds = 3)")
    let seen = reports.withLock { $0 }
    #expect(seen.count { $0 == nil } == 2)
    #expect(seen.last == .some(nil))
    #expect(seen.dropLast().last == .some(1))
    reports.withLock { $0 = [] }
    #expect(throws: RegError.self) { try session.evaluate("lasso(X, y, lower = 2, upper = 1)") }
    #expect(reports.withLock { $0.last ?? .some(nil) } == .some(nil))
  }
}
