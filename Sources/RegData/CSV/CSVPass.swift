import CRegText
import Glibc
import RegLinearAlgebra
import Synchronization

/// One reading of all rows, block by block, side by side.
struct CSVPass: Sendable {
  let scanner: CSVScanner
  let blocks: CSVBlocks
  let names: [String]
  /// Where each column's values go, `nil` for one that is left out, and whether its kind was given.
  let stores: [(store: CSVColumnStore, isGiven: Bool)?]
  let hasHeader: Bool
  let workers: Workers

  private struct Outcome {
    var rows: Int
    var next: Int
    var fault: CSVFault?
  }

  /// Fills the stores.
  ///
  /// - Returns: What the values say about the columns' kinds; `nil` if the blocks do not start where
  ///   rows do, and nothing is known.
  /// - Throws: The first fault, or `DataError.stopped`.
  func run(_ monitor: ReadingMonitor) throws(CSVReaderError) -> [CSVColumnFacts]? {
    let outcomes = Mutex([Outcome?](repeating: nil, count: blocks.blocks.count))
    let facts = Mutex(Array(repeating: CSVColumnFacts(), count: stores.count))
    // What comes behind a fault, or a block that is cut wrong, does not matter.
    let firstFault = Atomic(Int.max)
    let progress = CSVProgress(total: scanner.text.count, monitor)
    let isCancelled = monitor.isCancelled
    workers.forEach(blocks.blocks.count) { position in
      if position > firstFault.load(ordering: .relaxed) || isCancelled() { return }
      var columns = templates(from: blocks.blocks[position].firstRow)
      let block = blocks.blocks[position]
      let outcome = read(block, into: &columns)
      if outcome.fault == nil && outcome.rows == block.rows {
        for entry in stores { entry?.store.code(block, at: position, of: scanner) }
      } else {
        firstFault.min(position, ordering: .relaxed)
      }
      outcomes.withLock { $0[position] = outcome }
      facts.withLock { facts in
        for index in columns.indices { facts[index].add(columns[index], block: position) }
      }
      progress.add(outcome.next - blocks.blocks[position].start)
    }
    do throws(DataError) { try monitor.check() } catch { throw .data(error) }
    return try isRight(outcomes.withLock { $0 }) ? facts.withLock { $0 } : nil
  }

  private func templates(from row: Int) -> [reg_column] {
    stores.map { $0?.store.column(from: row, isGiven: $0?.isGiven ?? false) ?? reg_column() }
  }

  private func read(_ block: CSVBlocks.Block, into columns: inout [reg_column]) -> Outcome {
    var reading = reg_reading()
    withUnsafePointer(to: scanner.text) { text in
      reg_read_rows(
        text, block.start, block.start, block.rows, .missing, &columns, columns.count, &reading)
    }
    return Outcome(rows: reading.rows, next: reading.next, fault: fault(reading, in: block))
  }

  private func fault(_ reading: reg_reading, in block: CSVBlocks.Block) -> CSVFault? {
    let reason: FileFault.Reason
    switch Int(reading.fault) {
    case REG_FINE: return nil
    case REG_RAGGED:
      let isFirst = block.firstRow + reading.rows == 0
      reason =
        isFirst && hasHeader && reading.fields == names.count + 1
        ? .shortHeader(fields: reading.fields, names: names.count)
        : .raggedRow(fields: reading.fields, expected: names.count)
    case REG_NOT_OF_KIND:
      reason = .notOfKind(
        stores[reading.column]?.store.kind ?? .text, value: scanner.text(reading.field),
        column: names[reading.column])
    case REG_TOO_LONG: reason = .fieldTooLong
    default: reason = FileFault.Reason(quoting: reading.fault) ?? .unterminatedQuote
    }
    return CSVFault(offset: reading.offset, reason)
  }

  /// Whether each block ended where the next one starts.
  ///
  /// The first one starts at a row. If one does, and reads as many rows as were counted up to the
  /// start of the next, the next one does; so what is found in order is true.
  private func isRight(_ outcomes: [Outcome?]) throws(CSVReaderError) -> Bool {
    for (position, outcome) in outcomes.enumerated() {
      guard let outcome else { return false }
      if let fault = outcome.fault { throw .fault(fault) }
      if outcome.rows != blocks.blocks[position].rows { return false }
      let isLast = position + 1 == outcomes.count
      if isLast && blocks.isCut { return true }
      let next = scanner.rowStart(from: outcome.next, columnCount: names.count)
      if next != (isLast ? scanner.text.count : blocks.blocks[position + 1].start) { return false }
    }
    return true
  }
}

/// Tells a monitor how far a reading is.
final class CSVProgress: @unchecked Sendable {
  // The monitor is called on the thread that made this, where its closure belongs.
  private let report: ((Int, Int) -> Void)?
  private let thread = pthread_self()
  private let total: Int
  private let done = Atomic(0)
  private let start = ContinuousClock.now

  init(total: Int, _ monitor: ReadingMonitor) {
    self.total = total
    report = monitor.progress
  }

  func add(_ bytes: Int) {
    let sum = done.wrappingAdd(bytes, ordering: .relaxed).newValue
    guard let report, pthread_equal(thread, pthread_self()) != 0 else { return }
    if ContinuousClock.now - start >= .milliseconds(500) { report(min(sum, total), total) }
  }
}
