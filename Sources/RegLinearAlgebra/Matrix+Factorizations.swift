import COpenBLAS

/// A = Q·R with orthonormal columns in Q and an upper triangle in R.
public struct QRFactorization: Sendable {
  public let q: Matrix
  public let r: Matrix
}

/// A = U·diag(s)·V', singular values in falling order.
public struct SingularValueDecomposition: Sendable {
  public let u: Matrix
  public let values: [Double]
  public let v: Matrix
}

extension Matrix {
  /// The upper triangle R with R'R = A, for a symmetric positive definite A.
  ///
  /// - Throws: `notSymmetric` beyond rounding, `notPositiveDefinite`, `nonFinite`, `tooLarge`.
  public func cholesky() throws(LinearAlgebraError) -> Matrix {
    precondition(rows == columns)
    try checkFinite(self)
    guard isSymmetric(tolerance: 1e-12) else { throw .notSymmetric }
    let order = rows
    _ = try OpenBLAS.size(order, of: self)
    return try leavable(0.2) { matrix throws(LinearAlgebraError) in
      var factor = matrix
      let failure = factor.withMutablePointer { a in
        for column in 0..<order {
          for row in column + 1..<max(order, column + 1) { a[column * order + row] = 0 }
        }
        return BLAS.cholesky(order, a, lda: order)
      }
      guard failure == 0 else { throw .notPositiveDefinite(order: failure) }
      return factor
    }
  }

  /// The thin QR factorisation: Q has min(rows, columns) columns.
  ///
  /// By Householder reflections without pivoting; the signs of R's diagonal are as they fall.
  public func qr() throws(LinearAlgebraError) -> QRFactorization {
    try leavable(2) { matrix throws(LinearAlgebraError) in try matrix.reflected() }
  }

  private func reflected() throws(LinearAlgebraError) -> QRFactorization {
    try checkFinite(self)
    let rank = min(rows, columns)
    let (m, n) = (try OpenBLAS.size(rows, of: self), try OpenBLAS.size(columns, of: self))
    var triangle = Matrix(rows: rank, columns: columns)
    guard rank > 0 else {
      return QRFactorization(q: Matrix(rows: rows, columns: rank), r: triangle)
    }
    var reflectors = self
    var scales = [Double](repeating: 0, count: rank)
    OpenBLAS.ready
    reflectors.withMutablePointer { a in
      Workspace.sized { work, length in reg_dgeqrf(m, n, a, m, &scales, work, length) }
      triangle.withMutablePointer { r in
        for column in 0..<columns {
          for row in 0...min(column, rank - 1) {
            r[column * rank + row] = a[column * rows + row]
          }
        }
      }
    }
    var q = reflectors.selecting(columns: 0..<rank)
    q.withMutablePointer { a in
      Workspace.sized { work, length in
        reg_dorgqr(m, CInt(rank), CInt(rank), a, m, scales, work, length)
      }
    }
    return QRFactorization(q: q, r: triangle)
  }

  /// The thin singular value decomposition, by divide and conquer.
  public func svd() throws(LinearAlgebraError) -> SingularValueDecomposition {
    try leavable(8) { matrix throws(LinearAlgebraError) in try matrix.decomposed() }
  }

  private func decomposed() throws(LinearAlgebraError) -> SingularValueDecomposition {
    let rank = min(rows, columns)
    var u = Matrix(rows: rows, columns: rank)
    var transposedV = Matrix(rows: rank, columns: columns)
    let values = try u.withMutablePointer { u throws(LinearAlgebraError) in
      try transposedV.withMutablePointer { v throws(LinearAlgebraError) in
        try decompose(job: "S", u, v, leadingV: rank)
      }
    }
    return SingularValueDecomposition(u: u, values: values, v: transposedV.transpose())
  }

  /// The singular values alone, in falling order.
  public func singularValues() throws(LinearAlgebraError) -> [Double] {
    try leavable(2) { matrix throws(LinearAlgebraError) in
      var (u, v) = (0.0, 0.0)
      return try matrix.decompose(job: "N", &u, &v, leadingV: 1)
    }
  }

  /// The number of singular values above `tolerance`.
  ///
  /// - Parameter tolerance: By default max(rows, columns) rounding units of the largest one.
  public func rank(tolerance: Double? = nil) throws(LinearAlgebraError) -> Int {
    let values = try singularValues()
    let largest = values.first ?? 0
    let limit = tolerance ?? Double(max(rows, columns)) * Double.ulpOfOne * largest
    return values.count { $0 > limit }
  }

  private func decompose(
    job: Unicode.Scalar, _ u: UnsafeMutablePointer<Double>, _ v: UnsafeMutablePointer<Double>,
    leadingV: Int
  ) throws(LinearAlgebraError) -> [Double] {
    try checkFinite(self)
    let rank = min(rows, columns)
    let (m, n) = (try OpenBLAS.size(rows, of: self), try OpenBLAS.size(columns, of: self))
    guard rank > 0 else { return [] }
    var copy = self
    var values = [Double](repeating: 0, count: rank)
    var integers = [CInt](repeating: 0, count: 8 * rank)
    OpenBLAS.ready
    let status = copy.withMutablePointer { a in
      Workspace.sized { work, length in
        reg_dgesdd(
          BLAS.ascii(job), m, n, a, m, &values, u, m, v, CInt(leadingV), work, length, &integers)
      }
    }
    guard status == 0 else { throw .notConverged }
    return values
  }
}
