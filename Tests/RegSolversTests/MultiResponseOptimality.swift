import RegLinearAlgebra
import RegSolvers

/// How far a solution of several responses is from satisfying the conditions for a minimum, by the
/// definition of the problem alone: nothing here is shared with the solvers.
struct MultiResponseOptimality {
  /// The largest violation over the columns, in units of their standard deviation, relative to the
  /// largest correlation with the responses at zero.
  let violation: Double

  init(
    _ problem: MultiResponseProblem, l1: Double, l2: Double, _ solution: MultiResponseSolution
  ) {
    let (n, width) = (problem.y.rows, problem.y.columns)
    let raw = problem.weights ?? [Double](repeating: 1, count: n)
    let total = raw.reduce(0, +)
    let shares = raw.map { $0 / total }
    func mean(_ values: [Double]) -> Double {
      Swift.zip(values, shares).reduce(0) { $0 + $1.0 * $1.1 }
    }
    func deviation(_ values: [Double]) -> Double {
      let center = mean(values)
      return mean(values.map { ($0 - center) * ($0 - center) }).squareRoot()
    }
    let targets = (0..<width).map { k in
      (0..<n).map { problem.y[$0, k] - (problem.offset?[$0, k] ?? 0) }
    }
    let units = targets.map { problem.standardizeResponse ? deviation($0) : 1 }
    let residuals = (0..<width).map { k in
      (0..<n).map { row in
        (0..<problem.x.columns).reduce(targets[k][row] - solution.intercepts[k]) {
          $0 - problem.x[row, $1] * solution.coefficients[$1, k]
        } / units[k]
      }
    }
    let null = (0..<width).map { k in
      targets[k].map { ($0 - (problem.intercept ? mean(targets[k]) : 0)) / units[k] }
    }
    func length(_ values: [Double]) -> Double {
      values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
    var largest = problem.intercept ? residuals.map { abs(mean($0)) }.max() ?? 0 : 0
    var scale = 0.0
    for j in 0..<problem.x.columns {
      let column = problem.x.column(j).values
      let row = (0..<width).map { solution.coefficients[j, $0] / units[$0] }
      let spread = deviation(column)
      let counted = (0..<n).filter { raw[$0] > 0 }.map { column[$0] }
      guard counted.contains(where: { $0 != counted[0] }), !problem.excluded.contains(j) else {
        if row.contains(where: { $0 != 0 }) { largest = .infinity }
        continue
      }
      let center = problem.intercept ? mean(column) : 0
      let used = column.map { $0 - center }
      let unit = problem.standardize ? spread : 1
      let factor = problem.penaltyFactors?[j] ?? 1
      let slope = (0..<width).map { k in
        mean(Swift.zip(used, residuals[k]).map { $0 * $1 }) - factor * l2 * unit * unit * row[k]
      }
      let absolute = factor * l1 * unit
      let size = length(row)
      let (lower, upper) = (problem.lower?[j] ?? -.infinity, problem.upper?[j] ?? .infinity)
      // Where the row is zero any direction of length 1 serves as its direction.
      let pulls = (0..<width).map { k -> Double in
        let value = solution.coefficients[j, k]
        if value < lower || value > upper { return .infinity }
        let rest = size > 0 ? slope[k] - absolute * row[k] / size : slope[k]
        return (rest > 0 ? value >= upper : value <= lower) ? 0 : rest
      }
      let excess = size > 0 ? length(pulls) : max(length(pulls) - absolute, 0)
      largest = max(largest, excess / spread)
      let products = null.map { y in mean(Swift.zip(used, y).map { $0 * $1 }) }
      scale = max(scale, length(products) / spread)
    }
    violation = largest == 0 ? 0 : largest / max(scale, .leastNormalMagnitude)
  }
}
