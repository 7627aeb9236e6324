import Glibc
import Reg
import Synchronization

/// Turns Ctrl-C into a request to stop the script.
///
/// A signal handler can capture nothing, so the handle it sets is the one process-wide thing here.
enum InterruptSignal {
  private static let handle = InterruptHandle()

  /// Whether a second signal, before the script has stopped, ends the program.
  private static let endsAtSecond = Atomic<Bool>(true)

  /// Starts watching, and returns the handle that SIGINT sets.
  ///
  /// - Parameter endsAtSecond: Whether a second Ctrl-C, before the script has stopped, ends the
  ///   program at once. A prompt would lose the user's variables by that.
  static func watch(endsAtSecond: Bool = true) -> InterruptHandle {
    _ = handle  // made before the handler needs it
    Self.endsAtSecond.store(endsAtSecond, ordering: .relaxed)
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { signal in
      let endsNow = InterruptSignal.endsAtSecond.load(ordering: .relaxed)
      guard endsNow, InterruptSignal.handle.wasAsked else { return InterruptSignal.handle.set() }
      Glibc.signal(signal, SIG_DFL)
      raise(signal)
    }
    sigaction(SIGINT, &action, nil)
    // Whoever started the program may have held signals back on the thread that did.
    var none = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, nil)
    return handle
  }
}
