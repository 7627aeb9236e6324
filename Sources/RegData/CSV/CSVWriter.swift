import CRegText
import RegLinearAlgebra

extension CSV {
  /// The table as delimited text: a header, a row to a line, each line ended by a line feed.
  ///
  /// Numbers have the fewest digits that read back as the same double; a missing value is `NA`.
  /// A field is quoted where it would otherwise read back as something else, so that every value
  /// does as it is. What text has no way to say is lost: categories become text, and a column without
  /// any value one of numbers.
  public static func text(_ table: Table, delimiter: UInt8 = UInt8(ascii: ",")) -> [UInt8] {
    var writer = CSVWriter(table, delimiter: delimiter)
    var bytes: [UInt8] = []
    while let part = writer.nextPart() { bytes += part }
    return bytes
  }

  /// Writes a table to a file, a few megabytes at a time.
  ///
  /// - Throws: `DataError.notText` before the file is touched, `.fileNotFound` or `.fileAccess`.
  public static func write(
    _ table: Table, to path: String, delimiter: UInt8 = UInt8(ascii: ",")
  ) throws(DataError) {
    if table.columnCount == 0 { throw .notText(column: nil) }
    for position in 0..<table.columnCount {
      let (name, column) = table.column(at: position)
      if name.utf8.contains(0) || column.hasZeroBytes { throw .notText(column: name) }
    }
    var writer = CSVWriter(table, delimiter: delimiter)
    try DataFile.write(to: path) { () throws(DataError) in writer.nextPart() }
  }

  /// A number in the fewest digits that read back as the same double, whole ones without a point.
  public static func text(_ number: Double) -> String {
    var bytes: [UInt8] = []
    append(number, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// Text of a table, part by part; the rows of a part are written side by side.
private struct CSVWriter {
  private let columns: [Column]
  private let texts: [CodedText?]
  private let header: [UInt8]
  private let delimiter: UInt8
  private let rowCount: Int
  private let workers = Workers.all
  /// The next row; -1 before the header.
  private var next = -1
  private let rowsPerPiece: Int

  init(_ table: Table, delimiter: UInt8) {
    columns = (0..<table.columnCount).map { table.column(at: $0).column }
    texts = columns.map { CodedText($0, delimiter) }
    rowCount = table.rowCount
    self.delimiter = delimiter
    // Some hundred kilobytes, so that threads pay.
    rowsPerPiece = max(1, 30_000 / max(columns.count, 1))
    var header: [UInt8] = []
    for (position, name) in table.names.enumerated() {
      if position > 0 { header.append(delimiter) }
      CSV.append(name, isName: true, delimiter, to: &header)
    }
    self.header = header + [.lineFeed]
  }

  /// The next bytes, `nil` behind the last row.
  mutating func nextPart() -> [UInt8]? {
    if next < 0 {
      next = 0
      return header
    }
    guard next < rowCount else { return nil }
    let first = next
    let pieces = min(4 * workers.count, (rowCount - first + rowsPerPiece - 1) / rowsPerPiece)
    let results = PieceResults<[UInt8]>(count: pieces)
    let writer = self
    workers.forEach(pieces) { piece in
      let start = first + piece * writer.rowsPerPiece
      results[piece] = writer.text(start..<min(start + writer.rowsPerPiece, writer.rowCount))
    }
    next = min(first + pieces * rowsPerPiece, rowCount)
    return Array(results.all.lazy.compactMap(\.self).joined())
  }

  private func text(_ rows: Range<Int>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(rows.count * columns.count * 20)
    for row in rows {
      for position in columns.indices {
        if position > 0 { bytes.append(delimiter) }
        append(columns[position], texts[position], row, to: &bytes)
      }
      bytes.append(.lineFeed)
    }
    return bytes
  }

  private func append(_ column: Column, _ coded: CodedText?, _ row: Int, to bytes: inout [UInt8]) {
    if let coded {
      bytes.append(contentsOf: coded[row])
      return
    }
    switch column {
    case .number(let numbers): CSV.append(numbers[row], to: &bytes)
    case .logical(let logicals):
      bytes.append(
        contentsOf: logicals[row].map { ($0 ? "TRUE" : "FALSE").utf8 } ?? CSV.missingMark.utf8)
    case .text(let texts):
      guard let text = texts[row] else { return bytes.append(contentsOf: CSV.missingMark.utf8) }
      CSV.append(text, isName: false, delimiter, to: &bytes)
    case .categorical: break
    case .date(let days):
      let text = CalendarDay(days: days[row])?.description ?? CSV.missingMark
      bytes.append(contentsOf: text.utf8)
    }
  }

  /// A column of levels, each as it is written.
  private struct CodedText {
    let codes: [Int32]
    let levels: [[UInt8]]

    init?(_ column: Column, _ delimiter: UInt8) {
      switch column {
      case .categorical(let categories):
        self.init(categories.levels, categories.codes, delimiter)
      case .text(let texts):
        guard let (levels, codes) = texts.coded else { return nil }
        self.init(levels, codes, delimiter)
      case .number, .logical, .date: return nil
      }
    }

    private init(_ levels: [String], _ codes: [Int32], _ delimiter: UInt8) {
      self.codes = codes
      self.levels =
        levels.map { level in
          var bytes: [UInt8] = []
          CSV.append(level, isName: false, delimiter, to: &bytes)
          return bytes
        } + [Array(CSV.missingMark.utf8)]
    }

    subscript(row: Int) -> [UInt8] {
      levels[codes[row] == Categories.missing ? levels.count - 1 : Int(codes[row])]
    }
  }
}

extension CSV {
  /// A number as it is written.
  fileprivate static func append(_ number: Double, to bytes: inout [UInt8]) {
    if number.isFinite {
      withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(REG_NUMBER_ROOM)) { text in
        guard let start = text.baseAddress else { return }
        let count = Int(reg_write_number(number, start))
        bytes.append(contentsOf: UnsafeRawBufferPointer(start: start, count: count))
      }
    } else if number.isMissing {
      bytes.append(contentsOf: missingMark.utf8)
    } else if number.isNaN {
      bytes.append(contentsOf: "NaN".utf8)
    } else {
      bytes.append(contentsOf: (number < 0 ? "-inf" : "inf").utf8)
    }
  }

  fileprivate static func append(
    _ text: String, isName: Bool, _ delimiter: UInt8, to bytes: inout [UInt8]
  ) {
    guard needsQuotes(text, isName: isName, delimiter: delimiter) else {
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
}
