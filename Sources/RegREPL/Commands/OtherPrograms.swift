import Glibc

/// Shows text that is longer than the window a screen at a time.
enum Pager {
  /// Writes the text, through `$PAGER` or `less` where it does not fit and both ends are terminals.
  static func show(_ text: String) {
    let lines = text.utf8.count { $0 == UInt8(ascii: "\n") } + 1
    let hasTerminal = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
    guard lines >= Terminal.size.rows, hasTerminal, Terminal.isCapable, let command else {
      return Terminal.write(text + "\n")
    }
    // Leaving before the end is no accident, and Ctrl-C there is the pager's.
    let broken = signal(SIGPIPE, SIG_IGN)
    defer { signal(SIGPIPE, broken) }
    guard let pipe = popen(command, "we") else { return Terminal.write(text + "\n") }
    fputs(text + "\n", pipe)
    pclose(pipe)
  }

  private static var command: String? {
    if let pager = getenv("PAGER") {
      let name = String(cString: pager)
      return name.isEmpty || name == "cat" ? nil : name
    }
    // -R passes colours on.
    return system("command -v less >/dev/null 2>&1") == 0 ? "less -R" : nil
  }
}

/// A text given to `$VISUAL`, `$EDITOR` or `vi`.
enum ExternalEditor {
  /// What became of the text; nil where there was no editor, or it failed.
  static func edit(_ text: String) -> String? {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    // mkstemps writes over six letters; the ending tells editors the language.
    let letters = String(repeating: "X", count: 6)
    var path = Array("\(folder)/reg-\(letters).reg".utf8CString)
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
