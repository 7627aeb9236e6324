public import RegRuntime
import RegSyntax

/// What `?name` shows of a topic, and its section of the manual.
public struct TopicPage {
  private let topic: HelpTopic
  private let layout: TextLayout

  public init(_ topic: HelpTopic, layout: TextLayout = TextLayout()) {
    self.topic = topic
    self.layout = layout
  }

  private var width: Int { min(layout.width ?? 80, 100) }

  // MARK: a page

  /// The page, without a line break at its end.
  public var text: String {
    var blocks = ["\(layout.bold(topic.name)): \(topic.summary)", paragraphs(topic.text)]
    if !table.isEmpty { blocks.append(table.joined(separator: "\n")) }
    if let notes = topic.notes { blocks.append(paragraphs(notes)) }
    for example in topic.examples {
      blocks.append(layout.bold(example.title) + "\n" + indented(example.transcript))
    }
    if !topic.seeAlso.isEmpty {
      blocks.append(layout.bold("See also") + "\n  " + topic.seeAlso.joined(separator: ", "))
    }
    return layout.fitted(blocks.joined(separator: "\n\n"))
  }

  private func paragraphs(_ text: String) -> String {
    text.wrapped(width: width).joined(separator: "\n")
  }

  private func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { "  " + $0 }
      .joined(separator: "\n")
  }

  /// Each column as wide as its widest cell; the last is left ragged, and broken at the window's edge.
  private var table: [String] {
    let count = topic.table.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      topic.table.map { column < $0.count ? DisplayWidth.columns(of: $0[column]) : 0 }.max() ?? 0
    }
    let before = widths.dropLast().reduce(2) { $0 + $1 + 2 }
    return topic.table.enumerated().flatMap { row, cells -> [String] in
      var cells = cells
      var rest: [String] = []
      if let window = layout.width, cells.count == count, let last = cells.popLast() {
        let lines = last.wrapped(width: max(window - before, 20))
        cells.append(lines[0])
        rest = lines.dropFirst().map { String(repeating: " ", count: before) + $0 }
      }
      let padded = cells.enumerated().map { column, cell in
        let missing = widths[column] - DisplayWidth.columns(of: cell)
        return column == cells.count - 1 ? cell : cell + String(repeating: " ", count: missing)
      }
      var line = "  " + padded.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return [row == 0 ? layout.bold(line) : line] + rest
    }
  }

  // MARK: a section of the manual

  var markdown: String {
    var blocks = ["### \(topic.name)", topic.summary, topic.text]
    if let heading = topic.table.first {
      let rule = heading.map { _ in "---" }
      blocks.append(([heading, rule] + topic.table.dropFirst()).map(row).joined(separator: "\n"))
    }
    if let notes = topic.notes { blocks.append(notes) }
    for example in topic.examples {
      blocks.append("\(example.title):\n\n```\n\(example.transcript)\n```")
    }
    if !topic.seeAlso.isEmpty {
      blocks.append("See also: " + topic.seeAlso.map { "`\($0)`" }.joined(separator: ", "))
    }
    return blocks.joined(separator: "\n\n")
  }

  private func row(_ cells: [String]) -> String {
    let safe = cells.map { cell in
      cell.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
    return "| " + safe.joined(separator: " | ") + " |"
  }
}
