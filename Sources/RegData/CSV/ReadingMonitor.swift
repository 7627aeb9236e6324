/// What a long reading tells and asks while it goes on.
public struct ReadingMonitor {
  /// Takes how many of how many bytes are done, from half a second on, on the thread that reads.
  public var progress: ((_ done: Int, _ total: Int) -> Void)?
  /// Whether to stop; asked from several threads, every few milliseconds.
  public var isCancelled: @Sendable () -> Bool = { false }
  /// Whether a table of that size may be made; asked before its memory is.
  public var admits: (_ rows: Int, _ columns: Int) -> Bool = { _, _ in true }

  public init() {}

  /// - Throws: `DataError.stopped`.
  func check() throws(DataError) {
    if isCancelled() { throw .stopped }
  }

  /// - Throws: `DataError.tooLarge`, by a size that no table has too.
  func admit(rows: Int, columns: Int) throws(DataError) {
    let (_, overflow) = rows.multipliedReportingOverflow(by: columns)
    if overflow || !admits(rows, columns) { throw .tooLarge(rows: rows, columns: columns) }
  }
}
