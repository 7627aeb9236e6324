import RegLinearAlgebra

/// An assignment of every row to one fold.
public struct Folds: Sendable, Equatable {
  /// The fold of each row.
  public let ids: [Int]
  /// The folds there are, rising.
  public let labels: [Int]
  /// The seed the assignment was drawn with; nil when it was given.
  public let seed: UInt64?

  /// Assigns each row to one of `count` folds of nearly equal size, numbered from 1.
  ///
  /// The same seed gives the same folds on every machine.
  ///
  /// - Parameters:
  ///   - rows: Number of observations; at least `count`.
  ///   - count: Number of folds; at least two.
  /// - Throws: `SolverError.badFoldCount` when a fold would be empty or the only one.
  /// - Complexity: O(*rows*).
  public init(rows: Int, count: Int, seed: UInt64) throws(SolverError) {
    guard count >= 2, count <= rows else { throw .badFoldCount(folds: count, rows: rows) }
    var generator = RandomGenerator(seed: seed)
    var ids = [Int](repeating: 0, count: rows)
    for (position, row) in generator.permutation(rows).enumerated() {
      ids[row] = position % count + 1
    }
    self.ids = ids
    self.seed = seed
    labels = Array(1...count)
  }

  /// Takes the folds as given: any whole numbers, one a row.
  ///
  /// - Throws: `SolverError.badFoldCount` unless there are at least two different ones.
  public init(ids: [Int]) throws(SolverError) {
    let labels = Set(ids).sorted()
    guard labels.count >= 2 else { throw .badFoldCount(folds: labels.count, rows: ids.count) }
    self.ids = ids
    self.labels = labels
    seed = nil
  }

  /// The rows of one fold, rising.
  public func rows(in label: Int) -> [Int] { ids.indices.filter { ids[$0] == label } }

  /// The rows outside one fold, rising.
  public func rows(outside label: Int) -> [Int] { ids.indices.filter { ids[$0] != label } }
}
