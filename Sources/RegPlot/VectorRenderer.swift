/// Draws charts on a page of vectors, for files.
public struct VectorRenderer: Sendable {
  public var width: Int
  public var height: Int

  public init(width: Int = 720, height: Int = 440) { (self.width, self.height) = (width, height) }

  /// The chart as the text of an SVG file.
  public func svg(_ chart: Chart) -> String {
    var canvas = SVGCanvas(width: width, height: height)
    draw(chart, on: &canvas)
    return canvas.text
  }

  /// The chart as a PNG file of twice as many dots in each direction; nil where Cairo, the library that
  /// draws it, is not installed or cannot.
  public func png(_ chart: Chart) -> [UInt8]? {
    guard var canvas = CairoCanvas(width: width, height: height) else { return nil }
    draw(chart, on: &canvas)
    let bytes = canvas.png
    return bytes.isEmpty ? nil : bytes
  }

  /// The chart as a picture for a terminal, with that many dots a pixel in each direction; nil as for
  /// `png`.
  public func sixel(_ chart: Chart, dotsPerPixel: Double = 1) -> String? {
    guard var canvas = CairoCanvas(width: width, height: height, dotsPerPixel: dotsPerPixel) else {
      return nil
    }
    draw(chart, on: &canvas)
    return canvas.dots.map { SixelImage(width: canvas.width, dots: $0).text }
  }

  public func draw(_ chart: Chart, on canvas: inout some Canvas) {
    let sheet = Sheet(chart, width: Double(width), height: Double(height))
    sheet.draw(on: &canvas)
  }
}

/// Where the parts of a chart are on a page.
private struct Sheet {
  let chart: Chart
  let scales: ChartScales
  let width: Double
  let height: Double
  let left: Double
  let right: Double
  let top: Double
  let bottom: Double
  private let labels: [(text: String, at: Chart.Point, tone: Chart.Tone)]

  private static let small = 11.0
  /// About what a letter of the small font is wide.
  private static let letterWidth = 6.3

  init(_ chart: Chart, width: Double, height: Double) {
    self.chart = chart
    self.width = width
    self.height = height
    scales = ChartScales(chart)
    labels = chart.layers.compactMap { layer in
      guard case .line(let points, let label?, let tone) = layer, let last = points.last else {
        return nil
      }
      return (label, last, tone)
    }
    let longest = Double(labels.map(\.text.count).max() ?? 0)
    let widest = Double(scales.y.ticks(6).map(\.label.count).max() ?? 1)
    left = 34 + widest * Self.letterWidth
    right = width - (longest > 0 ? 14 + min(longest * Self.letterWidth, width / 4) : 18)
    top = chart.topLabels.isEmpty && chart.markers.isEmpty ? 44 : 58
    bottom = height - 48
  }

  private func x(_ value: Double) -> Double? {
    scales.x.share(of: value).map { left + $0 * (right - left) }
  }

  private func y(_ value: Double) -> Double? {
    scales.y.share(of: value).map { bottom - $0 * (bottom - top) }
  }

  func draw(on canvas: inout some Canvas) {
    canvas.rectangle(x: 0, y: 0, width: width, height: height, fill: .white)
    canvas.text(
      chart.title, x: left, y: 24, Font(size: 15, ink: .black, isBold: true))
    drawAxes(&canvas)
    drawMarkers(&canvas)
    for layer in chart.layers { draw(layer, &canvas) }
    drawEndLabels(&canvas)
  }

  private func drawAxes(_ canvas: inout some Canvas) {
    let font = Font(size: Self.small, ink: .grey)
    for tick in scales.y.ticks(6) {
      guard let y = y(tick.value), y >= top - 1, y <= bottom + 1 else { continue }
      canvas.line([(left, y), (right, y)], Stroke(ink: .light, width: 1))
      canvas.text(
        tick.label, x: left - 8, y: y + 4, Font(size: font.size, ink: font.ink, anchor: .end))
    }
    var free = -Double.infinity
    // Names are all wanted; those that would run into another are left out below.
    let wanted = max(8, chart.x.categories.count)
    for tick in scales.x.ticks(wanted).sorted(by: { (x($0.value) ?? 0) < (x($1.value) ?? 0) }) {
      guard let x = x(tick.value), x >= left - 1, x <= right + 1 else { continue }
      canvas.line([(x, bottom), (x, bottom + 4)], Stroke(ink: .grey, width: 1))
      let half = Double(tick.label.count) * Self.letterWidth / 2
      guard x - half > free else { continue }
      free = x + half + 4
      canvas.text(
        tick.label, x: x, y: bottom + 18, Font(size: font.size, ink: font.ink, anchor: .middle))
    }
    canvas.line([(left, bottom), (right, bottom)], Stroke(ink: .grey, width: 1))
    canvas.text(
      chart.x.label, x: (left + right) / 2, y: height - 10,
      Font(size: 12, ink: .black, anchor: .middle))
    canvas.text(
      chart.y.label, x: 16, y: (top + bottom) / 2,
      Font(size: 12, ink: .black, anchor: .middle, isUpright: true))
  }

