import Glibc

/// Text on its way to a file descriptor, collected so that a script of many short lines does not
/// make a system call for each.
final class OutputStream {
  private let descriptor: Int32
  private let capacity: Int
  private var pending: [UInt8] = []

  /// A stream to a terminal passes on every piece at once.
  init(descriptor: Int32) {
    self.descriptor = descriptor
    capacity = isatty(descriptor) == 1 ? 0 : 1 << 16
  }

  static var standardOutput: OutputStream { OutputStream(descriptor: STDOUT_FILENO) }
  static var standardError: OutputStream { OutputStream(descriptor: STDERR_FILENO) }

  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// The columns of the terminal, if it is one that says so.
  var width: Int? {
    var size = winsize()
    guard isTerminal, ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return nil
    }
    return Int(size.ws_col)
  }

  func write(_ text: String) {
    pending.append(contentsOf: text.utf8)
    if pending.count > capacity { flush() }
  }

  /// Hands over what is pending. A reader that went away ends the program by SIGPIPE; on any
  /// other failure the rest is dropped, since there is nowhere left to report it.
  func flush() {
    pending.withUnsafeBytes { bytes in
      var offset = 0
      while offset < bytes.count {
        let count = Glibc.write(
          descriptor, bytes.baseAddress?.advanced(by: offset), bytes.count - offset)
        if count < 0 {
          if errno == EINTR { continue }
          break
        }
        offset += count
      }
    }
    pending.removeAll(keepingCapacity: true)
  }
}
