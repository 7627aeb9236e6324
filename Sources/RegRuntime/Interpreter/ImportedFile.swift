import Glibc
import RegSyntax

/// A script that another imports.
struct ImportedFile {
  /// Without links and dots, so that a file is known again by whatever path it is reached.
  let realPath: String
  /// Named as the script names it.
  let source: SourceText

  /// Looks in the folder of the importing file, then in the current one.
  init(_ path: String, folder: String?) throws(Diagnostic) {
    let candidates =
      path.hasPrefix("/") ? [path] : [folder, ""].compactMap { $0.map { $0 + path } }
    guard let found = candidates.first(where: { access($0, F_OK) == 0 }) else {
      throw Diagnostic(.importFailed, "there is no file '\(path)'")
    }
    guard let real = realpath(found, nil) else { throw Self.unreadable(path) }
    realPath = String(cString: real)
    free(real)
    guard let bytes = Self.bytes(of: realPath) else { throw Self.unreadable(path) }
    source = SourceText(name: path, bytes: bytes)
  }

  /// With a slash at its end.
  var folder: String? { realPath.lastIndex(of: "/").map { String(realPath[...$0]) } }

  private static func unreadable(_ path: String) -> Diagnostic {
    Diagnostic(.importFailed, "'\(path)' cannot be read: \(String(cString: strerror(errno)))")
  }

  private static func bytes(of path: String) -> [UInt8]? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      bytes += chunk[..<count]
      if count < chunk.count { return ferror(file) == 0 ? bytes : nil }
    }
  }
}
