import CRegText

/// The delimiter, the decimal mark and the use of quotes of some text, as given or recognised from
/// its first rows.
struct CSVDialect {
  let delimiter: UInt8
  let decimalMark: UInt8
  let quotes: CSVQuotes

  private static let sampleSize = 200
  static let candidates: [UInt8] = [.comma, UInt8(ascii: ";"), .tab, UInt8(ascii: "|")]

  init(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ options: CSVOptions, _ marks: CSVMarks
  ) {
    delimiter = options.delimiter ?? Self.delimiter(bytes, from: start)
    let scanner = CSVScanner(bytes, delimiter: delimiter, marks: marks)
    let quotes = Self.quotes(scanner, from: start, hasHeader: options.hasHeader ?? true)
    decimalMark = options.decimalMark ?? Self.decimalMark(scanner, from: start, quotes)
    // Numbers that hold the delimiter need them.
    self.quotes = decimalMark == delimiter ? .tellNothing : quotes
  }

  /// A scanner of text in this dialect.
  func scanner(_ bytes: UnsafeBufferPointer<UInt8>, _ marks: CSVMarks) -> CSVScanner {
    CSVScanner(
      bytes, delimiter: delimiter, decimalMark: decimalMark, marks: marks, quotes: quotes)
  }

  /// The candidate that cuts all rows into equally many fields, and leaves no quote inside a field,
  /// and gives the most fields. Where none cuts rows alike, the rest still decides, so that the fault
  /// is found in the right terms.
  private static func delimiter(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> UInt8 {
    var best = UInt8.comma
    var bestRank = (0, 0, 1)
    for candidate in candidates {
      let rows = CSVScanner(bytes, delimiter: candidate).sample(
        from: start, rows: sampleSize)
      guard let fields = rows.first?.count, fields > 1 else { continue }
      let isEven = rows.allSatisfy { $0.count == fields }
      let isClean = rows.joined().allSatisfy { field in
        field.is_quoted != 0 || !bytes[field.start..<field.end].contains(.quote)
      }
      let rank = (isEven ? 1 : 0, isClean ? 1 : 0, fields)
      if rank > bestRank { (best, bestRank) = (candidate, rank) }
    }
    return best
  }

  private static func quotes(
    _ scanner: CSVScanner, from start: Int, hasHeader: Bool
  ) -> CSVQuotes {
    let rows = scanner.sample(from: start, rows: sampleSize)
    let isQuoted = rows.joined().allSatisfy { $0.is_quoted != 0 || scanner.isPlainMark($0) }
    guard hasHeader, let names = rows.first else { return isQuoted ? .tellNothing : .tellText }
    let hasIdleName = names.contains { name in
      name.is_quoted != 0
        && !CSV.needsQuotes(scanner.text(name), isName: true, delimiter: scanner.delimiter)
    }
    guard hasIdleName else { return .tellText }
    return isQuoted ? .tellNothing : .tellNumbers
  }

  private static func decimalMark(
    _ scanner: CSVScanner, from start: Int, _ quotes: CSVQuotes
  ) -> UInt8 {
    if scanner.delimiter == .comma { return .point }
    var hasCommas = false
    for field in scanner.sample(from: start, rows: sampleSize).joined() {
      if field.is_quoted != 0 && quotes != .tellNothing { continue }
      if isFraction(field, .point, scanner) { return .point }
      hasCommas = hasCommas || isFraction(field, .comma, scanner)
    }
    return hasCommas ? .comma : .point
  }

  private static func isFraction(
    _ field: CSVScanner.Field, _ mark: UInt8, _ scanner: CSVScanner
  ) -> Bool {
    guard
      let number = DecimalNumber(at: field.start, in: scanner.bytes, decimalMark: mark),
      number.next == field.end
    else { return false }
    return scanner.bytes[field.start..<field.end].contains(mark)
  }
}

/// What quotes around a value say of it.
enum CSVQuotes {
  /// That it is text, whatever it looks like: as in files that have quotes only where they are
  /// needed, which `CSV.write` makes.
  case tellText
  /// That it is no number: a name is quoted without need, so whoever wrote the file quotes all that
  /// are words to them, dates among these.
  case tellNumbers
  /// Nothing, since all values are quoted, and a name without need; or since numbers need it, which
  /// hold the delimiter.
  case tellNothing
}
