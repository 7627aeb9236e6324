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
