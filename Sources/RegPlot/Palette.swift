/// The colours of series: told apart by people with any kind of colour vision (Okabe and Ito 2008), on
/// light and dark grounds.
enum Palette {
  struct Color {
    /// Of a page: red, green and blue.
    let page: (UInt8, UInt8, UInt8)
    /// The nearest of a terminal's 256.
    let terminal: Int
  }

  private static let colors = [
    Color(page: (0, 114, 178), terminal: 33),
    Color(page: (213, 94, 0), terminal: 208),
    Color(page: (0, 158, 115), terminal: 36),
    Color(page: (204, 121, 167), terminal: 175),
    Color(page: (180, 140, 0), terminal: 178),
    Color(page: (86, 180, 233), terminal: 74),
    Color(page: (150, 75, 0), terminal: 130),
    Color(page: (120, 94, 240), terminal: 99),
    Color(page: (170, 30, 60), terminal: 161),
    Color(page: (110, 130, 20), terminal: 106),
  ]
  static let muted = Color(page: (178, 184, 190), terminal: 244)

  static func color(_ tone: Chart.Tone) -> Color {
    switch tone {
    case .color(let number): colors[((number % colors.count) + colors.count) % colors.count]
    case .muted: muted
    }
  }

  /// What series are drawn with where there is no colour and no Unicode.
  static func letter(_ tone: Chart.Tone) -> Character {
    let letters: [Character] = ["*", "+", "o", "x", "#", "@", "%", "&"]
    return switch tone {
    case .color(let number): letters[((number % letters.count) + letters.count) % letters.count]
    case .muted: "."
    }
  }
}
