/// A variable that is turned by hand: between which values, and in which steps.
public struct Knob: Sendable, Equatable {
  /// As the script writes it.
  public let name: String
  public let canonicalName: String
  public let low: Double
  public let high: Double
  /// Whether it moves by equal amounts; else by equal factors.
  public let isLinear: Bool

  /// So many steps lead from one end to the other.
  public static let steps = 100

  /// Where a value is between the ends, from 0 to 1.
  public func position(of value: Double) -> Double {
    let share = isLinear ? (value - low) / (high - low) : ratio(value, low) / ratio(high, low)
    return share.isNaN ? 0 : min(max(share, 0), 1)
  }

  /// The value at a place from 0 to 1.
  public func value(at position: Double) -> Double {
    let share = min(max(position, 0), 1)
    if share == 0 { return low }
    if share == 1 { return high }
    return isLinear
      ? low + share * (high - low) : low * PlatformMath.exponential(share * ratio(high, low))
  }

  /// The value some steps away, not beyond the ends.
  public func moved(_ value: Double, by steps: Double) -> Double {
    self.value(at: position(of: value) + steps / Double(Self.steps))
  }

  private func ratio(_ value: Double, _ base: Double) -> Double {
    value > 0 ? PlatformMath.logarithm(value / base) : -.infinity
  }
}
