import RegLinearAlgebra

/// The Cholesky factor of the cross-products of columns of length 1 that are not nearly collinear.
struct RefitFactor {
  private let factor: Matrix

  /// The least share of a column's length that may be its own.
  private static let leastPivot = 1e-5

  init?(_ gram: Matrix) {
    let order = gram.rows
    var factor = gram
    let isRegular = factor.withMutablePointer { factor in
      BLAS.cholesky(order, factor, lda: order) == 0
        && (0..<order).allSatisfy { factor[$0 * order + $0] > Self.leastPivot }
    }
    guard isRegular else { return nil }
    self.factor = factor
  }

  /// Adds the solution for a right-hand side to coefficients, of which the first is at `start`.
  func solve(_ columns: [Int], _ side: [Double], into b: inout [Double], from start: Int) {
    var side = side
    let order = factor.rows
    factor.withPointer { factor in
      side.withUnsafeMutableBufferPointer { side in
        if let side = side.baseAddress, order > 0 {
          BLAS.choleskySolve(order, factor, lda: order, side)
        }
      }
    }
    for (place, column) in columns.enumerated() { b[start + column] += side[place] }
  }

  /// g'G⁻¹g.
  func squaredLength(_ g: [Double]) -> Double {
    let order = factor.rows
    guard order > 0 else { return 0 }
    var turned = g
    return factor.withPointer { factor in
      turned.withUnsafeMutableBufferPointer { turned in
        guard let turned = turned.baseAddress else { return 0 }
        BLAS.triangularSolve(order, columns: 1, factor, lda: order, turned, ldb: order)
        return BLAS.dot(order, turned, turned)
      }
    }
  }
}
