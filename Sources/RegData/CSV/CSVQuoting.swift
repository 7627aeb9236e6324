import CRegText

extension CSV {
  /// How a missing value is written.
  static let missingMark = "NA"

  /// Whether text has to stand in quotes to read back as it is.
  ///
  /// They keep a delimiter (also one that a reader might take for it), a line end, blanks at the
  /// ends, and tell text from what it looks like: a missing value, and among values a number, a
  /// logical or a date. A name that is a number would pass for a row.
  static func needsQuotes(_ text: String, isName: Bool, delimiter: UInt8) -> Bool {
    guard let first = text.utf8.first, let last = text.utf8.last, text != missingMark else {
      return true
    }
    if first.isBlank || last.isBlank { return true }
    if text.utf8.starts(with: TextEncoding.byteOrderMark) { return true }
    let isSpecial = text.utf8.contains { byte in
      byte == .quote || byte.isLineEnd || byte == delimiter
        || CSVDialect.candidates.contains(byte)
    }
    if isSpecial { return true }
    let kind = readKind(text)
    return kind == .number || (!isName && kind != .text)
  }

  /// The kind that a column of nothing but this text would be read as.
  private static func readKind(_ text: String) -> Column.Kind {
    var text = text
    let value = text.withUTF8 { bytes in
      var field = reg_field()
      field.end = bytes.count
      var (number, logical) = (0.0, Int32(0))
      // It holds no comma, so that what the decimal mark is makes no difference.
      let scanner = CSVScanner(bytes, delimiter: .comma)
      return withUnsafePointer(to: scanner.text) { reg_read_value($0, &field, &number, &logical) }
    }
    if Int(value) & REG_NUMBER != 0 { return .number }
    if Int(value) == REG_LOGICAL { return .logical }
    return CalendarDay(text) == nil ? .text : .date
  }
}

extension Column {
  /// Whether some text in it has a zero byte, which no file of text may hold.
  var hasZeroBytes: Bool {
    switch self {
    case .number, .logical, .date: false
    case .text(let text):
      text.coded?.levels.contains { $0.utf8.contains(0) }
        ?? text.contains { $0?.utf8.contains(0) ?? false }
    case .categorical(let categories): categories.levels.contains { $0.utf8.contains(0) }
    }
  }
}
