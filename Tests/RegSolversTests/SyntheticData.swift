import RegLinearAlgebra
import RegSolvers

/// Seeded regression data: correlated predictors, a sparse truth, unit noise.
struct SyntheticData {
  let rows: Int
  let columns: Int
  let seed: UInt64
  var correlation = 0.5

  func problem() throws -> Problem {
    var generator = RandomGenerator(seed: seed)
    var x = Matrix(rows: rows, columns: columns)
    var y = [Double](repeating: 0, count: rows)
    let spread = (1 - correlation * correlation).squareRoot()
    for row in 0..<rows {
      var previous = generator.normal()
      y[row] = 3 + generator.normal()
      for column in 0..<columns {
        previous = correlation * previous + spread * generator.normal()
        x[row, column] = previous * Double(column % 3 + 1) + Double(column)
        if column % 4 == 0 { y[row] += previous * (column % 8 == 0 ? 1 : -0.5) }
      }
    }
    return Problem(x: x, y: y)
  }

  /// Uneven positive weights, one of them zero.
  func weights() -> [Double] {
    var generator = RandomGenerator(seed: seed &+ 1)
    return (0..<rows).map { $0 == 1 ? 0 : 0.25 + 3 * generator.uniform() }
  }
}
