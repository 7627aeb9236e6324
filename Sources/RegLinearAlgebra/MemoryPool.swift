import Glibc
import Synchronization

/// Large pieces of memory that were given back, kept for whoever asks next.
///
/// The system clears every page that it hands out, which takes as long as filling it: a fifth of the
/// time of a cross-validation, whose folds ask for the same sizes again and again.
enum MemoryPool {
  /// From this size on memory is asked for in large pages, which are ready a hundred times sooner, and
  /// kept when it is given back.
  static let leastSize = 2 * hugePageSize

  private static let hugePageSize = 2 << 20
  /// So many bytes are kept at most.
  private static let mostKept = 64 << 20

  private struct Piece {
    let base: UnsafeMutableRawPointer
    let size: Int
  }

  private struct Kept: @unchecked Sendable {
    /// The last given back is last.
    var pieces: [Piece] = []
    var size = 0
  }

  private static let kept = Mutex(Kept())

  /// The size of what is handed out for a number of bytes.
  static func size(for bytes: Int) -> Int {
    (bytes + hugePageSize - 1) / hugePageSize * hugePageSize
  }

  /// Memory of a size that `size(for:)` gave, with anything in it.
  static func take(_ size: Int) -> UnsafeMutableRawPointer {
    let known = kept.withLock { kept -> Piece? in
      guard let place = kept.pieces.lastIndex(where: { $0.size == size }) else { return nil }
      kept.size -= size
      return kept.pieces.remove(at: place)
    }
    if let known { return known.base }
    let base = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: hugePageSize)
    madvise(base, size, MADV_HUGEPAGE)
    return base
  }

  /// Takes memory back; what has lain about longest is returned to the system where there is too much.
  static func give(_ base: UnsafeMutableRawPointer, _ size: Int) {
    guard size <= mostKept / 2 else { return base.deallocate() }
    let dropped = kept.withLock { kept -> [Piece] in
      kept.pieces.append(Piece(base: base, size: size))
      kept.size += size
      var dropped: [Piece] = []
      while kept.size > mostKept {
        let oldest = kept.pieces.removeFirst()
        kept.size -= oldest.size
        dropped.append(oldest)
      }
      return dropped
    }
    for piece in dropped { piece.base.deallocate() }
  }
}
