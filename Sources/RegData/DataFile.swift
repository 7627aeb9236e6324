import Glibc

/// Whole files as bytes.
public enum DataFile {
  /// The contents of a file.
  ///
  /// - Throws: `DataError.fileNotFound` or `.fileAccess`.
  public static func read(_ path: String) throws(DataError) -> [UInt8] {
    let descriptor = try open(path, O_RDONLY | O_CLOEXEC)
    defer { close(descriptor) }
    // A pipe has no size; one byte more than the size lets the end of a file show at once.
    var room = size(of: descriptor) + 1
    var bytes: [UInt8] = []
    while true {
      room = max(room, 1 << 16)
      let (chunk, error) = chunk(of: descriptor, room: room)
      if error != 0 { throw .fileAccess(path: path, reason: reason(error)) }
      if chunk.isEmpty { return bytes }
      room -= chunk.count
      if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
    }
  }

  /// The next bytes of a file, none at its end, and the system's error, 0 if there is none.
  private static func chunk(of descriptor: Int32, room: Int) -> (bytes: [UInt8], error: Int32) {
    var error: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
      count = retrying { Glibc.read(descriptor, buffer.baseAddress, buffer.count) }
      if count < 0 {
        error = errno
        count = 0
      }
    }
    return (bytes, error)
  }

  /// Writes a file, replacing what was in it.
  ///
  /// - Throws: `DataError.fileNotFound` when its folder does not exist, or `.fileAccess`.
  public static func write(_ bytes: [UInt8], to path: String) throws(DataError) {
    let descriptor = try open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC)
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { rest in
        retrying { Glibc.write(descriptor, rest.baseAddress, rest.count) }
      }
      guard count >= 0 else {
        let reason = reason(errno)
        close(descriptor)
        throw .fileAccess(path: path, reason: reason)
      }
      written += count
    }
    // A full disk may show only here.
    if close(descriptor) != 0 { throw .fileAccess(path: path, reason: reason(errno)) }
  }

  private static func open(_ path: String, _ flags: Int32) throws(DataError) -> Int32 {
    // The system would end the path at a zero byte and open another file.
    if path.utf8.contains(0) { throw .fileNotFound(path: path) }
    let descriptor = retrying { Int(Glibc.open(path, flags, 0o666)) }
    if descriptor >= 0 { return Int32(descriptor) }
    if errno == ENOENT { throw .fileNotFound(path: path) }
    throw .fileAccess(path: path, reason: reason(errno))
  }

  private static func size(of descriptor: Int32) -> Int {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? max(Int(status.st_size), 0) : 0
  }

  /// Repeats a system call for as long as signals interrupt it.
  private static func retrying(_ call: () -> Int) -> Int {
    while true {
      let result = call()
      if result >= 0 || errno != EINTR { return result }
    }
  }

  private static func reason(_ code: Int32) -> String {
    switch code {
    case EACCES, EPERM: "permission denied"
    case EISDIR: "is a folder"
    case ENOTDIR: "a part of the path is no folder"
    case ENOSPC, EDQUOT: "no space left on the disk"
    case EROFS: "the disk is read-only"
    case EMFILE, ENFILE: "too many files are open"
    case ENAMETOOLONG: "the name is too long"
    case ELOOP: "its links go round in a circle"
    case EFBIG: "the file is too large"
    default: "the system reports error \(code)"
    }
  }
}
