import CSQLite
import Foundation
import RegData
import Testing

@Suite("SQLite")
struct SQLiteSourceTests {
  /// A database in a file of its own, which is removed with this.
  private final class Database {
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).db").path()

    init(_ statements: [String]) throws {
      let sqlite = try #require(reg_sqlite_load()).pointee
      var handle: OpaquePointer?
      _ = sqlite.open_v2(path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nil)
      defer { _ = sqlite.close_v2(handle) }
      for text in statements {
        var statement: OpaquePointer?
        try #require(sqlite.prepare_v2(handle, text, -1, &statement, nil) == SQLITE_OK)
        #expect(sqlite.step(statement) == SQLITE_DONE)
        _ = sqlite.finalize(statement)
      }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func table(_ query: String) throws -> Table {
      try SQLiteSource(path: path, query: query).table()
    }

    func error(_ query: String) -> DataError? {
      do throws(DataError) {
        _ = try SQLiteSource(path: path, query: query).table()
        return nil
      } catch { return error }
    }
  }

  private func visits() throws -> Database {
    try Database([
      "create table visits (id integer, weight real, ward text, scan blob)",
      """
      insert into visits values
        (1, 71.5, 'north', x'00'), (2, null, 'süd', null), (9007199254740993, 1e300, null, null)
      """,
    ])
  }

  @Test("integers and reals are numbers, text is text, null is missing")
  func types() throws {
    let database = try visits()
    let table = try database.table("select id, weight, ward, null as none from visits order by id")
    #expect(table.names == ["id", "weight", "ward", "none"])
    #expect(
      try cells(table, "id") == [.number(1), .number(2), .number(Double(9_007_199_254_740_993))])
    #expect(try cells(table, "weight") == [.number(71.5), .missing, .number(1e300)])
    #expect(try cells(table, "ward") == [.text("north"), .text("süd"), .missing])
    #expect(try cells(table, "none") == [.missing, .missing, .missing])
    #expect(try database.table("select id from visits where id < 0").rowCount == 0)
    #expect(try database.table("select 1 as a, 2 as a").names == ["a", "a_2"])
    var limited = SQLiteSource(path: database.path, query: "select id from visits;  ")
    limited.rowLimit = 2
    #expect(try limited.table().rowCount == 2)
    #expect(try limited.tableNames() == ["visits"])
    limited.columns = ["id"]
    #expect(try limited.table().names == ["id"])
    #expect(try limited.crossProducts(of: ["id"], ReadingMonitor()) == nil)
  }

  @Test("columns that make no column of a table are named")
  func badColumns() throws {
    let database = try visits()
    guard case .badQueryColumn("scan", _) = database.error("select scan from visits"),
      case .badQueryColumn("x", _) = database.error("select 1 as x union all select 'a'")
    else {
      Issue.record("blobs and mixed columns should be refused")
      return
    }
  }

  @Test("what SQLite refuses comes with its message and its place")
  func badQueries() throws {
    let database = try visits()
    #expect(
      database.error("select wieght from visits")
        == .badQuery(message: "no such column: wieght", offset: 7))
    #expect(
      database.error("select id frm visits")
        == .badQuery(message: "near \"visits\": syntax error", offset: 14))
    #expect(database.error("  ") == .badQuery(message: "the query is empty", offset: nil))
    #expect(
      database.error("select 1; select 2")
        == .badQuery(message: "text behind the end of the query", offset: 10))
    for query in ["delete from visits", "create table t (x)", "attach 'other.db' as o"] {
      guard case .badQuery = database.error(query) else {
        Issue.record("\(query) should be refused")
        continue
      }
    }
    #expect(try database.table("select count(*) as n from visits")["n"]?.numbers == [3])
  }

  @Test("a file that is not there is not made, and one that is no database is refused")
  func badFiles() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).db").path()
    #expect(throws: DataError.fileNotFound(path: path)) {
      try SQLiteSource(path: path, query: "select 1").table()
    }
    #expect(!FileManager.default.fileExists(atPath: path))
    try Data(repeating: 65, count: 5000).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(throws: DataError.fileAccess(path: path, reason: "file is not a database")) {
      try SQLiteSource(path: path, query: "select * from t").table()
    }
  }

  @Test(
    "a query without end stops when it is asked to, and rows are asked for before they are read")
  func monitors() throws {
    let database = try visits()
    let endless =
      "with recursive n (i) as (select 1 union all select i + 1 from n) select max(i) from n"
    var monitor = ReadingMonitor()
    let start = ContinuousClock.now
    monitor.isCancelled = { ContinuousClock.now - start > .milliseconds(20) }
    #expect(throws: DataError.stopped) {
      try SQLiteSource(path: database.path, query: endless).table(monitor)
    }
    monitor = ReadingMonitor()
    monitor.admits = { _, _ in false }
    #expect(throws: DataError.self) {
      try SQLiteSource(path: database.path, query: "select 1").table(monitor)
    }
  }
}
