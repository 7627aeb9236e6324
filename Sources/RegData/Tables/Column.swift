/// One column of a table: values of one kind, any of which may be missing.
///
/// A value whose copies share storage until one is written.
public enum Column: Sendable {
  /// Numbers; a missing one is `Double.missing`.
  case number([Double])
  case logical([Bool?])
  case text(TextColumn)
  /// Text stored as levels and codes.
  case categorical(Categories)
  /// Days since 1970-01-01, each a `CalendarDay` or `Double.missing`.
  case date([Double])

  /// What a column holds.
  public enum Kind: String, Sendable, CaseIterable {
    case number, logical, text, categorical, date
  }

  /// One value of a column.
  public enum Cell: Sendable, Equatable {
    case missing
    case number(Double)
    case logical(Bool)
    case text(String)
    case date(CalendarDay)
  }

  public var kind: Kind {
    switch self {
    case .number: .number
    case .logical: .logical
    case .text: .text
    case .categorical: .categorical
    case .date: .date
    }
  }

  /// Number of rows.
  public var count: Int {
    switch self {
    case .number(let values), .date(let values): values.count
    case .logical(let values): values.count
    case .text(let values): values.count
    case .categorical(let categories): categories.count
    }
  }

  /// The value in a row, counted from 0.
  public subscript(row: Int) -> Cell {
    switch self {
    case .number(let values): values[row].isMissing ? .missing : .number(values[row])
    case .logical(let values): values[row].map(Cell.logical) ?? .missing
    case .text(let values): values[row].map(Cell.text) ?? .missing
    case .categorical(let categories): categories[row].map(Cell.text) ?? .missing
    case .date(let days): CalendarDay(days: days[row]).map(Cell.date) ?? .missing
    }
  }

  /// The rows at these positions, in this order; a position may occur more than once.
  ///
  /// - Precondition: Every position is a row.
  public func rows(at positions: [Int]) -> Column {
    switch self {
    case .number(let values): .number(positions.map { values[$0] })
    case .logical(let values): .logical(positions.map { values[$0] })
    case .text(let values): .text(values.rows(at: positions))
    case .categorical(let categories): .categorical(categories.rows(at: positions))
    case .date(let days): .date(positions.map { days[$0] })
    }
  }

  /// The column as numbers, true as 1 and false as 0, dates as days since 1970-01-01; `nil` for a
  /// column of text.
  public var numbers: [Double]? {
    switch self {
    case .number(let values), .date(let values): values
    case .logical(let values): values.map { $0.map { $0 ? 1 : 0 } ?? .missing }
    case .text, .categorical: nil
    }
  }

  /// The column as text, level by level for categories; `nil` for numbers, logicals and dates.
  public var texts: [String?]? {
    switch self {
    case .number, .logical, .date: nil
    case .text(let values): Array(values)
    case .categorical(let categories): categories.text
    }
  }
}

extension Column {
  /// Number of missing values.
  public var missingCount: Int {
    switch self {
    case .number(let values), .date(let values): values.count { $0.isMissing }
    case .logical(let values): values.count { $0 == nil }
    case .text(let values): values.missingCount
    case .categorical(let categories): categories.codes.count { $0 == Categories.missing }
    }
  }

  /// The rows whose value cannot go into a fit: missing, nan or infinite. Ascending.
  public var unusableRows: [Int] {
    switch self {
    case .number(let values), .date(let values):
      values.indices.filter { !values[$0].isFinite }
    case .logical(let values): values.indices.filter { values[$0] == nil }
    case .text(let values): values.indices.filter { values[$0] == nil }
    case .categorical(let categories):
      categories.codes.indices.filter { categories.codes[$0] == Categories.missing }
    }
  }
}

extension Column {
  /// A column without any value as one of another kind; any other as it is.
  ///
  /// What holds nothing but gaps says nothing of its kind: a file's empty column is read as numbers.
  func takingKind(_ kind: Kind) -> Column {
    guard kind != self.kind, missingCount == count else { return self }
    switch kind {
    case .number: return .number([Double](repeating: .missing, count: count))
    case .date: return .date([Double](repeating: .missing, count: count))
    case .logical: return .logical([Bool?](repeating: nil, count: count))
    case .text, .categorical: return .text(TextColumn([String?](repeating: nil, count: count)))
    }
  }
}

extension Column {
  /// A column of cells; `nil` where they are of more than one kind, or one is `nil`.
  ///
  /// Of nothing but missing values it is of numbers.
  public init?(cells: [Cell?]) {
    var kinds: Set<Kind> = []
    for cell in cells {
      switch cell {
      case .missing?: continue
      case .number?: kinds.insert(.number)
      case .logical?: kinds.insert(.logical)
      case .text?: kinds.insert(.text)
      case .date?: kinds.insert(.date)
      case nil: return nil
      }
    }
    guard kinds.count <= 1 else { return nil }
    switch kinds.first {
    case .logical:
      self = .logical(cells.map { if case .logical(let value)? = $0 { value } else { nil } })
    case .text, .categorical:
      self = .text(
        TextColumn(cells.map { if case .text(let text)? = $0 { text } else { nil } }))
    case .date:
      self = .date(
        cells.map { if case .date(let day)? = $0 { Double(day.days) } else { .missing } })
    case .number, nil:
      self = .number(cells.map { if case .number(let value)? = $0 { value } else { .missing } })
    }
  }
}

extension Column {
  /// Whether both hold the same, bit by bit.
  public func hasSameEntries(as other: Column) -> Bool {
    switch (self, other) {
    case (.number(let a), .number(let b)), (.date(let a), .date(let b)):
      a.count == b.count && zip(a, b).allSatisfy { $0.bitPattern == $1.bitPattern }
    case (.logical(let a), .logical(let b)): a == b
    case (.text(let a), .text(let b)): a.count == b.count && zip(a, b).allSatisfy { $0 == $1 }
    case (.categorical(let a), .categorical(let b)): a.text == b.text
    default: false
    }
  }
}

extension Table {
  /// Whether another table has the same rows as far as both have the same columns, which must be
  /// one at least.
  func hasSameRows(as other: Table) -> Bool {
    let shared = names.filter(other.contains)
    return rowCount == other.rowCount && !shared.isEmpty
      && shared.allSatisfy { name in
        guard let column = self[name], let given = other[name] else { return false }
        return column.hasSameEntries(as: given)
      }
  }
}
