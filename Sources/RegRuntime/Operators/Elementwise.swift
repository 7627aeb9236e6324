import RegLinearAlgebra
import RegSyntax

/// Loops over the entries of arrays, inlined so that each operator gets a loop of its own.
enum Elementwise {
  @inline(__always)
  static func map(_ a: Matrix, _ transform: (Double) -> Double) -> Matrix {
    Matrix(rows: a.rows, columns: a.columns) { out in
      a.withUnsafeBuffer { a in
        for k in out.indices { out[k] = transform(a[k]) }
      }
    }
  }

  /// - Precondition: Both have the same shape.
  @inline(__always)
  static func zip(
    _ a: Matrix, _ b: Matrix, _ combine: (Double, Double) -> Double
  ) -> Matrix {
    Matrix(rows: a.rows, columns: a.columns) { out in
      a.withUnsafeBuffer { a in
        b.withUnsafeBuffer { b in
          for k in out.indices { out[k] = combine(a[k], b[k]) }
        }
      }
    }
  }

  /// Rows and columns of one repeated along the other.
  ///
  /// - Precondition: The sizes agree or are one.
  @inline(__always)
  static func broadcast(
    _ a: Matrix, _ b: Matrix, _ combine: (Double, Double) -> Double
  ) -> Matrix {
    let rows = a.rows == 1 ? b.rows : a.rows
    let columns = a.columns == 1 ? b.columns : a.columns
    let (aRow, bRow) = (a.rows == 1 ? 0 : 1, b.rows == 1 ? 0 : 1)
    let (aColumn, bColumn) = (a.columns == 1 ? 0 : a.rows, b.columns == 1 ? 0 : b.rows)
    return Matrix(rows: rows, columns: columns) { out in
      a.withUnsafeBuffer { a in
        b.withUnsafeBuffer { b in
          for j in 0..<columns {
            for i in 0..<rows {
              out[j * rows + i] = combine(
                a[j * aColumn + i * aRow], b[j * bColumn + i * bRow])
            }
          }
        }
      }
    }
  }

  /// Whether each size agrees or is one.
  static func canBroadcast(_ a: Matrix, _ b: Matrix) -> Bool {
    (a.rows == b.rows || a.rows == 1 || b.rows == 1)
      && (a.columns == b.columns || a.columns == 1 || b.columns == 1)
  }
}
