import Glibc

/// A thread of the system.
enum Thread {
  private final class Start: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// Runs `body` on a thread of its own; false where the system has none left.
  static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
    var thread = pthread_t()
    // Signals are for the threads of the program, but for those that a thread's own fault raises: who
    // guards against it is asked only where they are not blocked.
    var (all, before) = (sigset_t(), sigset_t())
    sigfillset(&all)
    for fault in [SIGBUS, SIGSEGV, SIGFPE, SIGILL, SIGTRAP] { sigdelset(&all, fault) }
    pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    let start = Unmanaged.passRetained(Start(body))
    let failure = pthread_create(
      &thread, nil,
      { opaque in
        if let opaque { Unmanaged<Start>.fromOpaque(opaque).takeRetainedValue().body() }
        return nil
      }, start.toOpaque())
    guard failure == 0 else {
      start.release()
      return false
    }
    pthread_detach(thread)
    return true
  }
}
