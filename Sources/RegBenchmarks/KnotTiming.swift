import Glibc
import RegLinearAlgebra
import RegSolvers

/// `RegBenchmarks knots FOLDER 1`: after a path on the folder's λ, asks for the coefficients at 2000
/// seeded λ between its ends, twice, and prints the median seconds of an answer: where its stretch
/// is asked for the first time, and the second time round. A last line tells how far answers are
/// from fresh fits at three of the λ, relative to the largest coefficient.
func timeKnots(_ data: BenchmarkData) throws {
  let problem = Problem(x: data.x, y: data.y, standardize: false)
  let path = try PathFit(problem, Lasso(), PathOptions(lambdas: data.lambdas))
  var generator = RandomGenerator(seed: 1)
  let (low, high) = (path.lambdas.min() ?? 0, path.lambdas.max() ?? 1)
  let asked = (0..<2000).map { _ in low * pow(high / low, generator.uniform()) }
  func time(_ lambda: Double) throws -> Double {
    let start = ContinuousClock.now
    let answer = try path.coefficients(at: lambda)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    precondition(answer.converged)
    return seconds
  }
  let falling = path.lambdas.sorted(by: >)
  func stretch(_ lambda: Double) -> Int { falling.firstIndex { $0 <= lambda } ?? falling.count }
  var touched: Set<Int> = []
  var firstTouches: [Double] = []
  for lambda in asked {
    let seconds = try time(lambda)
    if touched.insert(stretch(lambda)).inserted { firstTouches.append(seconds) }
  }
  let secondTouches = try asked.map(time)
  print("first \(median(firstTouches)) worst \(firstTouches.max() ?? 0)")
  print("second \(median(secondTouches)) worst \(secondTouches.max() ?? 0)")
  var apart = 0.0
  for lambda in asked.prefix(3) {
    let answer = try path.solution(at: lambda).coefficients
    let fresh = try PathFit(problem, Lasso(), PathOptions(lambdas: [lambda])).solutions[0]
    let largest = fresh.coefficients.map(\.magnitude).max() ?? 1
    for (ours, theirs) in zip(answer, fresh.coefficients) {
      apart = max(apart, (ours - theirs).magnitude / largest)
    }
  }
  print("apart \(apart)")
}

private func median(_ values: [Double]) -> Double {
  values.isEmpty ? 0 : values.sorted()[values.count / 2]
}
