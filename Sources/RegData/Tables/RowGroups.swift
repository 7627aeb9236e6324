/// Rows of a table that have the same values in some columns, group by group.
public struct RowGroups: Sendable {
  /// The columns that tell the groups apart.
  public let names: [String]
  /// One row a group: the values of its columns.
  public let keys: Table
  /// The rows of each group, ascending, counted from 0.
  public let rows: [[Int]]

  /// Groups the rows of a table by the columns of these names.
  ///
  /// Groups come in the order of their values: numbers and dates ascending, false before true,
  /// categories by their levels and text by its characters. Missing values are a group of their own,
  /// the last. A level that no row has makes no group.
  ///
  /// - Throws: `DataError.unknownColumn`, or `.duplicateColumn` for a name given twice.
  /// - Complexity: O(*n* log *n*) in the rows.
  public init(_ table: Table, by names: [String]) throws(DataError) {
    let columns = try table.columns(named: names)
    self.names = names
    var codes = DenseRanks(Array(repeating: 0, count: table.rowCount))
    for position in 0..<columns.columnCount {
      codes = codes.refined(by: DenseRanks(columns.column(at: position).column.ranks))
    }
    var groups = Array(repeating: [Int](), count: codes.count)
    for (row, code) in codes.ranks.enumerated() { groups[code].append(row) }
    rows = groups
    keys = columns.rows(at: groups.map { $0[0] })
  }

  public var count: Int { rows.count }
}

/// Whole numbers from 0 in the order of some others, without gaps between them.
private struct DenseRanks {
  let ranks: [Int]
  /// How many different ones there are.
  let count: Int

  init(_ numbers: [Int]) {
    let different = Set(numbers).sorted()
    let places = Dictionary(uniqueKeysWithValues: zip(different, different.indices))
    ranks = numbers.map { places[$0] ?? 0 }
    count = different.count
  }

  /// Ranks by these numbers first, and by others where these are equal.
  ///
  /// - Precondition: There are as many, and fewer than 2³¹.
  func refined(by other: DenseRanks) -> DenseRanks {
    let width = max(other.count, 1)
    return DenseRanks(zip(ranks, other.ranks).map { $0 * width + $1 })
  }
}

extension Table {
  /// The positions that put the rows in order by these columns, the first of them first. Rows that
  /// are equal keep their order, and missing values come last, whichever way the order runs.
  ///
  /// - Parameter descending: For each column whether it starts with the largest.
  /// - Throws: `DataError.unknownColumn`.
  public func order(
    by names: [String], descending: [Bool]
  ) throws(DataError) -> [Int] {
    precondition(names.count == descending.count)
    var keys: [[Int]] = []
    for (name, descending) in zip(names, descending) {
      let ranks = try column(named: name).ranks
      keys.append(descending ? ranks.map { $0 == .max ? .max : -$0 } : ranks)
    }
    // The sort is stable in practice, and by the row in any case.
    return (0..<rowCount).sorted { first, second in
      for key in keys where key[first] != key[second] { return key[first] < key[second] }
      return first < second
    }
  }
}

extension Column {
  /// For each value a number, the same for the same one and rising with it; `nil` where missing.
  public var rankedLabels: [Int?] { ranks.map { $0 == .max ? nil : $0 } }

  /// The positions that put the values in order: categories by their levels, false before true,
  /// missing values last. Equal ones keep their order.
  public func order(descending: Bool = false) -> [Int] {
    let keys = descending ? ranks.map { $0 == .max ? .max : -$0 } : ranks
    return keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
  }

  /// Whole numbers in the order of the values, the same for equal ones; `Int.max` where missing.
  ///
  /// Nan and missing are one.
  fileprivate var ranks: [Int] {
    switch self {
    case .number(let values), .date(let values):
      let order = values.indices.filter { !values[$0].isNaN }.sorted { values[$0] < values[$1] }
      var ranks = Array(repeating: Int.max, count: values.count)
      var rank = 0
      for (place, row) in order.enumerated() {
        if place > 0, values[order[place - 1]] != values[row] { rank += 1 }
        ranks[row] = rank
      }
      return ranks
    case .logical(let values): return values.map { $0.map { $0 ? 1 : 0 } ?? .max }
    case .text(let texts): return Categories(texts).ranks
    case .categorical(let categories): return categories.ranks
    }
  }
}

extension Categories {
  fileprivate var ranks: [Int] { codes.map { $0 == Categories.missing ? .max : Int($0) } }
}
