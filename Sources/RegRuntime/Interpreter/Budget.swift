import RegSyntax

/// What is left of a run's steps.
struct Budget {
  /// Steps between two looks: far below a millisecond of the cheapest loop.
  private static let stride = 4096

  /// Nil for no limit.
  private var left: Int?
  private let limit: Int

  init(limits: Limits) {
    left = limits.steps
    limit = limits.steps ?? 0
  }

  /// Takes the step that is about to be made, and those that may follow it unseen.
  ///
  /// - Returns: How many may follow; nil when the limit is reached.
  mutating func grant() -> Int? {
    guard let left else { return Self.stride }
    guard left > 0 else { return nil }
    let following = min(left - 1, Self.stride)
    self.left = left - 1 - following
    return following
  }

  var complaint: Diagnostic {
    Diagnostic(.limitReached, "the limit of \(limit) \(limit == 1 ? "step" : "steps") is reached")
  }
}
