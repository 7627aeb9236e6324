import RegPlot

/// What text output has to fit into.
///
/// The default is for files and pipes: nothing is cut and nothing is coloured.
public struct TextLayout: Sendable {
  /// Columns of the window, or `nil` to cut no line.
  public var width: Int?
  /// Rows of one array or table to show at most, or `nil` for all.
  public var rows: Int?
  public var hasColor: Bool
  /// Whether characters beyond ASCII are shown as they are; pictures can do without.
  public var hasUnicode: Bool

  public init(
    width: Int? = nil, rows: Int? = nil, hasColor: Bool = false, hasUnicode: Bool = true
  ) {
    self.width = width
    self.rows = rows
    self.hasColor = hasColor
    self.hasUnicode = hasUnicode
  }

  /// What draws pictures: as large as the window lets them be at a glance.
  var picture: TerminalRenderer {
    TerminalRenderer(
      columns: min(width ?? 72, 100), rows: min(rows ?? 20, 24), hasColor: hasColor,
      hasUnicode: hasUnicode)
  }

  /// Text that matters less than its neighbours.
  func dimmed(_ text: String) -> String { styled(text, "2") }

  /// A heading.
  func bold(_ text: String) -> String { styled(text, "1") }

  private func styled(_ text: String, _ code: String) -> String {
    hasColor && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }

  /// How many of `count` rows to show.
  ///
  /// A single row is never hidden, since the line that says so takes as much room.
  func shownRows(of count: Int) -> Int {
    guard let rows, count > max(rows, 1) else { return count }
    return max(rows - 1, 1)
  }
}
