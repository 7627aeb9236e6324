import Glibc
import Reg

/// A script's text, read whole before any of it runs.
enum ScriptFile {
  /// The text of a file, or of standard input for `-`.
  ///
  /// - Throws: `ExitStatus.usage`, after a message, when it cannot be read.
  static func read(_ path: String, errors: OutputStream) throws -> SourceText {
    if path == "-" { return standardInput() }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw cannotRead(path, errno, errors) }
    defer { close(descriptor) }
    guard let bytes = bytes(of: descriptor) else { throw cannotRead(path, errno, errors) }
    guard !bytes.contains(0) else {
      errors.write("reg: '\(path)' is not a script: it holds bytes that no text has\n")
      errors.flush()
      throw ExitStatus.usage
    }
    return SourceText(name: path, bytes: bytes)
  }

  static func standardInput() -> SourceText {
    SourceText(name: "<stdin>", bytes: bytes(of: STDIN_FILENO) ?? [])
  }

  /// The folder that a script's relative paths may mean, with a slash at its end unless it is
  /// the current one.
  static func directory(of path: String) -> String? {
    guard path != "-", let slash = path.lastIndex(of: "/") else { return nil }
    return String(path[...slash])
  }

  private static func cannotRead(
    _ path: String, _ code: Int32, _ errors: OutputStream
  ) -> ExitStatus {
    errors.write("reg: cannot open '\(path)': \(String(cString: strerror(code)))\n")
    errors.flush()
    return .usage
  }

  /// All that is left to read, or `nil` with `errno` set.
  private static func bytes(of descriptor: Int32) -> [UInt8]? {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      guard count > 0 else { return bytes }
      bytes += chunk[..<count]
    }
  }
}
