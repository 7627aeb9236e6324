import Foundation
import Glibc

/// The program on a pseudo-terminal: keys go in, what it writes comes out.
final class Terminal {
  struct Failure: Error {}

  /// All that was written so far, escape sequences included.
  private(set) var text = ""
  private let master: Int32
  private let process = Process()
  /// What the last ``expect(_:)`` has read past.
  private var seen: String.Index

  /// Starts the program as the leader of a session of its own, so that Ctrl-C reaches it.
  init(
    program: String = Program.path, _ arguments: String..., columns: UInt16 = 80,
    rows: UInt16 = 24,
    environment: [String: String] = [:], directory: String? = nil
  ) throws {
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    var master: Int32 = -1
    var slave: Int32 = -1
    guard openpty(&master, &slave, nil, nil, &size) == 0 else { throw Failure() }
    _ = fcntl(master, F_SETFD, FD_CLOEXEC)
    self.master = master
    seen = text.startIndex
    _ = fcntl(slave, F_SETFD, FD_CLOEXEC)
    let terminal = FileHandle(fileDescriptor: slave)
    defer { close(slave) }
    process.executableURL = URL(filePath: "/usr/bin/setsid")
    process.arguments = ["--ctty", "--wait", program] + arguments
    process.environment = ProcessInfo.processInfo.environment
      .merging(["TERM": "xterm", "NO_COLOR": "1"]) { $1 }.merging(environment) { $1 }
    process.standardInput = terminal
    process.standardOutput = terminal
    process.standardError = terminal
    if let directory { process.currentDirectoryURL = URL(filePath: directory) }
    try process.run()
  }

  deinit {
    close(master)
    if process.isRunning { process.terminate() }
  }

  /// Makes the window another size, of which the program is told.
  func resize(columns: UInt16, rows: UInt16) {
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  /// The process of the program, which leads the terminal's session.
  var leader: pid_t? {
    let leader = tcgetsid(master)
    return leader > 0 ? leader : nil
  }

  /// Ends the program as nothing can prevent.
  func killProgram() {
    if let leader { kill(leader, SIGKILL) }
  }

  func type(_ keys: String) {
    let bytes = Array(keys.utf8)
    _ = bytes.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
  }

  /// Types what is answered with a text, and waits for the prompt behind that.
  func type(_ keys: String, answer: String) -> Bool {
    type(keys)
    return expect(answer) && expect("\r\n> ")
  }

  /// Waits for a text behind the last one that was waited for; `false` after ten silent seconds.
  func expect(_ expected: String) -> Bool {
    guard !expected.isEmpty else { return true }
    while true {
      if let found = text.range(of: expected, range: seen..<text.endIndex) {
        seen = found.upperBound
        return true
      }
      guard readMore() else { return false }
    }
  }

  /// The exit status, once the program has ended; `nil` where it goes on for ten silent seconds.
  func status() -> Int32? {
    while readMore() {}
    var tries = 100
    while process.isRunning, tries > 0 {
      Thread.sleep(forTimeInterval: 0.02)
      tries -= 1
    }
    return process.isRunning ? nil : process.terminationStatus
  }

  private func readMore() -> Bool {
    var ready = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&ready, 1, 10_000) == 1 else { return false }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = read(master, &buffer, buffer.count)
    guard count > 0 else { return false }
    let offset = text.utf8.distance(from: text.startIndex, to: seen)
    // Asking for marks around pastes shows nothing, and comes between texts that follow each other.
    text += String(decoding: buffer.prefix(count), as: UTF8.self)
      .replacingOccurrences(of: "\u{1B}[?2004h", with: "")
      .replacingOccurrences(of: "\u{1B}[?2004l", with: "")
    seen = text.utf8.index(text.startIndex, offsetBy: offset)
    return true
  }
}
