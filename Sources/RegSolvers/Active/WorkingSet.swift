import RegLinearAlgebra

/// The columns a descent works on, with their cross-products.
///
/// Grows as columns become candidates; never shrinks, so that a path computes each product once.
struct WorkingSet: Sendable {
  /// Columns of the standardised problem, in the order they joined.
  private(set) var members: [Int] = []
  /// The place of each column in `members`, or nil.
  private(set) var places: [Int?]
  /// z'z between members in the leading block of a square of `capacity`.
  private(set) var gram: Matrix
  private(set) var capacity: Int
  /// The members' columns side by side; empty when the set was filled at once.
  private var gathered: Matrix
  private let workers: Workers

  /// An empty set that grows on demand.
  init(_ problem: StandardizedProblem) {
    places = [Int?](repeating: nil, count: problem.count)
    capacity = min(64, problem.count)
    gram = Matrix(rows: capacity, columns: capacity)
    gathered = Matrix(rows: problem.rows, columns: capacity)
    workers = problem.workers
  }

  /// A set of all columns.
  init(everyColumnOf problem: StandardizedProblem) {
    members = Array(0..<problem.count)
    places = members
    capacity = problem.count
    gram = problem.gram
    gathered = Matrix(rows: problem.rows, columns: 0)
    workers = problem.workers
  }

  var count: Int { members.count }

  /// Adds columns that are not yet members.
  mutating func insert(_ columns: [Int], from problem: StandardizedProblem) {
    guard !columns.isEmpty else { return }
    reserve(count + columns.count)
    let (rows, old, added) = (problem.rows, count, columns.count)
    for column in columns {
      places[column] = members.count
      members.append(column)
    }
    let (capacity, workers) = (capacity, workers)
    gathered.withMutablePointer { gathered in
      for (offset, column) in columns.enumerated() {
        problem.design.write(column, into: gathered + (old + offset) * rows)
      }
      // New columns against all members, themselves included; then mirrored into their rows.
      gram.withMutablePointer { gram in
        let (all, block) = (SharedInput(gathered), SharedOutput(gram + old * capacity))
        workers.inPieces(old + added, unit: rows * added) { first, height in
          BLAS.gemm(
            transposeA: true, rows: height, columns: added, inner: rows,
            all.address + first * rows, lda: rows, all.address + old * rows, ldb: rows,
            block.address + first, ldc: capacity)
        }
        for row in 0..<old + added {
          for column in max(old, row + 1)..<max(old + added, row + 1) {
            gram[row * capacity + column] = gram[column * capacity + row]
          }
        }
      }
    }
  }

  private mutating func reserve(_ needed: Int) {
    guard needed > capacity else { return }
    let wider = min(max(needed, 2 * capacity), places.count)
    // What is not yet in use is not set either: clearing it would cost more than the products.
    var larger = Matrix(rows: wider, columns: wider) { _ in }
    larger.withMutablePointer { target in
      gram.withPointer { source in
        for column in 0..<count {
          (target + column * wider).update(from: source + column * capacity, count: count)
        }
      }
    }
    var columns = Matrix(rows: gathered.rows, columns: wider) { _ in }
    columns.withMutablePointer { target in
      gathered.withPointer { target.update(from: $0, count: count * gathered.rows) }
    }
    (gram, gathered, capacity) = (larger, columns, wider)
  }

  /// Z'Z for some of the members.
  func crossProducts(_ columns: [Int]) -> Matrix {
    if columns.count == capacity, columns == members { return gram }
    let places = columns.compactMap { self.places[$0] }
    return Matrix(rows: columns.count, columns: columns.count) { part in
      gram.withPointer { known in
        for (index, place) in places.enumerated() {
          let source = known + place * capacity
          for (row, other) in places.enumerated() {
            part[index * places.count + row] = source[other]
          }
        }
      }
    }
  }

  // MARK: products with the members' columns

  /// y − Zb for coefficients of the members.
  ///
  /// - Precondition: The set was grown, not filled at once.
  func residual(_ b: [Double], of y: [Double]) -> [Double] {
    var residual = y
    gathered.withPointer { columns in
      BLAS.addColumns(
        rows: y.count, columns, ld: y.count, scaledBy: b.map { -$0 }, to: &residual)
    }
    return residual
  }

  /// What the data say about vectors of coefficients that are zero outside the members; of the
  /// correlations only the members'.
  ///
  /// - Parameter coefficients: One a column of the problem, for each vector.
  /// - Precondition: The set was grown, not filled at once.
  func evidence(_ coefficients: [[Double]], of y: [Double]) -> [Evidence] {
    let (rows, count, width) = (y.count, count, coefficients.count)
    let b = Matrix(
      rows: count, columns: width,
      values: coefficients.flatMap { all in members.map { all[$0] } })
    var residuals = Matrix(rows: rows, columns: width, values: coefficients.flatMap { _ in y })
    var correlations = Matrix(rows: count, columns: width) { _ in }
    gathered.withPointer { columns in
      let columns = SharedInput(columns)
      residuals.withMutablePointer { residuals in
        b.withPointer { b in
          let (b, residuals) = (SharedInput(b), SharedOutput(residuals))
          workers.inPieces(rows, unit: count * width) { first, height in
            BLAS.gemm(
              rows: height, columns: width, inner: count, scale: -1, columns.address + first,
              lda: rows, b.address, ldb: count, beta: 1, residuals.address + first, ldc: rows)
          }
        }
        correlations.withMutablePointer { correlations in
          let (out, residuals) = (SharedOutput(correlations), SharedInput(residuals))
          workers.inPieces(count, unit: rows * width) { first, height in
            BLAS.gemm(
              transposeA: true, rows: height, columns: width, inner: rows,
              columns.address + first * rows, lda: rows, residuals.address, ldb: rows,
              out.address + first, ldc: count)
          }
        }
      }
    }
    return residuals.withPointer { residuals in
      (0..<width).map { k in
        let residual = residuals + k * rows
        return Evidence(
          columns: members, squares: BLAS.dot(rows, residual, residual),
          correlations: correlations.column(k).values)
      }
    }
  }
}
