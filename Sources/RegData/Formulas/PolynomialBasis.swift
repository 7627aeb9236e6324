public import RegLinearAlgebra

/// Polynomials that are orthonormal over the values they were fitted to, as R's `poly`.
///
/// They are kept as the three-term recursion `bₖ₊₁pₖ₊₁ = (t - aₖ)pₖ - bₖpₖ₋₁` with
/// `t = (x - centre) / scale` (Forsythe 1957), which gives the same polynomials at any other value.
public struct PolynomialBasis: Sendable, Equatable {
  /// The middle of the values and half their range, so that powers neither overflow nor vanish.
  public let centre: Double
  public let scale: Double
  /// a₀ to the one before the degree.
  public let shifts: [Double]
  /// b₀, the length of the constant polynomial 1, to b of the degree.
  public let lengths: [Double]

  public var degree: Int { shifts.count }

  /// Parts of a basis that was fitted before.
  ///
  /// - Returns: `nil` for parts that no fit gives.
  public init?(centre: Double, scale: Double, shifts: [Double], lengths: [Double]) {
    guard centre.isFinite, scale > 0, scale.isFinite, !shifts.isEmpty,
      lengths.count == shifts.count + 1, shifts.allSatisfy(\.isFinite),
      lengths.allSatisfy({ $0 > 0 && $0.isFinite })
    else { return nil }
    self.centre = centre
    self.scale = scale
    self.shifts = shifts
    self.lengths = lengths
  }

  /// The basis for some values, those that are not finite left out.
  ///
  /// - Throws: `DataError.badOption` for a degree that the values do not determine.
  /// - Complexity: O(degree · values).
  public init(degree: Int, fitting values: [Double]) throws(DataError) {
    let values = values.filter(\.isFinite)
    let distinct = Set(values).count
    guard degree >= 1, distinct > degree else {
      throw .badOption(
        name: "degree",
        reason: "is \(degree), which takes \(degree + 1) different values, and there are "
          + "\(distinct)")
    }
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    // Halves first: the difference of two doubles may be beyond the largest.
    centre = low / 2 + high / 2
    scale = high / 2 - low / 2
    let (centre, scale) = (centre, scale)
    let t = values.map { ($0 - centre) / scale }
    var shifts: [Double] = []
    var lengths = [Double(t.count).squareRoot()]
    var columns = [[Double](repeating: 1 / lengths[0], count: t.count)]
    for k in 0..<degree {
      let last = columns[k]
      let shift = t.indices.reduce(0) { $0 + t[$1] * last[$1] * last[$1] }
      var next = t.indices.map { (t[$0] - shift) * last[$0] }
      if k > 0 { for row in next.indices { next[row] -= lengths[k] * columns[k - 1][row] } }
      let length = next.reduce(0) { $0 + $1 * $1 }.squareRoot()
      shifts.append(shift)
      lengths.append(length)
      columns.append(next.map { $0 / length })
    }
    self.shifts = shifts
    self.lengths = lengths
    // The recursion loses its orthogonality where the degree comes near the number of values.
    let last = columns[degree]
    for column in columns.dropLast() {
      let product = zip(column, last).reduce(0) { $0 + $1.0 * $1.1 }
      guard product.magnitude < 1e-8 else {
        throw .badOption(
          name: "degree", reason: "is \(degree), too high to be computed exactly for these values")
      }
    }
  }

  /// The polynomials of degree 1 and up, one a column, at any values.
  public func callAsFunction(_ values: [Double]) -> Matrix {
    let rows = values.count
    return Matrix(rows: rows, columns: degree) { entries in
      for (row, value) in values.enumerated() {
        let t = (value - centre) / scale
        var (before, last) = (0.0, 1 / lengths[0])
        for k in 0..<degree {
          let next = ((t - shifts[k]) * last - (k > 0 ? lengths[k] * before : 0)) / lengths[k + 1]
          entries[k * rows + row] = next
          (before, last) = (last, next)
        }
      }
    }
  }
}
