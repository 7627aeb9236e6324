/// Reads and writes delimited text.
public enum CSV {
  /// Reads a file, which may be packed with gzip.
  ///
  /// A large file is mapped, and its rows are read side by side.
  ///
  /// - Parameters:
  ///   - path: Where the file is.
  ///   - options: What is not to be recognised.
  ///   - name: What errors in its contents call it; by default its path.
  ///   - monitor: What to tell and ask on the way.
  /// - Throws: `DataError.fileNotFound`, `.fileAccess`, or what reading its bytes throws.
  public static func read(
    path: String, options: CSVOptions = CSVOptions(), name: String? = nil,
    monitor: ReadingMonitor = ReadingMonitor()
  ) throws(DataError) -> CSVContents {
    try FileBytes(path: path).withBytes(named: name ?? path) { (bytes) throws(DataError) in
      try read(bytes, options, name ?? path, monitor)
    }
  }

  /// Reads delimited text in UTF-8.
  ///
  /// Rows end in LF, CRLF or CR. Empty lines are not rows, except that between the rows of a single
  /// column one is a missing value. A name that is empty becomes `column_2` by its position, and one
  /// that is taken `x_2`; the notes of the result say so. What kind a column is, all its rows say.
  ///
  /// - Parameters:
  ///   - bytes: The text, with or without a byte order mark, or packed with gzip.
  ///   - options: What is not to be recognised.
  ///   - path: A name for the text, for error messages.
  ///   - monitor: What to tell and ask on the way.
  /// - Throws: `DataError.badFile` with the line, `.badOption`, `.unknownColumn` for a name in
  ///   the options, or what `monitor` asks for.
  /// - Complexity: One pass at the speed of memory to find the rows and one to read them; a second
  ///   one over columns that turn out to be of another kind than their first rows.
  public static func read(
    _ bytes: [UInt8], options: CSVOptions = CSVOptions(), path: String? = nil,
    monitor: ReadingMonitor = ReadingMonitor()
  ) throws(DataError) -> CSVContents {
    // The closure catches all, since it could rethrow only an untyped error.
    let result: Result<CSVContents, DataError> = bytes.withUnsafeBufferPointer { buffer in
      do throws(DataError) { return .success(try read(buffer, options, path, monitor)) } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  private static func read(
    _ bytes: UnsafeBufferPointer<UInt8>, _ options: CSVOptions, _ path: String?,
    _ monitor: ReadingMonitor
  ) throws(DataError) -> CSVContents {
    try check(options)
    if TextEncoding.isGzip(bytes) {
      let unpacked = try Gzip.unpacked(bytes, path: path, monitor)
      return try withExtendedLifetime(unpacked) { () throws(DataError) in
        try contents(of: unpacked.buffer, options, path, monitor)
      }
    }
    return try contents(of: bytes, options, path, monitor)
  }

  private static func contents(
    of bytes: UnsafeBufferPointer<UInt8>, _ options: CSVOptions, _ path: String?,
    _ monitor: ReadingMonitor
  ) throws(DataError) -> CSVContents {
    do throws(CSVReaderError) {
      let reader = try CSVReader(bytes, options, monitor)
      // It owns what its scanner points to.
      return try withExtendedLifetime(reader) { () throws(CSVReaderError) in try reader.contents() }
    } catch {
      switch error {
      case .fault(let fault): throw .badFile(path: path, fault.fault(in: bytes))
      case .data(let error): throw error
      }
    }
  }

  private static func check(_ options: CSVOptions) throws(DataError) {
    let forbidden: [UInt8?] = [.quote, .lineFeed, .carriageReturn, .space, 0]
    if let delimiter = options.delimiter, forbidden.contains(delimiter) || delimiter >= 0x80 {
      throw .badOption(
        name: "delimiter", reason: "must be one ASCII character, and no quote, blank or line end")
    }
    if let mark = options.decimalMark, mark != .point && mark != .comma {
      throw .badOption(name: "decimal", reason: "must be \".\" or \",\"")
    }
    if options.skippedLines < 0 { throw .badOption(name: "skip", reason: "must not be negative") }
    if let limit = options.rowLimit, limit < 0 {
      throw .badOption(name: "rows", reason: "must not be negative")
    }
  }
}
