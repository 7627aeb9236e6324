import RegLinearAlgebra
import RegSolvers
import Synchronization
import Testing

/// A flag that rises at the n-th time somebody looks, and counts who looks after that.
private final class Flag: Sendable {
  private let looks = Atomic(0)
  private let rising: Int

  init(risingAt rising: Int = .max) { self.rising = rising }

  var question: @Sendable () -> Bool {
    { self.looks.add(1, ordering: .relaxed).newValue >= self.rising }
  }

  var count: Int { looks.load(ordering: .relaxed) }
}

@Suite("properties: stopping")
struct PropertiesCancellationTests {
  static let shapes = ProblemShape.all.filter { $0.rows >= 20 }

  @Test("a flag raised at any moment is seen at the next look", arguments: shapes)
  func cancelled(shape: ProblemShape) throws {
    let problem = shape.problem(seed: 11)
    for alpha in [1, 0.5, 0] {
      let penalty = try ElasticNet(alpha: alpha)
      let whole = Flag()
      let options = PathOptions(count: 20, shouldStop: whole.question)
      let path = try PathFit(problem, penalty, options)
      // A look for every λ is the least, but for a ridge, which solves for all of them at once.
      #expect(whole.count >= (alpha > 0 ? path.lambdas.count : 1))
      var generator = RandomGenerator(seed: 21)
      for _ in 0..<6 {
        let moment = 1 + generator.integer(below: whole.count)
        let flag = Flag(risingAt: moment)
        #expect(throws: SolverError.cancelled) {
          try PathFit(problem, penalty, PathOptions(count: 20, shouldStop: flag.question))
        }
        #expect(flag.count == moment)
      }
    }
  }

  @Test("work between two looks does not grow with the path", arguments: [(90, 300), (200, 60)])
  func granularity(rows: Int, columns: Int) throws {
    let problem = ProblemShape(name: "", rows: rows, columns: columns).problem(seed: 12)
    let flag = Flag()
    let path = try PathFit(problem, Lasso(), PathOptions(count: 50, shouldStop: flag.question))
    // Sweeps and Newton steps are the unit of work; few may pass unseen.
    let steps = path.solutions.reduce(0) { $0 + $1.iterations }
    #expect(steps > 100)
    #expect(steps <= 20 * flag.count)
  }

  @Test("a λ off the path and a cross-validation stop too")
  func laterQuestions() throws {
    let problem = ProblemShape(name: "", rows: 40, columns: 12).problem(seed: 13)
    let path = try PathFit(problem, Lasso(), PathOptions(count: 10))
    let between = 0.9 * path.lambdas[4]
    #expect(throws: SolverError.cancelled) {
      try path.solution(at: between, shouldStop: { true })
    }
    let folds = try Folds(rows: 40, count: 4, seed: 1)
    let whole = Flag()
    _ = try CrossValidation(path, folds: folds, shouldStop: whole.question)
    let flag = Flag(risingAt: whole.count / 2)
    #expect(throws: SolverError.cancelled) {
      try CrossValidation(path, folds: folds, shouldStop: flag.question)
    }
  }
}
