import CRegText
import RegLinearAlgebra

/// What stops a reading: a fault of the text, or an option that does not fit it.
enum CSVReaderError: Error {
  case fault(CSVFault)
  case data(DataError)
}

/// One reading of some text.
struct CSVReader {
  private let scanner: CSVScanner
  private let marks: CSVMarks
  private let names: CSVNames
  private let kinds: [String: Column.Kind]
  private let levels: [String: [String]]
  private let missingMarks: [String]
  /// The columns to keep, in their order.
  private let wanted: [String]
  private let rowLimit: Int
  private let hasHeader: Bool
  private let firstRow: Int
  private let workers: Workers
  private let blockSize: Int
  private let monitor: ReadingMonitor

  private var bytes: UnsafeBufferPointer<UInt8> { scanner.bytes }

  /// Rows from which a column's kind is guessed; a wrong guess costs a second pass over the column.
  private static let sampleSize = 100
  /// What is known to be UTF-8 before the header is looked for.
  private static let headSize = 1 << 20

  init(
    _ bytes: UnsafeBufferPointer<UInt8>, _ options: CSVOptions, _ monitor: ReadingMonitor
  ) throws(CSVReaderError) {
    do throws(CSVFault) {
      var start = try TextEncoding.start(of: bytes)
      try TextEncoding.check(bytes, in: 0..<min(bytes.count, Self.headSize))
      start = Self.headerStart(bytes, from: start, skippedLines: options.skippedLines)
      guard start < bytes.count else { throw CSVFault(offset: nil, .empty) }
      let marks = CSVMarks(options.missingMarks)
      let dialect = CSVDialect(bytes, from: start, options, marks)
      let scanner = dialect.scanner(bytes, marks)
      let (fields, next) = try scanner.row(at: start)
      if next > Self.headSize { try TextEncoding.check(bytes, in: Self.headSize..<next) }
      hasHeader = options.hasHeader ?? !fields.allSatisfy(scanner.isPlainNumber)
      firstRow = hasHeader ? next : start
      names = CSVNames(
        hasHeader ? fields.map(scanner.text) : fields.indices.map { "x\($0 + 1)" })
      self.marks = marks
      // The empty lines at the end of a single column are no rows of it.
      var end = bytes.count
      if names.names.count == 1 {
        while end > firstRow, bytes[end - 1].isLineEnd { end -= 1 }
      }
      self.scanner = dialect.scanner(UnsafeBufferPointer(rebasing: bytes[..<end]), marks)
    } catch { throw .fault(error) }
    kinds = options.kinds.merging(options.levels.mapValues { _ in .categorical }) { $1 }
    levels = options.levels
    missingMarks = options.missingMarks
    wanted = options.columns ?? names.names
    for name in kinds.keys.sorted() + wanted where !names.names.contains(name) {
      throw .data(.unknownColumn(name, available: names.names))
    }
    rowLimit = options.rowLimit ?? .max
    workers = options.workers
    blockSize = max(options.blockSize, 1)
    self.monitor = monitor
  }

  private static func headerStart(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, skippedLines: Int
  ) -> Int {
    let lines = CSVScanner(bytes, delimiter: .comma)
    var start = start
    for _ in 0..<skippedLines where start < bytes.count {
      while start < bytes.count, !bytes[start].isLineEnd { start += 1 }
      start = lines.afterLineEnd(at: start)
    }
    while start < bytes.count, bytes[start].isLineEnd { start += 1 }
    return start
  }

  func contents() throws(CSVReaderError) -> CSVContents {
    var (columns, facts, notes) = try collected()
    notes = names.notes + notes
    for (name, facts) in zip(names.names, facts) {
      guard columns[name] != nil, let field = facts.textAmongNumbers, kinds[name] == nil else {
        continue
      }
      notes.append(
        .textAmongNumbers(
          column: name, value: scanner.text(field), line: CSVFault.line(of: field.start, in: bytes))
      )
    }
    var kept = wanted
    if names.endsUnnamed, kept.last == names.names.last, facts.last?.hasOnlyMissing == true {
      columns[kept.removeLast()] = nil
      notes.removeAll { $0.renamedPosition == names.names.count }
      notes.append(.droppedEmptyColumn(position: names.names.count))
    }
    do throws(DataError) {
      var table = Table()
      for name in kept {
        guard let column = columns[name] else { continue }
        if table.contains(name) { throw DataError.duplicateColumn(name) }
        try table.set(name, to: column)
      }
      return CSVContents(
        table: table, delimiter: scanner.delimiter, decimalMark: scanner.decimalMark,
        hasHeader: hasHeader, notes: notes)
    } catch { throw .data(error) }
  }

  // MARK: Passes

  /// The columns after as many passes as it takes for every kind to be right, which is two at most:
  /// all rows say what each is.
  private func collected() throws(CSVReaderError) -> (
    [String: Column], [CSVColumnFacts], [CSVContents.Note]
  ) {
    let isWanted = Set(wanted)
    var guesses = sampledKinds()
    for (position, name) in names.names.enumerated() where !isWanted.contains(name) {
      guesses[position] = nil
    }
    var blocks = try CSVBlocks(
      guessing: scanner, from: firstRow, columnCount: guesses.count, limit: rowLimit,
      size: blockSize, workers, monitor)
    try admit(rows: blocks.rowCount)
    var result = try pass(blocks, guesses)
    if result == nil {
      blocks = try CSVBlocks(
        exactly: scanner, from: firstRow, columnCount: guesses.count, limit: rowLimit,
        size: blockSize, monitor)
      try admit(rows: blocks.rowCount)
      result = try pass(blocks, guesses)
    }
    guard let (stores, facts) = result else { preconditionFailure("exact blocks start at rows") }

    var revised: [Column.Kind?] = Array(repeating: nil, count: guesses.count)
    for (position, guess) in guesses.enumerated() {
      guard let guess, kinds[names.names[position]] == nil, guess != .text else { continue }
      if facts[position].kind != guess { revised[position] = facts[position].kind }
    }
    for (position, name) in names.names.enumerated() where guesses[position] == .number {
      guard revised[position] == nil, let field = facts[position].tooLargeNumber else { continue }
      throw .fault(
        CSVFault(offset: field.start, .numberTooLarge(scanner.text(field), column: name)))
    }
    var all = stores
    if revised.contains(where: { $0 != nil }) {
      guard let (second, _) = try pass(blocks, revised) else {
        preconditionFailure("blocks that were right stay so")
      }
      for (position, store) in second.enumerated() where store != nil { all[position] = store }
    }
    let (columns, notes) = try columns(all, blocks)
    return (columns, facts, notes)
  }

