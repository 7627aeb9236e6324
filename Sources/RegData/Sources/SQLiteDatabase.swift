import CSQLite
import Glibc

/// An open database. Confined to one thread.
final class SQLiteDatabase {
  fileprivate let sqlite: reg_sqlite
  fileprivate let handle: OpaquePointer
  private let name: String
  private let monitor: ReadingMonitor

  /// Steps of SQLite's machine between two questions whether to go on: some 50 µs.
  private static let stride: Int32 = 4096

  /// Opens a file that is there, to read only.
  ///
  /// - Parameter name: What errors call it.
  init(path: String, name: String, _ monitor: ReadingMonitor) throws(DataError) {
    guard let functions = reg_sqlite_load() else {
      throw .fileAccess(
        path: name, reason: "SQLite 3.38 or later is needed, as in Debian's libsqlite3-0")
    }
    // What the system says of the file is clearer than what SQLite says.
    close(try DataFile.open(path, O_RDONLY | O_CLOEXEC))
    sqlite = functions.pointee
    var handle: OpaquePointer?
    let status = sqlite.open_v2(path, &handle, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nil)
    guard let handle, status == SQLITE_OK else {
      _ = sqlite.close_v2(handle)
      throw .fileAccess(path: name, reason: Self.text(sqlite.errstr(status)))
    }
    self.handle = handle
    self.name = name
    self.monitor = monitor
    withUnsafePointer(to: sqlite) { reg_sqlite_defend($0, handle) }
    // No other file is read through this one.
    _ = sqlite.limit(handle, SQLITE_LIMIT_ATTACHED, 0)
    _ = sqlite.busy_timeout(handle, 1000)
    // The handler is called on this thread, and not after `deinit`.
    sqlite.progress_handler(
      handle, Self.stride,
      { database in
        guard let database else { return 0 }
        let monitor = Unmanaged<SQLiteDatabase>.fromOpaque(database).takeUnretainedValue().monitor
        return monitor.isCancelled() ? 1 : 0
      }, Unmanaged.passUnretained(self).toOpaque())
    // Only this makes it look at the file.
    _ = try prepare("select 1 from sqlite_schema limit 1").step()
  }

  deinit { _ = sqlite.close_v2(handle) }

  private static func text(_ message: UnsafePointer<CChar>?) -> String {
    message.map { String(cString: $0) } ?? "it does not say why"
  }

  /// What a status says, with the place in the query if there is one.
  fileprivate func error(_ status: Int32) -> DataError {
    let message = Self.text(sqlite.errmsg(handle))
    switch status & 0xFF {
    case SQLITE_INTERRUPT: return .stopped
    case SQLITE_NOTADB, SQLITE_CORRUPT, SQLITE_CANTOPEN, SQLITE_IOERR, SQLITE_BUSY:
      return .fileAccess(path: name, reason: message)
    default:
      let offset = Int(sqlite.error_offset(handle))
      return .badQuery(message: message, offset: offset >= 0 ? offset : nil)
    }
  }

  /// A query that is ready to run.
  ///
  /// - Throws: `DataError.badQuery` also where there is not just one, or it would write;
  ///   `.unboundParameter`.
  func prepare(_ query: String) throws(DataError) -> SQLiteStatement {
    guard let count = Int32(exactly: query.utf8.count) else {
      throw .badQuery(message: "the query is too long", offset: nil)
    }
    if let zero = query.utf8.firstIndex(of: 0) {
      throw .badQuery(
        message: "a zero byte in the query",
        offset: query.utf8.distance(from: query.startIndex, to: zero))
    }
    var statement: OpaquePointer?
    var used = 0
    var status = SQLITE_OK
    query.withCString { text in
      var tail: UnsafePointer<CChar>?
      status = sqlite.prepare_v2(handle, text, count, &statement, &tail)
      used = tail.map { $0 - text } ?? 0
    }
    guard status == SQLITE_OK else { throw error(status) }
    guard let statement else { throw .badQuery(message: "the query is empty", offset: nil) }
    let prepared = SQLiteStatement(statement, of: self)
    let rest = query.utf8.dropFirst(used).drop { $0 <= UInt8.space || $0 == UInt8(ascii: ";") }
    guard rest.isEmpty else {
      throw .badQuery(
        message: "text behind the end of the query", offset: query.utf8.count - rest.count)
    }
    guard sqlite.stmt_readonly(statement) != 0, sqlite.column_count(statement) > 0 else {
      throw .badQuery(message: "the query must read, as 'select' does", offset: 0)
    }
    // SQLite would take NULL for it, which equals nothing.
    if sqlite.bind_parameter_count(statement) > 0 {
      let name = sqlite.bind_parameter_name(statement, 1).map { String(cString: $0) }
      throw .unboundParameter(name ?? "?")
    }
    return prepared
  }
}

/// A query on its way through its rows.
final class SQLiteStatement {
  private let database: SQLiteDatabase
  private let handle: OpaquePointer
  private var sqlite: reg_sqlite { database.sqlite }

  fileprivate init(_ handle: OpaquePointer, of database: SQLiteDatabase) {
    self.handle = handle
    self.database = database
  }

  deinit { _ = sqlite.finalize(handle) }

  var columnNames: [String] {
    (0..<sqlite.column_count(handle)).map { position in
      sqlite.column_name(handle, position).map { String(cString: $0) } ?? ""
    }
  }

  /// Moves to the next row; false behind the last.
  func step() throws(DataError) -> Bool {
    switch sqlite.step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let status: throw database.error(status)
    }
  }

  func type(_ column: Int) -> Int32 { sqlite.column_type(handle, Int32(column)) }
  func number(_ column: Int) -> Double { sqlite.column_double(handle, Int32(column)) }

  func text(_ column: Int) -> String {
    guard let start = sqlite.column_text(handle, Int32(column)) else { return "" }
    let count = Int(sqlite.column_bytes(handle, Int32(column)))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }
}
