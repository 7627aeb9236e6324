import Glibc

/// The bytes of a file, mapped where there are many and read where there are few or no size is known.
///
/// Another program that cuts a mapped file short while it is read ends this one, as the system has
/// it; a file that is written or replaced then may read as either.
final class FileBytes: @unchecked Sendable {
  // Never written after `init`, and freed with its last owner.
  let buffer: UnsafeBufferPointer<UInt8>
  private let isMapped: Bool

  /// Below this size reading is as fast.
  private static let smallestToMap = 1 << 18

  /// - Throws: `DataError.fileNotFound` or `.fileAccess`.
  convenience init(path: String) throws(DataError) {
    let descriptor = try DataFile.open(path, O_RDONLY | O_CLOEXEC)
    defer { close(descriptor) }
    var status = stat()
    let isFile = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    let size = isFile ? max(Int(status.st_size), 0) : 0
    if size >= Self.smallestToMap,
      let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED
    {
      madvise(start, size, MADV_SEQUENTIAL)
      self.init(UnsafeRawBufferPointer(start: start, count: size), isMapped: true)
      return
    }
    var bytes = GrowingBytes(room: size + 1)
    while true {
      let count = DataFile.retrying {
        Glibc.read(descriptor, bytes.free.baseAddress, bytes.free.count)
      }
      if count < 0 {
        let reason = DataFile.reason(errno)
        bytes.discard()
        throw .fileAccess(path: path, reason: reason)
      }
      bytes.count += count
      if count == 0 { break }
      guard bytes.makeRoom() else {
        bytes.discard()
        throw .fileAccess(path: path, reason: "it does not fit into memory")
      }
    }
    self.init(bytes)
  }

  /// Takes over bytes that were allocated.
  convenience init(_ bytes: GrowingBytes) {
    self.init(UnsafeRawBufferPointer(bytes.filled), isMapped: false)
  }

  private init(_ bytes: UnsafeRawBufferPointer, isMapped: Bool) {
    buffer = bytes.bindMemory(to: UInt8.self)
    self.isMapped = isMapped
  }

  deinit {
    let start = UnsafeMutableRawPointer(mutating: buffer.baseAddress)
    if isMapped { munmap(start, buffer.count) } else { free(start) }
  }
}

/// Allocated bytes that are filled from the front and may grow; whoever has them frees them.
struct GrowingBytes {
  private var all: UnsafeMutableRawBufferPointer
  /// How many are filled.
  var count = 0

  /// - Parameter room: Grows as needed; where there is not that much, there is none.
  init(room: Int) {
    let start = malloc(max(room, 1 << 12))
    all = UnsafeMutableRawBufferPointer(start: start, count: start == nil ? 0 : max(room, 1 << 12))
  }

  var filled: UnsafeMutableRawBufferPointer { .init(rebasing: all[..<count]) }
  /// What can be filled next.
  var free: UnsafeMutableRawBufferPointer { .init(rebasing: all[count...]) }

  /// Makes sure that some can be filled; false where memory is short.
  mutating func makeRoom() -> Bool {
    if count < all.count { return true }
    let (room, overflow) = max(all.count, 1 << 12).multipliedReportingOverflow(by: 2)
    guard !overflow, let start = realloc(all.baseAddress, room) else { return false }
    all = UnsafeMutableRawBufferPointer(start: start, count: room)
    return true
  }

  func discard() { Glibc.free(all.baseAddress) }
}
