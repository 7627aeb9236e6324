import COpenBLAS

/// The eigenvalues of a symmetric matrix, rising, and orthonormal eigenvectors as columns.
public struct SymmetricEigen: Sendable {
  public let values: [Double]
  public let vectors: Matrix
}

/// The eigenvalues and eigenvectors of a square matrix, which may be complex.
public struct Eigen: Sendable {
  public let realParts: [Double]
  public let imaginaryParts: [Double]
  /// Real parts of the eigenvectors, one a column, each of length 1.
  public let vectors: Matrix
  /// Imaginary parts of the eigenvectors; nil when every eigenvalue is real.
  public let imaginaryVectors: Matrix?

  public var isReal: Bool { imaginaryVectors == nil }
}

extension Matrix {
  /// The eigenvalues and eigenvectors of a symmetric matrix; only its upper triangle is read.
  ///
  /// By divide and conquer.
  ///
  /// - Complexity: O(n³) time, O(n²) workspace.
  public func symmetricEigen() throws(LinearAlgebraError) -> SymmetricEigen {
    precondition(rows == columns)
    return try leavable(5) { matrix throws(LinearAlgebraError) in
      try matrix.dividedAndConquered()
    }
  }

  private func dividedAndConquered() throws(LinearAlgebraError) -> SymmetricEigen {
    try checkFinite(self)
    let order = try OpenBLAS.size(rows, of: self)
    guard order > 0 else { return SymmetricEigen(values: [], vectors: self) }
    var vectors = self
    var values = [Double](repeating: 0, count: rows)
    OpenBLAS.ready
    let status = vectors.withMutablePointer { a in
      Workspace.sized { work, length, integers, integerCount in
        reg_dsyevd(
          BLAS.ascii("V"), BLAS.ascii("U"), order, a, order, &values, work, length, integers,
          integerCount)
      }
    }
    guard status == 0 else { throw .notConverged }
    return SymmetricEigen(values: values, vectors: vectors)
  }

  /// The eigenvalues and eigenvectors of any square matrix.
  ///
  /// A symmetric one is recognised, so its eigenvalues come out real and rising.
  public func eigen() throws(LinearAlgebraError) -> Eigen {
    precondition(rows == columns)
    if isSymmetric() {
      let symmetric = try symmetricEigen()
      return Eigen(
        realParts: symmetric.values,
        imaginaryParts: [Double](repeating: 0, count: rows),
        vectors: symmetric.vectors, imaginaryVectors: nil)
    }
    return try leavable(12) { matrix throws(LinearAlgebraError) in try matrix.iterated() }
  }

  /// By the QR algorithm.
  private func iterated() throws(LinearAlgebraError) -> Eigen {
    try checkFinite(self)
    let order = try OpenBLAS.size(rows, of: self)
    var copy = self
    var packed = Matrix(rows: rows, columns: rows)
    var real = [Double](repeating: 0, count: rows)
    var imaginary = real
    OpenBLAS.ready
    let status = copy.withMutablePointer { a in
      packed.withMutablePointer { v in
        Workspace.sized { work, length in
          reg_dgeev(
            BLAS.ascii("V"), order, a, order, &real, &imaginary, v, order, work, length)
        }
      }
    }
    guard status == 0 else { throw .notConverged }
    return unpack(packed, real, imaginary)
  }

  /// LAPACK stores a conjugate pair v ± iw as the two columns v, w.
  private func unpack(_ packed: Matrix, _ real: [Double], _ imaginary: [Double]) -> Eigen {
    guard imaginary.contains(where: { $0 != 0 }) else {
      return Eigen(
        realParts: real, imaginaryParts: imaginary, vectors: packed, imaginaryVectors: nil)
    }
    var vectors = packed
    var imaginaryVectors = Matrix(rows: rows, columns: rows)
    for column in 0..<rows - 1 where imaginary[column] > 0 {
      for row in 0..<rows {
        let part = packed[row, column + 1]
        vectors[row, column + 1] = packed[row, column]
        imaginaryVectors[row, column] = part
        imaginaryVectors[row, column + 1] = -part
      }
    }
    return Eigen(
      realParts: real, imaginaryParts: imaginary, vectors: vectors,
      imaginaryVectors: imaginaryVectors)
  }
}
