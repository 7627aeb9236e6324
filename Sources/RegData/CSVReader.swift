/// What stops a reading: a fault of the text, or an option that does not fit it.
enum CSVReaderError: Error {
  case fault(CSVFault)
  case data(DataError)
}

/// One reading of some text.
struct CSVReader {
  private let reading: CSVReading
  private let names: CSVNames
  private let kinds: [String: Column.Kind]
  private let rowLimit: Int
  private let hasHeader: Bool
  private let firstRow: Int

  private var scanner: CSVScanner { reading.scanner }
  private var bytes: UnsafeBufferPointer<UInt8> { reading.scanner.bytes }

  /// Rows from which a column's kind is guessed; a wrong guess costs a second pass over the column.
  private static let sampleSize = 100

  init(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ options: CSVOptions
  ) throws(CSVReaderError) {
    let start = Self.headerStart(bytes, from: start, skippedLines: options.skippedLines)
    guard start < bytes.count else { throw .fault(CSVFault(offset: nil, .empty)) }
    let dialect = CSVDialect(bytes, from: start, options)
    let reading = CSVReading(
      CSVScanner(bytes: bytes, delimiter: dialect.delimiter), decimalMark: dialect.decimalMark,
      missingMarks: options.missingMarks)
    self.reading = reading
    let fields: [CSVScanner.Field]
    let next: Int
    do throws(CSVFault) { (fields, next) = try reading.scanner.row(at: start) } catch {
      throw .fault(error)
    }
    hasHeader = options.hasHeader ?? !fields.allSatisfy(reading.isPlainNumber)
    firstRow = hasHeader ? next : start
    names = CSVNames(
      hasHeader ? fields.map(reading.scanner.text) : fields.indices.map { "x\($0 + 1)" })
    kinds = options.kinds
    for name in kinds.keys.sorted() where !names.names.contains(name) {
      throw .data(.unknownColumn(name, available: names.names))
    }
    rowLimit = options.rowLimit ?? .max
  }

  private static func headerStart(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, skippedLines: Int
  ) -> Int {
    let lines = CSVScanner(bytes: bytes, delimiter: .comma)
    var start = start
    for _ in 0..<skippedLines where start < bytes.count {
      while start < bytes.count, !bytes[start].isLineEnd { start += 1 }
      start = lines.afterLineEnd(at: start)
    }
    while start < bytes.count, bytes[start].isLineEnd { start += 1 }
    return start
  }

  func contents() throws(CSVReaderError) -> CSVContents {
    do throws(CSVFault) {
      var builders = try collected()
      var notes = names.notes
      for builder in builders {
        guard let field = builder.textAmongNumbers else { continue }
        notes.append(
          .textAmongNumbers(
            column: builder.name, value: scanner.text(field),
            line: CSVFault.line(of: field.start, in: bytes)))
      }
      if names.endsUnnamed, let last = builders.last, last.hasOnlyMissing {
        builders.removeLast()
        notes.removeAll { $0.renamedPosition == names.names.count }
        notes.append(.droppedEmptyColumn(position: names.names.count))
      }
      return CSVContents(
        table: try table(of: builders), delimiter: scanner.delimiter,
        decimalMark: reading.decimalMark, hasHeader: hasHeader, notes: notes)
    } catch { throw .fault(error) }
  }

  private func table(of builders: [CSVColumnBuilder]) throws(CSVFault) -> Table {
    var table = Table()
    for builder in builders {
      let column = try builder.column(scanner)
      // The names are distinct and the columns equally long, so none is refused.
      try? table.set(builder.name, to: column)
    }
    return table
  }

  /// The columns' builders after as many passes as it takes for every kind to be right.
  ///
  /// A kind is only ever revised to one that fits more values, so two passes are the most.
  private func collected() throws(CSVFault) -> [CSVColumnBuilder] {
    var builders = names.names.map { CSVColumnBuilder(name: $0, kind: kinds[$0]) }
    try collect(rowLimit: min(rowLimit, Self.sampleSize), into: &builders)
    for position in builders.indices { builders[position].restart() }
    var isFinished = false
    while !isFinished {
      try collect(rowLimit: rowLimit, into: &builders)
      isFinished = true
      for position in builders.indices where !builders[position].finish() { isFinished = false }
    }
    return builders
  }

  private func collect(
    rowLimit: Int, into builders: inout [CSVColumnBuilder]
  ) throws(CSVFault) {
    var position = firstRow
    var rows = 0
    var emptyLines = 0
    while position < bytes.count, rows < rowLimit {
      if bytes[position].isLineEnd {
        position = scanner.afterLineEnd(at: position)
        emptyLines += 1
        continue
      }
      // In a single column an empty line is an empty field, but not behind the last row.
      if builders.count == 1 {
        for _ in 0..<min(emptyLines, rowLimit - rows) {
          builders[0].appendMissing()
          rows += 1
        }
        if rows == rowLimit { return }
      }
      emptyLines = 0
      position = try collectRow(at: position, isFirst: rows == 0, into: &builders)
      rows += 1
    }
  }

  /// - Returns: Where the next row starts.
  private func collectRow(
    at start: Int, isFirst: Bool, into builders: inout [CSVColumnBuilder]
  ) throws(CSVFault) -> Int {
    var position = start
    var column = 0
    var endsRow = false
    while !endsRow {
      if column < builders.count, builders[column].collectsNumbers, !reading.hasNumericMarks,
        let number = reading.number(at: position)
      {
        builders[column].append(number: number.value)
        position = number.next
        endsRow = number.endsRow
      } else {
        let field = try scanner.field(at: position)
        if column < builders.count { try builders[column].append(field, reading) }
        position = field.next
        endsRow = field.endsRow
      }
      column += 1
    }
    if column == builders.count { return position }
    let isShortHeader = isFirst && hasHeader && column == builders.count + 1
    throw CSVFault(
      offset: start,
      isShortHeader
        ? .shortHeader(fields: column, names: builders.count)
        : .raggedRow(fields: column, expected: builders.count))
  }
}

/// The names of columns, each made different from all others.
private struct CSVNames {
  private(set) var names: [String] = []
  private(set) var notes: [CSVContents.Note] = []
  /// Whether the last of several columns has no name.
  let endsUnnamed: Bool

  init(_ given: [String]) {
    endsUnnamed = given.count > 1 && given.last == ""
    var taken = Set(given)
    var seen: Set<String> = []
    for (position, name) in given.enumerated() {
      if !name.isEmpty && seen.insert(name).inserted {
        names.append(name)
        continue
      }
      let stem = name.isEmpty ? "column" : name
      var number = name.isEmpty ? position + 1 : 2
      while !taken.insert("\(stem)_\(number)").inserted { number += 1 }
      names.append("\(stem)_\(number)")
      notes.append(
        .renamed(position: position + 1, from: name, to: "\(stem)_\(number)"))
    }
  }
}

extension CSVContents.Note {
  fileprivate var renamedPosition: Int? {
    if case .renamed(let position, _, _) = self { position } else { nil }
  }
}
