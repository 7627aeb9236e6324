import Glibc

/// What is left of a run's limits.
struct Budget {
  /// Steps between two looks: far below a millisecond of the cheapest loop.
  static let stride = 4096

  private var steps: Int?
  private var deadline: Double?
  private let limits: Limits

  init(limits: Limits) {
    self.limits = limits
    steps = limits.steps
    deadline = limits.seconds.map { Budget.now() + $0 }
  }

  /// Takes a stride's worth of steps; says which limit is reached, if one is.
  mutating func spend() -> String? {
    if let left = steps {
      if left <= 0 { return "the limit of \(limits.steps ?? 0) steps is reached" }
      steps = left - Budget.stride
    }
    if let deadline, Budget.now() > deadline {
      return "the limit of \(NumberText.display(limits.seconds ?? 0)) seconds is reached"
    }
    return nil
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
