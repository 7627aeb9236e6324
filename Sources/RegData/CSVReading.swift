/// How fields are read as values.
struct CSVReading {
  let scanner: CSVScanner
  let decimalMark: UInt8
  private let marks: [[UInt8]]
  /// Whether a missing mark is also a number, as -999 is, and must be looked for first.
  let hasNumericMarks: Bool

  init(_ scanner: CSVScanner, decimalMark: UInt8, missingMarks: [String]) {
    self.scanner = scanner
    self.decimalMark = decimalMark
    marks = missingMarks.map { Array($0.utf8) }
    hasNumericMarks = marks.contains { mark in
      mark.withUnsafeBufferPointer {
        DecimalNumber(at: 0, in: $0, decimalMark: decimalMark) != nil
      }
    }
  }

  /// The number that a field is, up to its delimiter or line end, read without finding its end
  /// first; `nil` where the field may be anything else.
  @inline(__always)
  func number(at start: Int) -> (value: Double, next: Int, endsRow: Bool)? {
    guard
      let number = DecimalNumber(at: start, in: scanner.bytes, decimalMark: decimalMark),
      number.next < scanner.bytes.count, number.value.isFinite
    else { return nil }
    let byte = scanner.bytes[number.next]
    if byte == scanner.delimiter { return (number.value, number.next + 1, false) }
    guard byte.isLineEnd else { return nil }
    return (number.value, scanner.afterLineEnd(at: number.next), true)
  }

  /// Whether a field is a number as it stands, without quotes.
  func isPlainNumber(_ field: CSVScanner.Field) -> Bool {
    guard !field.isQuoted, case .number(let number) = value(of: field) else { return false }
    return number.isFinite
  }

  func isMissing(_ field: CSVScanner.Field) -> Bool {
    if field.isEmpty { return true }
    return marks.contains { mark in
      mark.count == field.end - field.start
        && scanner.bytes[field.start..<field.end].elementsEqual(mark)
    }
  }

  func value(of field: CSVScanner.Field) -> Column.Cell {
    if let number = DecimalNumber(at: field.start, in: scanner.bytes, decimalMark: decimalMark),
      number.next == field.end
    {
      return .number(number.value)
    }
    // No word below has more letters than this.
    if field.end - field.start > 10 { return .text("") }
    let text = scanner.text(field)
    switch text {
    case "TRUE", "true", "True": return .logical(true)
    case "FALSE", "false", "False": return .logical(false)
    default: return Self.special(text.lowercased()).map(Column.Cell.number) ?? .text("")
    }
  }

  /// Whether a field says that it is infinite, rather than being too large a number.
  func isInfinity(_ field: CSVScanner.Field) -> Bool {
    Self.special(scanner.text(field).lowercased()) != nil
  }

  private static func special(_ text: String) -> Double? {
    switch text {
    case "nan", "+nan", "-nan": .nan
    case "inf", "+inf", "infinity", "+infinity": .infinity
    case "-inf", "-infinity": -.infinity
    default: nil
    }
  }
}
