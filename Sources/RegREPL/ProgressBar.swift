import Glibc
public import RegRuntime
import Synchronization

/// A line at the bottom of a terminal that tells how far a long computation has come.
///
/// It appears when work has gone on for half a second and is removed without a trace. A thread of its
/// own paints it, so it also moves while the work is in one long step; the thread sleeps while there
/// is nothing to paint. Reports may come from any thread and as often as they like.
public final class ProgressBar: Sendable {
  private let descriptor: Int32
  /// A pipe that wakes the painting thread; nil where the system gives none, and then no bar is ever
  /// shown.
  private let alarm: (wait: Int32, ring: Int32)?
  private let style: ProgressStyle
  private let state = Mutex(State())

  private struct State {
    /// Nil while nothing is being watched.
    var work: WatchedWork?
    /// The columns that the painted line takes; 0 while there is none.
    var paintedWidth = 0
    var hasThread = false
  }

  private static let patience = 0.5
  private static let milliseconds: Int32 = 100

  /// A bar on a terminal, as a rule that of standard error.
  public init(descriptor: Int32) {
    self.descriptor = descriptor
    alarm = Self.makeAlarm()
    style = ProgressStyle(isASCII: !Terminal.speaksUTF8)
  }

  /// Takes a report; `nil` when the work is over, and the bar goes.
  public func show(_ progress: WorkProgress?) {
    guard let alarm else { return }
    guard let progress else { return remove() }
    let isNew = state.withLock { state in
      let isNew = state.work == nil
      if isNew { state.work = WatchedWork(start: Self.now()) }
      state.work?.progress = progress
      if !state.hasThread { state.hasThread = startPainting() }
      return isNew
    }
    if isNew {
      var byte: UInt8 = 0
      _ = write(alarm.ring, &byte, 1)
    }
  }

  /// Takes the bar away; the next report starts a new one.
  public func remove() {
    state.withLock { state in
      state.work = nil
      clear(&state)
    }
  }

  // MARK: Painting

  private func startPainting() -> Bool {
    var thread = pthread_t()
    // Signals are for the thread that runs the script.
    var (all, before) = (sigset_t(), sigset_t())
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    let bar = Unmanaged.passRetained(self)
    let failure = pthread_create(
      &thread, nil,
      { bar in
        if let bar { Unmanaged<ProgressBar>.fromOpaque(bar).takeRetainedValue().paintForever() }
        return nil
      }, bar.toOpaque())
    guard failure == 0 else {
      bar.release()
      return false
    }
    pthread_detach(thread)
    return true
  }

  private static func makeAlarm() -> (wait: Int32, ring: Int32)? {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      // A full pipe rings as well as one more byte would.
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    return (ends[0], ends[1])
  }

  private func paintForever() {
    guard let alarm else { return }
    var bytes = [UInt8](repeating: 0, count: 64)
    while true {
      let isIdle = state.withLock { $0.work == nil }
      var wake = pollfd(fd: alarm.wait, events: Int16(POLLIN), revents: 0)
      if poll(&wake, 1, isIdle ? -1 : Self.milliseconds) > 0 {
        _ = read(alarm.wait, &bytes, bytes.count)
      }
      state.withLock { paint(&$0) }
    }
  }

  private func paint(_ state: inout State) {
    let now = Self.now()
    guard let work = state.work, now - work.start >= Self.patience else { return }
    // The last column stays free: some terminals go to the next line when it is written.
    let line = style.line(work, at: now, width: Terminal.width(of: descriptor) - 1)
    let blanks = String(repeating: " ", count: max(0, state.paintedWidth - line.width))
    Terminal.write("\r\(line.text)\(blanks)", to: descriptor)
    state.paintedWidth = line.width
    state.work?.note(at: now)
  }

  private func clear(_ state: inout State) {
    guard state.paintedWidth > 0 else { return }
    // A terminal may have shown ^C behind it.
    let width = min(state.paintedWidth + 2, Terminal.width(of: descriptor) - 1)
    Terminal.write("\r\(String(repeating: " ", count: width))\r", to: descriptor)
    state.paintedWidth = 0
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
