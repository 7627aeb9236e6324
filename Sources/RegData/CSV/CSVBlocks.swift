import CRegText
import RegLinearAlgebra
import Synchronization

/// Text cut at starts of rows into blocks that are read side by side.
struct CSVBlocks {
  struct Block {
    /// Where its first row starts.
    let start: Int
    /// Its number of rows, and how many come before it.
    let rows: Int
    let firstRow: Int
  }

  private(set) var blocks: [Block] = []
  private(set) var rowCount = 0
  /// Whether the last block was cut because there are enough rows.
  private(set) var isCut = false

  /// Blocks by the number of quotes before them: right where every quote opens or closes a field,
  /// and found out by the reading where one does not.
  ///
  /// - Parameters:
  ///   - start: Where the first row starts.
  ///   - limit: How many rows are wanted.
  /// - Throws: A fault of the encoding in what is wanted, or `DataError.stopped`.
  /// - Complexity: One pass at the speed of memory.
  init(
    guessing scanner: CSVScanner, from start: Int, columnCount: Int, limit: Int, size: Int,
    _ workers: Workers, _ monitor: ReadingMonitor
  ) throws(CSVReaderError) {
    let end = scanner.text.count
    let cuts = Array(stride(from: start / size * size, to: end, by: size))
    var isInside = false
    var first = 0
    // With a limit the first blocks are likely to do.
    var wave = limit == .max ? cuts.count : workers.count
    while first < cuts.count, rowCount < limit {
      let part = Array(cuts[first..<min(first + wave, cuts.count)])
      for found in try Self.counted(
        scanner, part, size: size, from: start, isSingle: columnCount == 1, workers, monitor)
      {
        let (rows, offset) =
          isInside ? (found.rows.1, found.first.1) : (found.rows.0, found.first.0)
        if rows > 0 { append(start: offset, rows: rows, limit: limit) }
        isInside = isInside != (found.is_odd != 0)
      }
      first += wave
      wave = min(wave * 2, cuts.count)
    }
  }

  private mutating func append(start: Int, rows: Int, limit: Int) {
    let wanted = min(rows, limit - rowCount)
    isCut = isCut || wanted < rows
    if wanted == 0 { return }
    blocks.append(Block(start: start, rows: wanted, firstRow: rowCount))
    rowCount += wanted
  }

  private static func counted(
    _ scanner: CSVScanner, _ cuts: [Int], size: Int, from start: Int, isSingle: Bool,
    _ workers: Workers,
    _ monitor: ReadingMonitor
  ) throws(CSVReaderError) -> [reg_block] {
    let results = Mutex(
      Array(repeating: (block: reg_block(), fault: CSVFault?.none), count: cuts.count))
    let isCancelled = monitor.isCancelled
    workers.forEach(cuts.count) { piece in
      if isCancelled() { return }
      let range = max(cuts[piece], start)..<min(cuts[piece] + size, scanner.text.count)
      var block = reg_block()
      withUnsafePointer(to: scanner.text) {
        reg_count_rows($0, start, range.lowerBound, range.upperBound, isSingle ? 1 : 0, &block)
      }
      var fault: CSVFault?
      if block.has_zero != 0 || block.has_high != 0 {
        do throws(CSVFault) { try TextEncoding.check(scanner.bytes, in: range) } catch {
          fault = error
        }
      }
      results.withLock { $0[piece] = (block, fault) }
    }
    do throws(DataError) { try monitor.check() } catch { throw .data(error) }
    return try results.withLock { (results) throws(CSVReaderError) in
      if let fault = results.lazy.compactMap(\.fault).first { throw .fault(fault) }
      return results.map(\.block)
    }
  }

  /// Blocks by reading every field from the first row on: right for all text.
  ///
  /// They end behind the first row with a fault.
  init(
    exactly scanner: CSVScanner, from start: Int, columnCount: Int, limit: Int, size: Int,
    _ monitor: ReadingMonitor
  ) throws(CSVReaderError) {
    var columns = Array(repeating: reg_column(), count: columnCount)
    var position = start
    while position < scanner.text.count, rowCount < limit {
      do throws(DataError) { try monitor.check() } catch { throw .data(error) }
      var reading = reg_reading()
      let wanted = min(limit - rowCount, max(1, size / (8 * columnCount)))
      withUnsafePointer(to: scanner.text) {
        reg_read_rows($0, position, position, wanted, .missing, &columns, columnCount, &reading)
      }
      let isFaulty = reading.fault != Int32(REG_FINE)
      append(start: position, rows: reading.rows + (isFaulty ? 1 : 0), limit: limit)
      if isFaulty || reading.rows == 0 { return }
      position = scanner.rowStart(from: reading.next, columnCount: columnCount)
    }
    isCut = rowCount == limit
  }
}
