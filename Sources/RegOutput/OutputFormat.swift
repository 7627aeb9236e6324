public import RegRuntime

/// A way to write shown values: one of those that `--format` takes.
///
/// To add one, write its file beside the others and its line in `all`.
public struct OutputFormat: Sendable {
  public let name: String
  /// What it is for, as the command line's help says it.
  public let summary: String
  private let render: @Sendable (Value, TextLayout) throws -> String

  init(
    _ name: String, _ summary: String,
    render: @escaping @Sendable (Value, TextLayout) throws -> String
  ) {
    self.name = name
    self.summary = summary
    self.render = render
  }

  /// Every format; the first is the default.
  public static let all: [OutputFormat] = [.text, .json, .csv]

  public static func named(_ name: String) -> OutputFormat? { all.first { $0.name == name } }

  /// A value in this format, without a line break at its end.
  ///
  /// - Throws: `Diagnostic` when a field of a model cannot be computed.
  public func text(of value: Value, layout: TextLayout = TextLayout()) throws -> String {
    try render(value, layout)
  }
}

extension OutputFormat {
  public static let text = OutputFormat("text", "aligned for reading") { value, layout in
    ValueFormatter(layout: layout).text(of: value)
  }
}
