import CCairo

/// A page as the dots of a picture, drawn by Cairo; two dots a pixel as a rule, for screens that have
/// them.
final class CairoCanvas: Canvas {
  private let cairo: reg_cairo_functions
  private let surface: OpaquePointer
  private let context: OpaquePointer

  private static let family = "sans-serif"

  /// In dots.
  let width: Int
  private let height: Int

  /// nil where Cairo is not installed, or has no memory for the page.
  init?(width: Int, height: Int, dotsPerPixel: Double = 2) {
    guard let cairo = reg_cairo_load()?.pointee else { return nil }
    self.width = Int((Double(width) * dotsPerPixel).rounded())
    self.height = Int((Double(height) * dotsPerPixel).rounded())
    // Format 0 has 8 bits each for opacity, red, green and blue.
    guard let surface = cairo.image_surface_create(0, Int32(self.width), Int32(self.height))
    else { return nil }
    guard let context = cairo.create(surface) else {
      cairo.surface_destroy(surface)
      return nil
    }
    self.cairo = cairo
    self.surface = surface
    self.context = context
    cairo.scale(context, dotsPerPixel, dotsPerPixel)
    cairo.set_line_join(context, 1)
  }

  deinit {
    cairo.destroy(context)
    cairo.surface_destroy(surface)
  }

  /// The file; empty where Cairo could not draw.
  var png: [UInt8] {
    var bytes: [UInt8] = []
    let failure = withUnsafeMutablePointer(to: &bytes) { bytes in
      cairo.surface_write_to_png_stream(
        surface,
        { closure, data, length in
          closure?.assumingMemoryBound(to: [UInt8].self).pointee
            .append(contentsOf: UnsafeBufferPointer(start: data, count: Int(length)))
          return 0
        }, bytes)
    }
    return failure == 0 ? bytes : []
  }

  /// The dots row by row, as red, green and blue on white; nil where Cairo could not draw.
  var dots: [SixelImage.Dot]? {
    cairo.surface_flush(surface)
    guard let data = cairo.image_surface_get_data(surface) else { return nil }
    let stride = Int(cairo.image_surface_get_stride(surface))
    var dots: [SixelImage.Dot] = []
    dots.reserveCapacity(width * height)
    for row in 0..<height {
      for column in 0..<width {
        // Blue, green, red and opacity, by which the colours are multiplied already.
        let dot = data + row * stride + column * 4
        let white = 255 - Int(dot[3])
        dots.append(
          SixelImage.Dot(
            red: UInt8(min(Int(dot[2]) + white, 255)), green: UInt8(min(Int(dot[1]) + white, 255)),
            blue: UInt8(min(Int(dot[0]) + white, 255))))
      }
    }
    return dots
  }

  func rectangle(x: Double, y: Double, width: Double, height: Double, fill: Ink) {
    paint(fill)
    cairo.rectangle(context, x, y, width, height)
    cairo.fill(context)
  }

  func line(_ points: [(x: Double, y: Double)], _ stroke: Stroke) {
    guard points.count > 1 else { return }
    paint(stroke.ink)
    cairo.set_line_width(context, stroke.width)
    let dashes: [Double] = stroke.isDashed ? [4, 3] : []
    cairo.set_dash(context, dashes, Int32(dashes.count), 0)
    cairo.move_to(context, points[0].x, points[0].y)
    for point in points.dropFirst() { cairo.line_to(context, point.x, point.y) }
    cairo.stroke(context)
  }

  func circle(x: Double, y: Double, radius: Double, fill: Ink) {
    paint(fill)
    cairo.arc(context, x, y, radius, 0, 2 * .pi)
    cairo.fill(context)
  }

  func text(_ text: String, x: Double, y: Double, _ font: Font) {
    guard !text.isEmpty else { return }
    paint(font.ink)
    cairo.select_font_face(context, Self.family, 0, font.isBold ? 1 : 0)
    cairo.set_font_size(context, font.size)
    var extents = reg_cairo_text_extents()
    cairo.text_extents(context, text, &extents)
    let shift =
      switch font.anchor {
      case .start: 0.0
      case .middle: -extents.x_advance / 2
      case .end: -extents.x_advance
      }
    cairo.save(context)
    cairo.translate(context, x, y)
    if font.isUpright { cairo.rotate(context, -.pi / 2) }
    cairo.move_to(context, shift, 0)
    cairo.show_text(context, text)
    cairo.restore(context)
  }

  private func paint(_ ink: Ink) {
    cairo.set_source_rgba(
      context, Double(ink.red) / 255, Double(ink.green) / 255, Double(ink.blue) / 255, ink.opacity)
  }
}
