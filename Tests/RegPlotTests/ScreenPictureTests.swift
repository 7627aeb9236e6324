import Foundation
import RegPlot
import Testing

@Suite("Pictures of a window")
struct ScreenPictureTests {
  @Test("text has its style and place, braille is dots, and what XML would read is escaped")
  func picture() {
    let lines = [
      "\u{1B}[1mab\u{1B}[0m <c>", "", "\u{1B}[0;38;5;208m⠋━\u{1B}[0m \u{1B}[2mx\u{1B}[0m",
    ]
    let svg = ScreenPicture(lines, columns: 20).svg
    #expect(svg.contains("width=\"196\" height=\"82\""))
    #expect(svg.contains("font-weight=\"bold\">ab</text>") && svg.contains(">&lt;c&gt;</text>"))
    // ⠋ has three dots, in the orange that is number 208.
    #expect(svg.components(separatedBy: "<circle").count == 4)
    #expect(svg.contains("<g fill=\"#ff8700\">") && svg.contains("fill=\"#ff8700\">━</text>"))
    #expect(svg.contains("fill-opacity=\"0.6\">x</text>"))
    #expect(!svg.contains("\u{1B}") && svg.hasSuffix("</svg>\n"))
  }

  @Test("nothing, and escapes that are cut short, make a picture as well")
  func degenerate() {
    for line in ["", "\u{1B}", "\u{1B}[", "\u{1B}[38;5", "⠀"] {
      #expect(ScreenPicture([line], columns: 4).svg.hasSuffix("</svg>\n"))
    }
  }
}
