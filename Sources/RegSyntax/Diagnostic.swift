/// Something wrong with a script: what, where, and what to do about it.
public struct Diagnostic: Error, Sendable {
  public enum Severity: String, Sendable { case error, warning }

  public var severity: Severity
  public var code: DiagnosticCode
  /// Lower case, no full stop: names the culprit and says what is allowed.
  public var message: String
  /// The culprit. `nil` only where no text is to blame.
  public var span: Span?
  /// Shown behind the caret when short: `did you mean 'lasso'?`
  public var help: String?
  /// The text that `span` points into.
  public var source: SourceText?
  /// The calls that led here, innermost first.
  public var trace: [Frame] = []

  /// One call on the way to a failure.
  public struct Frame: Sendable {
    public var function: String
    public var span: Span
    public var source: SourceText

    public init(function: String, span: Span, source: SourceText) {
      self.function = function
      self.span = span
      self.source = source
    }
  }

  public init(
    _ code: DiagnosticCode, _ message: String, at span: Span? = nil, help: String? = nil,
    source: SourceText? = nil, severity: Severity = .error
  ) {
    self.code = code
    self.message = message
    self.span = span
    self.help = help
    self.source = source
    self.severity = severity
  }
}
