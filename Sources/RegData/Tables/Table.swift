import OrderedCollections

/// Named columns of equal length, in order.
///
/// A value whose copies share storage until one is written. Names compare as Swift strings do, by
/// canonical equivalence, so a name finds its column whether its accents are composed or not.
public struct Table: Sendable {
  private var columns: OrderedDictionary<String, Column> = [:]
  /// Number of rows, also of a table without columns.
  public private(set) var rowCount: Int

  /// A table without columns.
  public init(rowCount: Int = 0) {
    precondition(rowCount >= 0)
    self.rowCount = rowCount
  }

  /// A table of these columns in this order.
  ///
  /// - Throws: `DataError.duplicateColumn` or `DataError.columnLength`.
  public init(_ columns: [(name: String, column: Column)]) throws(DataError) {
    self.init(rowCount: columns.first?.column.count ?? 0)
    for (name, column) in columns {
      if contains(name) { throw .duplicateColumn(name) }
      try set(name, to: column)
    }
  }

  public var columnCount: Int { columns.count }
  public var names: [String] { columns.keys.elements }
  public func contains(_ name: String) -> Bool { columns[name] != nil }

  /// The column of that name, if there is one.
  public subscript(name: String) -> Column? { columns[name] }

  /// The name and the column at a position, counted from 0.
  ///
  /// - Precondition: There is such a column.
  public func column(at position: Int) -> (name: String, column: Column) {
    let (name, column) = columns.elements[position]
    return (name, column)
  }

  /// The column of that name.
  ///
  /// - Throws: `DataError.unknownColumn`, which knows the names there are.
  public func column(named name: String) throws(DataError) -> Column {
    guard let column = columns[name] else { throw .unknownColumn(name, available: names) }
    return column
  }

  /// Replaces the column of that name, or adds one at the end.
  ///
  /// A table without columns and rows takes on the length of its first column.
  ///
  /// - Throws: `DataError.columnLength`.
  public mutating func set(_ name: String, to column: Column) throws(DataError) {
    if columns.isEmpty && rowCount == 0 { rowCount = column.count }
    guard column.count == rowCount else {
      throw .columnLength(name, count: column.count, expected: rowCount)
    }
    columns[name] = column
  }

  /// Takes a column out; the number of rows stays.
  ///
  /// - Throws: `DataError.unknownColumn`.
  public mutating func remove(_ name: String) throws(DataError) {
    guard columns.removeValue(forKey: name) != nil else {
      throw .unknownColumn(name, available: names)
    }
  }

  /// The same columns under other names, in the same order.
  ///
  /// - Precondition: There are as many names as columns.
  /// - Throws: `DataError.duplicateColumn`.
  public func renamed(to names: [String]) throws(DataError) -> Table {
    precondition(names.count == columnCount)
    var result = Table(rowCount: rowCount)
    for (name, column) in zip(names, columns.values) {
      if result.contains(name) { throw .duplicateColumn(name) }
      result.columns[name] = column
    }
    return result
  }
}

// MARK: - Selection

extension Table {
  /// The rows at these positions, counted from 0, in this order; a row may be taken more than once.
  ///
  /// - Precondition: Every position is a row.
  public func rows(at positions: [Int]) -> Table {
    var result = self
    result.columns = columns.mapValues { $0.rows(at: positions) }
    result.rowCount = positions.count
    return result
  }

  /// The columns of these names, in this order.
  ///
  /// - Throws: `DataError.unknownColumn`, or `DataError.duplicateColumn` for a name given twice.
  public func columns(named names: [String]) throws(DataError) -> Table {
    var result = Table(rowCount: rowCount)
    for name in names {
      if result.contains(name) { throw .duplicateColumn(name) }
      result.columns[name] = try column(named: name)
    }
    return result
  }

  /// The first rows.
  public func head(_ count: Int) -> Table {
    rows(at: Array(0..<max(0, min(count, rowCount))))
  }

  /// The positions of the rows that can go into a fit: nothing missing, nan or infinite in the
  /// columns of these names, or in any column.
  ///
  /// - Throws: `DataError.unknownColumn`.
  public func usableRows(in names: [String]? = nil) throws(DataError) -> [Int] {
    var usable = Array(repeating: true, count: rowCount)
    for name in names ?? self.names {
      for row in try column(named: name).unusableRows { usable[row] = false }
    }
    return usable.indices.filter { usable[$0] }
  }
}
