/// What charts are drawn on as vectors: a page whose unit is a pixel, from the top left.
public protocol Canvas {
  mutating func rectangle(x: Double, y: Double, width: Double, height: Double, fill: Ink)
  mutating func line(_ points: [(x: Double, y: Double)], _ stroke: Stroke)
  mutating func circle(x: Double, y: Double, radius: Double, fill: Ink)
  mutating func text(_ text: String, x: Double, y: Double, _ font: Font)
}

/// A colour with its opacity.
public struct Ink: Sendable, Equatable {
  public let red: UInt8
  public let green: UInt8
  public let blue: UInt8
  public var opacity = 1.0

  static let black = Ink(red: 33, green: 37, blue: 41)
  static let grey = Ink(red: 108, green: 117, blue: 125)
  static let light = Ink(red: 233, green: 236, blue: 239)
  static let white = Ink(red: 255, green: 255, blue: 255)

  init(red: UInt8, green: UInt8, blue: UInt8) {
    (self.red, self.green, self.blue) = (red, green, blue)
  }

  init(_ tone: Chart.Tone, opacity: Double = 1) {
    let (red, green, blue) = Palette.color(tone).page
    self.init(red: red, green: green, blue: blue)
    self.opacity = opacity
  }
}

public struct Stroke: Sendable, Equatable {
  public let ink: Ink
  public let width: Double
  public var isDashed = false
}

public struct Font: Sendable, Equatable {
  public enum Anchor: Sendable {
    case start, middle, end
  }

  public let size: Double
  public let ink: Ink
  public var anchor = Anchor.start
  public var isBold = false
  /// A quarter turn to the left, about the text's place.
  public var isUpright = false
}
