/// A page as the text of an SVG file.
public struct SVGCanvas: Canvas {
  private let width: Int
  private let height: Int
  private var body = ""

  public init(width: Int, height: Int) { (self.width, self.height) = (width, height) }

  /// The file.
  public var text: String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
    viewBox="0 0 \(width) \(height)" font-family="Helvetica, Arial, 'Liberation Sans', sans-serif">
    \(body)</svg>

    """
  }

  public mutating func rectangle(x: Double, y: Double, width: Double, height: Double, fill: Ink) {
    body += """
      <rect x="\(Self.number(x))" y="\(Self.number(y))" width="\(Self.number(width))" \
      height="\(Self.number(height))" \(Self.paint("fill", fill))/>

      """
  }

  public mutating func line(_ points: [(x: Double, y: Double)], _ stroke: Stroke) {
    guard points.count > 1 else { return }
    let path = points.map { "\(Self.number($0.x)),\(Self.number($0.y))" }.joined(separator: " ")
    let dashes = stroke.isDashed ? " stroke-dasharray=\"4 3\"" : ""
    body += """
      <polyline points="\(path)" fill="none" \(Self.paint("stroke", stroke.ink)) \
      stroke-width="\(Self.number(stroke.width))" stroke-linejoin="round"\(dashes)/>

      """
  }

  public mutating func circle(x: Double, y: Double, radius: Double, fill: Ink) {
    body += """
      <circle cx="\(Self.number(x))" cy="\(Self.number(y))" r="\(Self.number(radius))" \
      \(Self.paint("fill", fill))/>

      """
  }

  public mutating func text(_ text: String, x: Double, y: Double, _ font: Font) {
    guard !text.isEmpty else { return }
    let anchor =
      switch font.anchor {
      case .start: ""
      case .middle: " text-anchor=\"middle\""
      case .end: " text-anchor=\"end\""
      }
    let weight = font.isBold ? " font-weight=\"bold\"" : ""
    let turn =
      font.isUpright ? " transform=\"rotate(-90 \(Self.number(x)) \(Self.number(y)))\"" : ""
    body += """
      <text x="\(Self.number(x))" y="\(Self.number(y))" font-size="\(Self.number(font.size))" \
      \(Self.paint("fill", font.ink))\(anchor)\(weight)\(turn)>\(Self.escaped(text))</text>

      """
  }

  private static func paint(_ name: String, _ ink: Ink) -> String {
    func hex(_ value: UInt8) -> String {
      let digits = String(value, radix: 16)
      return digits.count < 2 ? "0" + digits : digits
    }
    let color = "\(name)=\"#\(hex(ink.red))\(hex(ink.green))\(hex(ink.blue))\""
    return ink.opacity < 1 ? "\(color) \(name)-opacity=\"\(number(ink.opacity))\"" : color
  }

  /// With two decimals at most.
  static func number(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e9 else { return "0" }
    let hundredths = Int((value * 100).rounded())
    return hundredths % 100 == 0 ? "\(hundredths / 100)" : "\(Double(hundredths) / 100)"
  }

  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      // Control characters are not allowed in XML, whatever their form.
      case "\u{0}"..."\u{8}", "\u{B}"..."\u{1F}": result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
