/// The memory behind a matrix: aligned for the widest vector loads, freed with its last owner.
///
/// Written only while one `Matrix` holds it, which is what makes sharing it across threads sound.
final class MatrixStorage: @unchecked Sendable {
  let base: UnsafeMutablePointer<Double>
  let count: Int

  /// Uninitialised memory for `count` doubles.
  init(count: Int) {
    self.count = count
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: max(count, 1) * MemoryLayout<Double>.stride, alignment: 64)
    base = raw.bindMemory(to: Double.self, capacity: max(count, 1))
  }

  convenience init(copying other: MatrixStorage) {
    self.init(count: other.count)
    base.initialize(from: other.base, count: count)
  }

  deinit { UnsafeMutableRawPointer(base).deallocate() }
}
