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

  /// An empty set that grows on demand.
  init(_ problem: StandardizedProblem) {
    places = [Int?](repeating: nil, count: problem.count)
    capacity = min(64, problem.count)
    gram = Matrix(rows: capacity, columns: capacity)
    gathered = Matrix(rows: problem.rows, columns: capacity)
  }

  /// A set of all columns.
  init(everyColumnOf problem: StandardizedProblem) {
    members = Array(0..<problem.count)
    places = members
    capacity = problem.count
    gram = problem.gram
    gathered = Matrix(rows: problem.rows, columns: 0)
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
    gathered.withMutablePointer { gathered in
      problem.z.withPointer { z in
        for (offset, column) in columns.enumerated() {
          let target = gathered + (old + offset) * rows
          target.update(from: z + column * rows, count: rows)
        }
      }
      // New columns against all members, themselves included; then mirrored into their rows.
      gram.withMutablePointer { gram in
        let block = gram + old * capacity
        BLAS.gemm(
          transposeA: true, rows: old + added, columns: added, inner: rows, gathered, lda: rows,
          gathered + old * rows, ldb: rows, block, ldc: capacity)
        for column in old..<old + added {
          for row in 0..<column { gram[row * capacity + column] = gram[column * capacity + row] }
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
}