  private func drawMarkers(_ canvas: inout some Canvas) {
    let font = Font(size: Self.small, ink: .grey, anchor: .middle)
    var taken: [ClosedRange<Double>] = []
    func write(_ text: String, at x: Double, _ canvas: inout some Canvas) {
      let half = Double(text.count) * Self.letterWidth / 2 + 3
      let wanted = (x - half)...(x + half)
      guard !taken.contains(where: { $0.overlaps(wanted) }) else { return }
      taken.append(wanted)
      canvas.text(text, x: x, y: top - 8, font)
    }
    for marker in chart.markers {
      guard let x = x(marker.x) else { continue }
      canvas.line([(x, top), (x, bottom)], Stroke(ink: .grey, width: 1, isDashed: true))
      write(marker.label, at: x, &canvas)
    }
    if !chart.topTitle.isEmpty {
      canvas.text(
        chart.topTitle, x: left - 8, y: top - 8, Font(size: font.size, ink: font.ink, anchor: .end))
    }
    for label in chart.topLabels {
      if let x = x(label.x) { write(label.text, at: x, &canvas) }
    }
  }

  private func draw(_ layer: Chart.Layer, _ canvas: inout some Canvas) {
    switch layer {
    case .line(let points, _, let tone):
      var run: [(x: Double, y: Double)] = []
      let stroke = Stroke(ink: Ink(tone), width: tone == .muted ? 1 : 1.8)
      for point in points {
        if let x = x(point.x), let y = y(point.y) {
          run.append((x, y))
        } else {
          canvas.line(run, stroke)
          run = []
        }
      }
      canvas.line(run, stroke)
    case .points(let points, let tone):
      let opacity = points.count > 300 ? 0.45 : 0.75
      for point in points {
        guard let x = x(point.x), let y = y(point.y) else { continue }
        canvas.circle(x: x, y: y, radius: 3, fill: Ink(tone, opacity: opacity))
      }
    case .intervals(let intervals, let tone):
      let stroke = Stroke(ink: Ink(tone), width: 1)
      for interval in intervals {
        guard let x = x(interval.x), let low = y(interval.low), let high = y(interval.high) else {
          continue
        }
        canvas.line([(x, low), (x, high)], stroke)
        for y in [low, high] { canvas.line([(x - 2.5, y), (x + 2.5, y)], stroke) }
      }
    case .bars(let bars, let tone):
      if bars.contains(where: { $0.height < 0 }), let zero = y(0) {
        canvas.line([(left, zero), (right, zero)], Stroke(ink: .grey, width: 1))
      }
      for bar in bars {
        guard let from = x(bar.left), let to = x(bar.right), let zero = y(0),
          let end = y(bar.height)
        else { continue }
        canvas.rectangle(
          x: min(from, to) + 0.5, y: min(zero, end), width: max(abs(to - from) - 1, 0.5),
          height: abs(end - zero), fill: Ink(tone, opacity: 0.85))
      }
    }
  }

  private func drawEndLabels(_ canvas: inout some Canvas) {
    let known = labels.compactMap { label in y(label.at.y).map { (label.text, $0, label.tone) } }
    let most = Int((bottom - top) / 13)
    let shown = known.prefix(most)
    let places = LabelPlacement.spread(shown.map(\.1), distance: 13, within: top...bottom)
    for (label, place) in zip(shown, places) {
      canvas.text(label.0, x: right + 8, y: place + 4, Font(size: Self.small, ink: Ink(label.2)))
    }
  }
}
