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

  /// Title and cells, padded to `width`.
  func lines(width: Int) -> [String] {
    ((title.map { [$0] } ?? []) + cells).map { padded($0, to: width) }
  }

  private func padded(_ text: String, to width: Int) -> String {
    let blanks = String(repeating: " ", count: max(width - DisplayWidth.columns(of: text), 0))
    return alignment == .left ? text + blanks : blanks + text
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
