import RegLinearAlgebra

/// The Cholesky factor of the cross-products of the free coefficients, kept while they stay the same.
struct FaceFactor {
  private var free: [Int] = []
  private var factor = Matrix(rows: 0, columns: 0)
  private var isValid = false

  mutating func invalidate() { isValid = false }

  /// (G + R)⁻¹·slope on the free places; nil when there is no usable factor.
  mutating func solve(
    _ slope: [Double], on free: [Int], set: WorkingSet, square: [Double]
  ) -> [Double]? {
    if !isValid || self.free != free {
      guard refactor(free, set, square) else { return nil }
    }
    var step = slope
    factor.withPointer { BLAS.choleskySolve(free.count, $0, lda: free.count, &step) }
    return step.allSatisfy(\.isFinite) ? step : nil
  }

  /// Twin columns, or more of them than rows, make the block singular. A small multiple of the
  /// identity then turns the Newton step into a step of the proximal point method: it converges to a
  /// minimiser as well, and along directions the data does not see it runs to the next wall, which is
  /// what removes the surplus column.
  private mutating func refactor(_ free: [Int], _ set: WorkingSet, _ square: [Double]) -> Bool {
    isValid = false
    for shift in [0, 1e-10, 1e-7] {
      gather(free, set, square, shift)
      let failure = factor.withMutablePointer { BLAS.cholesky(free.count, $0, lda: free.count) }
      guard failure == 0 else { continue }
      let pivots = factor.diagonal
      let (smallest, largest) = (pivots.min() ?? 1, pivots.max() ?? 1)
      if shift == 0, smallest * smallest < 1e-12 * largest * largest { continue }
      self.free = free
      isValid = true
      return true
    }
    return false
  }

  private mutating func gather(
    _ free: [Int], _ set: WorkingSet, _ square: [Double], _ shift: Double
  ) {
    let order = free.count
    factor = Matrix(rows: order, columns: order) { block in
      set.gram.withPointer { gram in
        for (column, place) in free.enumerated() {
          let source = gram + place * set.capacity
          for row in 0...column { block[column * order + row] = source[free[row]] }
          for row in column + 1..<max(order, column + 1) { block[column * order + row] = 0 }
          block[column * order + column] += square[place] + shift
        }
      }
    }
  }
}
