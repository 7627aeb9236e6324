/// A picture as a terminal with sixel graphics takes it: rows of six dots, colour by colour.
///
/// The format is that of DEC's VT340, as its programmer reference describes it.
struct SixelImage {
  struct Dot: Equatable {
    var red: UInt8
    var green: UInt8
    var blue: UInt8
  }

  let width: Int
  let dots: [Dot]

  private static let levels = 6

  /// From the sequence that begins sixels to the one that ends them.
  var text: String {
    let height = width > 0 ? dots.count / width : 0
    let colors = dots.map(Self.register)
    var text = "\u{1B}Pq\"1;1;\(width);\(height)"
    for register in Set(colors).sorted() { text += Self.definition(of: register) }
    for top in stride(from: 0, to: height, by: 6) {
      let rows = top..<min(top + 6, height)
      let used = Set(colors[rows.lowerBound * width..<rows.upperBound * width]).sorted()
      // Each colour goes over the same six rows from the left.
      text += used.map { band(of: $0, rows, colors) }.joined(separator: "$") + "-"
    }
    return text + "\u{1B}\\"
  }

  private func band(of register: Int, _ rows: Range<Int>, _ colors: [Int]) -> String {
    var (text, run, last) = ("#\(register)", 0, UInt8(0))
    func flush() -> String {
      let sixel = String(Unicode.Scalar(last + 63))
      return run > 3 ? "!\(run)\(sixel)" : String(repeating: sixel, count: run)
    }
    for column in 0..<width {
      var bits: UInt8 = 0
      for (bit, row) in rows.enumerated() where colors[row * width + column] == register {
        bits |= 1 << UInt8(bit)
      }
      if bits != last {
        text += flush()
        (run, last) = (0, bits)
      }
      run += 1
    }
    // Nothing need be said of what is empty up to the edge.
    return last == 0 ? text : text + flush()
  }

  /// The number of the nearest colour of a cube, in six levels of each.
  private static func register(_ dot: Dot) -> Int {
    func level(_ part: UInt8) -> Int { (Int(part) * (levels - 1) + 127) / 255 }
    return (level(dot.red) * levels + level(dot.green)) * levels + level(dot.blue)
  }

  private static func definition(of register: Int) -> String {
    // In hundredths.
    let parts = [register / (levels * levels), register / levels % levels, register % levels]
    let shares = parts.map { "\($0 * 100 / (levels - 1))" }
    return "#\(register);2;" + shares.joined(separator: ";")
  }
}
