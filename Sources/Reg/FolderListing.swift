import Glibc

/// The files and folders whose paths begin as typed.
enum FolderListing {
  /// - Returns: In order, at most some thousands; folders with a slash at their end. Hidden files only
  ///   where a dot is typed; none whose name would need an escape in a string.
  static func paths(beginning typed: String) -> [String] {
    let folder = typed.lastIndex(of: "/").map { String(typed[...$0]) } ?? ""
    let name = typed.dropFirst(folder.count)
    guard let listing = opendir(folder.isEmpty ? "." : folder) else { return [] }
    defer { closedir(listing) }
    var paths: [String] = []
    while let entry = readdir(listing), paths.count < most {
      let found = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard found.hasPrefix(name), found != ".", found != "..",
        found.first != "." || name.first == ".",
        !found.contains(where: { "\"\\{}\u{FFFD}".contains($0) || $0.isNewline })
      else { continue }
      paths.append(folder + found + (isFolder(folder + found) ? "/" : ""))
    }
    return paths.sorted()
  }

  private static let most = 5000

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
