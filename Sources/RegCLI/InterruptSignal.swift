import Glibc
import Reg
import Synchronization

/// Turns Ctrl-C into a request to stop the script.
///
/// A signal handler can capture nothing, so the handle it sets is the one process-wide thing here.
enum InterruptSignal {
  private static let handle = InterruptHandle()

  /// Starts watching, and returns the handle that SIGINT sets.
  ///
  /// A second Ctrl-C, before the script has stopped, ends the program at once.
  static func watch() -> InterruptHandle {
    _ = handle  // made before the handler needs it
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { signal in
      guard InterruptSignal.handle.isSet else { return InterruptSignal.handle.set() }
      Glibc.signal(signal, SIG_DFL)
      raise(signal)
    }
    sigaction(SIGINT, &action, nil)
    return handle
  }
}
