/// Cuts bytes into rows and fields.
///
/// Fields end at a delimiter or a line end (LF, CRLF or CR). A field in quotes may hold both, and a
/// quote as two. Blanks around a field are not part of it. Every read is at a position below
/// `bytes.count`.
struct CSVScanner {
  let bytes: UnsafeBufferPointer<UInt8>
  let delimiter: UInt8

  struct Field {
    /// The field's bytes, without its quotes.
    var start: Int
    var end: Int
    var isQuoted = false
    var hasDoubledQuotes = false
    /// Where the next field or row starts.
    var next: Int
    var endsRow: Bool

    var isEmpty: Bool { start == end }
  }

  /// The field that starts at a position.
  func field(at start: Int) throws(CSVFault) -> Field {
    let first = skippingBlanks(from: start)
    if first < bytes.count, bytes[first] == .quote { return try quotedField(at: first) }
    var position = first
    while position < bytes.count {
      let byte = bytes[position]
      if byte == delimiter || byte.isLineEnd { break }
      position += 1
    }
    var end = position
    while end > first, bytes[end - 1].isBlank { end -= 1 }
    return terminated(Field(start: first, end: end, next: position, endsRow: false))
  }

  private func quotedField(at opening: Int) throws(CSVFault) -> Field {
    var field = Field(
      start: opening + 1, end: opening + 1, isQuoted: true, next: 0, endsRow: false)
    var position = opening + 1
    while position < bytes.count {
      guard bytes[position] == .quote else {
        position += 1
        continue
      }
      if position + 1 < bytes.count, bytes[position + 1] == .quote {
        field.hasDoubledQuotes = true
        position += 2
        continue
      }
      field.end = position
      field.next = skippingBlanks(from: position + 1)
      if let following = byte(at: field.next), following != delimiter, !following.isLineEnd {
        throw CSVFault(offset: position, .textAfterQuote)
      }
      return terminated(field)
    }
    throw CSVFault(offset: opening, .unterminatedQuote)
  }

  /// The field with `next` moved behind what ends it.
  private func terminated(_ field: Field) -> Field {
    var field = field
    if let byte = byte(at: field.next), byte == delimiter {
      field.next += 1
    } else {
      field.next = afterLineEnd(at: field.next)
      field.endsRow = true
    }
    return field
  }

  /// Where the line after the one that ends at a position starts.
  func afterLineEnd(at position: Int) -> Int {
    guard position < bytes.count else { return bytes.count }
    let isPair = bytes[position] == .carriageReturn && byte(at: position + 1) == .lineFeed
    return position + (isPair ? 2 : 1)
  }

  func byte(at position: Int) -> UInt8? {
    position < bytes.count ? bytes[position] : nil
  }

  private func skippingBlanks(from start: Int) -> Int {
    var position = start
    while position < bytes.count, bytes[position].isBlank, bytes[position] != delimiter {
      position += 1
    }
    return position
  }

  /// A field as text, doubled quotes as one.
  func text(_ field: Field) -> String {
    let range = bytes[field.start..<field.end]
    guard field.hasDoubledQuotes else { return String(decoding: range, as: UTF8.self) }
    var unquoted: [UInt8] = []
    unquoted.reserveCapacity(range.count)
    var position = field.start
    while position < field.end {
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
      if field.endsRow { return (fields, position) }
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
