import Glibc

/// Where values of an axis are, as a share of its length from the left or the bottom.
struct Scale: Equatable {
  let range: ClosedRange<Double>
  let axis: Axis
  private let bounds: Bounds

  /// As they are, or their logarithms.
  private struct Bounds: Equatable {
    let low: Double
    let high: Double
  }

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
    bounds = Bounds(low: low, high: high)
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
struct ChartScales: Equatable {
  let x: Scale
  let y: Scale

  init(_ chart: Chart) { self.init(ChartReach(chart), chart.markers) }

  /// Of a chart whose reach is known, with other markers.
  init(_ reach: ChartReach, _ markers: [Chart.Marker]) {
    let xs = reach.x.ends + markers.map(\.x)
    x = Scale(reach.x.axis, xs, padding: reach.hasBars ? 0 : 0.01)
    y = Scale(reach.y.axis, reach.y.ends, padding: reach.hasBars ? 0.02 : 0.04)
  }
}

/// How far the layers of a chart reach on both axes.
struct ChartReach {
  struct Side {
    let axis: Axis
    private var low = Double.infinity
    private var high = -Double.infinity

    init(_ axis: Axis) { self.axis = axis }

    /// Takes in what has a place on the axis.
    mutating func add(_ value: Double) {
      guard value.isFinite, !axis.isLogarithmic || value > 0 else { return }
      low = min(low, value)
      high = max(high, value)
    }

    /// The least value and the largest, if any.
    var ends: [Double] { low <= high ? [low, high] : [] }
  }

  private(set) var x: Side
  private(set) var y: Side
  private(set) var hasBars = false

  init(_ chart: Chart) {
    x = Side(chart.x)
    y = Side(chart.y)
    for layer in chart.layers {
      switch layer {
      case .line(let points, _, _), .points(let points, _):
        for point in points {
          x.add(point.x)
          y.add(point.y)
        }
      case .intervals(let intervals, _):
        for interval in intervals {
          x.add(interval.x)
          y.add(interval.low)
          y.add(interval.high)
        }
      case .bars(let bars, _):
        hasBars = true
        y.add(0)
        for bar in bars {
          x.add(bar.left)
          x.add(bar.right)
          y.add(bar.height)
        }
      }
    }
  }
}
