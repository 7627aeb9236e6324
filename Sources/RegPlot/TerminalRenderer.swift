/// Draws charts with characters: dots of braille patterns, axes, ticks and labels.
public struct TerminalRenderer: Sendable {
  /// Columns and rows of the whole picture.
  public var columns: Int
  public var rows: Int
  public var hasColor: Bool
  /// Without, series are drawn with letters, one a cell.
  public var hasUnicode: Bool

  public init(columns: Int = 72, rows: Int = 20, hasColor: Bool = false, hasUnicode: Bool = true) {
    self.columns = columns
    self.rows = rows
    self.hasColor = hasColor
    self.hasUnicode = hasUnicode
  }

  /// The smallest picture in which anything can be seen.
  private static let (leastColumns, leastRows) = (24, 8)

  /// The lines of the picture, none longer than `columns`.
  public func lines(of chart: Chart) -> [String] {
    TerminalDrawing(chart).lines(markers: chart.markers, self)
  }

  fileprivate func page(_ chart: Chart, _ scales: ChartScales) -> Page {
    Page(
      chart, scales, columns: max(columns, Self.leastColumns), rows: max(rows, Self.leastRows),
      hasUnicode)
  }
}

/// A chart that is drawn again and again with its markers at other places: the data, which take the
/// time, are drawn anew only where they move.
public final class TerminalDrawing {
  private let chart: Chart
  private let reach: ChartReach
  private var known: (page: Page, canvas: TextCanvas)?

  public init(_ chart: Chart) {
    self.chart = chart
    reach = ChartReach(chart)
  }

  /// The lines of the picture, with these markers in place of the chart's.
  public func lines(markers: [Chart.Marker], _ renderer: TerminalRenderer) -> [String] {
    var chart = chart
    chart.markers = markers
    let page = renderer.page(chart, ChartScales(reach, markers))
    var canvas: TextCanvas
    if let known, known.page.hasPlaces(of: page) {
      canvas = known.canvas
    } else {
      canvas = page.withData()
      known = (page, canvas)
    }
    page.drawRest(on: &canvas)
    return canvas.lines(hasColor: renderer.hasColor)
  }
}

/// Where the parts of a chart are on a page of characters.
private struct Page {
  let chart: Chart
  let hasUnicode: Bool
  let scales: ChartScales
  /// The cells that data are drawn in.
  let left: Int
  let top: Int
  let width: Int
  let height: Int
  let canvasColumns: Int
  let canvasRows: Int
  let yTicks: [Tick]
  let xTicks: [Tick]

  init(_ chart: Chart, _ scales: ChartScales, columns: Int, rows: Int, _ hasUnicode: Bool) {
    self.chart = chart
    self.hasUnicode = hasUnicode
    self.scales = scales
    canvasColumns = columns
    canvasRows = rows
    // The title, the labels on top, and below the axis its ticks and its name.
    let hasTop = !chart.topLabels.isEmpty || !chart.markers.isEmpty
    top = 1 + (hasTop ? 1 : 0)
    height = rows - top - (chart.x.label.isEmpty ? 2 : 3)
    yTicks = scales.y.ticks(max(2, height / 3))
    let widest = yTicks.map(\.label.count).max() ?? 1
    left = min(widest + 2, columns / 3)
    let longest = Self.endLabels(chart).map(\.text.count).max() ?? 0
    width = columns - left - (longest > 0 ? min(longest + 1, columns / 4) : 1)
    let room = chart.x.categories.map(\.count).max().map { $0 + 2 } ?? 12
    xTicks = scales.x.ticks(max(2, width / room))
  }

  /// What stands at the right of lines.
  private static func endLabels(
    _ chart: Chart
  ) -> [(text: String, at: Chart.Point, tone: Chart.Tone)] {
    chart.layers.compactMap { layer in
      guard case .line(let points, let label?, let tone) = layer, let last = points.last else {
        return nil
      }
      return (label, last, tone)
    }
  }

  /// Whether the data of a page of the same chart are drawn as on this one.
  func hasPlaces(of other: Page) -> Bool {
    func shape(_ page: Page) -> [Int] {
      [page.left, page.top, page.width, page.height, page.canvasColumns, page.canvasRows]
    }
    return shape(self) == shape(other) && hasUnicode == other.hasUnicode && scales == other.scales
  }

  /// A page with the data alone.
  func withData() -> TextCanvas {
    var canvas = TextCanvas(columns: canvasColumns, rows: canvasRows)
    drawData(&canvas)
    return canvas
  }

  /// Adds all but the data.
  func drawRest(on canvas: inout TextCanvas) {
    canvas.write(chart.title, 0, 0, .bold)
    drawMarkers(&canvas)
    drawAxes(&canvas)
    drawEndLabels(&canvas)
  }

  private func column(_ share: Double) -> Int {
    left + Int((share * Double(width - 1)).rounded())
  }

  private func row(_ share: Double) -> Int {
    top + height - 1 - Int((share * Double(height - 1)).rounded())
  }

  // MARK: data

  private func place(_ x: Double, _ y: Double) -> (x: Double, y: Double)? {
    guard let x = scales.x.share(of: x), let y = scales.y.share(of: y) else { return nil }
    return (x, y)
  }

  /// Whether there are so few points, and nothing else, that single dots would be overlooked.
  private var isSparse: Bool {
    var count = 0
    for layer in chart.layers {
      guard case .points(let points, _) = layer else { return false }
      count += points.count
    }
    return count <= 80
  }

