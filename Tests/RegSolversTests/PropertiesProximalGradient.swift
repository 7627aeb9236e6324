import RegLinearAlgebra
import RegSolvers

/// The tests' own solver: proximal gradient steps with momentum, restarted when it points uphill
/// (Beck and Teboulle 2009; O'Donoghue and Candès 2015). It shares no line with the solvers.
struct ProximalGradient {
  let coefficients: [Double]
  let intercept: Double

  init(_ problem: Problem, l1: Double, l2: Double, steps: Int) {
    let plain = PlainProblem(problem)
    let columns = (0..<problem.x.columns).filter(plain.mayEnter)
    let n = problem.y.count
    let roots = plain.shares.map { $0.squareRoot() }
    let center =
      problem.intercept
      ? Swift.zip(plain.targets, plain.shares).reduce(0) { $0 + $1.0 * $1.1 } : 0
    // Columns in units of their spread, so that one step length suits all.
    let scales = columns.map { plain.deviations[$0] }
    let z = Matrix(
      rows: n, columns: columns.count,
      values: Swift.zip(columns, scales).flatMap { j, scale in
        (0..<n).map {
          (problem.x[$0, j] - (problem.intercept ? plain.means[j] : 0)) / scale * roots[$0]
        }
      })
    let y = Matrix((0..<n).map { (plain.targets[$0] - center) * roots[$0] })
    let scale = y.dot(y).squareRoot()
    let gram = z.transposeTimes(z)
    let start = z.transposeTimes(y).values
    let units = Swift.zip(columns, scales).map { plain.unit($0) / $1 }
    let absolute = Swift.zip(columns, units).map { l1 * plain.factor($0) * $1 }
    let square = Swift.zip(columns, units).map { l2 * plain.factor($0) * $1 * $1 }
    let lower = Swift.zip(columns, scales).map { (problem.lower?[$0] ?? -.infinity) * $1 }
    let upper = Swift.zip(columns, scales).map { (problem.upper?[$0] ?? .infinity) * $1 }
    // The largest row sum bounds the largest eigenvalue.
    let bound =
      (0..<columns.count).map { j in
        (0..<columns.count).reduce(0) { $0 + gram[$1, j].magnitude }
      }.max() ?? 1
    var b = lower.indices.map { min(max(0, lower[$0]), upper[$0]) }
    var (ahead, momentum) = (Matrix(b), 1.0)
    for _ in 0..<steps where !columns.isEmpty {
      let slope = gram * ahead
      var (next, uphill, change) = (b, 0.0, 0.0)
      for j in b.indices {
        let value = ahead[j] - (slope[j] - start[j]) / bound
        let limit = absolute[j] / bound
        var new = value > limit ? value - limit : value < -limit ? value + limit : 0
        new = min(max(new / (1 + square[j] / bound), lower[j]), upper[j])
        uphill += (ahead[j] - new) * (new - b[j])
        change = max(change, (new - b[j]).magnitude / max(1e-3 * scale, new.magnitude))
        next[j] = new
      }
      let faster = uphill > 0 ? 1 : (1 + (1 + 4 * momentum * momentum).squareRoot()) / 2
      let share = uphill > 0 ? 0 : (momentum - 1) / faster
      for j in b.indices { ahead[j] = next[j] + share * (next[j] - b[j]) }
      (b, momentum) = (next, faster)
      if change < 1e-15 { break }
    }
    var coefficients = [Double](repeating: 0, count: problem.x.columns)
    for (place, j) in columns.enumerated() { coefficients[j] = b[place] / scales[place] }
    intercept =
      problem.intercept
      ? Swift.zip(plain.means, coefficients).reduce(center) { $0 - $1.0 * $1.1 } : 0
    self.coefficients = coefficients
  }
}
