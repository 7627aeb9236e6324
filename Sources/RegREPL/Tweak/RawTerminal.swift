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
    // Ctrl-C stops what is being worked out; the other keys of the kind are keys as others are.
    raw.c_lflag |= tcflag_t(ISIG)
    raw.disable(VQUIT)
    raw.disable(VSUSP)
    // What has been typed ahead is kept, here and on the way back.
    tcsetattr(STDIN_FILENO, TCSADRAIN, &raw)
    Rescue.begin(saved)
    Terminal.write("\u{1B}[?1049h\u{1B}[?25l\u{1B}[2J")
    isActive = true
  }

  func leave() {
    guard isActive else { return }
    Terminal.write("\u{1B}[?25h\u{1B}[?1049l")
    tcsetattr(STDIN_FILENO, TCSADRAIN, &saved)
    Rescue.end()
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

  /// Leaves bytes for whoever reads next.
  func giveBack(_ bytes: some Sequence<UInt8>) { typedAhead.append(bytes) }

  /// Shows lines in place of those before, all at once where the terminal can.
  func show(_ lines: [String]) {
    var text = "\u{1B}[?2026h\u{1B}[H"
    for (index, line) in lines.enumerated() {
      text += (index > 0 ? "\r\n" : "") + line + "\u{1B}[0m\u{1B}[K"
    }
    Terminal.write(text + "\u{1B}[J\u{1B}[?2026l")
  }
}

extension termios {
  /// Makes a key that would send a signal one like others.
  fileprivate mutating func disable(_ place: Int32) {
    // Zero is what Linux calls _POSIX_VDISABLE.
    withUnsafeMutableBytes(of: &c_cc) { $0[Int(place)] = 0 }
  }
}

/// Gives the terminal back when a signal ends the program in the middle of a view.
///
/// A handler can capture nothing, so that what it needs is process-wide.
private enum Rescue {
  nonisolated(unsafe) private static var settings: UnsafeMutablePointer<termios>?
  nonisolated(unsafe) private static var before: [(signal: Int32, action: sigaction)] = []

  private static let signals = [
    SIGHUP, SIGTERM, SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV,
  ]

  static func begin(_ saved: termios) {
    let place = settings ?? .allocate(capacity: 1)
    place.initialize(to: saved)
    settings = place
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { signal in
      if let settings = Rescue.settings {
        let text: StaticString = "\u{1B}[?2026l\u{1B}[?25h\u{1B}[?1049l\u{1B}[0m"
        _ = Glibc.write(STDOUT_FILENO, text.utf8Start, text.utf8CodeUnitCount)
        tcsetattr(STDIN_FILENO, TCSANOW, settings)
      }
      _ = Glibc.signal(signal, SIG_DFL)
      raise(signal)
    }
    before = signals.map { signal in
      var old = sigaction()
      sigaction(signal, &action, &old)
      return (signal, old)
    }
  }

  static func end() {
    for (signal, action) in before {
      var action = action
      sigaction(signal, &action, nil)
    }
    before = []
  }
}
