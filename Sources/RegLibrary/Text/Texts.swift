import RegRuntime

/// An argument that may be one string or an array of them; the answer has the same shape.
struct Texts: ArgumentConvertible {
  static let typeName = "a string or an array of strings"

  let grid: Grid<String?>
  /// Whether one string was given, so that one value is to come back.
  let isText: Bool

  init?(argument: Value) {
    guard let grid = Grid<String?>(argument: argument) else { return nil }
    self.grid = grid
    isText = if case .text = argument.content { true } else { false }
  }

  static func text(_ argument: Texts) -> String { "\(argument.grid.rows) × 1" }

  /// A missing string stays missing.
  func map(_ transform: (String) -> String) -> Value {
    if isText, let text = grid[0] { return Value(transform(text)) }
    return Value(grid.map { $0.map(transform) })
  }

  /// A missing string passes no test.
  func test(_ holds: (String) -> Bool) -> Value {
    if isText, let text = grid[0] { return Value(holds(text)) }
    return Value(grid.map { $0.map(holds) ?? false })
  }
}
