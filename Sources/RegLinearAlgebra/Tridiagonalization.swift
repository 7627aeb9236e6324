import COpenBLAS
import CRegKernels

/// A symmetric matrix as Q·T·Q', with T tridiagonal and Q orthogonal.
///
/// Made in a third of the time that eigenvectors take, and enough to solve shifted systems at O(n²)
/// each, to know all eigenvalues, and to find x'(A + s·1)⁻¹x for many x and s.
package struct Tridiagonalization: Sendable {
  package let order: Int
  /// Q.
  private let reflectors: Reflectors
  private let diagonal: [Double]
  private let offDiagonal: [Double]
  private let workers: Workers

  /// - Precondition: `matrix` is square; only its lower triangle is read.
  /// - Throws: `nonFinite`, `tooLarge`.
  /// - Complexity: O(n³).
  package init(_ matrix: consuming Matrix, sharedBy workers: Workers) throws(LinearAlgebraError) {
    precondition(matrix.rows == matrix.columns)
    guard matrix.isFinite else { throw .nonFinite }
    _ = try OpenBLAS.size(matrix.rows, of: matrix)
    order = matrix.rows
    let count = order
    let reduction = matrix.withMutablePointer {
      TridiagonalReduction($0, order: count, sharedBy: workers)
    }
    reflectors = Reflectors(consume matrix, scales: reduction.scales)
    diagonal = reduction.diagonal
    offDiagonal = reduction.offDiagonal
    self.workers = workers
  }

  /// A bound of the largest magnitude among the eigenvalues, within a factor of 3.
  package var magnitude: Double {
    (0..<order).reduce(0) { largest, row in
      let before = row > 0 ? offDiagonal[row - 1].magnitude : 0
      let after = row < order - 1 ? offDiagonal[row].magnitude : 0
      return max(largest, before + diagonal[row].magnitude + after)
    }
  }

  /// T + s·1 as L·D·L', for many shifts s.
  package struct ShiftedFactors: Sendable {
    package let order: Int
    package let count: Int
    /// The multipliers below the diagonal of L, a 0 before them; one column a shift.
    fileprivate let lower: Matrix
    /// 1/D, one column a shift.
    fileprivate let inverses: Matrix

    /// out ← w'(T + s)⁻¹w for some rows w of a matrix, one column a shift.
    ///
    /// - Parameters:
    ///   - ld: The distance between two columns of the rows.
    ///   - out: Room for `height` times `count` numbers.
    package func forms(
      of rows: UnsafePointer<Double>, height: Int, ld: Int, into out: UnsafeMutablePointer<Double>
    ) {
      var packed = Matrix(rows: 16, columns: order)
      packed.withMutablePointer { packed in
        lower.withPointer { lower in
          inverses.withPointer { inverses in
            reg_tridiagonal_forms(order, height, rows, ld, count, lower, inverses, packed, out)
          }
        }
      }
    }
  }

  /// - Throws: `notPositiveDefinite` where a shift is too small for rounding.
  package func factors(shifts: [Double]) throws(LinearAlgebraError) -> ShiftedFactors {
    var lower = Matrix(rows: order, columns: shifts.count)
    var inverses = lower
    for (column, shift) in shifts.enumerated() where order > 0 {
      var d = diagonal.map { $0 + shift }
      var e = offDiagonal
      let failure = reg_dpttrf(CInt(order), &d, &e)
      guard failure == 0 else { throw .notPositiveDefinite(order: Int(failure)) }
      inverses.withMutablePointer { inverses in
        lower.withMutablePointer { lower in
          for row in 0..<order {
            inverses[column * order + row] = 1 / d[row]
            lower[column * order + row] = row > 0 ? e[row - 1] : 0
          }
        }
      }
    }
    return ShiftedFactors(order: order, count: shifts.count, lower: lower, inverses: inverses)
  }

  /// Solves (A + sₖ·1)·xₖ = bₖ for many shifts at once.
  ///
  /// - Parameter rightSides: One column a shift, or one for all of them.
  /// - Throws: `notPositiveDefinite` where a shift is too small for rounding.
  package func solve(
    shifts: [Double], _ rightSides: Matrix
  ) throws(LinearAlgebraError) -> Matrix {
    precondition(rightSides.rows == order)
    precondition(rightSides.columns == 1 || rightSides.columns == shifts.count)
    guard order > 0, !shifts.isEmpty else { return Matrix(rows: order, columns: shifts.count) }
    let factors = try factors(shifts: shifts)
    let rotated = rotating(rightSides, transposed: true)
    var solutions = Matrix(rows: order, columns: shifts.count)
    solutions.withMutablePointer { x in
      factors.lower.withPointer { lower in
        factors.inverses.withPointer { inverses in
          rotated.withPointer { b in
            for column in shifts.indices {
              let start = column * order
              let (x, l, d) = (x + start, lower + start, inverses + start)
              x.update(from: rotated.columns == 1 ? b : b + start, count: order)
              for row in 1..<max(order, 1) { x[row] -= l[row] * x[row - 1] }
              x[order - 1] *= d[order - 1]
              for row in stride(from: order - 2, through: 0, by: -1) {
                x[row] = x[row] * d[row] - l[row + 1] * x[row + 1]
              }
            }
          }
        }
      }
    }
    return rotating(solutions, transposed: false)
  }

  /// Whether every eigenvalue is above a bound; O(n).
  package func exceeds(_ bound: Double) -> Bool {
    // By Sylvester's law of inertia: T − bound has as many negative pivots as negative eigenvalues.
    var d = diagonal.map { $0 - bound }
    var e = offDiagonal
    return order == 0 || reg_dpttrf(CInt(order), &d, &e) == 0
  }

  /// Q, each piece being some of its columns; the longest come first.
  package var rotation: Matrix {
    var q = Matrix(rows: order, columns: order)
    let step = 128
    let pieces = (order + step - 1) / step
    q.withMutablePointer { q in
      for row in 0..<order { q[row * order + row] = 1 }
      guard order > 1 else { return }
      let q = SharedOutput(q)
      workers.forEach(pieces) { piece in
        let first = (pieces - 1 - piece) * step
        let columns = min(step, order - first)
        // A reflector changes nothing above it, so the later ones leave these columns alone.
        reflectors.apply(
          first: first + columns - 1, transposed: false, to: q.address + first * order,
          columns: columns)
      }
    }
    return q
  }

  /// The eigenvalues, rising.
  package func eigenvalues() throws(LinearAlgebraError) -> [Double] {
    guard order > 0 else { return [] }
    var (values, e) = (diagonal, offDiagonal)
    guard reg_dsterf(CInt(order), &values, &e) == 0 else { throw .notConverged }
    return values
  }

  /// Q·C or Q'·C, each piece being some columns of C.
  private func rotating(_ matrix: Matrix, transposed: Bool) -> Matrix {
    var result = matrix
    let step = 64
    result.withMutablePointer { c in
      let c = SharedOutput(c)
      workers.forEach((matrix.columns + step - 1) / step) { piece in
        let first = piece * step
        reflectors.apply(
          first: order - 1, transposed: transposed, to: c.address + first * order,
          columns: min(step, matrix.columns - first))
      }
    }
    return result
  }
}
