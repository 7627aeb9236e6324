import RegLinearAlgebra
import RegSolvers

/// Something that is timed.
struct Task {
  /// What a run took, and what it found, for the scorer.
  struct Outcome {
    let seconds: Double
    let found: [Double]
  }

  let name: String
  /// Does what is not timed, and gives what is.
  let prepare: (BenchmarkData) throws -> () throws -> Outcome

  static var all: [Task] { [path, crossValidation, ridge, newLambda, polls] }

  /// A lasso path: each solution, its intercept first.
  private static var path: Task {
    timed("path") { data in
      try PathFit(data.problem, Lasso(), data.options).solutions.numbers
    }
  }

  /// A lasso path and its cross-validation: the mean curve.
  private static var crossValidation: Task {
    timed("cv") { data in
      try CrossValidation.fitting(
        data.problem, Lasso(), data.options, folds: [Folds(ids: data.folds)]
      ).validation.curve.map(\.mean)
    }
  }

  /// A ridge path and its leave-one-out errors: each solution, its intercept first, then the mean
  /// squared error at each λ.
  private static var ridge: Task {
    timed("ridge") { data in
      let path = try PathFit(data.problem, Ridge(), data.options)
      return try path.solutions.numbers + path.leaveOneOut().meanSquares
    }
  }

  /// Coefficients at λ between those of a path: the mean time of one. The first run finds the knots
  /// around each.
  private static var newLambda: Task {
    Task(name: "new") { data in
      let path = try PathFit(data.problem, Lasso(), data.options)
      let lambdas = try data.numbers("new")
      return {
        let seconds = try measure {
          for lambda in lambdas { _ = try path.coefficients(at: lambda) }
        }
        return Outcome(
          seconds: seconds / Double(lambdas.count),
          found: try lambdas.map { try path.solution(at: $0) }.numbers)
      }
    }
  }

  private static func timed(
    _ name: String, _ body: @escaping (BenchmarkData) throws -> [Double]
  ) -> Task {
    Task(name: name) { data in
      {
        var found: [Double] = []
        let seconds = try measure { found = try body(data) }
        return Outcome(seconds: seconds, found: found)
      }
    }
  }

  static func measure(_ body: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    try body()
    return (ContinuousClock.now - start) / .seconds(1)
  }
}

extension BenchmarkData {
  var problem: Problem { Problem(x: x, y: y, standardize: false) }
  var options: PathOptions { PathOptions(lambdas: lambdas) }
}

extension [Solution] {
  fileprivate var numbers: [Double] { flatMap { [$0.intercept] + $0.coefficients } }
}
