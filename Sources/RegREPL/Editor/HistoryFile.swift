import Glibc

/// The statements of earlier sessions, one to a line of a file that several prompts may share.
final class HistoryFile {
  let path: String
  /// The file as it was read last, and how far.
  private var seen: (file: ino_t, bytes: off_t) = (0, 0)

  /// A file with twice as many lines is cut when a prompt starts.
  private static let mostStatements = 10_000

  init(path: String) { self.path = path }

  /// `$XDG_STATE_HOME/reg/history`, by default under `~/.local/state`; `nil` without a home.
  static var standard: HistoryFile? {
    UserFolder.path("XDG_STATE_HOME", default: ".local/state").map {
      HistoryFile(path: $0 + "/reg/history")
    }
  }

  /// The last statements, oldest first.
  func statements(last count: Int) -> [String] {
    seen = (0, 0)
    let statements = news()
    if statements.count > 2 * Self.mostStatements { cut(to: statements) }
    return Array(statements.suffix(count))
  }

  /// What other prompts have added since this one has read or written last.
  func news() -> [String] {
    guard let file = fopen(path, "re") else { return [] }
    defer { fclose(file) }
    var status = stat()
    guard fstat(fileno(file), &status) == 0 else { return [] }
    let isSame = seen.file == status.st_ino && seen.bytes <= status.st_size
    fseeko(file, isSame ? seen.bytes : 0, SEEK_SET)
    var statements: [String] = []
    var line: UnsafeMutablePointer<CChar>?
    var capacity = 0
    defer { free(line) }
    while getline(&line, &capacity, file) > 0 {
      guard let line else { break }
      var text = String(cString: line)
      if text.last == "\n" { text.removeLast() }
      if !text.isEmpty { statements.append(Self.decoded(text)) }
    }
    seen = (status.st_ino, ftello(file))
    return statements
  }

  /// Adds a statement at the end, whole even where another prompt writes at the same time.
  ///
  /// - Returns: What others have added before it.
  @discardableResult
  func append(_ statement: String) -> [String] {
    UserFolder.make(for: path)
    guard let descriptor = openLocked(O_RDWR | O_APPEND | O_CREAT) else { return [] }
    defer { close(descriptor) }
    let others = news()
    var line = Array((Self.encoded(statement) + "\n").utf8)
    // A line that its writer was killed in must not swallow this one.
    var last: UInt8 = 0
    let end = lseek(descriptor, 0, SEEK_END)
    if end > 0, pread(descriptor, &last, 1, end - 1) == 1, last != UInt8(ascii: "\n") {
      line.insert(UInt8(ascii: "\n"), at: 0)
    }
    _ = line.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    var status = stat()
    if fstat(descriptor, &status) == 0 { seen = (status.st_ino, status.st_size) }
    return others
  }

  /// The file, held against other prompts until it is closed.
  private func openLocked(_ flags: Int32) -> Int32? {
    while true {
      let descriptor = open(path, flags | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { return nil }
      flock(descriptor, LOCK_EX)
      // Another prompt may have put a shorter file in its place while this one waited.
      var (own, current) = (stat(), stat())
      if fstat(descriptor, &own) != 0 || stat(path, &current) != 0 || own.st_ino == current.st_ino {
        return descriptor
      }
      close(descriptor)
    }
  }

  /// Puts a file of the last statements in place of a long one, whole or not at all.
  private func cut(to statements: [String]) {
    guard let descriptor = openLocked(O_RDWR) else { return }
    defer { close(descriptor) }
    let kept = (statements + news()).suffix(Self.mostStatements)
    let temporary = path + ".new"
    guard let file = fopen(temporary, "we") else { return }
    chmod(temporary, 0o600)
    for statement in kept { fputs(Self.encoded(statement) + "\n", file) }
    guard fclose(file) == 0, rename(temporary, path) == 0 else { return }
    seen = (0, 0)
    _ = news()
  }

  /// Line ends and backslashes written as `\n` and `\\`.
  static func encoded(_ statement: String) -> String {
    var text = ""
    for character in statement.unicodeScalars {
      switch character {
      case "\n": text += "\\n"
      case "\\": text += "\\\\"
      default: text.unicodeScalars.append(character)
      }
    }
    return text
  }

  static func decoded(_ line: String) -> String {
    var text = ""
    var isEscaped = false
    for character in line.unicodeScalars {
      if isEscaped {
        text.unicodeScalars.append(character == "n" ? "\n" : character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        text.unicodeScalars.append(character)
      }
    }
    return text
  }
}

/// The user's folders for settings and state.
enum UserFolder {
  /// The folder that a variable names, or one under the user's home.
  static func path(_ variable: String, default standard: String) -> String? {
    if let value = getenv(variable), value.pointee != 0 { return String(cString: value) }
    guard let home = getenv("HOME"), home.pointee != 0 else { return nil }
    return String(cString: home) + "/" + standard
  }

  /// Makes the folders that a file is in, for the user alone.
  static func make(for file: String) {
    for (offset, character) in file.enumerated() where character == "/" && offset > 0 {
      mkdir(String(file.prefix(offset)), 0o700)
    }
  }
}
