/// Products whose pieces workers share. The pieces follow from sizes alone, and what they give is
/// added in order, so that the result is the same for any number of workers.
extension Matrix {
  /// op(A)·B, where op transposes if asked to.
  ///
  /// Each piece is a tile of the result, formed a few milliseconds at a time to see a stop.
  ///
  /// - Precondition: The inner sizes agree.
  public static func product(
    _ left: Matrix, _ right: Matrix, transposeLeft: Bool = false, sharedBy workers: Workers
  ) -> Matrix {
    let rows = transposeLeft ? left.columns : left.rows
    let (inner, columns) = (right.rows, right.columns)
    precondition(inner == (transposeLeft ? left.rows : left.columns), "inner sizes differ")
    // One column is a product with a vector, which another routine is for.
    guard inner > 0, columns > 1, rows * columns > 1 else {
      return product(left, right, transposeLeft: transposeLeft)
    }
    let width = min(columns, 1024)
    // Small ones are cut finely, to be shared; in large ones a tile is copied once for many rows.
    let isLarge = Double(rows) * Double(inner) * Double(width) > 1e9
    let height = isLarge ? 512 : max(64, (4_000_000 / (inner * width) + 63) / 64 * 64)
    let depth = max(256, (1 << 27) / (height * width))
    let (across, down, stop) = (
      (columns + width - 1) / width, (rows + height - 1) / height, StopFlag.current
    )
    return Matrix(rows: rows, columns: columns) { result in
      guard let base = result.baseAddress else { return }
      let out = SharedOutput(base)
      left.withPointer { a in
        right.withPointer { b in
          let (a, b) = (SharedInput(a), SharedInput(b))
          workers.forEach(across * down) { piece in
            let (row, column) = (piece % down * height, piece / down * width)
            let (h, w) = (min(height, rows - row), min(width, columns - column))
            for start in stride(from: 0, to: inner, by: depth) where !stop.isSet {
              let first = transposeLeft ? row * left.rows + start : start * left.rows + row
              BLAS.gemm(
                transposeA: transposeLeft, rows: h, columns: w, inner: min(depth, inner - start),
                a.address + first, lda: left.rows, b.address + column * inner + start, ldb: inner,
                beta: start == 0 ? 0 : 1, out.address + column * rows + row, ldc: rows)
            }
          }
        }
      }
    }
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
    guard count > 0 else { return Matrix(rows: order, columns: order) }
    // Its pages are cleared where they are first written, piece by piece.
    var result = Matrix(rows: order, columns: order) { _ in }
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

  /// Adds scale·AA' to a square, some columns at a time.
  package mutating func addOuterGram(
    of factor: Matrix, scale: Double, sharedBy workers: Workers
  ) {
    let order = rows
    guard factor.columns > 0 else { return }
    withMutablePointer { c in
      factor.withPointer { a in
        let (out, a) = (SharedOutput(c), SharedInput(a))
        workers.inPieces(order, unit: 4 * order * factor.columns) { first, width in
          BLAS.gemm(
            transposeB: true, rows: order, columns: width, inner: factor.columns, scale: scale,
            a.address, lda: order, a.address + first, ldb: order, beta: 1,
            out.address + first * order, ldc: order)
        }
      }
    }
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
