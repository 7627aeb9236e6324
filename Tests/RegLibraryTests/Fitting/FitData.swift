import RegData
import RegLinearAlgebra
import RegRuntime

/// Seeded data of which the first two columns matter.
struct FitData {
  let x: Matrix
  let y: Matrix

  init(rows: Int = 40, columns: Int = 6, seed: UInt64 = 3) {
    var generator = RandomGenerator(seed: seed)
    var x = Matrix(rows: rows, columns: columns)
    var y = [Double](repeating: 0, count: rows)
    for row in 0..<rows {
      for column in 0..<columns { x[row, column] = Double(column + 1) * generator.normal() + 5 }
      y[row] = 2 * x[row, 0] - x[row, 1] + generator.normal()
    }
    self.x = x
    self.y = Matrix(y)
  }

  /// The columns a, b, …, a text column g, and y.
  func table() throws -> Table {
    var table = Table()
    for (column, name) in zip(0..<x.columns, ["a", "b", "c", "d", "e", "f"]) {
      try table.set(name, to: .number(x.column(column).values))
    }
    try table.set("g", to: .text(TextColumn((0..<x.rows).map { ["u", "v", "w"][$0 % 3] })))
    try table.set("y", to: .number(y.values))
    return table
  }

  /// How far coefficients are from a minimum of
  /// `Σ(y - β₀ - xβ)²/(2n) + λ Σ(α sⱼ|βⱼ| + (1 - α)/2 (sⱼβⱼ)²)`, from the conditions alone.
  func violation(
    _ coefficients: [Double], intercept: Double, lambda: Double, alpha: Double,
    standardized: Bool = true
  ) -> Double {
    let n = Double(x.rows)
    let residual = (0..<x.rows).map { row in
      coefficients.indices.reduce(y[row] - intercept) { $0 - x[row, $1] * coefficients[$1] }
    }
    var largest = residual.reduce(0, +).magnitude / n
    for (j, beta) in coefficients.enumerated() {
      let column = x.column(j).values
      let mean = column.reduce(0, +) / n
      let variance = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
      let unit = standardized ? variance.squareRoot() : 1
      let pull = zip(column, residual).reduce(0) { $0 + $1.0 * $1.1 } / n / unit
      let slope = pull - lambda * (1 - alpha) * unit * beta
      let excess =
        beta == 0
        ? max(slope.magnitude - lambda * alpha, 0)
        : (slope - lambda * alpha * (beta > 0 ? 1 : -1)).magnitude
      largest = max(largest, excess)
    }
    return largest
  }
}
