import RegSyntax

/// One column of text cells, below a title if there is one.
struct TextColumn {
  enum Alignment { case left, right }

  var title: String?
  var cells: [String]
  var alignment: Alignment

  init(title: String? = nil, cells: [String], alignment: Alignment) {
    self.title = title
    self.cells = cells
    self.alignment = alignment
  }

  /// Columns of the terminal that the widest cell takes.
  var width: Int {
    max(title.map(DisplayWidth.columns) ?? 0, cells.lazy.map(DisplayWidth.columns).max() ?? 0)
  }

  /// The column with title and cells in at most so many columns of the terminal.
  func cut(to width: Int) -> TextColumn {
    TextColumn(
      title: title?.cut(to: width), cells: cells.map { $0.cut(to: width) }, alignment: alignment)
  }

  /// Title and cells, padded to `width`.
  func lines(width: Int) -> [String] {
    ((title.map { [$0] } ?? []) + cells).map { padded($0, to: width) }
  }

  private func padded(_ text: String, to width: Int) -> String {
    let blanks = String(repeating: " ", count: max(width - DisplayWidth.columns(of: text), 0))
    return alignment == .left ? text + blanks : blanks + text
  }
}

extension TextLayout {
  /// The least that names are cut to where numbers need the room beside them.
  private func leastNames(_ width: Int) -> Int { max(min(12, width / 4), 2) }

  /// The columns with titles and texts cut, the widest first, until all fit into the window or
  /// nothing but stumps of them is left: a number that is hidden is lost, a name is guessed.
  func cuttingTexts(_ columns: [TextColumn], gap: Int, indent: Int) -> [TextColumn] {
    guard let width else { return columns }
    let least = leastNames(width)
    var widths = columns.map(\.width)
    var excess = indent + widths.reduce(0, +) + gap * max(columns.count - 1, 0) - width
    while excess > 0 {
      let long = columns.indices.filter { columns[$0].alignment == .left && widths[$0] > least }
      guard let widest = long.max(by: { widths[$0] < widths[$1] }) else { break }
      let next = long.lazy.filter { $0 != widest }.map { widths[$0] }.max() ?? least
      let cut = min(excess, max(widths[widest] - max(next, least), 1))
      widths[widest] -= cut
      excess -= cut
    }
    return zip(columns, widths).map { column, width in column.cut(to: width) }
  }

  /// Names cut so that a column of numbers has room beside them, or half of the window where there
  /// are several.
  func cuttingNames(_ names: [String], beside column: TextColumn, of count: Int) -> [String] {
    guard let width else { return names }
    let beside = width - 2 - column.width
    let room = max(count > 1 ? min(beside, width / 2) : beside, leastNames(width))
    return names.map { $0.cut(to: room) }
  }
}

/// Columns set side by side until a width is used up.
struct TextColumns {
  /// Lines without blanks at their ends.
  let lines: [String]
  /// How many of the columns are in them.
  let shown: Int

  /// - Parameters:
  ///   - count: Number of columns there are; `column` makes the one of an index when it is needed,
  ///     so that of ten thousand only those that fit are formatted.
  ///   - width: What the lines may take, or `nil` for all columns. The first is always shown.
  init(
    count: Int, gap: Int = 2, indent: Int = 0, width: Int?, column: (Int) throws -> TextColumn
  ) rethrows {
    var lines: [String] = []
    var used = indent
    var shown = 0
    while shown < count {
      let next = try column(shown)
      let nextWidth = next.width
      let space = shown == 0 ? 0 : gap
      if let width, shown > 0, used + space + nextWidth > width { break }
      let padding = String(repeating: " ", count: shown == 0 ? indent : gap)
      let texts = next.lines(width: nextWidth)
      if shown == 0 {
        lines = texts.map { padding + $0 }
      } else {
        for row in lines.indices where row < texts.count { lines[row] += padding + texts[row] }
      }
      used += space + nextWidth
      shown += 1
    }
    self.lines = lines.map(\.trimmingTrailingBlanks)
    self.shown = shown
  }
}

extension String {
  var trimmingTrailingBlanks: String {
    guard utf8.last == UInt8(ascii: " ") else { return self }
    var text = self[...]
    while text.utf8.last == UInt8(ascii: " ") { text.removeLast() }
    return String(text)
  }
}
