import COpenBLAS

/// The one place that knows which library does the arithmetic.
enum OpenBLAS {
  /// Holds OpenBLAS at one thread; read before every call, runs once.
  ///
  /// Parallel work is divided above this level, where the pieces are large enough to pay for it and
  /// where the division does not change the result.
  static let ready: Void = openblas_set_num_threads(1)

  /// A size as LAPACK takes it.
  static func size(_ value: Int, of matrix: Matrix) throws(LinearAlgebraError) -> CInt {
    guard let size = CInt(exactly: value) else {
      throw LinearAlgebraError.tooLarge(rows: matrix.rows, columns: matrix.columns)
    }
    return size
  }
}
