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

  /// Every diagnostic with its place and excerpt, as the prompt shows them.
  public func text(hasColor: Bool = false) -> String {
    let renderer = DiagnosticRenderer(color: hasColor)
    return diagnostics.map(renderer.render).joined(separator: "\n")
  }

  public var description: String { text() }
}
