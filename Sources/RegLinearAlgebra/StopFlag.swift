import Synchronization

/// Whether work is to stop; once the answer was yes it stays so.
///
/// While a flag is current, workers begin no piece after it is set, and nothing that was made of what
/// they left undone is of any use. Whoever made the flag looks at it when the work returns.
package final class StopFlag: Sendable {
  /// The flag of the work that this thread does.
  @TaskLocal package static var current: StopFlag?

  private let question: @Sendable () -> Bool
  private let isLatched = Atomic(false)

  package init(_ question: @escaping @Sendable () -> Bool) { self.question = question }

  /// Asks.
  package var isSet: Bool {
    if wasSet { return true }
    guard question() else { return false }
    isLatched.store(true, ordering: .relaxed)
    return true
  }

  /// Whether the answer has been yes: if not, no work was left undone.
  package var wasSet: Bool { isLatched.load(ordering: .relaxed) }
}

extension StopFlag? {
  package var isSet: Bool { self?.isSet ?? false }
}