  private func admit(rows: Int) throws(CSVReaderError) {
    do throws(DataError) { try monitor.admit(rows: rows, columns: wanted.count) } catch {
      throw .data(error)
    }
  }

  /// Reads the columns for which a kind is given.
  private func pass(
    _ blocks: CSVBlocks, _ guesses: [Column.Kind?]
  ) throws(CSVReaderError) -> ([CSVColumnStore?], [CSVColumnFacts])? {
    let stores = guesses.map { kind in
      kind.map { CSVColumnStore(kind: $0, rows: blocks.rowCount, blocks: blocks.blocks.count) }
    }
    let pass = CSVPass(
      scanner: scanner, blocks: blocks, names: names.names,
      stores: zip(names.names, stores).map { name, store in store.map { ($0, kinds[name] != nil) }
      },
      hasHeader: hasHeader, workers: workers)
    return try pass.run(monitor).map { (stores, $0) }
  }

  /// What the first rows say about each column that is not given.
  private func sampledKinds() -> [Column.Kind?] {
    let count = names.names.count
    let rows = min(Self.sampleSize, rowLimit)
    let stores = names.names.map {
      CSVColumnStore(kind: kinds[$0] ?? .number, rows: rows, blocks: 1)
    }
    var columns = stores.map { $0.column(from: 0, isGiven: false) }
    var reading = reg_reading()
    withExtendedLifetime(stores) {
      withUnsafePointer(to: scanner.text) {
        reg_read_rows($0, firstRow, firstRow, rows, .missing, &columns, count, &reading)
      }
    }
    return zip(names.names, columns).map { name, column in
      if let given = kinds[name] { return given }
      var facts = CSVColumnFacts()
      facts.add(column, block: 0)
      return facts.kindSoFar
    }
  }
}

// MARK: - Columns

extension CSVReader {
  /// The columns by name, and what is to be said of them.
  private func columns(
    _ stores: [CSVColumnStore?], _ blocks: CSVBlocks
  ) throws(CSVReaderError) -> ([String: Column], [CSVContents.Note]) {
    var columns: [String: Column] = [:]
    var notes: [CSVContents.Note] = []
    for (name, store) in zip(names.names, stores) {
      guard let store else { continue }
      let column = store.column(blocks, of: scanner, workers)
      switch (store.kind, column) {
      case (.date, .text(let text)):
        columns[name] = try dates(text, name, isGiven: true, store, blocks, &notes)
      case (.text, .text(let text)) where kinds[name] == nil && mayBeDates(text, store, blocks):
        columns[name] = try dates(text, name, isGiven: false, store, blocks, &notes)
      case (.categorical, .categorical(let found)):
        columns[name] = try categories(found, name, store, blocks)
      default: columns[name] = column
      }
    }
    return (columns, notes)
  }

  /// Whether the first text is a date, and the first that quotes do not tell from one.
  private func mayBeDates(
    _ text: TextColumn, _ store: CSVColumnStore, _ blocks: CSVBlocks
  ) -> Bool {
    guard text.startsWithDate else { return false }
    if scanner.takesQuotedDates { return true }
    guard let row = store.firstUnquotedRow(blocks, of: scanner) else { return false }
    return text[row].map { CalendarDay($0) != nil } ?? false
  }

  /// Text as dates; as it is where it holds something else and no dates were asked for.
  private func dates(
    _ text: TextColumn, _ name: String, isGiven: Bool, _ store: CSVColumnStore,
    _ blocks: CSVBlocks, _ notes: inout [CSVContents.Note]
  ) throws(CSVReaderError) -> Column {
    switch text.readAsDates(missingMarks: missingMarks) {
    case .dates(let days): return .date(days)
    case .text(let row, let dateCount):
      let offset = store.offset(ofRow: row, blocks)
      let value = text[row] ?? ""
      if isGiven {
        throw .fault(CSVFault(offset: offset, .notOfKind(.date, value: value, column: name)))
      }
      if dateCount > text.count / 2, let offset {
        notes.append(
          .textAmongDates(column: name, value: value, line: CSVFault.line(of: offset, in: bytes)))
      }
      return .text(text)
    }
  }

  /// Categories with the levels that were asked for, in their order.
  private func categories(
    _ found: Categories, _ name: String, _ store: CSVColumnStore, _ blocks: CSVBlocks
  ) throws(CSVReaderError) -> Column {
    guard let levels = levels[name] else { return .categorical(found) }
    switch found.releveled(levels) {
    case .success(let categories): return .categorical(categories)
    case .failure(let unknown):
      throw .fault(
        CSVFault(
          offset: store.offset(ofRow: unknown.row, blocks),
          .notOfLevels(value: unknown.level, column: name, levels: levels)))
    }
  }
}
