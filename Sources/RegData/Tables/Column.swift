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

  /// What a column holds.
  public enum Kind: String, Sendable, CaseIterable {
    case number, logical, text, categorical
  }

  /// One value of a column.
  public enum Cell: Sendable, Equatable {
    case missing
    case number(Double)
    case logical(Bool)
    case text(String)
  }

  public var kind: Kind {
    switch self {
    case .number: .number
    case .logical: .logical
    case .text: .text
    case .categorical: .categorical
    }
  }

  /// Number of rows.
  public var count: Int {
    switch self {
    case .number(let values): values.count
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
    }
  }

  /// The column as numbers, true as 1 and false as 0; `nil` for a column of text.
  public var numbers: [Double]? {
    switch self {
    case .number(let values): values
    case .logical(let values): values.map { $0.map { $0 ? 1 : 0 } ?? .missing }
    case .text, .categorical: nil
    }
  }

  /// The column as text, level by level for categories; `nil` for numbers and logicals.
  public var texts: [String?]? {
    switch self {
    case .number, .logical: nil
    case .text(let values): Array(values)
    case .categorical(let categories): categories.text
    }
  }
}

extension Column {
  /// Number of missing values.
  public var missingCount: Int {
    switch self {
    case .number(let values): values.count { $0.isMissing }
    case .logical(let values): values.count { $0 == nil }
    case .text(let values): values.missingCount
    case .categorical(let categories): categories.codes.count { $0 == Categories.missing }
    }
  }

  /// The rows whose value cannot go into a fit: missing, nan or infinite. Ascending.
  public var unusableRows: [Int] {
    switch self {
    case .number(let values): values.indices.filter { !values[$0].isFinite }
    case .logical(let values): values.indices.filter { values[$0] == nil }
    case .text(let values): values.indices.filter { values[$0] == nil }
    case .categorical(let categories):
      categories.codes.indices.filter { categories.codes[$0] == Categories.missing }
    }
  }
}
