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
        == "\u{1B}Pq\"1;1;5;7#180;2;100;0;0#215;2;100;100;100#180!5~-#215!5@-\u{1B}\\")
  }

  @Test("two colours in a band go over the same rows")
  func colors() {
    let image = SixelImage(width: 2, dots: [red, white])
    #expect(image.text.hasSuffix("#180@$#215?@-\u{1B}\\"))
  }

  @Test("nothing makes an empty picture")
  func empty() {
    #expect(SixelImage(width: 0, dots: []).text == "\u{1B}Pq\"1;1;0;0\u{1B}\\")
  }
}
