import RegLinearAlgebra

/// The products with Z that fits are made of, shared between workers.
///
/// How they are cut into pieces depends on sizes alone, so results do not depend on the workers.
extension StandardizedProblem {
  /// y − Zb.
  func residual(_ b: [Double]) -> [Double] {
    var residual = y
    design.addColumns(scaledBy: b.map { -$0 }, to: &residual)
    return residual
  }

  /// Z'v.
  func correlations(_ vector: [Double]) -> [Double] {
    isScreened
      ? design.correlations(Array(0..<count), vector) : correlations(Matrix(vector)).values
  }

  /// Z'V: each piece is a run of columns of Z.
  func correlations(_ vectors: Matrix) -> Matrix {
    let width = vectors.columns
    return Matrix(rows: count, columns: width) { result in
      guard let base = result.baseAddress else { return }
      let out = SharedOutput(base)
      z.withPointer { z in
        vectors.withPointer { vectors in
          let (z, v) = (SharedInput(z), SharedInput(vectors))
          workers.inPieces(count, unit: rows * width) { first, columns in
            if width == 1 {
              (out.address + first).update(repeating: 0, count: columns)
              BLAS.gemv(
                transposed: true, rows: rows, columns: columns, z.address + first * rows,
                ld: rows, v.address, out.address + first)
            } else {
              BLAS.gemm(
                transposeA: true, rows: columns, columns: width, inner: rows,
                z.address + first * rows, lda: rows, v.address, ldb: rows, out.address + first,
                ldc: count)
            }
          }
        }
      }
    }
  }

  /// y − ZB: each piece is a run of rows. Columns without a coefficient are left out.
  private func residuals(_ coefficients: [[Double]]) -> Matrix {
    let used = (0..<count).filter { j in coefficients.contains { $0[j] != 0 } }
    let isDense = 2 * used.count > count
    let design = isDense ? z : z.selecting(columns: used)
    let places = isDense ? Array(0..<count) : used
    let b = Matrix(
      rows: places.count, columns: coefficients.count,
      values: coefficients.flatMap { column in places.map { column[$0] } })
    return Matrix(rows: rows, columns: coefficients.count) { result in
      guard let base = result.baseAddress else { return }
      for column in coefficients.indices {
        (base + column * rows).update(from: y, count: rows)
      }
      let out = SharedOutput(base)
      design.withPointer { design in
        b.withPointer { b in
          let (design, b) = (SharedInput(design), SharedInput(b))
          workers.inPieces(rows, unit: places.count * coefficients.count) { first, height in
            BLAS.gemm(
              rows: height, columns: coefficients.count, inner: places.count,
              scale: -1, design.address + first, lda: rows, b.address, ldb: places.count, beta: 1,
              out.address + first, ldc: rows)
          }
        }
      }
    }
  }

  /// Up to so many columns all cross-products are formed, where there are as many rows.
  static let mostProducts = 1500

  /// Whether fits work with the cross-products of all columns; else with those of candidates.
  var holdsProducts: Bool {
    design.given != nil || Self.holdsProducts(ofColumns: count, rows: rows)
  }

  static func holdsProducts(ofColumns count: Int, rows: Int) -> Bool {
    count <= 400 || (count <= mostProducts && count <= rows)
  }

  /// Whether columns that are not candidates are looked at through a small copy.
  var isScreened: Bool { !holdsProducts && count * rows >= 1 << 17 }

  /// Z'y.
  var start: [Double] {
    formsProducts
      ? design.products.start : isScreened ? design.screen.start : correlations(y)
  }

  /// Z'Z.
  var gram: Matrix { formsProducts ? design.products.gram : gramOfWhole() }

  /// No entry of `gram` or `start` is off by more than this.
  var productsUncertainty: Double {
    formsProducts ? design.products.uncertainty : roundingBound(rows + 4)
  }

  /// Whether cross-products of all columns are wanted, and best formed without Z.
  private var formsProducts: Bool {
    design.hasProducts || (design.isTall && count <= Self.mostProducts)
  }

  /// Z'(y − Zb).
  func gradient(at b: [Double]) -> [Double] {
    design.given?.gradient(at: b) ?? correlations(residual(b))
  }

  /// What the data say about many vectors of coefficients.
  func evidence(_ coefficients: [[Double]]) -> [Evidence] {
    if let given = design.given { return given.evidence(coefficients) }
    return design.isTall ? design.evidence(coefficients) : evidenceByWhole(coefficients)
  }

  /// The same from the rows whatever their shape, without a copy of a large Z where there is none.
  func evidenceByRows(_ coefficients: [[Double]]) -> [Evidence] {
    design.isReadInBlocks ? design.evidence(coefficients) : evidenceByWhole(coefficients)
  }

  private func evidenceByWhole(_ coefficients: [[Double]]) -> [Evidence] {
    let residuals = residuals(coefficients)
    let correlations = correlations(residuals)
    let all = Array(0..<count)
    return residuals.withPointer { residuals in
      coefficients.indices.map { index in
        let residual = residuals + index * rows
        return Evidence(
          columns: all, squares: BLAS.dot(rows, residual, residual),
          correlations: correlations.column(index).values)
      }
    }
  }

  /// Z'Z: each piece is a quarter of the rows, and the four triangles are added in order.
  private func gramOfWhole() -> Matrix {
    let parts = rows * count < 1 << 18 || rows < 4 * count ? 1 : 4
    let step = (rows + parts - 1) / parts
    var sums = Matrix(rows: count * count, columns: parts)
    sums.withMutablePointer { sums in
      let out = SharedOutput(sums)
      z.withPointer { z in
        let z = SharedInput(z)
        workers.forEach(parts) { part in
          BLAS.syrkInSlices(
            part * step..<min((part + 1) * step, rows), columns: count, z.address, lda: rows,
            out.address + part * count * count)
        }
      }
    }
    sums.addColumnsToFirst(sharedBy: workers)
    sums.withMutablePointer { Matrix.mirrorUpper($0, order: count) }
    return parts == 1
      ? sums.reshaped(rows: count, columns: count)
      : Matrix(rows: count, columns: count) { whole in
        sums.withPointer { whole.baseAddress?.update(from: $0, count: count * count) }
      }
  }
}

extension StandardizedMatrix.Products {
  /// Z'(y − Zb).
  func gradient(at b: [Double]) -> [Double] {
    var result = start
    gram.withPointer { gram in
      for j in b.indices where b[j] != 0 { BLAS.axpy(b.count, -b[j], gram + j * b.count, &result) }
    }
    return result
  }

  /// What the products say about many vectors of coefficients, taking them for the data.
  func evidence(_ coefficients: [[Double]]) -> [Evidence] {
    let (count, width) = (start.count, coefficients.count)
    let used = (0..<count).filter { j in coefficients.contains { $0[j] != 0 } }
    let values = coefficients.flatMap { b in used.map { b[$0] } }
    let fitted =
      (used.count == count ? gram : gram.selecting(columns: used))
      * Matrix(rows: used.count, columns: width, values: values)
    let all = Array(0..<count)
    return coefficients.enumerated().map { index, b in
      let correlations = (0..<count).map { start[$0] - fitted[index * count + $0] }
      // ‖y − Zb‖² = y'y − b'(Z'y + Z'(y − Zb)), with y'y = 1.
      let squares = b.indices.reduce(1) { $0 - b[$1] * (start[$1] + correlations[$1]) }
      return Evidence(
        columns: all, squares: max(squares, 0), correlations: correlations,
        uncertainty: (uncertainty + roundingBound(count + 2))
          * b.reduce(1) { $0 + $1.magnitude })
    }
  }
}
