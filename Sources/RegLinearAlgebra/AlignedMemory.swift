/// Memory aligned for the widest vector loads, freed with its last owner.
///
/// Written only while it has one owner, which is what makes sharing it across threads sound.
final class AlignedMemory<Element: BitwiseCopyable>: @unchecked Sendable {
  let base: UnsafeMutablePointer<Element>
  let count: Int

  /// The size of a piece of the pool; nil for memory of its own.
  private let pooled: Int?

  /// Uninitialised memory for `count` elements.
  init(count: Int) {
    self.count = count
    let bytes = max(count, 1) * MemoryLayout<Element>.stride
    pooled = bytes < MemoryPool.leastSize ? nil : MemoryPool.size(for: bytes)
    let raw =
      pooled.map(MemoryPool.take)
      ?? UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    base = raw.bindMemory(to: Element.self, capacity: max(count, 1))
  }

  convenience init(copying other: AlignedMemory) {
    self.init(count: other.count)
    base.update(from: other.base, count: count)
  }

  deinit {
    let raw = UnsafeMutableRawPointer(base)
    if let pooled { MemoryPool.give(raw, pooled) } else { raw.deallocate() }
  }
}

/// The memory behind a matrix.
typealias MatrixStorage = AlignedMemory<Double>
