/// The orthogonal Q of a tridiagonal reduction: a product of reflectors H = 1 − τ·v·v', in blocks that
/// any number of threads apply at once.
///
/// LAPACK's routines for that (`dormtr`, `dormqr`) write a 1 where each v begins and put back what was
/// there, so two threads that share the reflectors spoil each other's products. Here the 1 is stored, and
/// nothing is written once the blocks are made.
struct Reflectors: Sendable {
  private let order: Int
  /// The vectors, one a column: a 1 below the diagonal, and what follows. Zeros before that, as far as
  /// the block of a column reaches up.
  private let vectors: Matrix
  /// Of each block the upper triangle T with H₁·H₂ ⋯ = 1 − V·T·V' (Schreiber & Van Loan 1989), column
  /// by column as in `vectors`, with zeros below.
  private let triangles: Matrix

  /// So many make a block.
  private static let width = 32

  /// - Parameters:
  ///   - matrix: A square with the vectors below the diagonal; what stands where a vector begins, and
  ///     above, does not matter.
  ///   - scales: τ of each vector; one less than there are columns, where there are any.
  init(_ matrix: consuming Matrix, scales: [Double]) {
    let (order, width, count) = (matrix.rows, Self.width, max(matrix.rows - 1, 0))
    var (vectors, triangles) = (consume matrix, Matrix(rows: width, columns: count))
    var products = Matrix(rows: width, columns: width)
    vectors.withMutablePointer { vectors in
      triangles.withMutablePointer { triangles in
        products.withMutablePointer { products in
          for first in stride(from: 0, to: count, by: width) {
            let size = min(width, count - first)
            let block = vectors + first * order + first + 1
            for column in 0..<size {
              (block + column * order).update(repeating: 0, count: column)
              block[column * order + column] = 1
            }
            BLAS.syrk(
              rows: order - first - 1, columns: size, block, lda: order, products, ldc: width)
            Self.fill(
              triangles + first * width, products, scales[first..<first + size])
          }
        }
      }
    }
    self.order = order
    self.vectors = vectors
    self.triangles = triangles
  }

  /// T from the upper triangle of V'V: each reflector adds the column −τ·T·V'v, and τ below it.
  private static func fill(
    _ triangle: UnsafeMutablePointer<Double>, _ products: UnsafePointer<Double>,
    _ scales: ArraySlice<Double>
  ) {
    for (column, scale) in scales.enumerated() {
      let target = triangle + column * width
      for row in 0..<column {
        var sum = 0.0
        for k in row..<column { sum += triangle[k * width + row] * products[column * width + k] }
        target[row] = -scale * sum
      }
      target[column] = scale
    }
  }

  /// C ← Q·C or Q'·C by the first `count` reflectors, a few milliseconds at a time, as long as the
  /// current flag is not set.
  ///
  /// - Parameter c: As many rows as Q has, without gaps between columns.
  func apply(
    first count: Int, transposed: Bool, to c: UnsafeMutablePointer<Double>, columns: Int
  ) {
    let (order, width, stop) = (order, Self.width, StopFlag.current)
    let starts = Array(stride(from: 0, to: count, by: width))
    var scratch = Matrix(rows: width, columns: 2 * columns)
    scratch.withMutablePointer { products in
      let turned = products + width * columns
      vectors.withPointer { vectors in
        triangles.withPointer { triangles in
          for start in transposed ? starts : starts.reversed() where !stop.isSet {
            let (size, height) = (min(width, count - start), order - start - 1)
            let (v, c) = (vectors + start * order + start + 1, c + start + 1)
            BLAS.gemm(
              transposeA: true, rows: size, columns: columns, inner: height, v, lda: order, c,
              ldb: order, products, ldc: width)
            BLAS.gemm(
              transposeA: transposed, rows: size, columns: columns, inner: size,
              triangles + start * width, lda: width, products, ldb: width, turned, ldc: width)
            BLAS.gemm(
              rows: height, columns: columns, inner: size, scale: -1, v, lda: order, turned,
              ldb: width, beta: 1, c, ldc: order)
          }
        }
      }
    }
  }
}
