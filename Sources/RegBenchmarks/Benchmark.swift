import Glibc
import RegLinearAlgebra
import RegSolvers

/// `RegBenchmarks TASK FOLDER REPEATS`: times a task on the data of a folder and writes what it
/// found there.
///
/// The folder holds `x`, `y` and `lambdas` (doubles, columns one
/// after another) and, for cross-validation, `folds`. Seconds go to standard output, one repeat a
/// line; `result.reg` then holds each solution, its intercept first, or the cross-validated means.
@main
enum Benchmark {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 4, let repeats = Int(arguments[3]) else {
      print("usage: RegBenchmarks path|cv|ridge|loo|knots FOLDER REPEATS")
      exit(2)
    }
    let data = try BenchmarkData(folder: arguments[2])
    for _ in 0..<repeats {
      let start = ContinuousClock.now
      if arguments[1] == "knots" { return try timeKnots(data) }
      try run(arguments[1], data)
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      print(seconds)
    }
  }

  private static func run(_ task: String, _ data: BenchmarkData) throws {
    let problem = Problem(x: data.x, y: data.y, standardize: false)
    let options = PathOptions(lambdas: data.lambdas)
    switch task {
    case "path":
      let path = try PathFit(problem, Lasso(), options)
      try data.write(path.solutions.flatMap { [$0.intercept] + $0.coefficients })
    case "cv":
      let (_, validation) = try CrossValidation.fitting(
        problem, Lasso(), options, folds: [Folds(ids: data.folds)])
      try data.write(validation.curve.map(\.mean))
    case "ridge":
      let path = try PathFit(problem, Ridge(), options)
      try data.write(path.solutions.flatMap { [$0.intercept] + $0.coefficients })
    case "loo":
      let path = try PathFit(problem, Ridge(), options)
      try data.write(path.leaveOneOut().meanSquares)
    default:
      print("there is no task '\(task)'")
      exit(2)
    }
  }
}
