/// A window of a terminal as a picture: lines of text with the escapes that colour them, as an SVG
/// file.
///
/// The dots of braille patterns are drawn as dots, and what is beyond ASCII a character at a time,
/// since fonts differ in how wide they make them.
public struct ScreenPicture {
  private let lines: [String]
  private let columns: Int

  private static let (cellWidth, cellHeight) = (8.4, 18.0)
  private static let margin = 14.0
  private static let (ground, ink) = ("#1c1e26", "#d8dae0")

  public init(_ lines: [String], columns: Int) { (self.lines, self.columns) = (lines, columns) }

  /// The file.
  public var svg: String {
    let width = Int(Double(columns) * Self.cellWidth + 2 * Self.margin)
    let height = Int(Double(lines.count) * Self.cellHeight + 2 * Self.margin)
    var body = "<rect width=\"\(width)\" height=\"\(height)\" rx=\"8\" fill=\"\(Self.ground)\"/>\n"
    for (row, line) in lines.enumerated() {
      for piece in Self.pieces(of: line) { body += Self.drawn(piece, row: row) }
    }
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
      viewBox="0 0 \(width) \(height)" font-size="14" \
      font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace">
      \(body)</svg>

      """
  }

  // MARK: pieces

  /// Characters of one style: a run of ASCII, or one other character.
  private struct Piece {
    var text: String
    let column: Int
    let style: Style
  }

  private struct Style {
    var color: Int?
    var isBold = false
    var isDimmed = false

    /// Takes in the numbers between `ESC [` and `m`.
    mutating func take(_ codes: [Int]) {
      if codes.count == 3, codes[0] == 38, codes[1] == 5 {
        color = codes[2]
      } else if codes.count > 1, codes[0] == 0 {
        self = Style()
        take(Array(codes.dropFirst()))
      } else {
        switch codes.first ?? 0 {
        case 1: isBold = true
        case 2: isDimmed = true
        default: self = Style()
        }
      }
    }

    var attributes: String {
      let fill = color.map(Self.hex) ?? ScreenPicture.ink
      return "fill=\"\(fill)\"" + (isBold ? " font-weight=\"bold\"" : "")
        + (isDimmed ? " fill-opacity=\"0.6\"" : "")
    }

    /// One of the 256 colours of terminals: a cube of six levels, and greys.
    private static func hex(_ color: Int) -> String {
      let levels = [0, 95, 135, 175, 215, 255]
      let place = min(max(color, 16), 255) - 16
      let grey = 8 + 10 * (place - 216)
      let parts =
        place < 216
        ? [levels[place / 36], levels[place / 6 % 6], levels[place % 6]] : [grey, grey, grey]
      return "#"
        + parts.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
  }

  private static func pieces(of line: String) -> [Piece] {
    var (pieces, style, column) = ([Piece](), Style(), 0)
    var rest = line[...]
    var isOpen = false
    while let character = rest.popFirst() {
      if character == "\u{1B}" {
        let codes = rest.dropFirst().prefix { $0 != "m" }
        style.take(codes.split(separator: ";").compactMap { Int($0) })
        rest = rest.dropFirst(codes.count + 2)
        isOpen = false
      } else if character.isASCII, isOpen {
        pieces[pieces.count - 1].text.append(character)
        column += 1
      } else {
        pieces.append(Piece(text: String(character), column: column, style: style))
        isOpen = character.isASCII
        column += 1
      }
    }
    return pieces.filter { $0.text.contains { $0 != " " } }
  }

  // MARK: drawing

  private static func drawn(_ piece: Piece, row: Int) -> String {
    let x = margin + Double(piece.column) * cellWidth
    let y = margin + Double(row) * cellHeight
    if let scalar = piece.text.unicodeScalars.first, (0x2800...0x28FF).contains(scalar.value) {
      return dots(scalar.value - 0x2800, x, y, piece.style)
    }
    let blanks = piece.text.prefix { $0 == " " }.count
    let text = piece.text.dropFirst(blanks)
    return """
      <text x="\(SVGCanvas.number(x + Double(blanks) * cellWidth))" \
      y="\(SVGCanvas.number(y + 0.75 * cellHeight))" xml:space="preserve" \
      textLength="\(SVGCanvas.number(Double(text.count) * cellWidth))" \
      lengthAdjust="spacingAndGlyphs" \
      \(piece.style.attributes)>\(SVGCanvas.escaped(String(text)))</text>

      """
  }

  /// The bits of a braille pattern: three dots down, three beside them, then the last of both.
  private static func dots(_ bits: UInt32, _ x: Double, _ y: Double, _ style: Style) -> String {
    let places = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)]
    let circles = places.enumerated().filter { bits & (1 << UInt32($0.offset)) != 0 }.map {
      _, dot in
      let across = x + (Double(dot.0) + 0.5) * cellWidth / 2
      let down = y + (Double(dot.1) + 0.5) * cellHeight / 4
      return
        "<circle cx=\"\(SVGCanvas.number(across))\" cy=\"\(SVGCanvas.number(down))\" r=\"1.5\"/>"
    }
    return "<g \(style.attributes)>\(circles.joined())</g>\n"
  }
}
