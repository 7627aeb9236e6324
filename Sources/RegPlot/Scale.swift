import Glibc

/// Where values of an axis are, as a share of its length from the left or the bottom.
struct Scale {
  let range: ClosedRange<Double>
  let axis: Axis
  private let bounds: (low: Double, high: Double)

  /// - Parameters:
  ///   - values: What has to be within; those that are not finite, or not positive on a logarithmic
  ///     axis, are left aside.
  ///   - padding: The share of the range that is left free at both ends.
  init(_ axis: Axis, _ values: [Double], padding: Double) {
    let usable = values.filter { $0.isFinite && (!axis.isLogarithmic || $0 > 0) }
    func inner(_ value: Double) -> Double { axis.isLogarithmic ? log(value) : value }
    func outer(_ value: Double) -> Double { axis.isLogarithmic ? exp(value) : value }
    var low = inner(usable.min() ?? (axis.isLogarithmic ? 1 : 0))
    var high = inner(usable.max() ?? (axis.isLogarithmic ? 10 : 1))
    if high - low <= 1e-12 * max(abs(low), abs(high), 1e-300) {
      let half = axis.isLogarithmic ? 1 : max(abs(low) / 2, 0.5)
      (low, high) = (low - half, high + half)
    }
    // Half of each, since the difference of two large numbers may be infinite.
    let margin = (high / 2 - low / 2) * (2 * padding)
    (low, high) = (low - margin, high + margin)
    self.axis = axis
    bounds = (low, high)
    range = min(outer(low), outer(high))...max(outer(low), outer(high))
  }

  /// nil for what has no place on the axis.
  func share(of value: Double) -> Double? {
    guard value.isFinite, !axis.isLogarithmic || value > 0 else { return nil }
    let inner = axis.isLogarithmic ? log(value) : value
    let share = (inner / 2 - bounds.low / 2) / (bounds.high / 2 - bounds.low / 2)
    guard share.isFinite else { return nil }
    return axis.isReversed ? 1 - share : share
  }

  func ticks(_ count: Int) -> [Tick] {
    if !axis.categories.isEmpty { return Ticks.categories(axis.categories, count: count) }
    return axis.isLogarithmic
      ? Ticks.logarithmic(range, count: count) : Ticks.linear(range, count: count)
  }
}

/// Both scales of a chart, fitted to all that it shows.
struct ChartScales {
  let x: Scale
  let y: Scale

  init(_ chart: Chart) {
    var (xs, ys) = (chart.markers.map(\.x), [Double]())
    var hasBars = false
    for layer in chart.layers {
      switch layer {
      case .line(let points, _, _), .points(let points, _):
        xs += points.map(\.x)
        ys += points.map(\.y)
      case .intervals(let intervals, _):
        xs += intervals.map(\.x)
        ys += intervals.flatMap { [$0.low, $0.high] }
      case .bars(let bars, _):
        hasBars = true
        xs += bars.flatMap { [$0.left, $0.right] }
        ys += bars.map(\.height) + [0]
      }
    }
    x = Scale(chart.x, xs, padding: hasBars ? 0 : 0.01)
    y = Scale(chart.y, ys, padding: hasBars ? 0.02 : 0.04)
  }
}
