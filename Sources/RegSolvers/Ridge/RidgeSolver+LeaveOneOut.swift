import RegLinearAlgebra

/// What a ridge says about each row's pull on its own prediction.
///
/// With H the matrix that takes y to its prediction, hᵢ its diagonal, the row's error in a fit
/// without it is (yᵢ − ŷᵢ)/(1 − hᵢ) (Allen 1974). hᵢ = zᵢ'(Z'Z + r)⁻¹zᵢ is O(p) for each r once zᵢ
/// has been rotated to where Z'Z is tridiagonal.
extension RidgeSolver {
  /// The trace of H for each r: how many coefficients the fit is worth, the intercept not counted.
  func effectiveDegreesOfFreedom(_ l2: [Double]) throws(SolverError) -> [Double] {
    do {
      let trustsSquares = trustsSquares(l2)
      let squares =
        try trustsSquares
        ? reduction.eigenvalues().map { max($0, 0) } : singularValues().values.map { $0 * $0 }
      return l2.map { r in
        let sum = squares.reduce(Double(basis.columns)) { $0 + $1 / ($1 + r) }
        guard isDual, trustsSquares else { return sum }
        return sum - Double(fixed.columns) * fixedEigenvalue / (fixedEigenvalue + r)
      }
    } catch {
      throw .notConverged
    }
  }

  /// The errors of each row that counts (one a row) in fits without it, for each vector of
  /// coefficients and its r (one a column); multiplied by the root of the row's share of the weight.
  ///
  /// - Returns: The sums of their squares, and the errors themselves if they are wanted; NaN where a
  ///   row alone decides a coefficient.
  func leaveOneOut(
    _ coefficients: [[Double]], _ l2: [Double], keepsErrors: Bool
  ) throws(SolverError) -> (squares: [Double], errors: Matrix?) {
    do {
      let rest = try rest(l2)
      return rest.rows == nil
        ? leaveOneOutInBlocks(coefficients, rest, keepsErrors)
        : leaveOneOutOfWhole(coefficients, rest, keepsErrors)
    } catch {
      throw .notConverged
    }
  }

  /// What leverages leave of 1: 1 − hᵢ = a − c·fᵢ + s·qᵢ, for each r.
  ///
  /// fᵢ is the leverage of what is fitted without penalty, and qᵢ a quadratic form in a row of a
  /// matrix. Where leverages may come near 1, as they do with fewer rows than columns, a and c are
  /// nearly 0 and s·qᵢ is positive, so nothing cancels.
  private struct Rest {
    /// The matrix; nil for Z itself, read in blocks of rows.
    var rows: Matrix?
    /// What rows are multiplied by first; nil for nothing.
    var rotation: Matrix?
    var forms: Forms
    /// a.
    var whole = 1.0
    /// c and s, one an r.
    var fixedShares: [Double]
    var signs: [Double]

    /// The length of a row when it has been rotated.
    var width: Int { rotation?.columns ?? rows?.columns ?? 0 }
  }

  /// Quadratic forms d'Md, one for each r.
  private enum Forms {
    /// M is diagonal; one column an r.
    case diagonal(Matrix)
    /// M is the inverse of a tridiagonal matrix.
    case tridiagonal(Tridiagonalization.ShiftedFactors)

    /// out ← d'Md for some rows d, which may be overwritten.
    func callAsFunction(
      _ rows: UnsafeMutablePointer<Double>, height: Int, into out: UnsafeMutablePointer<Double>
    ) {
      switch self {
      case .diagonal(let weights):
        for index in 0..<height * weights.rows { rows[index] *= rows[index] }
        multiply(rows, ld: height, weights, height: height, into: out)
      case .tridiagonal(let factors): factors.forms(of: rows, height: height, ld: height, into: out)
      }
    }
  }

  private func rest(_ l2: [Double]) throws(LinearAlgebraError) -> Rest {
    let (zeros, ones) = (l2.map { _ in 0.0 }, l2.map { _ in 1.0 })
    guard trustsSquares(l2) else {
      let values = try singularValues()
      // The directions together may be all there are, which leaves nothing for a and c.
      let areAll = values.values.count + fixed.columns == problem.rows
      let weights = l2.flatMap { r in
        values.values.map { (areAll ? r : $0 * $0) / ($0 * $0 + r) }
      }
      return Rest(
        rows: values.left,
        forms: .diagonal(
          Matrix(rows: values.values.count, columns: l2.count, values: weights)),
        whole: areAll ? 0 : 1, fixedShares: areAll ? zeros : ones,
        signs: areAll ? ones : ones.map { -$0 })
    }
    let forms = Forms.tridiagonal(try reduction.factors(shifts: l2))
    if isDual {
      return Rest(
        rows: reduction.rotation, forms: forms, whole: 0,
        fixedShares: l2.map { $0 / (fixedEigenvalue + $0) }, signs: l2)
    }
    let rows = explicit ?? (problem.design.isTall ? nil : problem.z)
    return Rest(
      rows: rows, rotation: explicit == nil ? scaled(reduction.rotation) : reduction.rotation,
      forms: forms, fixedShares: ones, signs: ones.map { -$0 })
  }

  /// Vectors for the columns as they are, from vectors for the columns divided by their roots.
  private func scaled(_ vectors: Matrix) -> Matrix {
    roots.contains { $0 != 1 } ? Self.divided(vectors, by: roots) : vectors
  }

