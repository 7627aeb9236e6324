import CRegText

/// Cuts text into rows and fields, and reads fields; what a field is, `CRegText` says.
struct CSVScanner: @unchecked Sendable {
  // The bytes and marks it points to are owned by whoever made it, and never written.
  let text: reg_text

  typealias Field = reg_field

  init(
    _ bytes: UnsafeBufferPointer<UInt8>, delimiter: UInt8, decimalMark: UInt8 = .point,
    marks: CSVMarks? = nil, quotes: CSVQuotes = .tellText
  ) {
    text = reg_text(
      bytes: bytes.baseAddress, count: bytes.count, delimiter: delimiter, decimal: decimalMark,
      marks: UnsafePointer(marks?.bytes.baseAddress),
      mark_ends: UnsafePointer(marks?.ends.baseAddress),
      mark_count: marks?.ends.count ?? 0,
      has_numeric_marks: marks?.hasNumbers(decimalMark: decimalMark) == true ? 1 : 0,
      has_idle_quotes: quotes == .tellNothing ? 1 : 0,
      has_idle_words: quotes == .tellText ? 0 : 1)
  }

  var bytes: UnsafeBufferPointer<UInt8> { .init(start: text.bytes, count: text.count) }
  var delimiter: UInt8 { text.delimiter }
  var decimalMark: UInt8 { text.decimal }
  /// Whether a date in quotes is one.
  var takesQuotedDates: Bool { text.has_idle_words != 0 }

  /// The field that starts at a position.
  func field(at start: Int) throws(CSVFault) -> Field {
    var field = Field()
    let fault = withUnsafePointer(to: text) { reg_read_field($0, start, &field) }
    if let reason = FileFault.Reason(quoting: fault) { throw CSVFault(offset: field.start, reason) }
    return field
  }

  /// Whether a field is a finite number as it stands, without quotes.
  func isPlainNumber(_ field: Field) -> Bool {
    if field.is_quoted != 0 || field.isEmpty { return false }
    var (number, logical) = (0.0, Int32(0))
    let value = withUnsafePointer(to: text) { text in
      withUnsafePointer(to: field) { reg_read_value(text, $0, &number, &logical) }
    }
    return value == Int32(REG_NUMBER) && number.isFinite
  }

  /// Whether a field is missing, and does not stand in quotes.
  func isPlainMark(_ field: Field) -> Bool {
    field.is_quoted == 0
      && withUnsafePointer(to: text) { text in
        withUnsafePointer(to: field) { reg_is_missing(text, $0) != 0 }
      }
  }

  /// Where the line after the one that ends at a position starts.
  func afterLineEnd(at position: Int) -> Int {
    guard position < bytes.count else { return bytes.count }
    let isPair =
      bytes[position] == .carriageReturn && position + 1 < bytes.count
      && bytes[position + 1] == .lineFeed
    return position + (isPair ? 2 : 1)
  }

  /// Where the next row starts: behind empty lines, unless these are rows of a single column.
  func rowStart(from position: Int, columnCount: Int) -> Int {
    var position = position
    while columnCount > 1, position < bytes.count, bytes[position].isLineEnd { position += 1 }
    return position
  }

  /// A field as text, doubled quotes as one.
  func text(_ field: Field) -> String {
    Self.text(
      UnsafeBufferPointer(rebasing: bytes[field.start..<field.end]),
      hasDoubledQuotes: field.has_doubled_quotes != 0)
  }

  static func text(_ bytes: UnsafeBufferPointer<UInt8>, hasDoubledQuotes: Bool) -> String {
    // All text was checked before it is cut into fields, and cuts are at ASCII bytes.
    guard hasDoubledQuotes else { return String(copying: UTF8Span(unchecked: bytes.span)) }
    var unquoted: [UInt8] = []
    unquoted.reserveCapacity(bytes.count)
    var position = 0
    while position < bytes.count {
      unquoted.append(bytes[position])
      // In a quoted field a quote is always the first of two.
      position += bytes[position] == .quote ? 2 : 1
    }
    return String(decoding: unquoted, as: UTF8.self)
  }

  /// The fields of the row that starts at a position, and where the next row starts.
  func row(at start: Int) throws(CSVFault) -> (fields: [Field], next: Int) {
    var fields: [Field] = []
    var position = start
    while true {
      let field = try field(at: position)
      fields.append(field)
      position = field.next
      if field.ends_row != 0 { return (fields, position) }
    }
  }

  /// The first rows that are not blank, from a position on, as far as they can be read.
  func sample(from start: Int, rows limit: Int) -> [[Field]] {
    var rows: [[Field]] = []
    var position = start
    while position < bytes.count, rows.count < limit {
      if bytes[position].isLineEnd {
        position = afterLineEnd(at: position)
      } else if let (fields, next) = try? row(at: position) {
        rows.append(fields)
        position = next
      } else {
        return rows
      }
    }
    return rows
  }
}

extension reg_field {
  var isEmpty: Bool { start == end }
}

extension FileFault.Reason {
  /// What a scanner's fault says about quotes; `nil` for no fault.
  init?(quoting fault: Int32) {
    switch Int(fault) {
    case REG_OPEN_QUOTE: self = .unterminatedQuote
    case REG_TEXT_AFTER_QUOTE: self = .textAfterQuote
    default: return nil
    }
  }
}

/// The marks of missing values, one behind the other where C can find them.
final class CSVMarks: @unchecked Sendable {
  // Written in `init` only.
  let bytes: UnsafeMutableBufferPointer<UInt8>
  let ends: UnsafeMutableBufferPointer<Int>

  init(_ marks: [String]) {
    let spelled = marks.filter { !$0.isEmpty }.map { Array($0.utf8) }
    let joined = spelled.flatMap(\.self)
    bytes = .allocate(capacity: joined.count)
    _ = bytes.initialize(from: joined)
    ends = .allocate(capacity: spelled.count)
    var end = 0
    for (position, mark) in spelled.enumerated() {
      end += mark.count
      ends.initializeElement(at: position, to: end)
    }
  }

  deinit {
    bytes.deallocate()
    ends.deallocate()
  }

  /// Whether a mark is also a number, as -999 is, and must be looked for first.
  func hasNumbers(decimalMark: UInt8) -> Bool {
    var start = 0
    for end in ends {
      let mark = UnsafeBufferPointer(rebasing: bytes[start..<end])
      if DecimalNumber(at: 0, in: mark, decimalMark: decimalMark)?.next == mark.count {
        return true
      }
      start = end
    }
    return false
  }
}
