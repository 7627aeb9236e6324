import COpenBLAS

/// The reduction of a symmetric matrix to tridiagonal form, A = Q·T·Q', by reflectors.
///
/// As LAPACK's `dsytrd` (Dongarra, Hammarling & Sorensen 1989): a few columns are reduced at a time,
/// after which the rest of the matrix is brought up to date by products of matrices. Here workers share
/// that, and the products with a vector of large matrices; between pieces the current flag is asked.
struct TridiagonalReduction {
  /// T.
  private(set) var diagonal: [Double]
  private(set) var offDiagonal: [Double]
  /// Of the reflectors, whose vectors are left below the subdiagonal of A.
  private(set) var scales: [Double]

  private let order: Int
  private let workers: Workers
  private var terms: [Double]

  private static let width = 32
  /// Up to this order a column at a time is faster.
  private static let unblocked = 64
  /// From this order on a product with a vector is worth sharing.
  private static let shared = 1024

  /// - Parameter a: A square of `order`, of which the lower triangle is read and overwritten.
  init(_ a: UnsafeMutablePointer<Double>, order: Int, sharedBy workers: Workers) {
    self.order = order
    self.workers = workers
    diagonal = [Double](repeating: 0, count: order)
    offDiagonal = [Double](repeating: 0, count: max(order - 1, 1))
    scales = offDiagonal
    terms = [Double](repeating: 0, count: Self.width)
    guard order > 0 else { return }
    OpenBLAS.ready
    // W of what A is to lose after each panel, V·W' + W·V'.
    var panel = Matrix(rows: order, columns: order > Self.unblocked ? Self.width : 0)
    var first = 0
    while order - first > Self.unblocked {
      guard !StopFlag.current.isSet else { return }
      let corner = a + first * order + first
      panel.withMutablePointer { panel in
        for column in 0..<Self.width { reduce(column, of: corner, panel, from: first) }
        update(corner, panel, size: order - first)
      }
      first += Self.width
    }
    let rest = CInt(order - first)
    diagonal.withUnsafeMutableBufferPointer { d in
      offDiagonal.withUnsafeMutableBufferPointer { e in
        scales.withUnsafeMutableBufferPointer { tau in
          guard let d = d.baseAddress, let e = e.baseAddress, let tau = tau.baseAddress else {
            return
          }
          _ = reg_dsytd2(
            rest, a + first * order + first, CInt(order), d + first, e + first, tau + first)
        }
      }
    }
  }

  /// Reduces one column of those that begin at `first`, and finds its column of W.
  private mutating func reduce(
    _ i: Int, of a: UnsafeMutablePointer<Double>, _ panel: UnsafeMutablePointer<Double>,
    from first: Int
  ) {
    let (ld, height) = (order, order - first - i)
    let column = a + i * ld + i
    let w = panel + i
    for j in 0..<i { terms[j] = -w[j * ld] }
    BLAS.gemv(rows: height, columns: i, a + i, ld: ld, terms, column)
    for j in 0..<i { terms[j] = -a[j * ld + i] }
    BLAS.gemv(rows: height, columns: i, w, ld: ld, terms, column)
    diagonal[first + i] = column[0]

    let (v, length) = (column + 1, height - 1)
    var tau = 0.0
    reg_dlarfg(CInt(length), v, v + min(1, length - 1), &tau)
    offDiagonal[first + i] = v[0]
    scales[first + i] = tau
    v[0] = 1

    let (vectors, others, new) = (a + i + 1, panel + i + 1, panel + i * ld + i + 1)
    multiply(v + ld, length, v, into: new)
    for (known, other) in [(others, vectors), (vectors, others)] {
      for j in 0..<i { terms[j] = -BLAS.dot(length, known + j * ld, v) }
      BLAS.gemv(rows: length, columns: i, other, ld: ld, terms, new)
    }
    for row in 0..<length { new[row] *= tau }
    BLAS.axpy(length, -tau / 2 * BLAS.dot(length, new, v), v, new)
  }

  /// A ← A − V·W' − W·V' behind the panel: each piece is some columns of the lower triangle.
  private func update(
    _ a: UnsafeMutablePointer<Double>, _ panel: UnsafeMutablePointer<Double>, size: Int
  ) {
    let (ld, width, rest, step) = (order, Self.width, size - Self.width, 128)
    let (a, w) = (SharedOutput(a), SharedOutput(panel))
    workers.forEach((rest + step - 1) / step) { piece in
      let first = width + piece * step
      let (height, columns) = (size - first, min(step, size - first))
      for (left, right) in [(a.address, w.address), (w.address, a.address)] {
        BLAS.gemm(
          transposeB: true, rows: height, columns: columns, inner: width, scale: -1,
          left + first, lda: ld, right + first, ldb: ld, beta: 1,
          a.address + first * ld + first, ldc: ld)
      }
    }
  }

  /// out ← A·v for a symmetric A whose lower triangle begins at `a`: in tiles that stay in the cache, as
  /// each is needed twice.
  private func multiply(
    _ a: UnsafePointer<Double>, _ size: Int, _ v: UnsafePointer<Double>,
    into out: UnsafeMutablePointer<Double>
  ) {
    out.update(repeating: 0, count: size)
    guard size >= Self.shared else { return BLAS.symv(size, a, lda: order, v, out) }
    let (ld, step, parts) = (order, 256, 4)
    let blocks = (size + step - 1) / step
    var sums = Matrix(rows: size, columns: parts)
    sums.withMutablePointer { sums in
      let (a, v, sums) = (SharedInput(a), SharedInput(v), SharedOutput(sums))
      workers.forEach(parts) { part in
        let sum = sums.address + part * size
        for block in stride(from: part, to: blocks, by: parts) {
          let first = block * step
          let columns = min(step, size - first)
          BLAS.symv(
            columns, a.address + first * ld + first, lda: ld, v.address + first, sum + first)
          for row in stride(from: first + step, to: size, by: step) {
            let (tile, rows) = (a.address + first * ld + row, min(step, size - row))
            BLAS.gemv(rows: rows, columns: columns, tile, ld: ld, v.address + first, sum + row)
            BLAS.gemv(
              transposed: true, rows: rows, columns: columns, tile, ld: ld, v.address + row,
              sum + first)
          }
        }
      }
      for part in 0..<parts { BLAS.axpy(size, 1, sums.address + part * size, out) }
    }
  }
}
