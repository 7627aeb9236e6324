import Glibc

/// Memory aligned for the widest vector loads, freed with its last owner.
///
/// Written only while it has one owner, which is what makes sharing it across threads sound.
final class AlignedMemory<Element: BitwiseCopyable>: @unchecked Sendable {
  let base: UnsafeMutablePointer<Element>
  let count: Int

  /// From twice this size on memory is asked for in large pages, which are ready a hundred times
  /// sooner.
  private static var hugePageSize: Int { 2 << 20 }

  /// Uninitialised memory for `count` elements.
  init(count: Int) {
    self.count = count
    let bytes = max(count, 1) * MemoryLayout<Element>.stride
    let isLarge = bytes >= 2 * Self.hugePageSize
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: bytes, alignment: isLarge ? Self.hugePageSize : 64)
    if isLarge { madvise(raw, bytes, MADV_HUGEPAGE) }
    base = raw.bindMemory(to: Element.self, capacity: max(count, 1))
  }

  convenience init(copying other: AlignedMemory) {
    self.init(count: other.count)
    base.update(from: other.base, count: count)
  }

  deinit { UnsafeMutableRawPointer(base).deallocate() }
}

/// The memory behind a matrix.
typealias MatrixStorage = AlignedMemory<Double>
