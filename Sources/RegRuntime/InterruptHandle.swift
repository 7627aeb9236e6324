import Synchronization

/// Stops a running script from another thread or from a signal handler.
public final class InterruptHandle: Sendable {
  private let flag = Atomic<Bool>(false)

  public init() {}

  /// Asks the running script to stop; it does so within milliseconds.
  public func set() { flag.store(true, ordering: .relaxed) }
  public func clear() { flag.store(false, ordering: .relaxed) }
  public var isSet: Bool { flag.load(ordering: .relaxed) }
}
