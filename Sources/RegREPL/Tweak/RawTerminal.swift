import Glibc

/// The terminal while a view fills its window: keys arrive as they are pressed, and what was on the
/// screen comes back afterwards.
final class RawTerminal {
  private var saved = termios()
  private var isActive = false
  private let typedAhead: TypedAhead

  /// nil where standard input or output is no terminal that can do it.
  ///
  /// - Parameter typedAhead: Keys that come before those of the terminal.
  init?(typedAhead: TypedAhead) {
    self.typedAhead = typedAhead
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1,
      tcgetattr(STDIN_FILENO, &saved) == 0
    else { return nil }
    if let name = getenv("TERM"), ["dumb", ""].contains(String(cString: name)) { return nil }
  }

  deinit { leave() }

  func enter() {
    guard !isActive else { return }
    var raw = saved
    cfmakeraw(&raw)
    // What has been typed ahead is kept, here and on the way back.
    tcsetattr(STDIN_FILENO, TCSADRAIN, &raw)
    Terminal.write("\u{1B}[?1049h\u{1B}[?25l\u{1B}[2J")
    isActive = true
  }

  func leave() {
    guard isActive else { return }
    Terminal.write("\u{1B}[?25h\u{1B}[?1049l")
    tcsetattr(STDIN_FILENO, TCSADRAIN, &saved)
    isActive = false
  }

  /// Gives the terminal back and stops, as Ctrl-Z does; returns when the shell lets it go on.
  func suspend() {
    leave()
    kill(getpid(), SIGTSTP)
    enter()
  }

  /// The bytes of the keys pressed, none of them in part; empty when there were none for a moment, and
  /// nil when there will be no more.
  func read(milliseconds: Int32) -> [UInt8]? {
    guard var bytes = chunk(milliseconds) else { return nil }
    while Key.isCut(bytes), let rest = chunk(Self.keyMilliseconds), !rest.isEmpty { bytes += rest }
    return bytes
  }

  /// The bytes of a key follow each other faster than that.
  private static let keyMilliseconds: Int32 = 40

  private func chunk(_ milliseconds: Int32) -> [UInt8]? {
    if !typedAhead.isEmpty { return typedAhead.takeAll() }
    var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    guard poll(&input, 1, milliseconds) > 0 else { return [] }
    var buffer = [UInt8](repeating: 0, count: 256)
    let count = Glibc.read(STDIN_FILENO, &buffer, buffer.count)
    if count > 0 { return Array(buffer.prefix(count)) }
    return count < 0 && errno == EINTR ? [] : nil
  }

  /// Shows lines in place of those before, all at once where the terminal can.
  func show(_ lines: [String]) {
    var text = "\u{1B}[?2026h\u{1B}[H"
    for (index, line) in lines.enumerated() {
      text += (index > 0 ? "\r\n" : "") + line + "\u{1B}[0m\u{1B}[K"
    }
    Terminal.write(text + "\u{1B}[J\u{1B}[?2026l")
  }
}
