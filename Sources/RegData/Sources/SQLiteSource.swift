import CSQLite
import Glibc

/// A query to an SQLite database in a file, which is only read and never made.
public struct SQLiteSource: DataSource {
  public let path: String
  public let query: String
  /// What errors call the file; by default its path.
  public var name: String
  /// The columns of the answer to keep, in this order; by default all. Others are not looked at.
  public var columns: [String]?
  /// How many rows to read at most.
  public var rowLimit: Int?

  public init(path: String, query: String) {
    self.path = path
    self.query = query
    name = path
  }

  /// The rows of the answer: integers and reals as numbers, text as text, or as dates where it is
  /// nothing else, null as missing.
  ///
  /// Names that are taken or empty are made different as in `CSV.read`.
  ///
  /// - Throws: `DataError.fileNotFound`, `.fileAccess`, `.badQuery`, `.badQueryColumn` for a column
  ///   with blobs, or with numbers and text, `.unknownColumn` or `.duplicateColumn` for `columns`,
  ///   `.tooLarge`, or `.stopped`.
  public func table(_ monitor: ReadingMonitor = ReadingMonitor()) throws(DataError) -> Table {
    let database = try SQLiteDatabase(path: path, name: name, monitor)
    let statement = try database.prepare(query)
    let names = CSVNames(statement.columnNames).names
    var builders: [SQLiteColumnBuilder] = []
    for name in columns ?? names {
      guard let position = names.firstIndex(of: name) else {
        throw .unknownColumn(name, available: names)
      }
      if builders.contains(where: { $0.name == name }) { throw .duplicateColumn(name) }
      builders.append(SQLiteColumnBuilder(name, position: position))
    }
    var rows = 0
    while rows < rowLimit ?? .max, try statement.step() {
      if rows & 0xFFFF == 0 { try monitor.admit(rows: rows * 2 + 1, columns: builders.count) }
      for index in builders.indices { try builders[index].append(statement) }
      rows += 1
    }
    var table = Table(rowCount: rows)
    for builder in builders { try table.set(builder.name, to: builder.column) }
    return table
  }

  /// The names of the tables and views of its database, in order.
  public func tableNames(_ monitor: ReadingMonitor = ReadingMonitor()) throws(DataError) -> [String]
  {
    let list = """
      select name from sqlite_schema
      where type in ('table', 'view') and name not like 'sqlite\\_%' escape '\\' order by name
      """
    let names = SQLiteSource(path: path, query: list)
    return try names.table(monitor).column(at: 0).column.texts?.compactMap(\.self) ?? []
  }
}

/// Collects the values of one column.
private struct SQLiteColumnBuilder {
  let name: String
  private let position: Int
  private var numbers: [Double] = []
  private var texts: [String?] = []
  private var hasNumbers = false
  private var hasTexts = false

  init(_ name: String, position: Int) {
    self.name = name
    self.position = position
  }

  mutating func append(_ statement: SQLiteStatement) throws(DataError) {
    switch statement.type(position) {
    case SQLITE_INTEGER, SQLITE_FLOAT:
      hasNumbers = true
      numbers.append(statement.number(position))
    case SQLITE_TEXT:
      if !hasTexts { texts = Array(repeating: nil, count: numbers.count) }
      hasTexts = true
      texts.append(statement.text(position))
    case SQLITE_NULL:
      if hasTexts { texts.append(nil) } else { numbers.append(.missing) }
    default:
      throw .badQueryColumn(name, reason: "holds blobs, and numbers or text are needed")
    }
    if hasNumbers && hasTexts {
      throw .badQueryColumn(name, reason: "holds both numbers and text: cast it to one of them")
    }
  }

  /// Text that is nothing but dates is a column of dates, as in `CSV.read`.
  var column: Column {
    guard hasTexts else { return .number(numbers) }
    let text = TextColumn(texts)
    if text.startsWithDate, case .dates(let days) = text.readAsDates() { return .date(days) }
    return .text(text)
  }
}
