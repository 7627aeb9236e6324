/// Reads and writes delimited text.
public enum CSV {
  /// Reads a file.
  ///
  /// - Throws: `DataError.fileNotFound`, `.fileAccess`, or what reading its bytes throws.
  public static func read(
    path: String, options: CSVOptions = CSVOptions()
  ) throws(DataError) -> CSVContents {
    try read(DataFile.read(path), options: options, path: path)
  }

  /// Reads delimited text in UTF-8.
  ///
  /// Rows end in LF, CRLF or CR. Empty lines are not rows, except that between the rows of a single
  /// column one is a missing value. A name that is empty becomes `column_2` by its position, and one
  /// that is taken `x_2`; the notes of the result say so. What kind a column is: `Column.Kind`.
  ///
  /// - Parameters:
  ///   - bytes: The text, with or without a byte order mark.
  ///   - options: What is not to be recognised.
  ///   - path: A name for the text, for error messages.
  /// - Throws: `DataError.badFile` with the line, `.badOption`, or `.unknownColumn` for a name in
  ///   the options.
  /// - Complexity: One pass over the text, a second one over columns that turn out to be of
  ///   another kind than their first rows.
  public static func read(
    _ bytes: [UInt8], options: CSVOptions = CSVOptions(), path: String? = nil
  ) throws(DataError) -> CSVContents {
    try check(options)
    // The closure catches all, since it could rethrow only an untyped error.
    let result: Result<CSVContents, DataError> = bytes.withUnsafeBufferPointer { buffer in
      do throws(CSVReaderError) {
        return .success(try contents(of: bytes, buffer, options))
      } catch {
        switch error {
        case .fault(let fault): return .failure(.badFile(path: path, fault.fault(in: buffer)))
        case .data(let error): return .failure(error)
        }
      }
    }
    return try result.get()
  }

  private static func contents(
    of bytes: [UInt8], _ buffer: UnsafeBufferPointer<UInt8>, _ options: CSVOptions
  ) throws(CSVReaderError) -> CSVContents {
    let start: Int
    do throws(CSVFault) { start = try TextEncoding.check(bytes) } catch { throw .fault(error) }
    return try CSVReader(buffer, from: start, options).contents()
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
