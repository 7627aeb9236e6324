/// A key that was pressed.
enum Key: Equatable {
  case left, right, up, down, home, end, pageUp, pageDown
  /// With shift.
  case farLeft, farRight
  case tab, enter, escape, backspace, interrupt, endOfFile, suspend
  case character(Character)

  /// Whether it turns a knob from where it stands.
  var isTurn: Bool {
    switch self {
    case .left, .right, .farLeft, .farRight, .home, .end, .pageUp, .pageDown: true
    default: false
    }
  }

  /// The first key in what the terminal sent, and how many bytes it takes; nil in place of the key for
  /// what is none known here.
  static func first(in bytes: ArraySlice<UInt8>) -> (key: Key?, length: Int)? {
    guard let byte = bytes.first else { return nil }
    if byte == 0x1B, let known = sequence(bytes) { return known }
    return (plain(byte), 1)
  }

  /// Whether bytes end in the middle of a key, or in an Escape that may begin one.
  static func isCut(_ bytes: [UInt8]) -> Bool {
    // A character of several bytes has as many as its first one says.
    if let lead = bytes.suffix(3).lastIndex(where: { $0 >= 0xC0 }) {
      let length = bytes[lead] >= 0xF0 ? 4 : bytes[lead] >= 0xE0 ? 3 : 2
      if bytes.count - lead < length { return true }
    }
    guard let start = bytes.lastIndex(of: 0x1B) else { return false }
    let end = bytes[(start + 1)...]
    guard let kind = end.first else { return true }
    return end.count == 1
      ? kind == UInt8(ascii: "[") || kind == UInt8(ascii: "O")
      : kind == UInt8(ascii: "[") && !end.dropFirst().contains { (0x40...0x7E).contains($0) }
  }

  private static func plain(_ byte: UInt8) -> Key? {
    switch byte {
    case 0x03: .interrupt
    case 0x04: .endOfFile
    case 0x09: .tab
    case 0x0A, 0x0D: .enter
    case 0x1A: .suspend
    case 0x1B: .escape
    case 0x08, 0x7F: .backspace
    case 0x20..<0x7F: .character(Character(Unicode.Scalar(byte)))
    default: nil
    }
  }

  private static let sequences: [(String, Key)] = [
    ("[1;2D", .farLeft), ("[1;2C", .farRight), ("[1;5D", .farLeft), ("[1;5C", .farRight),
    ("[D", .left), ("[C", .right), ("[A", .up), ("[B", .down),
    ("OD", .left), ("OC", .right), ("OA", .up), ("OB", .down),
    ("[H", .home), ("[F", .end), ("OH", .home), ("OF", .end), ("[1~", .home), ("[4~", .end),
    ("[7~", .home), ("[8~", .end), ("[5~", .pageUp), ("[6~", .pageDown),
  ]

  /// A key that comes as several bytes, the first of them escape, and how many these are.
  private static func sequence(_ bytes: ArraySlice<UInt8>) -> (Key?, Int)? {
    let text = bytes.dropFirst()
    for (name, key) in sequences where text.starts(with: name.utf8) {
      return (key, 1 + name.utf8.count)
    }
    // Other sequences of the kind end with a letter or a tilde.
    guard text.first == UInt8(ascii: "[") else { return nil }
    let last = text.dropFirst().firstIndex { (0x40...0x7E).contains($0) }
    return last.map { (nil, $0 - bytes.startIndex + 1) }
  }
}
