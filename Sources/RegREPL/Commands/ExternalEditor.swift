import Glibc

/// A text given to `$VISUAL`, `$EDITOR` or `vi`.
enum ExternalEditor {
  /// What became of the text; nil where there was no editor, or it failed.
  static func edit(_ text: String) -> String? {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var path = Array((folder + "/reg-XXXXXX.reg").utf8CString)
    // The ending tells editors the language.
    let descriptor = mkstemps(&path, 4)
    guard descriptor >= 0 else { return nil }
    let name = String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { unlink(name) }
    Terminal.write(text + "\n", to: descriptor)
    close(descriptor)
    let program = variable("VISUAL") ?? variable("EDITOR") ?? "vi"
    // As git has it: the variable may hold options, and the path must be one word.
    setenv("REG_EDITED", name, 1)
    defer { unsetenv("REG_EDITED") }
    guard system("\(program) \"$REG_EDITED\"") == 0, let file = fopen(name, "re") else {
      return nil
    }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 14)
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 {
      bytes += chunk[..<count]
    }
    var edited = String(decoding: bytes, as: UTF8.self)
    while edited.last?.isWhitespace == true { edited.removeLast() }
    return edited
  }

  private static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }
}
