extension CSV {
  /// The table as delimited text: a header, a row to a line, each line ended by a line feed.
  ///
  /// Numbers have the fewest digits that read back as the same double; a missing value is `NA`.
  /// A field is quoted where it would otherwise read back as something else.
  public static func text(_ table: Table, delimiter: UInt8 = UInt8(ascii: ",")) -> [UInt8] {
    var bytes: [UInt8] = []
    for (position, name) in table.names.enumerated() {
      if position > 0 { bytes.append(delimiter) }
      append(name, isName: true, delimiter, to: &bytes)
    }
    bytes.append(.lineFeed)
    let columns = (0..<table.columnCount).map { table.column(at: $0).column }
    for row in 0..<table.rowCount {
      for (position, column) in columns.enumerated() {
        if position > 0 { bytes.append(delimiter) }
        append(column[row], delimiter, to: &bytes)
      }
      bytes.append(.lineFeed)
    }
    return bytes
  }

  /// Writes a table to a file.
  ///
  /// - Throws: `DataError.fileNotFound` or `.fileAccess`.
  public static func write(
    _ table: Table, to path: String, delimiter: UInt8 = UInt8(ascii: ",")
  ) throws(DataError) {
    try DataFile.write(text(table, delimiter: delimiter), to: path)
  }

  /// A number in the fewest digits that read back as the same double, whole ones without a point.
  public static func text(_ number: Double) -> String {
    if number.isMissing { return missingMark }
    if number.isNaN { return "NaN" }
    let text = number.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private static let missingMark = "NA"

  private static func append(
    _ cell: Column.Cell, _ delimiter: UInt8, to bytes: inout [UInt8]
  ) {
    switch cell {
    case .missing: bytes.append(contentsOf: missingMark.utf8)
    case .number(let number): bytes.append(contentsOf: text(number).utf8)
    case .logical(let logical): bytes.append(contentsOf: (logical ? "TRUE" : "FALSE").utf8)
    case .text(let text): append(text, isName: false, delimiter, to: &bytes)
    }
  }

  private static func append(
    _ text: String, isName: Bool, _ delimiter: UInt8, to bytes: inout [UInt8]
  ) {
    guard text.utf8.contains(delimiter) || needsQuotes(text, isName: isName) else {
      bytes.append(contentsOf: text.utf8)
      return
    }
    bytes.append(.quote)
    for byte in text.utf8 {
      if byte == .quote { bytes.append(.quote) }
      bytes.append(byte)
    }
    bytes.append(.quote)
  }

  /// Quotes keep a delimiter (also one that a reader might take for it), a line end, blanks at the
  /// ends and text that is the missing mark; a name that is a number would pass for a row.
  private static func needsQuotes(_ text: String, isName: Bool) -> Bool {
    guard let first = text.utf8.first, let last = text.utf8.last, text != missingMark else {
      return true
    }
    if first.isBlank || last.isBlank { return true }
    if text.utf8.starts(with: TextEncoding.byteOrderMark) { return true }
    if isName && first != .quote && Double(text) != nil { return true }
    return text.utf8.contains { byte in
      byte == .quote || byte.isLineEnd || CSVDialect.candidates.contains(byte)
    }
  }
}
