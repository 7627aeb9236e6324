public import RegSyntax

/// An error of a layer that knows no scripts, with its words for one.
public protocol ScriptError: Error {
  /// Without a place; the call that failed supplies it.
  var diagnostic: Diagnostic { get }
  /// The parameter to put the caret on, by name, if one is to blame.
  var argumentName: String? { get }
}

extension ScriptError {
  public var argumentName: String? { nil }
}

extension Diagnostic {
  /// The diagnostic for whatever a built-in threw, placed where the culprit was written.
  init(_ error: any Error, thrownBy arguments: Arguments) {
    switch error {
    case let diagnostic as Diagnostic:
      self = diagnostic
    case let error as any ScriptError:
      self = error.diagnostic
      if let name = error.argumentName, let written = arguments.written(name) {
        span = written.span
        source = arguments.source
      }
    default:
      self = Diagnostic(.raised, "\(error)")
    }
    if span == nil {
      span = arguments.span
      source = arguments.source
    }
  }
}
