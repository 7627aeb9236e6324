/// What is wrong with a file, a table or a formula's fit to a table.
///
/// Facts, to be put into the reader's words by whoever knows where they arose; `message` and `help`
/// are good words for most uses. Rows and lines are counted from 1.
public enum DataError: Error, Sendable, Equatable {
  // MARK: Files

  case fileNotFound(path: String)
  /// The system's reason, as in "permission denied".
  case fileAccess(path: String, reason: String)
  /// The contents are not what the format asks for.
  case badFile(path: String?, FileFault)
  /// A source's engine refuses a query, in its own words, at an offset in bytes where it says one.
  case badQuery(message: String, offset: Int?)
  /// A query has a parameter, such as `?` or `:age`, for which no value can be given.
  case unboundParameter(String)
  /// A column of a query holds values that no column of a table can.
  case badQueryColumn(String, reason: String)
  /// Who asked for a reading wanted it to stop.
  case stopped
  /// A table has no columns, or this one holds a zero byte: no file of text can say so.
  case notText(column: String?)
  /// An option of the reader or writer has a value that it cannot have.
  case badOption(name: String, reason: String)

  // MARK: Tables

  case unknownColumn(String, available: [String])
  case duplicateColumn(String)
  case columnLength(String, count: Int, expected: Int)
  /// A column of text where numbers are needed, with the first value that is none.
  case notNumeric(column: String, value: String?)

  /// A column has no value from which one for its gaps could be learnt.
  case nothingToLearn(column: String)
  /// A value cannot stand in a column of that kind.
  case wrongFilling(column: String, kind: Column.Kind, value: String)
  /// Tables under each other have columns of one name that hold different things.
  case unlikeColumns(String, Column.Kind, Column.Kind)

  // MARK: Designs

  case incomplete(IncompleteData)
  /// New data hold a level that the fit has not seen.
  case unseenLevel(String, column: String, row: Int, known: [String])
  /// A column had one kind of values in the fit and has another in new data.
  case changedKind(column: String, fitted: Column.Kind, found: Column.Kind)
  /// A term of a formula has another number of rows than the table, or of columns than in the fit.
  case termShape(String, rows: Int, columns: Int, expectedRows: Int, expectedColumns: Int?)
  /// A value of the script has a row for each row of the fit, and there are others.
  case valuesOfOtherRows(String)
  case noResponse
  /// The response is text, or more than one column.
  case badResponse(String, reason: String)
  /// An offset stands inside a product, or is not one column of numbers.
  case badOffset(String)
  /// A level occurs that is not among those listed for a factor.
  case unlistedLevel(String, column: String, listed: [String])
  /// A level that a factor is to be compared with does not occur.
  case unknownReference(String, column: String, known: [String])
  /// The terms of a formula multiply beyond any use.
  case tooManyTerms(limit: Int)
  case noRows
  case tooLarge(rows: Int, columns: Int)
}

/// A place in a file and what is wrong there.
public struct FileFault: Sendable, Equatable {
  /// The line, counted from 1, or `nil` where the file as a whole is meant.
  public let line: Int?
  public let reason: Reason

  public init(line: Int?, _ reason: Reason) {
    self.line = line
    self.reason = reason
  }

  public enum Reason: Sendable, Equatable {
    case empty
    case wrongEncoding(String)
    case compressed(String)
    /// Packed with a method that is known, but cut short or altered.
    case damaged(String)
    /// Another program took away its end while it was read.
    case cutShort
    case notUTF8
    case nulByte
    case raggedRow(fields: Int, expected: Int)
    /// A row after a header with one field less, which is how R writes row names.
    case shortHeader(fields: Int, names: Int)
    case unterminatedQuote
    case textAfterQuote
    case fieldTooLong
    case numberTooLarge(String, column: String)
    case notOfKind(Column.Kind, value: String, column: String)
    case notOfLevels(value: String, column: String, levels: [String])
  }
}

/// Which columns of a fit hold values that cannot be fitted.
public struct IncompleteData: Sendable, Equatable {
  public struct Entry: Sendable, Equatable {
    /// A column, or a term computed from columns.
    public let name: String
    public let missing: Int
    /// Values that are nan or infinite.
    public let nonFinite: Int

    public init(name: String, missing: Int, nonFinite: Int) {
      self.name = name
      self.missing = missing
      self.nonFinite = nonFinite
    }
  }

  public let entries: [Entry]
  /// Number of rows with at least one such value, and of all rows.
  public let rows: Int
  public let rowCount: Int
  /// What was to be done with such rows.
  public let policy: MissingPolicy

  public init(entries: [Entry], rows: Int, rowCount: Int, policy: MissingPolicy = .refuse) {
    self.policy = policy
    self.entries = entries
    self.rows = rows
    self.rowCount = rowCount
  }
}
