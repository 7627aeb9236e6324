import RegPlot
import RegRuntime

/// How the prompt shows charts.
enum PlotStyle: String, CaseIterable {
  /// With characters, as everywhere.
  case text
  /// As pictures, by the protocol of kitty's terminal or by sixels.
  case kitty, sixel

  /// What a column of a usual font takes.
  private static let columnWidth = 8

  /// The chart for a window of that many columns; nil to leave it to characters.
  ///
  /// - Parameter dotsPerColumn: Where the terminal says how many there are.
  func text(of chart: Chart, columns: Int, dotsPerColumn: Double? = nil) -> String? {
    let width = min(max(columns, 40), 100) * Self.columnWidth
    let chart = chart.spelledOut
    let renderer = VectorRenderer(width: width, height: width * 5 / 9)
    switch self {
    case .text: return nil
    case .sixel:
      // Letters as large as those around it, within reason.
      let dots = dotsPerColumn.map { min(max($0 / Double(Self.columnWidth), 0.75), 4) }
      return renderer.sixel(chart, dotsPerPixel: dots ?? 1)
    case .kitty:
      return renderer.png(chart).map { Self.kitty($0, columns: min(max(columns - 1, 1), 100)) }
    }
  }

  /// A PNG file in the pieces of at most 4096 letters that kitty's protocol asks for.
  static func kitty(_ png: [UInt8], columns: Int) -> String {
    let letters = Array(Base64.text(of: png).utf8)
    var (text, start) = ("", 0)
    repeat {
      let end = min(start + 4096, letters.count)
      let head = start == 0 ? "a=T,f=100,c=\(columns)," : ""
      let piece = String(decoding: letters[start..<end], as: UTF8.self)
      text += "\u{1B}_G\(head)m=\(end < letters.count ? 1 : 0);\(piece)\u{1B}\\"
      start = end
    } while start < letters.count
    return text
  }
}

/// Bytes as letters, six bits each (RFC 4648).
enum Base64 {
  private static let letters = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func text(of bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = (0..<3).reduce(0) { $0 << 8 | ($1 < group.count ? Int(group[start + $1]) : 0) }
      for place in 0..<4 {
        let letter = letters[bits >> (18 - 6 * place) & 63]
        text.append(place <= group.count ? letter : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
