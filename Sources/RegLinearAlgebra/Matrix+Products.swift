extension Matrix {
  /// The matrix product.
  ///
  /// - Precondition: `left.columns == right.rows`.
  /// - Complexity: O(rows · inner · columns), in blocks that fit the cache.
  public static func * (left: Matrix, right: Matrix) -> Matrix {
    product(left, right)
  }

  /// A'·B, without forming A'.
  ///
  /// - Precondition: Both have the same number of rows.
  public func transposeTimes(_ other: Matrix) -> Matrix {
    Matrix.product(self, other, transposeLeft: true)
  }

  /// A·B', without forming B'.
  ///
  /// - Precondition: Both have the same number of columns.
  public func timesTranspose(_ other: Matrix) -> Matrix {
    Matrix.product(self, other, transposeRight: true)
  }

  /// op(A)·op(B), where op transposes what is flagged, without forming a transpose.
  public static func product(
    _ left: Matrix, _ right: Matrix, transposeLeft: Bool = false, transposeRight: Bool = false
  ) -> Matrix {
    let rows = transposeLeft ? left.columns : left.rows
    let inner = transposeLeft ? left.rows : left.columns
    let columns = transposeRight ? right.rows : right.columns
    precondition(inner == (transposeRight ? right.columns : right.rows), "inner sizes differ")
    guard inner > 0 else { return Matrix(rows: rows, columns: columns) }
    var result = Matrix(rows: rows, columns: columns)
    result.withMutablePointer { c in
      left.withPointer { a in
        right.withPointer { b in
          // A vector is the same memory as its transpose, so matrix-vector needs no packing.
          if columns == 1 {
            BLAS.gemv(
              transposed: transposeLeft, rows: left.rows, columns: left.columns, a, ld: left.rows,
              b, c)
          } else {
            BLAS.gemm(
              transposeA: transposeLeft, transposeB: transposeRight, rows: rows, columns: columns,
              inner: inner, a, lda: left.rows, b, ldb: right.rows, c, ldc: rows)
          }
        }
      }
    }
    return result
  }

  /// A'A, computed as one triangle and mirrored, so that it is exactly symmetric.
  public func gram() -> Matrix {
    symmetricProduct(order: columns, transposed: false)
  }

  /// AA', computed as one triangle and mirrored.
  public func outerGram() -> Matrix {
    symmetricProduct(order: rows, transposed: true)
  }

  private func symmetricProduct(order: Int, transposed: Bool) -> Matrix {
    guard count > 0 else { return Matrix(rows: order, columns: order) }
    var result = Matrix(rows: order, columns: order)
    result.withMutablePointer { c in
      withPointer { a in
        BLAS.syrk(
          transposed: transposed, rows: rows, columns: columns, a, lda: rows, c, ldc: order)
      }
      for column in 0..<order {
        for row in 0..<column { c[row * order + column] = c[column * order + row] }
      }
    }
    return result
  }

  /// The sum of products of two vectors or of two equally shaped matrices, entry by entry.
  public func dot(_ other: Matrix) -> Double {
    precondition(count == other.count)
    return withPointer { a in other.withPointer { b in BLAS.dot(count, a, b) } }
  }
}
