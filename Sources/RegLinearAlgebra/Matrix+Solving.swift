import COpenBLAS

/// A least-squares solution and the numerical rank it was found with.
public struct LeastSquares: Sendable {
  public let solution: Matrix
  public let rank: Int
}

extension Matrix {
  /// X such that A·X = B, for a square A; the least-squares X for any other shape.
  ///
  /// Triangular and symmetric positive definite matrices are recognised and solved as such; any
  /// other square one goes through LU with partial pivoting.
  ///
  /// - Precondition: `right.rows == rows`.
  /// - Throws: `singular` when 1/κ₁ is below the rounding unit, `nonFinite`, `tooLarge`.
  public func solve(_ right: Matrix) throws(LinearAlgebraError) -> Matrix {
    precondition(right.rows == rows, "right-hand side of \(right.rows) rows for \(rows)")
    guard rows == columns else { return try leastSquares(right).solution }
    try checkFinite(right)
    guard count > 0, right.count > 0 else { return Matrix(rows: columns, columns: right.columns) }
    let share = Double(right.columns) / Double(rows)
    return try leavable(0.4 + share) { matrix throws(LinearAlgebraError) in
      try matrix.solveSquare(right)
    }
  }

  private func solveSquare(_ right: Matrix) throws(LinearAlgebraError) -> Matrix {
    if let triangle = triangle { return try solveTriangular(triangle, right) }
    if let solution = try solveSymmetric(right) { return solution }
    return try LUFactors(self).solve(right)
  }

  /// The minimum-norm X that minimises ‖A·X − B‖, column by column.
  ///
  /// By complete orthogonal factorisation with column pivoting; the rank is the size of the leading
  /// triangle whose 1/κ stays above `tolerance`, and above max(rows, columns) rounding units.
  ///
  /// - Precondition: `right.rows == rows`.
  public func leastSquares(
    _ right: Matrix, tolerance: Double = 0
  ) throws(LinearAlgebraError) -> LeastSquares {
    precondition(right.rows == rows, "right-hand side of \(right.rows) rows for \(rows)")
    let share = Double(right.columns) / Double(max(columns, 1))
    return try leavable(2 + share) { matrix throws(LinearAlgebraError) in
      try matrix.shortestSolution(right, tolerance)
    }
  }

  private func shortestSolution(
    _ right: Matrix, _ tolerance: Double
  ) throws(LinearAlgebraError) -> LeastSquares {
    try checkFinite(right)
    let empty = Matrix(rows: columns, columns: right.columns)
    guard count > 0, right.count > 0 else { return LeastSquares(solution: empty, rank: 0) }
    let (m, n) = (try OpenBLAS.size(rows, of: self), try OpenBLAS.size(columns, of: self))
    let sides = try OpenBLAS.size(right.columns, of: right)
    let tall = max(rows, columns)
    var factor = self
    // LAPACK leaves the solution in the right-hand side, which must have room for it.
    var solution = right.padded(rows: tall)
    var pivots = [CInt](repeating: 0, count: columns)
    var rank: CInt = 0
    let threshold = max(tolerance, Double(tall) * Double.ulpOfOne)
    OpenBLAS.ready
    factor.withMutablePointer { a in
      solution.withMutablePointer { b in
        Workspace.sized { work, length in
          reg_dgelsy(m, n, sides, a, m, b, CInt(tall), &pivots, threshold, &rank, work, length)
        }
      }
    }
    return LeastSquares(
      solution: solution.selecting(rows: Array(0..<columns)), rank: Int(rank))
  }

  /// The inverse of a square matrix.
  ///
  /// To solve a system, `solve` is faster and more accurate.
  ///
  /// - Throws: `singular`, `nonFinite`, `tooLarge`.
  public func inverse() throws(LinearAlgebraError) -> Matrix {
    precondition(rows == columns)
    try checkFinite(self)
    guard count > 0 else { return self }
    return try leavable(1) { matrix throws(LinearAlgebraError) in try LUFactors(matrix).inverse() }
  }

  /// The determinant of a square matrix; may overflow where `logDeterminant` does not.
  public func determinant() throws(LinearAlgebraError) -> Double {
    precondition(rows == columns)
    try checkFinite(self)
    return try leavable(0.4) { matrix throws(LinearAlgebraError) in
      try LUFactors(matrix).pivotProduct
    }
  }

