/// Lays a diagnostic out for reading: message, place, excerpt, caret under the culprit, help.
///
/// ```
/// error[unknown-name]: 'laso' is not defined
///   study.reg:3:5
///   3 | m = laso(X, y)
///     |     ^^^^ did you mean 'lasso'?
/// ```
public struct DiagnosticRenderer: Sendable {
  private let hasColor: Bool
  /// Columns of the window; nil where there is none.
  private let width: Int?

  /// Help goes behind the caret where the line stays within this width.
  private static let width = 90

  /// - Parameter width: What lines may take, where they are not to be longer than a window.
  public init(color: Bool, width: Int? = nil) {
    hasColor = color
    self.width = width.map { max($0, 16) }
  }

  /// The lines of a diagnostic, without a line break at the end.
  public func render(_ diagnostic: Diagnostic) -> String {
    var lines = [header(diagnostic)]
    let help = diagnostic.help?.spelledOut
    var isHelpPlaced = false
    if let source = diagnostic.source, let span = diagnostic.span {
      if let name = source.name {
        lines.append(dimmed("  \(name.spelledOut):\(Position(span.start, in: source).text)"))
      }
      let gutter = String(source.line(at: span.start))
      let excerpt = Excerpt(span, in: source, width: width.map { $0 - 5 - gutter.utf8.count })
      lines.append(dimmed("  \(gutter) | ") + excerpt.text)
      let blanks = String(repeating: " ", count: gutter.utf8.count)
      let carets = colored(excerpt.carets, diagnostic.severity)
      var caretLine = dimmed("  \(blanks) | ") + excerpt.indent + carets
      let used = 5 + gutter.utf8.count + excerpt.indent.utf8.count + excerpt.carets.utf8.count
      if let help, used + 1 + DisplayWidth.columns(of: help) <= min(Self.width, width ?? .max) {
        caretLine += " " + help
        isHelpPlaced = true
      }
      lines.append(caretLine)
    }
    if let help, !isHelpPlaced { lines.append("  help: \(help)") }
    lines += trace(diagnostic.trace.map(place)).map { dimmed("  " + $0) }
    let text = lines.joined(separator: "\n")
    return width.map { text.fitted(to: $0) } ?? text
  }

  /// One line for each call, and one for as many as are the same in a row.
  private func trace(_ places: [String]) -> [String] {
    var runs: [(text: String, count: Int)] = []
    for place in places {
      if let last = runs.indices.last, runs[last].text == place {
        runs[last].count += 1
      } else {
        runs.append((place, 1))
      }
    }
    return runs.map { $0.count == 1 ? $0.text : "\($0.text), \($0.count) times or more" }
  }

  private func header(_ diagnostic: Diagnostic) -> String {
    let label = "\(diagnostic.severity.rawValue)[\(diagnostic.code.name)]"
    // What a script says itself has the lines that it gave it.
    let message =
      diagnostic.code == .raised
      ? diagnostic.message.spelledOutLines : diagnostic.message.spelledOut
    return "\(colored(label, diagnostic.severity)): \(message)"
  }

  private func place(of frame: Diagnostic.Frame) -> String {
    guard let name = frame.source.name else {
      let call = frame.source.text(frame.span).spelledOut
      return "in '\(frame.function)', called by '\(call.count > 60 ? call.prefix(59) + "…" : call)'"
    }
    let position = Position(frame.span.start, in: frame.source).text
    return "in '\(frame.function)', called at \(name.spelledOut):\(position)"
  }

  // MARK: Colour

  private func colored(_ text: String, _ severity: Diagnostic.Severity) -> String {
    switch severity {
    case .error: styled(text, "1;31")
    case .warning: styled(text, "1;33")
    }
  }

  private func dimmed(_ text: String) -> String { styled(text, "2") }

  private func styled(_ text: String, _ code: String) -> String {
    hasColor && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}

/// A place as `line:column`, both from 1, columns counted in characters.
private struct Position {
  let text: String

  init(_ offset: Int, in source: SourceText) {
    let line = source.line(at: offset)
    let column = source.text(Span(source.lineStarts[line - 1], offset)).count + 1
    text = "\(line):\(column)"
  }
}

/// The line of a culprit, cut around it when it is long, and the carets below.
private struct Excerpt {
  let text: String
  /// Blanks up to the first caret.
  let indent: String
  let carets: String

  private static let width = 100

  init(_ span: Span, in source: SourceText, width: Int?) {
    let width = min(width ?? Self.width, Self.width)
    let line = source.line(at: span.start)
    let start = source.lineStarts[line - 1]
    let whole = source.lineText(line)
    let end = start + whole.utf8.count
    // A span may end on a later line, or begin behind the text; its first line is what is shown.
    let first = min(max(span.start, start), end)
    let last = min(max(span.end, first), end)
    var before = source.text(Span(start, first)).printable
    let culprit = source.text(Span(first, last)).printable
    var after = source.text(Span(last, end)).printable
    var shown = culprit
    if before.count + culprit.count + after.count > width {
      let most = min(40, max(width - culprit.count, width / 3))
      if before.count > most { before = "…" + before.suffix(most - 1) }
      let room = max(width - before.count, 2)
      if shown.count > room { shown = shown.prefix(room - 1) + "…" }
      let rest = width - before.count - shown.count
      if after.count > rest { after = rest > 1 ? after.prefix(rest - 1) + "…" : "" }
    }
    text = before + shown + after
    indent = String(repeating: " ", count: DisplayWidth.columns(of: before))
    carets = String(repeating: "^", count: max(DisplayWidth.columns(of: shown), 1))
  }
}

extension String {
  /// A piece of a script's line: its tabs are blanks, as the one who wrote it sees them.
  fileprivate var printable: String {
    split(separator: "\t", omittingEmptySubsequences: false).joined(separator: "    ").spelledOut
  }
}
