import Testing

@testable import RegPlot

@Suite("Sixel pictures")
struct SixelImageTests {
  private let red = SixelImage.Dot(red: 255, green: 0, blue: 0)
  private let white = SixelImage.Dot(red: 255, green: 255, blue: 255)

  @Test("six rows make a band, colour by colour, equal columns counted")
  func bands() {
    // Five columns of seven rows: red above, white in the last row.
    let image = SixelImage(
      width: 5, dots: (0..<35).map { $0 < 30 ? red : white })
    #expect(
      image.text
        == "\u{1B}Pq\"1;1;5;7#0;2;100;0;0#1;2;100;100;100#0!5~-#1!5@-\u{1B}\\")
  }

  @Test("two colours in a band go over the same rows")
  func colors() {
    let image = SixelImage(width: 2, dots: [red, white])
    #expect(image.text.hasSuffix("#0@$#1?@-\u{1B}\\"))
  }

  @Test("greys stay grey, and what is beyond the registers is nearly what it was")
  func palette() {
    let grey = SixelImage.Dot(red: 233, green: 236, blue: 239)
    #expect(SixelPalette([grey]).definitions == "#0;2;91;93;94")
    let many = (0..<600).map { step in
      SixelImage.Dot(red: UInt8(step % 250), green: UInt8(step / 3), blue: 128)
    }
    let palette = SixelPalette(many + Array(repeating: white, count: 20))
    #expect(palette.definitions.split(separator: "#").count == 256)
    #expect(palette.definitions.hasPrefix("#0;2;100;100;100#1"))
    let colors = palette.definitions.split(separator: "#").map { definition in
      definition.split(separator: ";").dropFirst(2).compactMap { Int($0) }
    }
    for dot in many {
      let (given, found) = (SixelPalette.Color(dot), colors[palette.register(dot)])
      #expect(abs(given.red - found[0]) <= 8 && abs(given.green - found[1]) <= 8)
    }
  }

  @Test("nothing makes an empty picture")
  func empty() {
    #expect(SixelImage(width: 0, dots: []).text == "\u{1B}Pq\"1;1;0;0\u{1B}\\")
  }
}
