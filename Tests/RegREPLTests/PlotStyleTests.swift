import Foundation
import Testing

@testable import RegREPL

@Suite("Pictures in a terminal")
struct PlotStyleTests {
  @Test(
    "bytes become letters as RFC 4648 has it",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
      ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
  func base64(text: String, letters: String) {
    #expect(Base64.text(of: Array(text.utf8)) == letters)
  }

  @Test("a picture goes to kitty in pieces, the last of which says so")
  func kitty() {
    #expect(
      PlotStyle.kitty([102, 111, 111], columns: 40) == "\u{1B}_Ga=T,f=100,c=40,m=0;Zm9v\u{1B}\\")
    let pieces = PlotStyle.kitty([UInt8](repeating: 7, count: 7000), columns: 9)
      .components(separatedBy: "\u{1B}\\").dropLast()
    #expect(pieces.count == 3)
    #expect(pieces.allSatisfy { $0.utf8.count < 4140 })
    #expect(pieces.map { $0.contains("m=1;") } == [true, true, false])
  }
}
