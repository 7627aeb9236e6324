/// Cells of a terminal, each of two by four dots in one colour.
struct DotGrid {
  let columns: Int
  let rows: Int
  /// The dots of each cell as bits, in the order of Unicode's braille patterns.
  private(set) var dots: [UInt8]
  private(set) var tones: [Chart.Tone?]

  /// Bits of the dots from the top down, of the left column and of the right one.
  private static let bits: [[UInt8]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    dots = Array(repeating: 0, count: columns * rows)
    tones = Array(repeating: nil, count: columns * rows)
  }

  /// - Parameters:
  ///   - x: Dots from the left.
  ///   - y: Dots from the bottom.
  mutating func set(_ x: Int, _ y: Int, _ tone: Chart.Tone) {
    guard x >= 0, y >= 0, x < 2 * columns, y < 4 * rows else { return }
    let cell = (rows - 1 - y / 4) * columns + x / 2
    dots[cell] |= Self.bits[x % 2][3 - y % 4]
    tones[cell] = tone
  }

  /// A straight line between places given in shares of the width and the height.
  mutating func line(
    _ from: (x: Double, y: Double), _ to: (x: Double, y: Double), _ tone: Chart.Tone
  ) {
    let (width, height) = (Double(2 * columns - 1), Double(4 * rows - 1))
    let start = (from.x * width, from.y * height)
    let end = (to.x * width, to.y * height)
    let length = max(abs(end.0 - start.0), abs(end.1 - start.1))
    // What is far outside would take forever, and shows nothing.
    guard length.isFinite, length < 1e6, min(start.0, start.1, end.0, end.1) > -1e6,
      max(start.0, start.1) < 1e9
    else { return }
    let steps = max(Int(length.rounded(.up)), 1)
    let (across, along) = ((end.0 - start.0) / Double(steps), (end.1 - start.1) / Double(steps))
    // Numbers that are positive are rounded by cutting them off, which costs no call.
    let lift = 1 << 20
    let (x, y) = (start.0 + Double(lift) + 0.5, start.1 + Double(lift) + 0.5)
    for step in 0...steps {
      let place = Double(step)
      set(Int(x + place * across) - lift, Int(y + place * along) - lift, tone)
    }
  }

  /// The character of a cell; nil where no dot is set.
  func character(_ column: Int, _ row: Int, hasUnicode: Bool) -> Character? {
    let cell = row * columns + column
    guard dots[cell] != 0 else { return nil }
    if hasUnicode, let scalar = Unicode.Scalar(0x2800 + UInt32(dots[cell])) {
      return Character(scalar)
    }
    return tones[cell].map(Palette.letter)
  }
}
