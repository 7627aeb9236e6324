import COpenBLAS

/// A square matrix as P·L·U, with an estimate of how far it is from singular.
struct LUFactors {
  private var factors: Matrix
  private var pivots: [CInt]
  private let order: CInt
  private let condition: Double

  init(_ matrix: Matrix) throws(LinearAlgebraError) {
    let order = try OpenBLAS.size(matrix.rows, of: matrix)
    let size = try matrix.norm(.one)
    var factors = matrix
    var pivots = [CInt](repeating: 0, count: matrix.rows)
    var work = [Double](repeating: 0, count: 4 * matrix.rows)
    var integers = [CInt](repeating: 0, count: matrix.rows)
    var condition = matrix.count == 0 ? 1.0 : 0.0
    OpenBLAS.ready
    factors.withMutablePointer { a in
      guard order > 0, reg_dgetrf(order, order, a, order, &pivots) == 0 else { return }
      _ = reg_dgecon(order, a, order, size, &condition, &work, &integers)
    }
    self.factors = factors
    self.pivots = pivots
    self.order = order
    self.condition = condition
  }

  func solve(_ right: Matrix) throws(LinearAlgebraError) -> Matrix {
    try checkCondition(condition)
    let sides = try OpenBLAS.size(right.columns, of: right)
    var solution = right
    factors.withPointer { a in
      solution.withMutablePointer { b in
        _ = reg_dgetrs(order, sides, a, order, pivots, b, order)
      }
    }
    return solution
  }

  func inverse() throws(LinearAlgebraError) -> Matrix {
    try checkCondition(condition)
    var result = factors
    result.withMutablePointer { a in
      Workspace.sized { work, length in
        reg_dgetri(order, a, order, pivots, work, length)
      }
    }
    return result
  }

  /// The product of the pivots with the sign of the row exchanges: the determinant.
  var pivotProduct: Double {
    factors.diagonal.reduce(exchangeSign, *)
  }

  var logPivotProduct: (sign: Double, logarithm: Double) {
    var (sign, logarithm) = (exchangeSign, 0.0)
    for pivot in factors.diagonal {
      sign *= pivot == 0 ? 0 : (pivot < 0 ? -1 : 1)
      logarithm += LibM.log(pivot.magnitude)
    }
    return (sign, logarithm)
  }

  private var exchangeSign: Double {
    let exchanges = pivots.indices.count { pivots[$0] != CInt($0 + 1) }
    return exchanges.isMultiple(of: 2) ? 1 : -1
  }
}
