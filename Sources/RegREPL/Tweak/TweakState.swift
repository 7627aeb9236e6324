import Reg
import RegRuntime

/// Which knob is turned, what is typed, and what is compared with.
struct TweakState {
  private(set) var selected: Int
  /// A number being typed.
  private(set) var typed: String?
  /// The watched values when the view was opened, or at the last mark.
  private(set) var baseline: [String: Value] = [:]
  private(set) var isMarked = false
  let knobs: [Knob]

  /// What a key comes to.
  enum Outcome: Equatable {
    case none
    case leave
    case suspend
    /// The window is to be written to a file.
    case picture
    /// The selected knob is to be set.
    case turn(Double)
  }

  init(_ knobs: [Knob], selecting name: String?) {
    self.knobs = knobs
    selected = knobs.firstIndex { $0.canonicalName == name } ?? 0
  }

  var knob: Knob { knobs[selected] }

  mutating func compare(with watched: [WatchReport], isMark: Bool = true) {
    baseline = [:]
    for report in watched { baseline[report.label] = report.new }
    isMarked = isMark
  }

  /// - Parameters:
  ///   - value: Where the selected knob stands.
  ///   - watched: What is watched now.
  mutating func press(
    _ key: Key, at value: Double, _ watched: @autoclosure () -> [WatchReport]
  ) -> Outcome {
    if let outcome = type(key) { return outcome }
    switch key {
    case .left: return .turn(knob.moved(value, by: -1))
    case .right: return .turn(knob.moved(value, by: 1))
    case .farLeft, .pageDown: return .turn(knob.moved(value, by: -10))
    case .farRight, .pageUp: return .turn(knob.moved(value, by: 10))
    case .home: return .turn(knob.low)
    case .end: return .turn(knob.high)
    case .down, .tab: selected = (selected + 1) % knobs.count
    case .up: selected = (selected + knobs.count - 1) % knobs.count
    case .character("m"): compare(with: watched())
    case .character("p"): return .picture
    case .suspend: return .suspend
    case .character("q"), .interrupt, .endOfFile, .enter, .escape: return .leave
    default: break
    }
    return .none
  }

  /// The keys that write a number; nil for others.
  private mutating func type(_ key: Key) -> Outcome? {
    guard var text = typed else {
      guard case .character(let character) = key, "0123456789.-".contains(character) else {
        return nil
      }
      typed = String(character)
      return Outcome.none
    }
    switch key {
    case .character(let character) where "0123456789.-+eE".contains(character) && text.count < 24:
      text.append(character)
      typed = text
    case .backspace:
      text.removeLast()
      typed = text.isEmpty ? nil : text
    case .enter:
      typed = nil
      if let value = Double(text), value.isFinite { return .turn(value) }
    case .escape: typed = nil
    case .interrupt, .endOfFile, .suspend:
      typed = nil
      return nil
    default: break
    }
    return Outcome.none
  }
}
