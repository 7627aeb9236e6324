/// Products whose pieces workers share. The pieces follow from sizes alone, and what they give is
/// added in order, so that the result is the same for any number of workers.
extension Matrix {
  /// op(A)·B, where op transposes if asked to.
  ///
  /// Each piece is a run of rows of the result, of a size that takes some tenths of a millisecond.
  package static func product(
    _ left: Matrix, _ right: Matrix, transposeLeft: Bool = false, sharedBy workers: Workers
  ) -> Matrix {
    let rows = transposeLeft ? left.columns : left.rows
    let (inner, columns) = (right.rows, right.columns)
    precondition(inner == (transposeLeft ? left.rows : left.columns), "inner sizes differ")
    var result = Matrix(rows: rows, columns: columns)
    guard inner > 0 else { return result }
    let step = max(64, (4_000_000 / max(inner * columns, 1) + 63) / 64 * 64)
    result.withMutablePointer { c in
      left.withPointer { a in
        right.withPointer { b in
          let (c, a, b) = (SharedOutput(c), SharedInput(a), SharedInput(b))
          workers.forEach((rows + step - 1) / step) { piece in
            let first = piece * step
            BLAS.gemm(
              transposeA: transposeLeft, rows: min(step, rows - first), columns: columns,
              inner: inner, a.address + (transposeLeft ? first * left.rows : first),
              lda: left.rows, b.address, ldb: inner, c.address + first, ldc: rows)
          }
        }
      }
    }
    return result
  }

  /// A'A, exactly symmetric.
  package func gram(sharedBy workers: Workers) -> Matrix {
    symmetricProduct(order: columns, isOuter: false, workers)
  }

  /// AA', exactly symmetric.
  package func outerGram(sharedBy workers: Workers) -> Matrix {
    symmetricProduct(order: rows, isOuter: true, workers)
  }

  /// Each piece is a run of columns of the upper triangle; the longest come first.
  private func symmetricProduct(order: Int, isOuter: Bool, _ workers: Workers) -> Matrix {
    var result = Matrix(rows: order, columns: order)
    guard count > 0 else { return result }
    let (inner, stop, step) = (isOuter ? columns : rows, StopFlag.current, 128)
    let pieces = (order + step - 1) / step
    result.withMutablePointer { c in
      withPointer { a in
        let (out, a) = (SharedOutput(c), SharedInput(a))
        workers.forEach(pieces) { piece in
          let first = (pieces - 1 - piece) * step
          let width = min(step, order - first)
          // A few milliseconds at a time, to see a stop.
          let depth = max(64, (1 << 27) / ((first + width) * width))
          for start in stride(from: 0, to: inner, by: depth) where !stop.isSet {
            let slice = a.address + (isOuter ? start * rows : start)
            BLAS.gemm(
              transposeA: !isOuter, transposeB: isOuter, rows: first + width, columns: width,
              inner: min(depth, inner - start), slice, lda: rows,
              slice + (isOuter ? first : first * rows), ldb: rows, beta: start == 0 ? 0 : 1,
              out.address + first * order, ldc: order)
          }
        }
      }
      Self.mirrorUpper(c, order: order)
    }
    return result
  }

  /// Adds all columns to the first one, in order; each piece is some rows.
  package mutating func addColumnsToFirst(sharedBy workers: Workers) {
    let (rows, columns) = (rows, columns)
    withMutablePointer { entries in
      let entries = SharedOutput(entries)
      workers.inPieces(rows, unit: 4 * columns) { first, count in
        for column in 1..<max(columns, 1) {
          BLAS.axpy(count, 1, entries.address + column * rows + first, entries.address + first)
        }
      }
    }
  }
}
