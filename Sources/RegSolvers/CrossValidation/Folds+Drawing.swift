import RegLinearAlgebra

/// Ways to make folds. The same seed gives the same folds on every machine.
extension Folds {
  /// Assigns each row to one of `count` folds of nearly equal size, numbered from 1.
  ///
  /// - Parameters:
  ///   - rows: Number of observations; at least `count`.
  ///   - count: Number of folds; at least two.
  /// - Throws: `SolverError.badFoldCount` when a fold would be empty or the only one.
  /// - Complexity: O(*rows*).
  public init(rows: Int, count: Int, seed: UInt64) throws(SolverError) {
    try self.init(strata: [Int](repeating: 0, count: rows), count: count, seed: seed)
  }

  /// Leaves out one row at a time: fold i is row i.
  ///
  /// - Throws: `SolverError.badFoldCount` for fewer than two rows.
  public init(leavingOutEachOf rows: Int) throws(SolverError) {
    try self.init(ids: Array(1...max(rows, 1)).prefix(rows).map(\.self))
  }

  /// Deals the rows of each stratum to the folds evenly, so that all folds have nearly the same share
  /// of it; sizes of folds differ by one at most.
  ///
  /// - Parameter strata: The stratum of each row.
  /// - Throws: `SolverError.badFoldCount` when a fold would be empty or the only one.
  public init(strata: [Int], count: Int, seed: UInt64) throws(SolverError) {
    guard count >= 2, count <= strata.count else {
      throw .badFoldCount(folds: count, rows: strata.count)
    }
    var generator = RandomGenerator(seed: seed)
    // Grouping keeps the random order within each stratum.
    let members = Dictionary(grouping: generator.permutation(strata.count)) { strata[$0] }
    let dealt = members.keys.sorted().flatMap { members[$0] ?? [] }
    var ids = [Int](repeating: 0, count: strata.count)
    for (position, row) in dealt.enumerated() { ids[row] = position % count + 1 }
    try self.init(ids: ids, isOrdered: false, seed: seed)
  }

  /// Strata of neighbouring values, as many in each as there are folds: every fold then gets its share
  /// of small, middle and large ones.
  ///
  /// - Parameter values: One a row, such as a response.
  public static func strata(of values: [Double], count: Int) -> [Int] {
    var strata = [Int](repeating: 0, count: values.count)
    let rising = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    let bins = max(values.count / max(count, 1), 1)
    for (rank, row) in rising.enumerated() { strata[row] = min(rank / max(count, 1), bins - 1) }
    return strata
  }

  /// Keeps the rows of each group together: groups go, largest first, to the fold with the fewest
  /// rows; among groups of one size the order is random.
  ///
  /// - Parameter groups: The group of each row.
  /// - Throws: `SolverError.tooFewGroups` when there are fewer groups than folds.
  public init(groups: [Int], count: Int, seed: UInt64) throws(SolverError) {
    guard count >= 2 else { throw .badFoldCount(folds: count, rows: groups.count) }
    var members: [Int: [Int]] = [:]
    for (row, group) in groups.enumerated() { members[group, default: []].append(row) }
    guard members.count >= count else {
      throw .tooFewGroups(groups: members.count, folds: count)
    }
    var generator = RandomGenerator(seed: seed)
    var names = members.keys.sorted()
    generator.shuffle(&names)
    let ranked = names.map { members[$0] ?? [] }.enumerated()
      .sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }
    var sizes = [Int](repeating: 0, count: count)
    var ids = [Int](repeating: 0, count: groups.count)
    for (_, rows) in ranked {
      let fold = sizes.indices.min { (sizes[$0], $0) < (sizes[$1], $1) } ?? 0
      sizes[fold] += rows.count
      for row in rows { ids[row] = fold + 1 }
    }
    try self.init(ids: ids, isOrdered: false, seed: seed)
  }

  /// Parts rows that follow each other in time into `count` + 1 stretches of nearly equal length.
  ///
  /// The first, fold 0, is only trained on; each later one is predicted by all before it. Rows of the
  /// same time stay together.
  ///
  /// - Parameters:
  ///   - times: When each row was observed, in any unit.
  ///   - count: How many folds are predicted; at least one.
  /// - Throws: `SolverError.badFoldCount` when a stretch would be empty.
  public init(times: [Double], count: Int) throws(SolverError) {
    let rows = times.count
    guard count >= 1, rows > count else { throw .badFoldCount(folds: count + 1, rows: rows) }
    let order = times.indices.sorted { (times[$0], $0) < (times[$1], $1) }
    var ids = [Int](repeating: 0, count: rows)
    var fold = 0
    for (position, row) in order.enumerated() {
      // Stretch k begins where its share of the rows does, or at the next new time after that.
      let isNew = position > 0 && times[row] > times[order[position - 1]]
      if isNew { while fold < count, position >= (fold + 1) * rows / (count + 1) { fold += 1 } }
      ids[row] = fold
    }
    try self.init(ids: ids, isOrdered: true, seed: nil)
    guard labels.count == count + 1 else {
      throw .badFoldCount(folds: count + 1, rows: Set(times).count)
    }
  }
}
