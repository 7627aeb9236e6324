import COpenBLAS

/// The one place that knows which library does the arithmetic.
enum OpenBLAS {
  /// Loads OpenBLAS and holds it at one thread; read before every call.
  ///
  /// Parallel work is divided above this level, where the pieces are large enough to pay for it and
  /// where the division does not change the result. Built with OpenMP, the library takes its number
  /// of threads anew from OpenMP at every call, and OpenMP keeps one for each thread that calls.
  @inline(__always)
  static var ready: Void { openMP?(1) }

  /// Sets the calling thread's number of OpenMP threads; nil unless OpenBLAS goes by that.
  private static let openMP: (@convention(c) (CInt) -> Void)? = reg_openblas_load()

  /// A size as LAPACK takes it.
  static func size(_ value: Int, of matrix: Matrix) throws(LinearAlgebraError) -> CInt {
    guard let size = CInt(exactly: value) else {
      throw LinearAlgebraError.tooLarge(rows: matrix.rows, columns: matrix.columns)
    }
    return size
  }
}
