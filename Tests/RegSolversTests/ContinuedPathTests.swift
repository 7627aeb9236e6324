import RegLinearAlgebra
import RegSolvers
import Synchronization
import Testing

@Suite("A path that is stopped and goes on")
struct ContinuedPathTests {
  /// Asks to stop from the given question on.
  private final class Stopper: Sendable {
    private let questions = Atomic(0)
    let last: Int

    init(after last: Int) { self.last = last }

    var count: Int { questions.load(ordering: .relaxed) }
    func ask() -> Bool { questions.wrappingAdd(1, ordering: .relaxed).newValue > last }
  }

  /// Shapes for every method: all products, also from blocks of rows; a growing working set; ridge by
  /// eigenvectors.
  static let shapes: [(Int, Int, Double)] = [
    (400, 30, 1), (9000, 30, 1), (60, 450, 1), (60, 450, 0.5), (80, 20, 0),
  ]

  @Test("gives the bits of one that was not stopped, wherever that was", arguments: shapes)
  func sameBits(rows: Int, columns: Int, alpha: Double) throws {
    let problem = try SyntheticData(rows: rows, columns: columns, seed: 11).problem()
    let penalty = try ElasticNet(alpha: alpha)
    let counter = Stopper(after: .max)
    let whole = try PathFit(
      problem, penalty, PathOptions(count: 25, shouldStop: { counter.ask() }))
    var stoppedSomewhere = 0
    for step in [2, 5, 8, 11] {
      for interval in [Duration.zero, .seconds(60)] {
        let stopper = Stopper(after: counter.count * step / 12)
        var options = PathOptions(
          count: 25, keepsStopped: true, shouldStop: { stopper.ask() })
        options.savingInterval = interval
        let part: PathFit
        do {
          part = try PathFit(problem, penalty, options)
        } catch SolverError.cancelled {
          continue
        }
        guard !part.isComplete else { continue }
        stoppedSomewhere += 1
        #expect(part.fittedCount + part.remaining.count == 25)
        let complete = try part.continued()
        #expect(complete.isComplete && complete.remaining.isEmpty)
        #expect(complete.solutions == whole.solutions)
        let between = (whole.lambdas[10] * whole.lambdas[11]).squareRoot()
        #expect(try complete.solution(at: between) == whole.solution(at: between))
      }
    }
    #expect(stoppedSomewhere > 3)
  }

  @Test("has certified solutions at the λ that it reached, and answers others")
  func partAnswers() throws {
    let problem = try SyntheticData(rows: 60, columns: 450, seed: 12).problem()
    // In no order, to see that what is kept stays in it.
    let top = try PathFit(problem, Lasso(), PathOptions(count: 2)).lambdaMax
    let lambdas = [0.3, 0.9, 0.1, 0.5, 0.7, 0.05].map { $0 * top }
    let whole = try PathFit(problem, Lasso(), PathOptions(lambdas: lambdas))
    let reached = Mutex(0)
    let part = try PathFit(
      problem, Lasso(),
      PathOptions(
        lambdas: lambdas, progress: { progress in reached.withLock { $0 = progress.lambdas } },
        keepsStopped: true, shouldStop: { reached.withLock { $0 >= 4 } }))
    #expect(!part.isComplete)
    #expect(part.lambdas == [0.3, 0.9, 0.5, 0.7].map { $0 * top })
    #expect(part.remaining == [0.1, 0.05].map { $0 * top })
    #expect(part.solutions.allSatisfy { $0.converged && $0.gap < 1e-10 })
    let late = try part.solution(at: lambdas[5])
    for (left, right) in Swift.zip(late.coefficients, whole.solutions[5].coefficients) {
      #expect(abs(left - right) < 1e-9)
    }
    // Stopped again at once, it keeps what it has.
    let again = try part.continued(shouldStop: { true })
    #expect(again.fittedCount == 4)
    #expect(try again.continued().solutions == whole.solutions)
    // A complete path has nothing to go on with.
    #expect(try whole.continued(shouldStop: { true }).solutions == whole.solutions)
  }

  @Test("throws unless it is to be kept, and before there is anything to keep")
  func throwsOtherwise() throws {
    let problem = try SyntheticData(rows: 60, columns: 450, seed: 13).problem()
    #expect(throws: SolverError.cancelled) {
      try PathFit(problem, Lasso(), PathOptions(shouldStop: { true }))
    }
    #expect(throws: SolverError.cancelled) {
      try PathFit(problem, Lasso(), PathOptions(keepsStopped: true, shouldStop: { true }))
    }
  }

  @Test("progress rises to the end, by λ and by fold")
  func progress() throws {
    let problem = try SyntheticData(rows: 90, columns: 12, seed: 14).problem()
    let reports = Mutex([FitProgress]())
    let path = try PathFit(
      problem, Lasso(),
      PathOptions(count: 20, progress: { report in reports.withLock { $0.append(report) } }))
    let single = reports.withLock { $0 }
    #expect(single.map(\.lambdas) == Array(0...20) + [20])
    #expect(single.last?.fraction == 1)
    reports.withLock { $0 = [] }
    _ = try CrossValidation(
      path, folds: Folds(rows: 90, count: 5, seed: 1),
      progress: { report in reports.withLock { $0.append(report) } })
    let folded = reports.withLock { $0 }
    #expect(folded.last?.folds == 5)
    #expect(abs((folded.last?.fraction ?? 0) - 1) < 1e-12)
    #expect(folded.allSatisfy { $0.foldCount == 5 })
    #expect(Swift.zip(folded, folded.dropFirst()).allSatisfy { $0.fraction <= $1.fraction })
  }
}
