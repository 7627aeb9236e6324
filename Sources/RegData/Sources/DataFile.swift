import Glibc

/// Whole files as bytes.
public enum DataFile {
  /// The contents of a file.
  ///
  /// - Throws: `DataError.fileNotFound`, `.fileAccess`, or `.badFile` for one that is cut short
  ///   meanwhile.
  public static func read(_ path: String) throws(DataError) -> [UInt8] {
    try FileBytes(path: path).withBytes(named: path) { Array($0) }
  }

  /// The bytes of a regular file; `nil` for anything else, and where there is none.
  public static func size(of path: String) -> Int? {
    var status = stat()
    guard !path.utf8.contains(0), stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG
    else { return nil }
    return Int(status.st_size)
  }

  /// Writes a file, replacing what was in it.
  ///
  /// - Throws: `DataError.fileNotFound` when its folder does not exist, or `.fileAccess`.
  public static func write(_ bytes: [UInt8], to path: String) throws(DataError) {
    var parts = [bytes]
    try write(to: path) { () throws(DataError) in parts.popLast() }
  }

  /// Writes a file of parts, the next of which is asked for until there is none.
  static func write(
    to path: String, _ nextPart: () throws(DataError) -> [UInt8]?
  ) throws(DataError) {
    let descriptor = try open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC)
    var isOpen = true
    defer { if isOpen { close(descriptor) } }
    while let part = try nextPart() {
      var written = 0
      while written < part.count {
        let count = part.withUnsafeBytes { bytes in
          let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
          return retrying { Glibc.write(descriptor, rest.baseAddress, rest.count) }
        }
        guard count >= 0 else { throw .fileAccess(path: path, reason: reason(errno)) }
        written += count
      }
    }
    isOpen = false
    // A full disk may show only here.
    if close(descriptor) != 0 { throw .fileAccess(path: path, reason: reason(errno)) }
  }

  static func open(_ path: String, _ flags: Int32) throws(DataError) -> Int32 {
    // The system would end the path at a zero byte and open another file.
    if path.utf8.contains(0) { throw .fileNotFound(path: path) }
    let descriptor = retrying { Int(Glibc.open(path, flags, 0o666)) }
    if descriptor >= 0 { return Int32(descriptor) }
    if errno == ENOENT { throw .fileNotFound(path: path) }
    throw .fileAccess(path: path, reason: reason(errno))
  }

  /// Repeats a system call for as long as signals interrupt it.
  static func retrying(_ call: () -> Int) -> Int {
    while true {
      let result = call()
      if result >= 0 || errno != EINTR { return result }
    }
  }

  static func reason(_ code: Int32) -> String {
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
