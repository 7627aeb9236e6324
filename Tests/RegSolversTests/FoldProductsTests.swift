import RegLinearAlgebra
import RegSolvers
import Testing

@Suite("cross-validation by taking cross-products of folds off those of all rows")
struct FoldProductsTests {
  private static let seeds: [UInt64] = [1, 2, 3]

  private enum Shape: String, CaseIterable {
    case plain, weights, noIntercept, noStandardize, neither, penaltyFactors, offset, bounds
    case largeMeans, constantInTraining, constantInFold, constantInAll, excluded, oneColumn
    case collinear, spikeInFold

    func problem(seed: UInt64) throws -> (Problem, [Int]) {
      let columns = self == .oneColumn ? 1 : 7
      let data = SyntheticData(rows: 60, columns: columns, seed: seed)
      var problem = try data.problem()
      let ids = (0..<60).map { $0 * 7 % 5 }
      func set(_ column: Int, _ value: (_ row: Int, _ old: Double) -> Double) {
        for row in 0..<60 { problem.x[row, column] = value(row, problem.x[row, column]) }
      }
      switch self {
      case .plain, .oneColumn: break
      case .weights: problem.weights = data.weights()
      case .noIntercept: problem.intercept = false
      case .noStandardize: problem.standardize = false
      case .neither:
        problem.intercept = false
        problem.standardize = false
        problem.weights = data.weights()
      case .penaltyFactors: problem.penaltyFactors = [1, 0, 2, 0.5, .infinity, 3, 0]
      case .offset: problem.offset = (0..<60).map { Double($0 % 7) }
      case .bounds:
        problem.lower = [Double](repeating: -0.1, count: columns)
        problem.upper = [Double](repeating: 0.2, count: columns)
      case .largeMeans:
        for column in 0..<columns { set(column) { $1 + 1e4 } }
        problem.y = problem.y.map { $0 - 1e4 }
      case .constantInTraining: set(2) { ids[$0] == 3 ? $1 : 4 }
      case .constantInFold: set(2) { ids[$0] == 3 ? 4 : $1 }
      case .constantInAll: set(2) { _, _ in 0.1 }
      case .excluded: problem.excluded = [0, 3]
      case .collinear: set(2) { row, _ in problem.x[row, 1] * 2 - problem.x[row, 4] }
      case .spikeInFold: set(2) { $0 == 17 ? 1e9 : $1 }
      }
      return (problem, ids)
    }
  }

  @Test("gives what separate fits give", arguments: Shape.allCases.map(\.rawValue), seeds)
  func agrees(shape: String, seed: UInt64) throws {
    let (problem, ids) = try #require(Shape(rawValue: shape)).problem(seed: seed)
    let folds = [try Folds(ids: ids)]
    for alpha in [0, 0.4, 1] {
      let penalty = try ElasticNet(alpha: alpha)
      let lambdas = try PathFit(problem, penalty, PathOptions(count: 8, ratio: 1e-3)).lambdas
      try checkAgainstSeparateFits(problem, penalty, folds, lambdas, comment: "alpha \(alpha)")
    }
  }

  @Test("gives what separate fits give in time, over repetitions, and by absolute error")
  func agreesOnOtherFolds() throws {
    let problem = try SyntheticData(rows: 90, columns: 6, seed: 4).problem()
    let lambdas = try PathFit(problem, Lasso(), PathOptions(count: 6)).lambdas
    let ordered = try Folds(times: problem.y.indices.map(Double.init), count: 4)
    try checkAgainstSeparateFits(problem, Lasso(), [ordered], lambdas, comment: "ordered")
    let repeated = try [1, 2, 3].map { try Folds(rows: 90, count: 4, seed: $0) }
    try checkAgainstSeparateFits(problem, Lasso(), repeated, lambdas, comment: "repeated")
    try checkAgainstSeparateFits(problem, Ridge(), repeated, lambdas, measure: .mae, comment: "mae")
    let single = try Folds(leavingOutEachOf: 90)
    try checkAgainstSeparateFits(problem, Ridge(), [single], lambdas, comment: "one row at a time")
  }

  @Test("an unpenalised fit on many rows is validated as least squares is")
  func withoutPenalty() throws {
    let problem = try SyntheticData(rows: 50, columns: 4, seed: 6).problem()
    try checkAgainstSeparateFits(
      problem, Lasso(), [Folds(rows: 50, count: 5, seed: 1)], [0.3, 0], comment: "λ = 0")
  }

  @Test("a fit made beside its folds is the fit made alone")
  func together() throws {
    let problem = try SyntheticData(rows: 300, columns: 9, seed: 7).problem()
    let folds = [try Folds(rows: 300, count: 5, seed: 2)]
    let alone = try PathFit(problem, Lasso(), PathOptions(count: 12))
    let (fit, validation) = try CrossValidation.fitting(
      problem, Lasso(), PathOptions(count: 12), folds: folds)
    #expect(fit.lambdas.count == 12 && validation.lambdas == fit.lambdas)
    for (a, b) in Swift.zip(fit.solutions, alone.solutions) {
      #expect(abs(a.lambda - b.lambda) < 1e-13 * b.lambda)
      for (a, b) in Swift.zip(a.coefficients, b.coefficients) { #expect(abs(a - b) < 1e-11) }
    }
    let direct = try CrossValidation(alone, folds: folds)
    for (a, b) in Swift.zip(validation.curve, direct.curve) {
      #expect(abs(a.mean - b.mean) < 1e-11 * b.mean)
    }
  }

  @Test("has the same bits for any number of workers")
  func sameBits() throws {
    let problem = try SyntheticData(rows: 3000, columns: 40, seed: 9).problem()
    let folds = [try Folds(rows: 3000, count: 4, seed: 2)]
    func validation(_ workers: Int) throws -> (PathFit, CrossValidation) {
      try CrossValidation.fitting(
        problem, Lasso(), PathOptions(count: 10, workers: Workers(count: workers)), folds: folds)
    }
    let (one, two) = (try validation(1), try validation(2))
    #expect(one.0.solutions == two.0.solutions)
    #expect(Array(one.1.curve) == Array(two.1.curve))
    #expect(try one.1.predictions() == two.1.predictions())
  }

  @Test("a residual that is nearly nothing is not lost in sums")
  func exactResponse() throws {
    var problem = try SyntheticData(rows: 80, columns: 3, seed: 2).problem()
    problem.y = (0..<80).map { 2 * problem.x[$0, 0] - problem.x[$0, 2] + 5 }
    let folds = [try Folds(rows: 80, count: 4, seed: 1)]
    let validation = try CrossValidation(
      problem, PenalizedTraining(Lasso()), lambdas: [1e-6], folds: folds)
    let separate = try CrossValidation(
      problem, SeparateTraining(penalty: Lasso()), lambdas: [1e-6], folds: folds)
    #expect(separate.curve[0].mean < 1e-10)
    #expect(abs(validation.curve[0].mean / separate.curve[0].mean - 1) < 1e-6)
  }

  @Test("stops when asked to")
  func cancelled() throws {
    let problem = try SyntheticData(rows: 80, columns: 3, seed: 2).problem()
    let fit = try PathFit(problem, Lasso(), PathOptions(count: 3))
    #expect(throws: SolverError.cancelled) {
      try CrossValidation(fit, folds: Folds(rows: 80, count: 4, seed: 1), shouldStop: { true })
    }
    #expect(throws: SolverError.cancelled) { try LeaveOneOut(fit, shouldStop: { true }) }
  }
}
