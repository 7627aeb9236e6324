import CRegText
import Glibc
import Synchronization

/// Where the values of a column go while blocks of rows are read side by side.
final class CSVColumnStore: Sendable {
  let kind: Column.Kind
  private let numbers: FilledArray<Double>?
  private let logicals: FilledArray<UInt8>?
  private let slices: FilledArray<reg_slice>?
  private let codes: FilledArray<Int32>?
  /// The levels of each block, and whether they are too many to code by.
  private let levels: Mutex<[CSVLevels?]>
  private let isVaried = Atomic(false)

  init(kind: Column.Kind, rows: Int, blocks: Int) {
    self.kind = kind
    let isText = kind == .text || kind == .categorical
    numbers = kind == .number ? FilledArray(count: rows) : nil
    logicals = kind == .logical ? FilledArray(count: rows) : nil
    slices = isText ? FilledArray(count: rows) : nil
    codes = isText ? FilledArray(count: rows) : nil
    levels = Mutex(Array(repeating: nil, count: isText ? blocks : 0))
  }

  /// A column for C that puts its values from a row on.
  func column(from row: Int, isGiven: Bool) -> reg_column {
    var column = reg_column()
    column.kind =
      switch kind {
      case .number: Int32(REG_NUMBERS)
      case .logical: Int32(REG_LOGICALS)
      case .text, .categorical: Int32(REG_TEXTS)
      }
    column.is_given = isGiven ? 1 : 0
    column.numbers = numbers.map { $0.base + row }
    column.logicals = logicals.map { $0.base + row }
    column.slices = slices.map { $0.base + row }
    return column
  }

  /// Codes the texts of a block that was read.
  func code(_ block: CSVBlocks.Block, at position: Int, of scanner: CSVScanner) {
    guard let slices, let codes, let base = scanner.text.bytes else { return }
    if isVaried.load(ordering: .relaxed) { return }
    let found = CSVLevels()
    if found.code(
      slices.base + block.firstRow, origin: base + block.start, count: block.rows,
      into: codes.base + block.firstRow)
    {
      levels.withLock { $0[position] = found }
    } else {
      isVaried.store(true, ordering: .relaxed)
    }
  }

  /// Whether levels were found in all blocks, and few enough of them.
  private func mergedLevels(rows: Int) -> (levels: CSVLevels, places: [[Int32]])? {
    if isVaried.load(ordering: .relaxed) { return nil }
    let parts = levels.withLock { $0 }
    let all = CSVLevels()
    var places: [[Int32]] = []
    for part in parts {
      guard let part, let codes = all.add(part), all.count <= max(1024, rows / 2) else {
        return nil
      }
      places.append(codes)
    }
    return (all, places)
  }

  /// The values as a column, after all blocks were read.
  func column(_ blocks: CSVBlocks, of scanner: CSVScanner) -> Column {
    switch kind {
    case .number: .number(numbers?.take() ?? [])
    case .logical: .logical(logicals?.take().map { $0 == 2 ? nil : $0 == 1 } ?? [])
    case .text: .text(text(blocks, of: scanner))
    case .categorical: .categorical(Categories(text(blocks, of: scanner)))
    }
  }

  private func text(_ blocks: CSVBlocks, of scanner: CSVScanner) -> TextColumn {
    guard let slices, let codes else { return [] }
    guard let (levels, places) = mergedLevels(rows: blocks.rowCount) else {
      return TextColumn(plainText(slices, blocks, scanner))
    }
    if blocks.blocks.count > 1 {
      for (block, places) in zip(blocks.blocks, places) {
        reg_recode(block.rows, codes.base + block.firstRow, places)
      }
    }
    return TextColumn(levels: levels.texts, codes: codes.take())
  }

  private func plainText(
    _ slices: FilledArray<reg_slice>, _ blocks: CSVBlocks, _ scanner: CSVScanner
  ) -> [String?] {
    var texts: [String?] = []
    texts.reserveCapacity(blocks.rowCount)
    for block in blocks.blocks {
      for row in block.firstRow..<block.firstRow + block.rows {
        let slice = slices.base[row]
        guard slice.length != CSVLevels.missing else {
          texts.append(nil)
          continue
        }
        let start = block.start + Int(slice.offset)
        let length = Int(slice.length & ~CSVLevels.doubled)
        texts.append(
          CSVScanner.text(
            UnsafeBufferPointer(rebasing: scanner.bytes[start..<start + length]),
            hasDoubledQuotes: slice.length & CSVLevels.doubled != 0))
      }
    }
    return texts
  }
}

/// Distinct texts, in order of their first occurrence, by their places in a file's bytes.
///
/// The bytes must stay for as long as this does.
final class CSVLevels: @unchecked Sendable {
  // Used by one thread at a time.
  private let table: OpaquePointer?

  static let missing = UInt32(REG_MISSING)
  static let doubled = UInt32(REG_DOUBLED)

  init() { table = reg_levels_make() }
  deinit { reg_levels_free(table) }

  var count: Int { table.map(reg_levels_count) ?? 0 }

  /// Codes texts, adding levels as they occur; false where there are too many.
  func code(
    _ slices: UnsafePointer<reg_slice>, origin: UnsafePointer<UInt8>, count: Int,
    into codes: UnsafeMutablePointer<Int32>
  ) -> Bool {
    guard let table else { return false }
    return reg_levels_code(table, origin, count, slices, codes) != 0
  }

  /// Adds the levels of another and gives their codes here.
  func add(_ other: CSVLevels) -> [Int32]? {
    guard let table, let others = other.table else { return nil }
    var isDone = false
    let codes = [Int32](unsafeUninitializedCapacity: max(other.count, 1)) { buffer, count in
      isDone = reg_levels_add(table, others, buffer.baseAddress) != 0
      count = isDone ? other.count : 0
    }
    return isDone ? codes : nil
  }

  var texts: [String] {
    (0..<count).map { level in
      var length: UInt32 = 0
      let start = reg_levels_text(table, level, &length)
      return CSVScanner.text(
        UnsafeBufferPointer(start: start, count: Int(length & ~Self.doubled)),
        hasDoubledQuotes: length & Self.doubled != 0)
    }
  }
}

/// An array that several threads fill, each its own elements.
///
/// Its memory is not cleared, so all elements must be set before it is taken.
final class FilledArray<Element: BitwiseCopyable>: @unchecked Sendable {
  // Neither read nor copied before `take`, so its storage stays where `base` says.
  private var elements: [Element]
  let base: UnsafeMutablePointer<Element>

  /// Memory is had in large pages where it holds some, since each page costs microseconds.
  private static var largePage: Int { 2 << 20 }

  init(count: Int) {
    var base: UnsafeMutablePointer<Element>?
    elements = Array(unsafeUninitializedCapacity: max(count, 1)) { buffer, initializedCount in
      base = buffer.baseAddress
      initializedCount = count
    }
    guard let base else { preconditionFailure("an array with room has an address") }
    self.base = base
    let bytes = count * MemoryLayout<Element>.stride
    guard bytes >= 2 * Self.largePage else { return }
    let start = UnsafeMutableRawPointer(base).alignedUp(toMultipleOf: Int(getpagesize()))
    let end = UnsafeMutableRawPointer(base + count).alignedDown(toMultipleOf: Int(getpagesize()))
    madvise(start, end - start, MADV_HUGEPAGE)
  }

  /// The elements, which are all set.
  func take() -> [Element] {
    defer { elements = [] }
    return elements
  }
}
