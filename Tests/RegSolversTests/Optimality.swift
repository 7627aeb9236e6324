import RegLinearAlgebra
import RegSolvers

/// How far a solution is from satisfying the conditions for a minimum, by the definition of the
/// problem alone: nothing here is shared with the solvers.
struct Optimality {
  /// The largest violation over the columns, in units of their standard deviation, relative to the
  /// largest correlation with the response at zero.
  let violation: Double

  init(_ problem: Problem, l1: Double, l2: Double, _ solution: Solution) {
    let n = problem.y.count
    let raw = problem.weights ?? [Double](repeating: 1, count: n)
    let total = raw.reduce(0, +)
    let shares = raw.map { $0 / total }
    func mean(_ values: [Double]) -> Double {
      // A loop over indices: generic sequences are slow in tests, which are not optimised.
      var sum = 0.0
      for row in 0..<n { sum += values[row] * shares[row] }
      return sum
    }
    let beta = solution.coefficients
    let columns = (0..<problem.x.columns).map { problem.x.column($0).values }
    let targets = (0..<n).map { problem.y[$0] - (problem.offset?[$0] ?? 0) }
    let residual = (0..<n).map { row in
      columns.indices.reduce(targets[row] - solution.intercept) {
        $0 - columns[$1][row] * beta[$1]
      }
    }
    let null = problem.intercept ? targets.map { $0 - mean(targets) } : targets
    var (largest, scale) = (0.0, 0.0)
    if problem.intercept { largest = mean(residual).magnitude }
    for (j, column) in columns.enumerated() {
      let center = mean(column)
      let centered = column.map { $0 - center }
      let deviation = mean(centered.map { $0 * $0 }).squareRoot()
      let used = problem.intercept ? centered : column
      let counted = (0..<n).filter { raw[$0] > 0 }.map { column[$0] }
      guard counted.contains(where: { $0 != counted[0] }), !problem.excluded.contains(j) else {
        if beta[j] != 0 { largest = .infinity }
        continue
      }
      let unit = problem.standardize ? deviation : 1
      let factor = problem.penaltyFactors?[j] ?? 1
      let gradient = mean((0..<n).map { used[$0] * residual[$0] })
      let slope = gradient - factor * l2 * unit * unit * beta[j]
      let absolute = factor * l1 * unit
      let (lower, upper) = (
        problem.lower?[j] ?? -.infinity, problem.upper?[j] ?? .infinity
      )
      if beta[j] < lower || beta[j] > upper { largest = .infinity }
      let up = beta[j] < upper ? slope - (beta[j] >= 0 ? absolute : -absolute) : 0
      let down = beta[j] > lower ? -slope - (beta[j] <= 0 ? absolute : -absolute) : 0
      largest = max(largest, up / deviation, down / deviation)
      scale = max(scale, mean((0..<n).map { used[$0] * null[$0] }).magnitude / deviation)
    }
    violation = largest == 0 ? 0 : largest / max(scale, .leastNormalMagnitude)
  }
}