  /// The leverage of what is fitted without penalty, one a row.
  private var fixedLeverages: [Double] {
    let fixed = fixed
    var sums = [Double](repeating: 0, count: problem.rows)
    fixed.withUnsafeBuffer { entries in
      for index in entries.indices { sums[index % sums.count] += entries[index] * entries[index] }
    }
    return sums
  }

  // MARK: rows

  private func leaveOneOutInBlocks(
    _ coefficients: [[Double]], _ rest: Rest, _ keepsErrors: Bool
  ) -> (squares: [Double], errors: Matrix?) {
    let (count, width, rows) = (problem.count, coefficients.count, problem.rows)
    let b = Matrix(rows: count, columns: width, values: coefficients.flatMap(\.self))
    let scores = Scores(problem.y, fixedLeverages, rest, parts: StandardizedMatrix.parts)
    return scores.collect(rows: rows, columns: width, keepsErrors) { collect in
      problem.design.forEachBlock(extraColumns: rest.width + 2 * width) { part, range, block in
        let height = range.count
        let rotated = block + count * height
        let forms = rotated + rest.width * height
        let fitted = forms + width * height
        if let rotation = rest.rotation {
          multiply(block, ld: height, rotation, height: height, into: rotated)
        }
        rest.forms(rotated, height: height, into: forms)
        multiply(block, ld: height, b, height: height, into: fitted)
        collect(part, range, forms, fitted, height)
      }
    }
  }

  private func leaveOneOutOfWhole(
    _ coefficients: [[Double]], _ rest: Rest, _ keepsErrors: Bool
  ) -> (squares: [Double], errors: Matrix?) {
    let (width, rows, workers) = (coefficients.count, problem.rows, problem.workers)
    let b = Matrix(rows: problem.count, columns: width, values: coefficients.flatMap(\.self))
    let fitted = Matrix.product(problem.z, b, sharedBy: workers)
    let known = rest.rows ?? problem.z
    let step = 256
    let parts = (rows + step - 1) / step
    let scores = Scores(problem.y, fixedLeverages, rest, parts: parts)
    return scores.collect(rows: rows, columns: width, keepsErrors) { collect in
      known.withPointer { known in
        fitted.withPointer { fitted in
          let (known, fitted) = (SharedInput(known), SharedInput(fitted))
          workers.forEach(parts) { part in
            let range = part * step..<min((part + 1) * step, rows)
            let height = range.count
            var scratch = Matrix(rows: height, columns: rest.width + width)
            scratch.withMutablePointer { rotated in
              let source = known.address + range.lowerBound
              if let rotation = rest.rotation {
                multiply(source, ld: rows, rotation, height: height, into: rotated)
              } else {
                for column in 0..<rest.width {
                  (rotated + column * height).update(from: source + column * rows, count: height)
                }
              }
              let forms = rotated + rest.width * height
              rest.forms(rotated, height: height, into: forms)
              collect(part, range, forms, fitted.address + range.lowerBound, rows)
            }
          }
        }
      }
    }
  }

  /// Makes errors of what is known of some rows at a time, and adds their squares part by part.
  private struct Scores {
    private let y: [Double]
    private let fixed: [Double]
    private let rest: Rest
    private let parts: Int

    init(_ y: [Double], _ fixed: [Double], _ rest: Rest, parts: Int) {
      (self.y, self.fixed, self.rest, self.parts) = (y, fixed, rest, parts)
    }

    typealias Collect =
      @Sendable (
        _ part: Int, _ range: Range<Int>, _ forms: UnsafePointer<Double>,
        _ fitted: UnsafePointer<Double>, _ ld: Int
      ) -> Void

    /// - Parameter body: Hands over the forms of rows (as many in a column as there are rows) and
    ///   their fitted values (`ld` from one column to the next).
    func collect(
      rows: Int, columns: Int, _ keepsErrors: Bool, _ body: (Collect) -> Void
    ) -> (squares: [Double], errors: Matrix?) {
      var sums = Matrix(rows: columns, columns: parts)
      var errors = Matrix(rows: keepsErrors ? rows : 0, columns: columns)
      sums.withMutablePointer { sums in
        errors.withMutablePointer { errors in
          let (sums, errors) = (SharedOutput(sums), SharedOutput(errors))
          body { part, range, forms, fitted, ld in
            for column in 0..<columns {
              let (share, sign) = (rest.fixedShares[column], rest.signs[column])
              for (place, row) in range.enumerated() {
                let left =
                  rest.whole - share * fixed[row] + sign * forms[column * range.count + place]
                // Where nothing is left, nothing but the row decides its prediction.
                let error = left > 1e-13 ? (y[row] - fitted[column * ld + place]) / left : .nan
                sums.address[part * columns + column] += error * error
                if keepsErrors { errors.address[column * rows + row] = error }
              }
            }
          }
        }
      }
      let squares = (0..<columns).map { column in
        (0..<parts).reduce(0) { $0 + sums[column, $1] }
      }
      return (squares, keepsErrors ? errors : nil)
    }
  }
}

/// Some rows, `ld` from one of their columns to the next, times a matrix.
private func multiply(
  _ rows: UnsafePointer<Double>, ld: Int, _ matrix: Matrix, height: Int,
  into out: UnsafeMutablePointer<Double>
) {
  matrix.withPointer { entries in
    BLAS.gemm(
      rows: height, columns: matrix.columns, inner: matrix.rows, rows, lda: ld, entries,
      ldb: matrix.rows, out, ldc: height)
  }
}
