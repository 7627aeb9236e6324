@testable import RegSolvers
import RegLinearAlgebra
import Testing

@Suite("cross-validation by one small copy of all rows")
struct FoldScreensTests {
  private static let (rows, columns) = (150, 1400)

  private enum Shape: String, CaseIterable {
    case plain, weights, noStandardize, penaltyFactors, offset, bounds, largeMeans, groups
    case constantInTraining, constantInAll, spikeInFold, spikedResponse, excluded, unpenalized

    func problem() throws -> (Problem, [Int]) {
      let data = SyntheticData(rows: rows, columns: columns, seed: 11)
      var problem = try data.problem()
      var ids = (0..<rows).map { $0 * 7 % 3 }
      func set(_ column: Int, _ value: (_ row: Int, _ old: Double) -> Double) {
        for row in 0..<rows { problem.x[row, column] = value(row, problem.x[row, column]) }
      }
      switch self {
      case .plain: break
      case .weights: problem.weights = data.weights()
      case .noStandardize: problem.standardize = false
      case .penaltyFactors:
        problem.penaltyFactors = (0..<columns).map { $0 == 5 ? .infinity : 0.5 + Double($0 % 3) }
      case .unpenalized:
        problem.penaltyFactors = (0..<columns).map { $0 == 1 || $0 == 4 ? 0 : 1 }
      case .offset: problem.offset = (0..<rows).map { Double($0 % 7) }
      case .bounds:
        problem.lower = [Double](repeating: -0.1, count: columns)
        problem.upper = [Double](repeating: 0.3, count: columns)
      case .largeMeans:
        for column in 0..<8 { set(column) { $1 + 1e6 } }
        problem.y = problem.y.map { $0 - 1e4 }
      case .groups: ids = (0..<rows).map { $0 < 60 ? 0 : 1 + $0 % 2 }
      case .constantInTraining:
        set(0) { ids[$0] == 2 ? $1 : 4 }
        set(8) { ids[$0] == 2 ? $1 : 4 + 1e-5 * $1 }
      case .constantInAll: set(0) { _, _ in 0.1 }
      case .spikeInFold: set(8) { $0 == 17 ? 1e9 : $1 }
      case .spikedResponse: problem.y[17] = 1e6
      case .excluded: problem.excluded = [0, 3]
      }
      return (problem, ids)
    }
  }

  @Test("gives what separate fits give", arguments: Shape.allCases.map(\.rawValue))
  func agrees(shape: String) throws {
    let (problem, ids) = try #require(Shape(rawValue: shape)).problem()
    let folds = try Folds(ids: ids)
    let standardized = try StandardizedProblem(problem, workers: Workers(count: 2))
    #expect(FoldScreens(problem, standardized, folds) != nil)
    let penalty = try ElasticNet(alpha: problem.penaltyFactors == nil ? 1 : 0.5)
    let lambdas = try PathFit(problem, penalty, PathOptions(count: 4, ratio: 0.1)).lambdas
    try checkAgainstSeparateFits(problem, penalty, [folds], lambdas, comment: "\(shape)")
  }

  @Test("means, deviations, correlations and bounded products are those of the rows themselves")
  func parts() throws {
    var (problem, ids) = try Shape.constantInTraining.problem()
    problem.weights = SyntheticData(rows: Self.rows, columns: 1, seed: 2).weights()
    let folds = try Folds(ids: ids)
    let workers = Workers(count: 2)
    let whole = try StandardizedProblem(problem, workers: workers)
    let screens = try #require(FoldScreens(problem, whole, folds))
    for place in folds.labels.indices {
      var frame = problem
      for row in folds.rows(at: place) { frame.weights?[row] = 0 }
      let part = try #require(
        screens.standardized(holdingBack: place, frame, workers: workers))
      let rows = try StandardizedProblem(frame, workers: workers)
      #expect(part.columns == rows.columns)
      for (a, b) in zip(part.design.columns, rows.design.columns) {
        #expect(abs(a.center - b.center) <= 1e-13 * (abs(b.center) + b.length))
        #expect(abs(a.length - b.length) <= 1e-12 * b.length)
      }
      for (a, b) in zip(part.start, rows.start) { #expect(abs(a - b) < 1e-12) }
      // Of a residual, which is centred.
      let residual = rows.residual(rows.start.map { $0 > 0.4 ? $0 : 0 })
      let exact = rows.correlations(residual)
      let screen = part.design.screen
      let vector = screen.vector(residual)
      var values = [Double](repeating: 0, count: part.count)
      var errors = values
      screen.products(with: vector, workers: workers, values: &values, errors: &errors)
      for j in exact.indices {
        #expect(abs(values[j] - exact[j]) <= errors[j])
        let finer = screen.refined(j, with: vector)
        #expect(abs(finer.value - exact[j]) <= finer.error)
        #expect(finer.error < errors[j])
      }
    }
  }

  @Test("has the same bits for any number of workers")
  func sameBits() throws {
    let (problem, ids) = try Shape.weights.problem()
    let folds = [try Folds(ids: ids)]
    func validation(_ workers: Int) throws -> CrossValidation {
      try CrossValidation.fitting(
        problem, Lasso(), PathOptions(count: 5, workers: Workers(count: workers)), folds: folds
      ).validation
    }
    #expect(Array(try validation(1).curve) == Array(try validation(2).curve))
  }
}
