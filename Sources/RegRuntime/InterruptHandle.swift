import Glibc
import Synchronization

/// Stops a running script from another thread, from a signal handler, or when its time is over.
public final class InterruptHandle: Sendable {
  private let flag = Atomic<Bool>(false)
  /// Seconds on the monotonic clock, as bits.
  private let deadline = Atomic<UInt64>(Double.infinity.bitPattern)

  public init() {}

  /// Asks the running script to stop; it does so within milliseconds.
  public func set() { flag.store(true, ordering: .relaxed) }
  public func clear() { flag.store(false, ordering: .relaxed) }

  /// Whether the script is to stop: somebody asked for it, or its time is over.
  public var isSet: Bool { wasAsked || isLate }

  /// `isSet`, as the solvers ask whether to stop.
  public var asQuestion: @Sendable () -> Bool { { self.isSet } }

  /// Whether somebody asked.
  public var wasAsked: Bool { flag.load(ordering: .relaxed) }

  /// Whether the time of the run is over.
  var isLate: Bool {
    let deadline = Double(bitPattern: deadline.load(ordering: .relaxed))
    return deadline < .infinity && Self.now() > deadline
  }

  /// Gives a run so many seconds from now; nil for no limit.
  func allow(seconds: Double?) {
    let end = seconds.map { Self.now() + $0 } ?? .infinity
    deadline.store(end.bitPattern, ordering: .relaxed)
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
