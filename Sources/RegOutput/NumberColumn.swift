import RegRuntime

/// Numbers set below each other with their decimal points in line.
///
/// Each number keeps the digits that it has, at most as many significant ones as asked for, so
/// that `0.5` beside `0.333333` is still seen to be just a half.
enum NumberColumn {
  /// The texts of the numbers, padded with blanks so that their points line up.
  static func cells(_ numbers: some Collection<Double>, digits: Int = 6) -> [String] {
    aligned(numbers.map { NumberText.display($0, digits: digits) })
  }

  /// The same for a fixed number of decimals; a `nan` is left blank.
  static func cells(_ numbers: some Collection<Double>, places: Int) -> [String] {
    numbers.map { $0.isNaN ? "" : NumberText.fixed($0, places: places) }
  }

  /// Texts of numbers, padded on the right so that whatever follows the units lines up.
  static func aligned(_ texts: [String]) -> [String] {
    let tails = texts.map { $0.utf8.count - integerLength(of: $0) }
    let longest = tails.max() ?? 0
    return zip(texts, tails).map { text, tail in
      text + String(repeating: " ", count: longest - tail)
    }
  }

  /// The bytes before the point or the exponent; a word such as `inf` counts as a whole.
  private static func integerLength(of text: String) -> Int {
    var length = 0
    for byte in text.utf8 {
      if byte == UInt8(ascii: ".") { return length }
      if byte == UInt8(ascii: "e"), length > 0 { return length }
      guard byte == UInt8(ascii: "-") || isDigit(byte) else { return text.utf8.count }
      length += 1
    }
    return length
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }
}
