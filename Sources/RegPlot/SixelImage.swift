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

  /// From the sequence that begins sixels to the one that ends them.
  var text: String {
    let height = width > 0 ? dots.count / width : 0
    let palette = SixelPalette(dots)
    let colors = dots.map(palette.register)
    var text = "\u{1B}Pq\"1;1;\(width);\(height)" + palette.definitions
    for top in stride(from: 0, to: height, by: 6) {
      let bottom = min(top + 6, height)
      text += band(colors[top * width..<bottom * width]) + "-"
    }
    return text + "\u{1B}\\"
  }

  /// Six rows of registers; each colour goes over them from the left.
  private func band(_ colors: ArraySlice<Int>) -> String {
    var sixels: [Int: [UInt8]] = [:]
    for (place, register) in colors.enumerated() {
      sixels[register, default: Array(repeating: 0, count: width)][place % width] |=
        1 << UInt8(place / width)
    }
    return sixels.sorted { $0.key < $1.key }
      .map { "#\($0.key)" + Self.packed($0.value) }.joined(separator: "$")
  }

  /// Sixels as letters, equal ones counted; nothing need be said of what is empty up to the edge.
  private static func packed(_ sixels: [UInt8]) -> String {
    let end = sixels.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
    var (letters, start) = ([UInt8](), 0)
    while start < end {
      let run = sixels[start..<end].prefix { $0 == sixels[start] }.count
      let letter = sixels[start] + 63
      if run > 3 {
        letters += "!\(run)".utf8 + [letter]
      } else {
        letters += repeatElement(letter, count: run)
      }
      start += run
    }
    return String(decoding: letters, as: UTF8.self)
  }
}

/// The colours of a picture in the registers that terminals have for them: as they are, as far as the
/// registers go, the most frequent first, and else the nearest of these.
struct SixelPalette {
  /// Red, green and blue in hundredths, as sixels have them.
  struct Color: Hashable {
    let red: Int
    let green: Int
    let blue: Int

    init(_ dot: SixelImage.Dot) {
      func hundredths(_ part: UInt8) -> Int { (Int(part) * 100 + 127) / 255 }
      (red, green, blue) = (hundredths(dot.red), hundredths(dot.green), hundredths(dot.blue))
    }

    func distance(to other: Color) -> Int {
      let (a, b, c) = (red - other.red, green - other.green, blue - other.blue)
      return a * a + b * b + c * c
    }
  }

  private static let mostRegisters = 256

  private var registers: [Color: Int] = [:]
  private let colors: [Color]

  init(_ dots: [SixelImage.Dot]) {
    var counts: [Color: Int] = [:]
    for dot in dots { counts[Color(dot), default: 0] += 1 }
    // The same each time, also among those of one frequency.
    let order = counts.sorted { a, b in
      (b.value, a.key.red, a.key.green, a.key.blue) < (a.value, b.key.red, b.key.green, b.key.blue)
    }.map(\.key)
    colors = Array(order.prefix(Self.mostRegisters))
    for (register, color) in colors.enumerated() { registers[color] = register }
    for color in order.dropFirst(Self.mostRegisters) {
      registers[color] = colors.indices.min {
        color.distance(to: colors[$0]) < color.distance(to: colors[$1])
      }
    }
  }

  func register(_ dot: SixelImage.Dot) -> Int { registers[Color(dot)] ?? 0 }

  var definitions: String {
    colors.enumerated().map { register, color in
      "#\(register);2;\(color.red);\(color.green);\(color.blue)"
    }.joined()
  }
}
