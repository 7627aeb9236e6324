import RegLinearAlgebra

extension Matrix {
  /// Independent standard normal entries.
  static func random(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
    var generator = RandomGenerator(seed: seed)
    return Matrix(rows: rows, columns: columns).map { _ in generator.normal() }
  }

  /// The largest difference of two entries in the same place.
  func distance(to other: Matrix) -> Double {
    zip(other) { ($0 - $1).magnitude }.values.max() ?? 0
  }
}
