import RegLinearAlgebra
import RegSolvers
import Synchronization
import Testing

@Suite("Work shared between threads")
struct WorkersTests {
  static let shapes = [(9000, 30), (600, 150), (60, 450), (100, 1400), (12, 5)]

  @Test("the number of threads changes no bit of a path", arguments: shapes)
  func sameBits(rows: Int, columns: Int) throws {
    var problem = try SyntheticData(rows: rows, columns: columns, seed: 5).problem()
    for weights in [nil, SyntheticData(rows: rows, columns: columns, seed: 6).weights()] {
      problem.weights = weights
      let fits = try [1, 2, 5].map {
        try PathFit(problem, Lasso(), PathOptions(count: 20, workers: Workers(count: $0)))
      }
      #expect(fits[0].solutions == fits[1].solutions)
      #expect(fits[0].solutions == fits[2].solutions)
    }
  }

  @Test("blocks of rows give what the whole matrix gives", arguments: [1, 0.4])
  func blocksOfRows(alpha: Double) throws {
    let data = SyntheticData(rows: 9000, columns: 30, seed: 7)
    var problem = try data.problem()
    problem.weights = data.weights().map { $0 + 0.1 }
    // A row that does not count makes it gather the others, and so the whole matrix.
    var gathered = problem.selecting(rows: [0] + Array(0..<9000))
    gathered.weights?[0] = 0
    for standardize in [true, false] {
      problem.standardize = standardize
      gathered.standardize = standardize
      let penalty = try ElasticNet(alpha: alpha)
      let options = PathOptions(count: 20)
      let blocks = try PathFit(problem, penalty, options)
      let whole = try PathFit(gathered, penalty, options)
      for (left, right) in Swift.zip(blocks.solutions, whole.solutions) {
        #expect(abs(left.lambda - right.lambda) < 1e-12 * left.lambda)
        #expect(largestDifference(left, right) < 1e-12)
        // What rounding may have done to the cross-products is charged.
        #expect(left.gap < 1e-10 && right.gap < 1e-10)
        #expect(abs(left.devianceRatio - right.devianceRatio) < 1e-12)
      }
    }
  }

  @Test("one fit is the same as its place on a path, and rows repeated the same as weights")
  func agreement() throws {
    let data = SyntheticData(rows: 9000, columns: 30, seed: 8)
    var problem = try data.problem()
    let path = try PathFit(problem, Lasso(), PathOptions(count: 30))
    let lambda = path.lambdas[20]
    let single = try PathFit(problem, Lasso(), PathOptions(lambdas: [lambda])).solutions[0]
    #expect(largestDifference(single, path.solutions[20]) < 1e-12)
    let rows = Array(0..<9000) + Array(0..<3000)
    let repeated = try PathFit(
      problem.selecting(rows: rows), Lasso(), PathOptions(lambdas: [lambda])
    ).solutions[0]
    problem.weights = (0..<9000).map { $0 < 3000 ? 2 : 1 }
    let weighted = try PathFit(problem, Lasso(), PathOptions(lambdas: [lambda])).solutions[0]
    #expect(largestDifference(repeated, weighted) < 1e-12)
    #expect(largestDifference(single, weighted) > 1e-6)
  }

  private func largestDifference(_ left: Solution, _ right: Solution) -> Double {
    Swift.zip(left.coefficients, right.coefficients).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }

  @Test("screening by a small copy of the columns leaves no column out")
  func screening() throws {
    let problem = try SyntheticData(rows: 100, columns: 1400, seed: 3).problem()
    let path = try PathFit(problem, Lasso(), PathOptions(count: 25))
    // Certificates come from the data, not from the copy.
    #expect(path.solutions.allSatisfy { $0.gap < 1e-12 })
    let last = try #require(path.solutions.last)
    #expect(last.degreesOfFreedom > 50)
    #expect(Optimality(problem, l1: last.lambda, l2: 0, last).violation < 1e-11)
  }

  @Test("the number of threads changes no bit of a cross-validation")
  func sameFolds() throws {
    let problem = try SyntheticData(rows: 120, columns: 15, seed: 9).problem()
    let folds = try Folds(rows: 120, count: 5, seed: 1)
    let curves = try [1, 2, 8].map { count in
      let options = PathOptions(count: 15, workers: Workers(count: count))
      return try CrossValidation(PathFit(problem, Lasso(), options), folds: folds)
    }
    #expect(try curves[0].predictions() == curves[1].predictions())
    #expect(try curves[0].predictions() == curves[2].predictions())
    #expect(curves[0].lambdaMin == curves[2].lambdaMin)
  }

  @Test("each piece is worked on once", arguments: [1, 2, 7])
  func pieces(threads: Int) {
    var counts = Matrix(rows: 1000, columns: 1)
    counts.withUnsafeMutableBuffer { counts in
      guard let base = counts.baseAddress else { return }
      let out = SharedOutput(base)
      Workers(count: threads).forEach(1000) { out.address[$0] += Double($0 + 1) }
    }
    #expect(counts.values == (1...1000).map(Double.init))
  }

  @Test("jobs one after another, within one another and from many threads are all done")
  func manyJobs() async {
    let totals = await withTaskGroup(of: Int.self) { group in
      for seed in 1...4 {
        group.addTask {
          let done = Mutex(0)
          for _ in 0..<200 {
            Workers(count: 3).forEach(5) { _ in
              Workers(count: 2).forEach(3) { piece in done.withLock { $0 += seed * piece } }
            }
          }
          return done.withLock { $0 }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(totals.sorted() == (1...4).map { $0 * 200 * 5 * 3 })
  }
}
