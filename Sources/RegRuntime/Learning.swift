public import RegData
import RegSyntax

/// What the functions in a term of a formula learn from the rows of a fit, and recall on other rows.
///
/// States are kept in the order of the calls, which is that of evaluation and so the same each time.
final class Learning {
  private(set) var states: [LearnedState]
  let isRecalling: Bool
  private var position = 0

  /// Keeps what is learned.
  init() {
    states = []
    isRecalling = false
  }

  /// Gives back what was learned before.
  init(recalling states: [LearnedState]) {
    self.states = states
    isRecalling = true
  }

  func next(_ learn: () throws -> LearnedState) throws -> LearnedState {
    guard isRecalling else {
      let state = try learn()
      states.append(state)
      return state
    }
    guard position < states.count else {
      throw Diagnostic(.badFormula, "a function learns more on new rows than on those of the fit")
    }
    defer { position += 1 }
    return states[position]
  }
}

extension Arguments {
  /// What the call learned: now, or, on new rows for a formula that was fitted, from the rows of the
  /// fit.
  public func learned(_ learn: () throws -> LearnedState) throws -> LearnedState {
    guard let learning = context.learning else { return try learn() }
    return try learning.next(learn)
  }

  /// Whether the call is for rows that were not learned from.
  public var isOnNewRows: Bool { context.learning?.isRecalling ?? false }
}
