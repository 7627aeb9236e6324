public import RegSyntax

/// Why a script could not be read or run.
public struct RegError: Error, Sendable, CustomStringConvertible {
  /// All that is wrong; more than one only for a text that does not parse.
  public let diagnostics: [Diagnostic]

  /// - Precondition: There is at least one diagnostic.
  init(_ diagnostics: [Diagnostic]) {
    precondition(!diagnostics.isEmpty, "an error says what is wrong")
    self.diagnostics = diagnostics
  }

  init(_ code: DiagnosticCode, _ message: String, help: String? = nil) {
    self.init([Diagnostic(code, message, help: help)])
  }

  /// The stable name of what went wrong, such as `unknown-name`.
  public var code: DiagnosticCode { diagnostics[0].code }
  public var message: String { diagnostics[0].message }
  /// The culprit in the script's text, in bytes; `nil` where no text is to blame.
  public var span: Span? { diagnostics[0].span }

  /// The diagnostics with their places and excerpts, as the prompt shows them.
  ///
  /// - Parameter width: What lines may take, where they are not to be longer than a window.
  public func text(hasColor: Bool = false, width: Int? = nil) -> String {
    let renderer = DiagnosticRenderer(color: hasColor, width: width)
    var parts = diagnostics.prefix(Self.mostShown).map(renderer.render)
    let hidden = diagnostics.count - parts.count
    if hidden > 0 { parts.append("… and \(hidden) more error\(hidden == 1 ? "" : "s")") }
    return parts.joined(separator: "\n")
  }

  /// How many diagnostics ``text(hasColor:width:)`` shows; the others are counted.
  private static let mostShown = 10

  public var description: String { text() }
}
