import Glibc

extension DataFile {
  /// Writes a file so that at no time there is half of it: beside its place first, then into it.
  ///
  /// What was there is replaced in one step when all has reached the disk, and stays as it was when
  /// anything fails. A link is followed, and the file's permissions are kept.
  ///
  /// - Throws: `DataError.fileNotFound` when its folder does not exist, or `.fileAccess`.
  public static func replace(_ path: String, with bytes: [UInt8]) throws(DataError) {
    if path.utf8.contains(0) { throw .fileNotFound(path: path) }
    var target = path
    var status = stat()
    let exists = stat(path, &status) == 0
    if exists {
      guard status.st_mode & S_IFMT == S_IFREG else {
        throw .fileAccess(
          path: path,
          reason: status.st_mode & S_IFMT == S_IFDIR ? "is a folder" : "is no regular file")
      }
      if let real = realpath(path, nil) {
        target = String(cString: real)
        free(real)
      }
    }
    let (temporary, descriptor) = try makeTemporary(beside: target, named: path)
    do throws(DataError) {
      try fill(descriptor, bytes, path)
      if exists { fchmod(descriptor, status.st_mode & 0o7777) }
      guard fsync(descriptor) == 0 else {
        throw .fileAccess(path: path, reason: reason(errno))
      }
    } catch {
      close(descriptor)
      unlink(temporary)
      throw error
    }
    guard close(descriptor) == 0, rename(temporary, target) == 0 else {
      let code = errno
      unlink(temporary)
      throw .fileAccess(path: path, reason: reason(code))
    }
    // So that the new name survives a loss of power too; where a folder cannot be synced, it need not.
    let folder = Glibc.open(folder(of: target), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func makeTemporary(
    beside target: String, named path: String
  ) throws(DataError) -> (path: String, descriptor: Int32) {
    for attempt in 0..<1000 {
      // Not made of the file's own name, which may be as long as names can be.
      let temporary = "\(folder(of: target))/.reg-\(getpid())-\(attempt).tmp"
      let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
      let descriptor = retrying { Int(Glibc.open(temporary, flags, 0o666)) }
      if descriptor >= 0 { return (temporary, Int32(descriptor)) }
      if errno == ENOENT { throw .fileNotFound(path: path) }
      guard errno == EEXIST else { throw .fileAccess(path: path, reason: reason(errno)) }
    }
    throw .fileAccess(path: path, reason: "its folder is full of unfinished files")
  }

  private static func fill(
    _ descriptor: Int32, _ bytes: [UInt8], _ path: String
  ) throws(DataError) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { bytes in
        let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
        return retrying { Glibc.write(descriptor, rest.baseAddress, rest.count) }
      }
      guard count >= 0 else { throw .fileAccess(path: path, reason: reason(errno)) }
      written += count
    }
  }
}
