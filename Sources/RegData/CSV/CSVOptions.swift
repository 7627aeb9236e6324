public import RegLinearAlgebra

/// How to read delimited text. What is not said is recognised.
public struct CSVOptions: Sendable {
  /// The byte between fields; by default the one of `, ; tab |` that cuts the first rows into the
  /// most fields, as many in each row.
  public var delimiter: UInt8?
  /// Whether the first row holds names; by default it does unless all its fields are numbers.
  public var hasHeader: Bool?
  /// The byte before a number's fraction; by default a point, or a comma where the delimiter is
  /// another byte and the first rows hold numbers with commas and none with points.
  public var decimalMark: UInt8?
  /// Fields that stand for a missing value, besides an empty one.
  public var missingMarks: [String] = ["NA"]
  /// The kinds of columns by name; those not named are recognised.
  public var kinds: [String: Column.Kind] = [:]
  /// The levels of categorical columns by name, in their order; of others they are sorted.
  public var levels: [String: [String]] = [:]
  /// The columns to keep, in this order; by default all. Others are not read as values.
  public var columns: [String]?
  /// How many lines to leave out before the header.
  public var skippedLines = 0
  /// How many rows to read at most.
  public var rowLimit: Int?
  /// The threads that share the work; the result does not depend on their number.
  public var workers = Workers.all
  /// How many bytes are read at a time: large enough to make up for a task, small enough for the
  /// second cache.
  package var blockSize = 1 << 20

  public init() {}
}

/// A table read from delimited text, and how the text was understood.
public struct CSVContents: Sendable {
  public let table: Table
  public let delimiter: UInt8
  public let decimalMark: UInt8
  public let hasHeader: Bool
  public let notes: [Note]

  /// Something a reader would want to know.
  public enum Note: Sendable, Equatable {
    /// A name was empty or taken. Positions are counted from 1.
    case renamed(position: Int, from: String, to: String)
    /// A column holds numbers, and is text because of this value.
    case textAmongNumbers(column: String, value: String, line: Int)
    /// A column holds dates for the most part, and is text because of this value.
    case textAmongDates(column: String, value: String, line: Int)
    /// A column without a name and without values at the end of each row was left out.
    case droppedEmptyColumn(position: Int)
  }
}

extension CSVContents.Note: CustomStringConvertible {
  public var description: String {
    switch self {
    case .renamed(let position, "", let name): "column \(position) has no name: it is '\(name)'"
    case .renamed(let position, let old, let new):
      "column \(position) is '\(new)', since there is another '\(old)'"
    case .textAmongNumbers(let column, let value, let line):
      "'\(column)' is text because of '\(value)' in line \(line)"
    case .textAmongDates(let column, let value, let line):
      "'\(column)' is text and not dates because of '\(value)' in line \(line)"
    case .droppedEmptyColumn(let position): "column \(position) has no name and no values"
    }
  }
}
