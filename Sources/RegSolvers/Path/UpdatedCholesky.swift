import RegLinearAlgebra

/// The Cholesky factor R of a positive definite matrix R'R whose rows and columns join at the end
/// and leave anywhere.
///
/// A column that joins costs one triangular solve, one that leaves a sweep of plane rotations, so
/// following an active set costs the square of its size a change.
struct UpdatedCholesky {
  private(set) var order = 0
  /// R in the upper triangle of the leading block of a square of `capacity`.
  private var factor = Matrix(rows: 0, columns: 0)
  private var capacity = 0

  /// Below this a column is taken to be a combination of the others. Columns have length 1, so a
  /// pivot is the squared sine of the angle between a column and the space of those before it.
  private static let leastPivot = 1e-11

  init() {}

  /// Factors the cross-products of `places`, taken from a square matrix.
  ///
  /// - Returns: nil where a column is a combination of those before it.
  init?(_ gram: Matrix, _ places: [Int]) {
    reserve(places.count)
    order = places.count
    let (order, capacity, size) = (order, capacity, gram.rows)
    let isDefinite = factor.withMutablePointer { factor in
      gram.withPointer { gram in
        for (column, place) in places.enumerated() {
          let (source, target) = (gram + place * size, factor + column * capacity)
          for row in 0...column { target[row] = source[places[row]] }
        }
      }
      guard BLAS.cholesky(order, factor, lda: capacity) == 0 else { return false }
      return (0..<order).allSatisfy { column in
        let pivot = factor[column * capacity + column]
        return pivot * pivot >= Self.leastPivot
      }
    }
    guard isDefinite else { return nil }
  }

  /// Adds a row and a column at the end.
  ///
  /// - Parameters:
  ///   - products: Those with the rows there are, in their order.
  ///   - square: The new diagonal entry.
  /// - Returns: Whether the matrix is still definite; if not, nothing changed.
  mutating func append(_ products: [Double], square: Double) -> Bool {
    reserve(order + 1)
    let (order, capacity) = (order, capacity)
    let isDefinite = factor.withMutablePointer { factor in
      let target = factor + order * capacity
      for (row, value) in products.enumerated() { target[row] = value }
      BLAS.triangularSolve(order, columns: 1, factor, lda: capacity, target, ldb: capacity)
      let pivot = square - BLAS.dot(order, target, target)
      guard pivot >= Self.leastPivot else { return false }
      target[order] = pivot.squareRoot()
      return true
    }
    if isDefinite { self.order += 1 }
    return isDefinite
  }

  /// Takes a row and its column out.
  mutating func remove(_ index: Int) {
    let (order, capacity) = (order, capacity)
    factor.withMutablePointer { factor in
      for column in index..<order - 1 {
        let source = factor + (column + 1) * capacity
        (factor + column * capacity).update(from: source, count: column + 2)
      }
      // What is left has one entry below the diagonal in each column from `index` on.
      for pivot in index..<order - 1 {
        let column = factor + pivot * capacity
        let length = (column[pivot] * column[pivot] + column[pivot + 1] * column[pivot + 1])
          .squareRoot()
        let (cosine, sine) = (column[pivot] / length, column[pivot + 1] / length)
        column[pivot] = length
        for other in pivot + 1..<order - 1 {
          let entry = factor + other * capacity + pivot
          let (above, below) = (entry[0], entry[1])
          entry[0] = cosine * above + sine * below
          entry[1] = cosine * below - sine * above
        }
      }
    }
    self.order -= 1
  }

  /// (R'R)⁻¹·b.
  func solve(_ b: [Double]) -> [Double] {
    var solution = b
    factor.withPointer { BLAS.choleskySolve(order, $0, lda: max(capacity, 1), &solution) }
    return solution
  }

  private mutating func reserve(_ needed: Int) {
    guard needed > capacity else { return }
    let wider = max(needed, 2 * capacity, 16)
    var larger = Matrix(rows: wider, columns: wider)
    larger.withMutablePointer { target in
      factor.withPointer { source in
        for column in 0..<order {
          (target + column * wider).update(from: source + column * capacity, count: column + 1)
        }
      }
    }
    (factor, capacity) = (larger, wider)
  }
}
