import CRegText
import Glibc
import RegLinearAlgebra
import Synchronization

/// Where the values of a column go while blocks of rows are read side by side.
final class CSVColumnStore: Sendable {
  let kind: Column.Kind
  private let numbers: FilledArray<Double>?
  private let logicals: FilledArray<UInt8>?
  private let slices: FilledArray<reg_slice>?
  private let codes: FilledArray<Int32>?
  private let levels: Mutex<Levels>
  /// Whether texts have too many levels to code them.
  private let isVaried = Atomic(false)

  /// Which levels the codes of each block are of. A thread takes some that no other one uses, so
  /// there are as many as threads, and what they are depends on chance; the texts do not.
  private struct Levels {
    var free: [CSVLevels] = []
    var ofBlocks: [CSVLevels?]
  }

  init(kind: Column.Kind, rows: Int, blocks: Int) {
    self.kind = kind
    let isText = kind != .number && kind != .logical
    numbers = kind == .number ? FilledArray(count: rows) : nil
    logicals = kind == .logical ? FilledArray(count: rows) : nil
    slices = isText ? FilledArray(count: rows) : nil
    codes = isText ? FilledArray(count: rows) : nil
    levels = Mutex(Levels(ofBlocks: Array(repeating: nil, count: isText ? blocks : 0)))
  }

  /// A column for C that puts its values from a row on.
  func column(from row: Int, isGiven: Bool) -> reg_column {
    var column = reg_column()
    column.kind =
      switch kind {
      case .number: Int32(REG_NUMBERS)
      case .logical: Int32(REG_LOGICALS)
      case .text, .categorical, .date: Int32(REG_TEXTS)
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
    let used = levels.withLock { $0.free.popLast() } ?? CSVLevels()
    let isCoded = used.code(
      slices.base + block.firstRow, origin: base + block.start, count: block.rows,
      into: codes.base + block.firstRow)
    if !isCoded { isVaried.store(true, ordering: .relaxed) }
    levels.withLock { levels in
      levels.free.append(used)
      if isCoded { levels.ofBlocks[position] = used }
    }
  }

  /// All levels, and for each block the codes there of those that it is coded by; `nil` where there
  /// are too many.
  private func mergedLevels(rows: Int) -> (levels: CSVLevels, codes: [[Int32]?])? {
    if isVaried.load(ordering: .relaxed) { return nil }
    let levels = levels.withLock { $0 }
    let all = levels.free.first ?? CSVLevels()
    var codes: [ObjectIdentifier: [Int32]] = [:]
    for other in levels.free where other !== all {
      guard let places = all.add(other) else { return nil }
      codes[ObjectIdentifier(other)] = places
    }
    if all.count > max(1024, rows / 2) { return nil }
    // Blocks that were coded by the first are right as they are.
    return (all, levels.ofBlocks.map { $0.flatMap { codes[ObjectIdentifier($0)] } })
  }

  /// Where a row's text starts in the bytes.
  func offset(ofRow row: Int, _ blocks: CSVBlocks) -> Int? {
    let block = blocks.blocks.last { $0.firstRow <= row }
    guard let slices, let block else { return nil }
    return block.start + Int(slices.base[row].offset)
  }

  /// The first row whose text stands without quotes.
  func firstUnquotedRow(_ blocks: CSVBlocks, of scanner: CSVScanner) -> Int? {
    guard let slices else { return nil }
    for block in blocks.blocks {
      for row in block.firstRow..<block.firstRow + block.rows {
        let slice = slices.base[row]
        if slice.length == CSVLevels.missing { continue }
        let start = block.start + Int(slice.offset)
        // Text that starts behind a quote is in quotes: a delimiter is none.
        if start == 0 || scanner.bytes[start - 1] != .quote { return row }
      }
    }
    return nil
  }

  /// The values as a column, after all blocks were read; dates are text still.
  func column(_ blocks: CSVBlocks, of scanner: CSVScanner, _ workers: Workers) -> Column {
    switch kind {
    case .number: .number(numbers?.take() ?? [])
    case .logical: .logical(logicals?.take().map { $0 == 2 ? nil : $0 == 1 } ?? [])
    case .text, .date: .text(text(blocks, of: scanner, workers))
    case .categorical: .categorical(Categories(text(blocks, of: scanner, workers)))
    }
  }

  private func text(
    _ blocks: CSVBlocks, of scanner: CSVScanner, _ workers: Workers
  ) -> TextColumn {
    guard let slices, let codes else { return [] }
    guard let (levels, places) = mergedLevels(rows: blocks.rowCount) else {
      return TextColumn(Self.plainText(slices, blocks, scanner, workers))
    }
    workers.forEach(blocks.blocks.count) { position in
      let block = blocks.blocks[position]
      if let places = places[position] {
        reg_recode(block.rows, codes.base + block.firstRow, places)
      }
    }
    return TextColumn(levels: levels.texts, codes: codes.take())
  }

  private static func plainText(
    _ slices: FilledArray<reg_slice>, _ blocks: CSVBlocks, _ scanner: CSVScanner,
    _ workers: Workers
  ) -> [String?] {
    [String?](unsafeUninitializedCapacity: blocks.rowCount) { texts, count in
      let texts = SharedTexts(base: texts.baseAddress)
      workers.forEach(blocks.blocks.count) { position in
        let block = blocks.blocks[position]
        for row in block.firstRow..<block.firstRow + block.rows {
          let text = text(slices.base[row], from: block.start, of: scanner)
          // Each row is in one block.
          texts.base.map { ($0 + row).initialize(to: text) }
        }
      }
      count = blocks.rowCount
    }
  }

  /// Memory for texts, each of which one thread sets.
  private struct SharedTexts: @unchecked Sendable {
    let base: UnsafeMutablePointer<String?>?
  }

  private static func text(
    _ slice: reg_slice, from origin: Int, of scanner: CSVScanner
  ) -> String? {
    if slice.length == CSVLevels.missing { return nil }
    let start = origin + Int(slice.offset)
    let end = start + Int(slice.length & ~CSVLevels.doubled)
    return CSVScanner.text(
      UnsafeBufferPointer(rebasing: scanner.bytes[start..<end]),
      hasDoubledQuotes: slice.length & CSVLevels.doubled != 0)
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
