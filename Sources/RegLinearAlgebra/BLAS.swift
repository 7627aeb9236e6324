import COpenBLAS

/// The vector and matrix kernels that solver loops call on raw memory.
///
/// Every function relies on the same invariant: a pointer reaches as many doubles as its sizes say,
/// and what is written overlaps nothing that is read. Matrices are column-major; `ld…` is the
/// distance between two columns.
package enum BLAS {
  package typealias Input = UnsafePointer<Double>
  package typealias Output = UnsafeMutablePointer<Double>

  /// Σ xᵢyᵢ.
  package static func dot(_ count: Int, _ x: Input, _ y: Input) -> Double {
    OpenBLAS.ready
    return reg_ddot(CInt(count), x, y)
  }

  /// y ← y + a·x.
  package static func axpy(_ count: Int, _ a: Double, _ x: Input, _ y: Output) {
    OpenBLAS.ready
    reg_daxpy(CInt(count), a, x, y)
  }

  /// Σ |xᵢ|.
  package static func absoluteSum(_ count: Int, _ x: Input) -> Double {
    OpenBLAS.ready
    return reg_dasum(CInt(count), x)
  }

  /// √Σxᵢ², without overflow on the way.
  package static func norm(_ count: Int, _ x: Input) -> Double {
    OpenBLAS.ready
    return reg_dnrm2(CInt(count), x)
  }

  /// y ← y + A·x, or y ← y + A'·x; A is rows × columns as stored.
  package static func gemv(
    transposed: Bool = false, rows: Int, columns: Int, _ matrix: Input,
    ld: Int, _ x: Input, _ y: Output
  ) {
    guard rows > 0, columns > 0 else { return }
    OpenBLAS.ready
    reg_dgemv(
      transposed ? CblasTrans : CblasNoTrans, CInt(rows), CInt(columns), matrix, CInt(ld), x, y)
  }

  /// y ← y + A·x, where many entries of x may be zero: their columns are not read if they are most.
  package static func addColumns(
    rows: Int, _ matrix: Input, ld: Int, scaledBy x: [Double], to y: Output
  ) {
    let used = x.count { $0 != 0 }
    guard 2 * used < x.count else {
      return gemv(rows: rows, columns: x.count, matrix, ld: ld, x, y)
    }
    for column in x.indices where x[column] != 0 { axpy(rows, x[column], matrix + column * ld, y) }
  }

  /// y ← y + A·x for a symmetric A of which the lower triangle is stored.
  package static func symv(_ order: Int, _ a: Input, lda: Int, _ x: Input, _ y: Output) {
    guard order > 0 else { return }
    OpenBLAS.ready
    reg_dsymv(CInt(order), a, CInt(lda), x, y)
  }

  /// C ← β·C + a·op(A)·op(B), where C is rows × columns and `inner` is the length of the sums.
  package static func gemm(
    transposeA: Bool = false, transposeB: Bool = false, rows: Int, columns: Int, inner: Int,
    scale: Double = 1, _ a: Input, lda: Int, _ b: Input, ldb: Int, beta: Double = 0,
    _ c: Output, ldc: Int
  ) {
    guard rows > 0, columns > 0 else { return }
    OpenBLAS.ready
    reg_dgemm(
      transposeA ? CblasTrans : CblasNoTrans,
      transposeB ? CblasTrans : CblasNoTrans, CInt(rows), CInt(columns), CInt(inner), scale, a,
      CInt(max(lda, 1)), b, CInt(max(ldb, 1)), beta, c, CInt(max(ldc, 1)))
  }

  /// The upper triangle of C ← β·C + a·A'A (or AA' when `transposed`), A being rows × columns as
  /// stored.
  package static func syrk(
    transposed: Bool = false, rows: Int, columns: Int, scale: Double = 1, _ a: Input, lda: Int,
    beta: Double = 0, _ c: Output, ldc: Int
  ) {
    let order = transposed ? rows : columns
    guard order > 0 else { return }
    OpenBLAS.ready
    reg_dsyrk(
      transposed ? CblasNoTrans : CblasTrans, CInt(order),
      CInt(transposed ? columns : rows), scale, a, CInt(max(lda, 1)), beta, c, CInt(max(ldc, 1)))
  }

  /// The rows of a slice of so many columns: few, so that rounding errors stay few too.
  private static func sliceRows(_ columns: Int) -> Int {
    min(max(64, (1 << 28) / max(columns * columns, 1)), 1024)
  }

  /// The most roundings that a product of two entries passes through in `syrkInSlices`.
  package static func roundingsInSlices(_ rows: Int, columns: Int) -> Int {
    let slice = sliceRows(columns)
    return min(rows, slice) + 2 * (rows / slice + 1)
  }

  /// The upper triangle of C ← A'A for some rows of A, a few milliseconds at a time, as long as the
  /// current flag is not set; C has `columns` rows.
  package static func syrkInSlices(
    _ rows: Range<Int>, columns: Int, _ a: Input, lda: Int, _ c: Output
  ) {
    let stop = StopFlag.current
    let step = sliceRows(columns)
    // Also without rows, for C to be zero.
    let end = max(rows.upperBound, rows.lowerBound + 1)
    for first in stride(from: rows.lowerBound, to: end, by: step) where !stop.isSet {
      syrk(
        rows: min(step, rows.upperBound - first), columns: columns, a + first, lda: lda,
        beta: first == rows.lowerBound ? 0 : 1, c, ldc: columns)
    }
  }

  /// C ← A·B for a symmetric A of which the upper triangle is stored; B and C have `columns` columns.
  package static func symm(
    _ order: Int, columns: Int, _ a: Input, lda: Int, _ b: Input, ldb: Int, _ c: Output, ldc: Int
  ) {
    guard order > 0, columns > 0 else { return }
    OpenBLAS.ready
    reg_dsymm(
      CInt(order), CInt(columns), a, CInt(max(lda, 1)), b, CInt(max(ldb, 1)), c,
      CInt(max(ldc, 1)))
  }

  /// B ← R⁻'·B for the upper triangle R of a square; B has `columns` columns.
  package static func triangularSolve(
    _ order: Int, columns: Int, _ factor: Input, lda: Int, _ b: Output, ldb: Int
  ) {
    guard order > 0, columns > 0 else { return }
    OpenBLAS.ready
    reg_dtrsm(
      CInt(order), CInt(columns), factor, CInt(max(lda, 1)), b, CInt(max(ldb, 1)))
  }

  /// Factors a positive definite matrix in place, A = R'R, R in the upper triangle.
  ///
  /// - Returns: 0, or the order of the leading block that is not positive definite.
  package static func cholesky(_ order: Int, _ a: Output, lda: Int) -> Int {
    guard order > 0 else { return 0 }
    OpenBLAS.ready
    return Int(reg_dpotrf(ascii("U"), CInt(order), a, CInt(lda)))
  }

  /// Solves R'R·x = b in place for a factor left by `cholesky`.
  package static func choleskySolve(_ order: Int, _ factor: Input, lda: Int, _ b: Output) {
    guard order > 0 else { return }
    OpenBLAS.ready
    // For one right-hand side, LAPACK's routine would copy the factor first, twice.
    for transpose in [CblasTrans, CblasNoTrans] {
      reg_dtrsv(transpose, CInt(order), factor, CInt(lda), b)
    }
  }

  /// A LAPACK option letter as C's `char`.
  static func ascii(_ letter: Unicode.Scalar) -> CChar {
    CChar(truncatingIfNeeded: letter.value)
  }
}