  private func drawData(_ canvas: inout TextCanvas) {
    var grid = DotGrid(columns: width, rows: height)
    for layer in chart.layers {
      switch layer {
      case .line(let points, _, let tone):
        var last: (x: Double, y: Double)?
        for point in points {
          let next = place(point.x, point.y)
          if let last, let next { grid.line(last, next, tone) }
          last = next
        }
      case .points(let points, let tone):
        for point in points {
          guard let place = place(point.x, point.y) else { continue }
          if isSparse {
            let character = hasUnicode ? "•" : Palette.letter(tone)
            canvas.put(character, column(place.x), row(place.y), .tone(tone))
          } else {
            grid.line(place, place, tone)
          }
        }
      case .intervals(let intervals, let tone):
        for interval in intervals {
          if let low = place(interval.x, interval.low), let high = place(interval.x, interval.high)
          {
            grid.line(low, high, tone)
          }
        }
      case .bars(let bars, let tone): drawBars(bars, tone, &canvas)
      }
    }
    for row in 0..<height {
      for column in 0..<width {
        guard let character = grid.character(column, row, hasUnicode: hasUnicode) else { continue }
        let tone = grid.tones[row * width + column] ?? .muted
        canvas.put(character, left + column, top + row, .tone(tone))
      }
    }
  }

  /// Bars in eighths of a cell, up from zero or down from it.
  private func drawBars(_ bars: [Chart.Bar], _ tone: Chart.Tone, _ canvas: inout TextCanvas) {
    guard let zero = scales.y.share(of: 0) else { return }
    let eighths = Array(" ▁▂▃▄▅▆▇█")
    for bar in bars {
      guard let from = scales.x.share(of: bar.left), let to = scales.x.share(of: bar.right),
        let end = scales.y.share(of: bar.height)
      else { continue }
      let first = left + Int((min(from, to) * Double(width)).rounded())
      let last = left + Int((max(from, to) * Double(width)).rounded()) - 1
      let (low, high) = (min(zero, end) * Double(height), max(zero, end) * Double(height))
      // A blank between bars that are wide enough for it.
      let gap = last - first >= 2 ? 1 : 0
      for column in first...max(first, last - gap) {
        for cell in 0..<height {
          let filled = min(high - Double(cell), 1) - max(low - Double(cell), 0)
          guard filled > 0.06 else { continue }
          let part = max(1, min(8, Int((filled * 8).rounded())))
          canvas.put(
            hasUnicode ? eighths[end < zero ? 8 : part] : Palette.letter(tone), column,
            top + height - 1 - cell, .tone(tone))
        }
      }
    }
  }

  private func drawMarkers(_ canvas: inout TextCanvas) {
    for marker in chart.markers {
      guard let share = scales.x.share(of: marker.x) else { continue }
      for row in top..<top + height where canvas.isFree(column(share), row) {
        canvas.put(hasUnicode ? "┊" : ":", column(share), row, .dimmed)
      }
      canvas.center(marker.label, column(share), top - 1, .plain)
    }
    let title = chart.topTitle
    for label in chart.topLabels {
      guard let share = scales.x.share(of: label.x), column(share) > title.count + 1 else {
        continue
      }
      canvas.center(label.text, column(share), top - 1, .dimmed)
    }
    if !title.isEmpty, top > 1 { canvas.write(title, 0, top - 1, .dimmed) }
  }

  // MARK: axes

  private func drawAxes(_ canvas: inout TextCanvas) {
    let bottom = top + height
    let lines:
      (side: Character, tick: Character, corner: Character, base: Character, down: Character)
    lines = hasUnicode ? ("│", "┤", "└", "─", "┴") : ("|", "+", "+", "-", "+")
    for row in top..<bottom { canvas.put(lines.side, left - 1, row, .dimmed) }
    canvas.put(lines.corner, left - 1, bottom, .dimmed)
    for column in left..<left + width { canvas.put(lines.base, column, bottom, .dimmed) }
    for tick in yTicks {
      guard let share = scales.y.share(of: tick.value), (0...1).contains(share) else { continue }
      let label = tick.label.prefix(left - 2)
      canvas.put(lines.tick, left - 1, row(share), .dimmed)
      canvas.write(String(label), left - 2 - label.count, row(share), .plain)
    }
    for tick in xTicks {
      guard let share = scales.x.share(of: tick.value), (0...1).contains(share) else { continue }
      if canvas.center(tick.label, column(share), bottom + 1, .plain) {
        canvas.put(lines.down, column(share), bottom, .dimmed)
      }
    }
    let name = chart.y.label.isEmpty ? "" : (hasUnicode ? "↑ " : "^ ") + chart.y.label
    if chart.title.count + name.count + 3 <= canvasColumns {
      canvas.write(name, canvasColumns - name.count, 0, .dimmed)
    }
    canvas.center(chart.x.label, left + width / 2, bottom + 2, .dimmed)
  }

  private func drawEndLabels(_ canvas: inout TextCanvas) {
    let labels = Page.endLabels(chart).compactMap { label in
      // Within a row the higher value comes first.
      place(label.at.x, label.at.y).map {
        (label.text, Double(row($0.y)) - 1e-3 * $0.y, label.tone)
      }
    }
    // The first ones where there are more than rows.
    let shown = labels.prefix(height)
    let places = LabelPlacement.spread(
      shown.map(\.1), distance: 1, within: Double(top)...Double(top + height - 1))
    for (label, place) in zip(shown, places) {
      canvas.write(label.0, left + width + 1, Int(place.rounded()), .tone(label.2))
    }
  }
}
