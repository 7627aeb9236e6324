import RegPlot
import Testing

@Suite("renderers")
struct RendererTests {
  private func chart(_ layers: [Chart.Layer]) -> Chart {
    Chart(title: "a < b & c", x: Axis("x"), y: Axis("y"), layers: layers)
  }

  private var line: Chart.Layer {
    .line(
      [Chart.Point(x: 0, y: 0), Chart.Point(x: 1, y: 1)], label: "up", .color(0))
  }

  @Test("a picture keeps to its size", arguments: [(24, 8), (80, 24), (200, 50), (3, 1)])
  func size(columns: Int, rows: Int) {
    let lines = TerminalRenderer(columns: columns, rows: rows).lines(of: chart([line]))
    #expect(lines.count == max(rows, 8))
    #expect(lines.allSatisfy { $0.count <= max(columns, 24) })
  }

  @Test("a rising line rises, and has its label at its end")
  func rising() throws {
    let lines = TerminalRenderer(columns: 40, rows: 12, hasUnicode: false).lines(of: chart([line]))
    let places = lines.compactMap { $0.firstIndex(of: "*")?.utf16Offset(in: $0) }
    #expect(places.count > 5)
    #expect(zip(places, places.dropFirst()).allSatisfy { $0 > $1 })
    #expect(lines.prefix(4).contains { $0.hasSuffix("up") })
    #expect(lines.joined().allSatisfy { $0.isASCII })
  }

  @Test("a picture that is kept is the same as one drawn anew, wherever its markers go")
  func kept() {
    var chart = Chart(
      title: "path", x: Axis("λ", isLogarithmic: true, isReversed: true), y: Axis("b"),
      layers: [
        .line(
          (1...50).map { Chart.Point(x: Double($0), y: Double($0 * $0 % 17)) }, label: "x1",
          .color(2)),
        .intervals([Chart.Interval(x: 3, low: 1, high: 9)], .muted),
      ], topLabels: [Chart.TopLabel(x: 9, text: "4")], topTitle: "df")
    let drawing = TerminalDrawing(chart)
    // Inside, beyond both ends, and where there is no place for it.
    for (columns, x) in [(60, 7.0), (60, 8), (60, 400), (90, 400), (60, 0.01), (60, -1), (60, 7)] {
      let renderer = TerminalRenderer(columns: columns, rows: 15, hasColor: true)
      chart.markers = [Chart.Marker(x: x, label: "λ")]
      #expect(drawing.lines(markers: chart.markers, renderer) == renderer.lines(of: chart))
    }
    chart.markers = []
    #expect(drawing.lines(markers: [], TerminalRenderer()) == TerminalRenderer().lines(of: chart))
  }

  @Test("colour is a matter of escapes alone")
  func color() {
    let plain = TerminalRenderer(columns: 50, rows: 12).lines(of: chart([line]))
    let colored = TerminalRenderer(columns: 50, rows: 12, hasColor: true).lines(of: chart([line]))
    let stripped = colored.map { line in
      var (result, isEscape) = ("", false)
      for character in line {
        if character == "\u{1B}" { isEscape = true }
        if !isEscape { result.append(character) }
        if isEscape, character == "m" { isEscape = false }
      }
      return result
    }
    #expect(stripped == plain && colored != plain)
  }

  @Test("values that are not finite are left out, and nothing at all is still a picture")
  func degenerate() {
    let points = [Chart.Point(x: .nan, y: 1), Chart.Point(x: 1, y: .infinity)]
    for layers in [
      [], [.line([], label: "none", .muted)], [.points(points, .color(3))],
      [.bars([Chart.Bar(left: 0, right: 1, height: .nan)], .color(1))],
      [.intervals([Chart.Interval(x: 1, low: -.infinity, high: 3)], .muted)],
    ] as [[Chart.Layer]] {
      #expect(TerminalRenderer().lines(of: chart(layers)).count == 20)
      #expect(VectorRenderer().svg(chart(layers)).hasSuffix("</svg>\n"))
    }
  }

  @Test("an SVG is escaped, and the same each time")
  func svg() {
    let text = VectorRenderer(width: 300, height: 200).svg(chart([line]))
    #expect(text.contains("a &lt; b &amp; c") && !text.contains("a < b"))
    #expect(text.contains("width=\"300\"") && text.contains("<polyline"))
    #expect(text == VectorRenderer(width: 300, height: 200).svg(chart([line])))
  }
}

@Suite("PNG files")
struct PNGTests {
  @Test("have the signature and the size asked for, where Cairo is installed")
  func png() throws {
    let chart = Chart(
      title: "t", x: Axis("x"), y: Axis("y"),
      layers: [.points([Chart.Point(x: 0, y: 0), Chart.Point(x: 1, y: 2)], .color(0))])
    guard let bytes = VectorRenderer(width: 150, height: 120).png(chart) else { return }
    #expect(bytes.prefix(8) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    // Width and height are big-endian behind the first chunk's head.
    #expect(bytes[16..<24].elementsEqual([0, 0, 1, 44, 0, 0, 0, 240]))
  }
}
