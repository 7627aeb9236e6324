import CRegText

/// The delimiter, the decimal mark and the use of quotes of some text, as given or recognised from
/// its first rows.
struct CSVDialect {
  let delimiter: UInt8
  let decimalMark: UInt8
  /// Whether quotes do not tell text from other values.
  ///
  /// They do not where every field stands in them, of the names too, and one name at least needs
  /// none: whoever wrote that file quotes all there is. Nor where numbers need them, since they
  /// hold the delimiter.
  let hasIdleQuotes: Bool

  private static let sampleSize = 200
  static let candidates: [UInt8] = [.comma, UInt8(ascii: ";"), .tab, UInt8(ascii: "|")]

  init(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ options: CSVOptions, _ marks: CSVMarks
  ) {
    delimiter = options.delimiter ?? Self.delimiter(bytes, from: start)
    let scanner = CSVScanner(bytes, delimiter: delimiter, marks: marks)
    let isQuoted = Self.isQuoted(scanner, from: start, hasHeader: options.hasHeader ?? true)
    decimalMark =
      options.decimalMark ?? Self.decimalMark(scanner, from: start, hasIdleQuotes: isQuoted)
    hasIdleQuotes = isQuoted || decimalMark == delimiter
  }

  /// A scanner of text in this dialect.
  func scanner(_ bytes: UnsafeBufferPointer<UInt8>, _ marks: CSVMarks) -> CSVScanner {
    CSVScanner(
      bytes, delimiter: delimiter, decimalMark: decimalMark, marks: marks,
      hasIdleQuotes: hasIdleQuotes)
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

  /// Whether every field that is not missing stands in quotes, and of the names one without need.
  private static func isQuoted(_ scanner: CSVScanner, from start: Int, hasHeader: Bool) -> Bool {
    let rows = scanner.sample(from: start, rows: sampleSize)
    let isQuoted = rows.joined().allSatisfy { $0.is_quoted != 0 || scanner.isPlainMark($0) }
    guard isQuoted, hasHeader, let names = rows.first else { return isQuoted }
    return names.contains { name in
      name.is_quoted != 0
        && !CSV.needsQuotes(scanner.text(name), isName: true, delimiter: scanner.delimiter)
    }
  }

  private static func decimalMark(
    _ scanner: CSVScanner, from start: Int, hasIdleQuotes: Bool
  ) -> UInt8 {
    if scanner.delimiter == .comma { return .point }
    var hasCommas = false
    for field in scanner.sample(from: start, rows: sampleSize).joined() {
      if field.is_quoted != 0 && !hasIdleQuotes { continue }
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
