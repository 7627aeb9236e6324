import CFileMap
import Glibc

/// The bytes of a file, mapped where there are many and read where there are few or no size is known.
///
/// Another program may cut a mapped file short while it is read: what is lost then are zeros, and
/// `isWhole` says so. A file that is written over then may read as either.
final class FileBytes: @unchecked Sendable {
  // Never written after `init`, and freed with its last owner.
  let buffer: UnsafeBufferPointer<UInt8>
  private let map: (memory: reg_file_map, descriptor: Int32)?

  /// Below this size reading is nearly as fast, and what is read stays what it is.
  private static let smallestToMap = 1 << 20

  /// - Throws: `DataError.fileNotFound` or `.fileAccess`.
  convenience init(path: String) throws(DataError) {
    let descriptor = try DataFile.open(path, O_RDONLY | O_CLOEXEC)
    var isOpen = true
    defer { if isOpen { close(descriptor) } }
    var status = stat()
    let isFile = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    let size = isFile ? max(Int(status.st_size), 0) : 0
    if size >= Self.smallestToMap {
      let memory = reg_file_map_make(descriptor, size)
      if memory.start != nil {
        isOpen = false
        self.init(
          UnsafeRawBufferPointer(start: memory.start, count: size), map: (memory, descriptor))
        return
      }
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
    self.init(UnsafeRawBufferPointer(bytes.filled), map: nil)
  }

  private init(_ bytes: UnsafeRawBufferPointer, map: (reg_file_map, Int32)?) {
    buffer = bytes.bindMemory(to: UInt8.self)
    self.map = map
  }

  /// Whether the file still holds all that was to be read of it.
  var isWhole: Bool {
    guard var map else { return true }
    var status = stat()
    // A file that ends in the middle of a page leaves zeros behind it without a fault.
    return reg_file_map_is_damaged(&map.memory) == 0
      && fstat(map.descriptor, &status) == 0 && Int(status.st_size) >= buffer.count
  }

  /// Does something with the bytes.
  ///
  /// - Throws: `DataError.badFile` where the file was cut short by then, or what `body` throws.
  func withBytes<Result>(
    named name: String, _ body: (UnsafeBufferPointer<UInt8>) throws(DataError) -> Result
  ) throws(DataError) -> Result {
    // The bytes are gone with the file's last owner.
    try withExtendedLifetime(self) { () throws(DataError) in
      let result: Swift.Result<Result, DataError>
      do throws(DataError) {
        result = .success(try body(buffer))
      } catch {
        result = .failure(error)
      }
      guard isWhole else { throw .badFile(path: name, FileFault(line: nil, .cutShort)) }
      return try result.get()
    }
  }

  deinit {
    guard var map else { return free(UnsafeMutableRawPointer(mutating: buffer.baseAddress)) }
    reg_file_map_free(&map.memory)
    close(map.descriptor)
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
