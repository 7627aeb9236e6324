public import RegData
import RegLinearAlgebra
import RegSyntax

// A column of numbers, of text, or of logicals without gaps is an array like any other. What arrays
// cannot hold stays a column where it leaves its table: categories with their levels, dates, and
// logicals of which some are missing.

extension Value {
  /// A column of a table as a vector.
  public init(_ column: Column) {
    switch column {
    case .number(let numbers): self.init(Matrix(numbers))
    case .text(let texts): self.init(Grid(column: Array(texts)))
    case .logical(let logicals):
      let known = logicals.compactMap(\.self)
      if known.count == logicals.count {
        self.init(Grid(column: known))
      } else {
        self = .object(ColumnObject(column))
      }
    case .categorical, .date: self = .object(ColumnObject(column))
    }
  }

  /// A value of a column: a number, a logical or a string, and a date as a column of one.
  public init(_ cell: Column.Cell) {
    switch cell {
    case .missing: self = .number(.missing)
    case .number(let number): self = .number(number)
    case .logical(let logical): self = .logical(logical)
    case .text(let text): self.init(text)
    case .date(let day): self.init(Column.date([Double(day.days)]))
    }
  }

  /// The days of dates, since 1970-01-01; `nil` for any other value.
  public var days: [Double]? {
    if case .column(.date(let days)) = content { days } else { nil }
  }

  /// The single value that this is, as a cell; `nil` for arrays of several and what no cell holds.
  public var cell: Column.Cell? {
    switch content {
    case .number(let number): return number.isMissing ? .missing : .number(number)
    case .logical(let logical): return .logical(logical)
    case .text(let text): return .text(text)
    default:
      let shape = shape
      guard shape.rows == 1, shape.columns == 1, let column = Column(self, rowCount: 1) else {
        return nil
      }
      return column[0]
    }
  }

  /// Whether it is the constant `missing`.
  public var isMissing: Bool {
    if case .number(let number) = self { number.isMissing } else { false }
  }
}

extension Column {
  /// The column that a value makes; a scalar fills all rows.
  public init?(_ value: Value, rowCount: Int) {
    switch value.content {
    case .number(let number): self = .number(Array(repeating: number, count: rowCount))
    case .logical(let logical): self = .logical(Array(repeating: logical, count: rowCount))
    case .text(let text): self = .text(TextColumn(Array(repeating: text, count: rowCount)))
    case .matrix(let matrix) where matrix.columns == 1 || matrix.rows == 1:
      self = .number(matrix.values)
    case .range(let range) where range.count == rowCount:
      self = .number((0..<rowCount).map { range[$0] })
    case .mask(let mask) where mask.columns == 1 || mask.rows == 1:
      self = .logical(mask.elements)
    case .texts(let texts) where texts.columns == 1 || texts.rows == 1:
      self = .text(TextColumn(texts.elements))
    case .column(let column):
      self = column.count == 1 ? column.rows(at: Array(repeating: 0, count: rowCount)) : column
    default: return nil
    }
  }

  /// The column as one that an entry can be put into: one that has no value yet takes on the
  /// entry's kind.
  func taking(_ entry: Value) -> Column {
    guard isBlank, let kind = Column(entry, rowCount: 1), kind.count > 0 else { return self }
    return kind.gaps(count)
  }

  /// Whether it holds numbers and all of them are missing, as in a column that was just made.
  var isBlank: Bool {
    if case .number(let values) = self { values.allSatisfy(\.isMissing) } else { false }
  }
}

extension Column {
  /// As a message names the values: "a date", "12 dates".
  var description: String {
    switch self {
    case .date: count == 1 ? "a date" : "a column of \(count) dates"
    case .categorical: "a column of \(count) categories"
    case .logical: "a column of \(count) logicals, some missing"
    case .number: "a column of \(count) numbers"
    case .text: "a column of \(count) strings"
    }
  }
}

public final class ColumnObject: Object, @unchecked Sendable {
  var column: Column
  init(_ column: Column) {
    self.column = column
    super.init(kind: .column)
  }
  public override var content: Content { .column(column) }
}
