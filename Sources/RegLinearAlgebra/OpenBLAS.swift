import COpenBLAS
import Glibc

/// The one place that knows which library does the arithmetic.
enum OpenBLAS {
  /// Holds OpenBLAS at one thread; read before every call.
  ///
  /// Parallel work is divided above this level, where the pieces are large enough to pay for it and
  /// where the division does not change the result. Built with OpenMP, the library takes its number
  /// of threads anew from OpenMP at every call, and OpenMP keeps one for each thread that calls.
  @inline(__always)
  static var ready: Void {
    once
    openMP?(1)
  }

  private static let once: Void = openblas_set_num_threads(1)

  /// Sets the calling thread's number of OpenMP threads; nil unless OpenBLAS goes by that.
  private static let openMP: (@convention(c) (CInt) -> Void)? = {
    guard openblas_get_parallel() == OPENBLAS_OPENMP,
      let function = dlsym(nil, "omp_set_num_threads")
    else { return nil }
    return unsafeBitCast(function, to: (@convention(c) (CInt) -> Void).self)
  }()

  /// A size as LAPACK takes it.
  static func size(_ value: Int, of matrix: Matrix) throws(LinearAlgebraError) -> CInt {
    guard let size = CInt(exactly: value) else {
      throw LinearAlgebraError.tooLarge(rows: matrix.rows, columns: matrix.columns)
    }
    return size
  }
}
