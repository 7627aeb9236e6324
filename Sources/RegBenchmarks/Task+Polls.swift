import RegSolvers
import Synchronization

extension Task {
  /// How soon a fit sees that it is to stop: the longest time, in seconds, between two questions
  /// whether to, from the start of a path to its end; then the same for ridge and cross-validation.
  static var polls: Task {
    Task(name: "polls") { data in
      {
        let (problem, path) = (data.problem, try PathFit(data.problem, Lasso(), data.options))
        let longest = [
          try PollWatch.longest { _ = try PathFit(problem, Lasso(), data.options($0)) },
          try PollWatch.longest { _ = try PathFit(problem, Ridge(), data.options($0)) },
          try PollWatch.longest {
            _ = try CrossValidation(path, folds: Folds(ids: data.folds), shouldStop: $0)
          },
        ]
        return Outcome(seconds: longest.max() ?? 0, found: longest)
      }
    }
  }
}

/// Notes the longest time between two questions.
private final class PollWatch: Sendable {
  private struct State {
    var last = ContinuousClock.now
    var longest = Duration.zero
  }

  private let state = Mutex(State())

  func note() {
    state.withLock { state in
      let now = ContinuousClock.now
      state.longest = max(state.longest, now - state.last)
      state.last = now
    }
  }

  static func longest(_ body: (@escaping @Sendable () -> Bool) throws -> Void) rethrows -> Double {
    let watch = PollWatch()
    try body {
      watch.note()
      return false
    }
    watch.note()
    return watch.state.withLock { $0.longest } / .seconds(1)
  }
}

extension BenchmarkData {
  fileprivate func options(_ shouldStop: @escaping @Sendable () -> Bool) -> PathOptions {
    PathOptions(lambdas: lambdas, shouldStop: shouldStop)
  }
}
