/// How many columns of a terminal a text takes.
public enum DisplayWidth {
  public static func columns(of text: String) -> Int {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text.utf8.count }
    return text.reduce(0) { $0 + columns(of: $1) }
  }

  /// The columns of a text without the escapes that give it a style.
  public static func styledColumns(of text: String) -> Int {
    guard text.utf8.contains(0x1B) else { return columns(of: text) }
    var (width, isEscape) = (0, false)
    for character in text {
      if character == "\u{1B}" { isEscape = true }
      if !isEscape { width += columns(of: character) }
      if isEscape, character == "m" { isEscape = false }
    }
    return width
  }

  /// A character is as wide as its first scalar; what combines with that takes no room.
  public static func columns(of character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    switch scalar.properties.generalCategory {
    case .control, .format, .nonspacingMark, .enclosingMark: return 0
    default: return wide.contains { $0.contains(scalar.value) } ? 2 : 1
    }
  }

  /// The blocks of the Unicode standard's East Asian Width annex that hold wide characters.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97C,
    0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
    0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
  ]
}
