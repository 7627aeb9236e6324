import RegSyntax

/// What is left of a run's steps.
struct Budget {
  /// Steps between two looks: far below a millisecond of the cheapest loop.
  static let stride = 4096

  private var left: Int?
  private let steps: Int

  init(limits: Limits) {
    left = limits.steps
    steps = limits.steps ?? 0
  }

  /// Takes a stride's worth of steps; says so when the limit is reached.
  mutating func spend() -> Diagnostic? {
    guard let left else { return nil }
    guard left > 0 else {
      return Diagnostic(.limitReached, "the limit of \(steps) steps is reached")
    }
    self.left = left - Budget.stride
    return nil
  }
}