  /// The sign of the determinant and the logarithm of its magnitude (−∞ for a singular matrix).
  public func logDeterminant() throws(LinearAlgebraError) -> (sign: Double, logarithm: Double) {
    precondition(rows == columns)
    try checkFinite(self)
    return try leavable(0.4) { matrix throws(LinearAlgebraError) in
      try LUFactors(matrix).logPivotProduct
    }
  }

  /// Runs work on this matrix that is left to itself when somebody asks to stop.
  ///
  /// - Parameter factor: The multiplications for each entry, as a multiple of the smaller size.
  func leavable<Result: Sendable>(
    _ factor: Double, _ body: @escaping @Sendable (Matrix) throws(LinearAlgebraError) -> Result
  ) throws(LinearAlgebraError) -> Result {
    try LeavableWork.run(
      multiplications: factor * Double(count) * Double(min(rows, columns))
    ) { () throws(LinearAlgebraError) in try body(self) }
  }

  func checkFinite(_ other: Matrix) throws(LinearAlgebraError) {
    guard isFinite, other.isFinite else { throw .nonFinite }
  }

  private func padded(rows total: Int) -> Matrix {
    guard total > rows else { return self }
    var result = Matrix(rows: total, columns: columns)
    result.withUnsafeMutableBuffer { wide in
      withUnsafeBuffer { entries in
        for column in 0..<columns {
          for row in 0..<rows { wide[column * total + row] = entries[column * rows + row] }
        }
      }
    }
    return result
  }

  /// `U` or `L` when everything on the other side of the diagonal is zero.
  private var triangle: Unicode.Scalar? {
    withUnsafeBuffer { entries in
      var (isUpper, isLower) = (true, true)
      for column in 0..<columns {
        let start = column * rows
        if isLower { isLower = entries[start..<start + column].allSatisfy { $0 == 0 } }
        if isUpper { isUpper = entries[start + column + 1..<start + rows].allSatisfy { $0 == 0 } }
        if !isUpper && !isLower { return nil }
      }
      return isUpper ? "U" : "L"
    }
  }

  private func solveTriangular(
    _ triangle: Unicode.Scalar, _ right: Matrix
  ) throws(LinearAlgebraError) -> Matrix {
    let (n, sides) = (
      try OpenBLAS.size(rows, of: self), try OpenBLAS.size(right.columns, of: right)
    )
    let uplo = BLAS.ascii(triangle)
    var solution = right
    var (work, integers) = (
      [Double](repeating: 0, count: 3 * rows), [CInt](repeating: 0, count: rows)
    )
    var condition = 0.0
    OpenBLAS.ready
    withPointer { a in
      _ = reg_dtrcon(uplo, n, a, n, &condition, &work, &integers)
      solution.withMutablePointer { b in
        _ = reg_dtrtrs(uplo, BLAS.ascii("N"), n, sides, a, n, b, n)
      }
    }
    try checkCondition(condition)
    return solution
  }

  /// The solution by Cholesky, or nil when the matrix is not symmetric positive definite.
  private func solveSymmetric(_ right: Matrix) throws(LinearAlgebraError) -> Matrix? {
    guard diagonal.allSatisfy({ $0 > 0 }), isSymmetric() else { return nil }
    let (n, sides) = (
      try OpenBLAS.size(rows, of: self), try OpenBLAS.size(right.columns, of: right)
    )
    let uplo = BLAS.ascii("U")
    var (factor, solution) = (self, right)
    let size = try norm(.one)
    var (work, integers) = (
      [Double](repeating: 0, count: 3 * rows), [CInt](repeating: 0, count: rows)
    )
    var condition = 0.0
    OpenBLAS.ready
    let isDefinite = factor.withMutablePointer { a in
      guard reg_dpotrf(uplo, n, a, n) == 0 else { return false }
      _ = reg_dpocon(uplo, n, a, n, size, &condition, &work, &integers)
      solution.withMutablePointer { b in _ = reg_dpotrs(uplo, n, sides, a, n, b, n) }
      return true
    }
    guard isDefinite else { return nil }
    try checkCondition(condition)
    return solution
  }
}

/// Refuses a matrix that is singular to working precision.
func checkCondition(_ reciprocal: Double) throws(LinearAlgebraError) {
  guard reciprocal >= Double.ulpOfOne else {
    throw .singular(reciprocalCondition: reciprocal)
  }
}
