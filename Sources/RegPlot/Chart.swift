/// A chart as data: what is drawn, in the units of the data. How it looks is the renderers' matter.
public struct Chart: Sendable, Equatable {
  public struct Point: Sendable, Equatable {
    public var x: Double
    public var y: Double

    public init(x: Double, y: Double) { (self.x, self.y) = (x, y) }
  }

  /// A vertical stretch.
  public struct Interval: Sendable, Equatable {
    public var x: Double
    public var low: Double
    public var high: Double

    public init(x: Double, low: Double, high: Double) {
      (self.x, self.low, self.high) = (x, low, high)
    }
  }

  /// A bar that stands on zero.
  public struct Bar: Sendable, Equatable {
    public var left: Double
    public var right: Double
    public var height: Double

    public init(left: Double, right: Double, height: Double) {
      (self.left, self.right, self.height) = (left, right, height)
    }
  }

  public enum Tone: Sendable, Equatable {
    /// One of the palette's colours, counted from 0; they repeat.
    case color(Int)
    /// For what others are to stand out from.
    case muted
  }

  /// What is drawn, the first below the others.
  public enum Layer: Sendable, Equatable {
    /// Points joined in order; the label stands beside the last of them.
    case line([Point], label: String?, Tone)
    case points([Point], Tone)
    case intervals([Interval], Tone)
    case bars([Bar], Tone)
  }

  /// A vertical line with a word on what is there.
  public struct Marker: Sendable, Equatable {
    public var x: Double
    public var label: String

    public init(x: Double, label: String) { (self.x, self.label) = (x, label) }
  }

  /// A number or a word above the chart, at a place of the x axis.
  public struct TopLabel: Sendable, Equatable {
    public var x: Double
    public var text: String

    public init(x: Double, text: String) { (self.x, self.text) = (x, text) }
  }

  public var title: String
  public var x: Axis
  public var y: Axis
  public var layers: [Layer]
  public var markers: [Marker]
  public var topLabels: [TopLabel]
  /// What the labels on top are.
  public var topTitle: String

  public init(
    title: String, x: Axis, y: Axis, layers: [Layer], markers: [Marker] = [],
    topLabels: [TopLabel] = [], topTitle: String = ""
  ) {
    self.title = title
    self.x = x
    self.y = y
    self.layers = layers
    self.markers = markers
    self.topLabels = topLabels
    self.topTitle = topTitle
  }
}

extension Chart {
  /// The chart with every text that is drawn changed.
  public func mappingTexts(_ change: (String) -> String) -> Chart {
    var chart = self
    chart.title = change(title)
    chart.topTitle = change(topTitle)
    for axis in [\Chart.x, \Chart.y] {
      chart[keyPath: axis].label = change(self[keyPath: axis].label)
      chart[keyPath: axis].categories = self[keyPath: axis].categories.map(change)
    }
    chart.markers = markers.map { Marker(x: $0.x, label: change($0.label)) }
    chart.topLabels = topLabels.map { TopLabel(x: $0.x, text: change($0.text)) }
    chart.layers = layers.map { layer in
      guard case .line(let points, let label?, let tone) = layer else { return layer }
      return .line(points, label: change(label), tone)
    }
    return chart
  }
}

/// One direction of a chart.
public struct Axis: Sendable, Equatable {
  public var label: String
  public var isLogarithmic: Bool
  /// Whether the largest value is at the left or at the bottom.
  public var isReversed: Bool
  /// Names in place of numbers: the first at 0, the next at 1.
  public var categories: [String]

  public init(
    _ label: String, isLogarithmic: Bool = false, isReversed: Bool = false,
    categories: [String] = []
  ) {
    self.label = label
    self.isLogarithmic = isLogarithmic
    self.isReversed = isReversed
    self.categories = categories
  }
}
