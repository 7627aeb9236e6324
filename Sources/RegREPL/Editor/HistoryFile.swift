import Glibc

/// The statements of earlier sessions, one to a line of a file that several prompts may share.
struct HistoryFile {
  let path: String

  /// `$XDG_STATE_HOME/reg/history`, by default under `~/.local/state`; `nil` without a home.
  static var standard: HistoryFile? {
    UserFolder.path("XDG_STATE_HOME", default: ".local/state").map {
      HistoryFile(path: $0 + "/reg/history")
    }
  }

  /// The last statements, oldest first.
  func statements(last count: Int) -> [String] {
    guard let file = fopen(path, "re") else { return [] }
    defer { fclose(file) }
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
    return Array(statements.suffix(count))
  }

  /// Adds a statement at the end, whole even where another prompt writes at the same time.
  func append(_ statement: String) {
    UserFolder.make(for: path)
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    flock(descriptor, LOCK_EX)
    let line = Array((Self.encoded(statement) + "\n").utf8)
    _ = line.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
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
