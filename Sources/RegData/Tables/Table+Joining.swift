import OrderedCollections

extension Table {
  /// The rows of tables under each other.
  ///
  /// Columns go by their names, in the order in which they first occur; where a table has none of a
  /// name, its rows are missing there. Levels of categories are those of all, in the order in which
  /// they first occur; text and categories of one name become text.
  ///
  /// - Throws: `DataError.unlikeColumns` where a name stands for numbers here and for text there.
  public init(stacking tables: [Table]) throws(DataError) {
    var names: OrderedSet<String> = []
    for table in tables { names.append(contentsOf: table.names) }
    self.init(rowCount: tables.reduce(0) { $0 + $1.rowCount })
    for name in names {
      guard let first = tables.lazy.compactMap({ $0[name] }).first else { continue }
      var column = first.gaps(0)
      for table in tables {
        let part = table[name] ?? first.gaps(table.rowCount)
        guard let longer = column.followed(by: part) else {
          throw .unlikeColumns(name, column.kind, part.kind)
        }
        column = longer
      }
      try set(name, to: column)
    }
  }

  /// Columns of tables beside each other.
  ///
  /// - Throws: `DataError.duplicateColumn`, or `.columnLength` for tables of other lengths.
  public init(besides tables: [Table]) throws(DataError) {
    self.init(rowCount: tables.first?.rowCount ?? 0)
    for table in tables {
      for position in 0..<table.columnCount {
        let (name, column) = table.column(at: position)
        if contains(name) { throw .duplicateColumn(name) }
        guard column.count == rowCount else {
          throw .columnLength(name, count: column.count, expected: rowCount)
        }
        try set(name, to: column)
      }
    }
  }
}

extension Column {
  /// A column of the same kind with nothing but missing values.
  public func gaps(_ count: Int) -> Column {
    switch self {
    case .number: .number(Array(repeating: .missing, count: count))
    case .logical: .logical(Array(repeating: nil, count: count))
    case .text: .text(TextColumn(Array(repeating: nil, count: count)))
    case .categorical(let categories):
      .categorical(
        Categories(
          levels: categories.levels, codes: Array(repeating: Categories.missing, count: count)))
    case .date: .date(Array(repeating: .missing, count: count))
    }
  }

  /// The values of another column behind those of this; `nil` where they do not go together.
  ///
  /// A column of numbers without a number goes with any, since that is what a column without values
  /// is read as.
  public func followed(by other: Column) -> Column? {
    switch (self, other) {
    case (.number(let first), .number(let second)): .number(first + second)
    case (.date(let first), .date(let second)): .date(first + second)
    case (.logical(let first), .logical(let second)): .logical(first + second)
    case (.categorical(let first), .categorical(let second)):
      .categorical(first.followed(by: second))
    case (.text, .text), (.text, .categorical), (.categorical, .text):
      .text(TextColumn((texts ?? []) + (other.texts ?? [])))
    default:
      if other.isBlank {
        followed(by: gaps(other.count))
      } else if isBlank {
        other.gaps(count).followed(by: other)
      } else {
        nil
      }
    }
  }

  private var isBlank: Bool {
    if case .number(let values) = self { values.allSatisfy(\.isMissing) } else { false }
  }
}

extension Categories {
  fileprivate func followed(by other: Categories) -> Categories {
    let all = OrderedSet(levels).union(other.levels)
    let places = other.levels.map { Int32(all.firstIndex(of: $0) ?? 0) }
    return Categories(
      levels: all.elements,
      codes: codes + other.codes.map { $0 == Categories.missing ? $0 : places[Int($0)] })
  }
}
