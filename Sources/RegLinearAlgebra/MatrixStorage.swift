import Glibc

/// The memory behind a matrix: aligned for the widest vector loads, freed with its last owner.
///
/// Written only while one `Matrix` holds it, which is what makes sharing it across threads sound.
final class MatrixStorage: @unchecked Sendable {
  let base: UnsafeMutablePointer<Double>
  let count: Int

  /// From this size on memory is asked for in large pages, which are ready a hundred times sooner.
  private static let hugePageSize = 2 << 20

  /// Uninitialised memory for `count` doubles.
  init(count: Int) {
    self.count = count
    let bytes = max(count, 1) * MemoryLayout<Double>.stride
    let isLarge = bytes >= 2 * Self.hugePageSize
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: bytes, alignment: isLarge ? Self.hugePageSize : 64)
    if isLarge { madvise(raw, bytes, MADV_HUGEPAGE) }
    base = raw.bindMemory(to: Double.self, capacity: max(count, 1))
  }

  convenience init(copying other: MatrixStorage) {
    self.init(count: other.count)
    base.initialize(from: other.base, count: count)
  }

  deinit { UnsafeMutableRawPointer(base).deallocate() }
}
