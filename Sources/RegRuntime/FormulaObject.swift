public import RegData
public import RegSyntax

/// `y ~ a + b`: what to model by what, ready for a table.
public final class FormulaObject: Object, @unchecked Sendable {
  public let formula: Formula
  /// The formula as written.
  public let text: String
  /// Where each column is named first, in `source`.
  let places: [String: Span]
  /// Columns that a variable of the script is called like.
  let shadowed: Set<String>
  let source: SourceText?

  public init(
    _ formula: Formula, text: String, places: [String: Span] = [:], shadowed: Set<String> = [],
    source: SourceText? = nil
  ) {
    self.formula = formula
    self.text = text
    self.places = places
    self.shadowed = shadowed
    self.source = source
    super.init(kind: .formula)
  }

  public override var content: Content { .formula(self) }

  /// A diagnostic about a column, with the caret where the formula names it and, for one that is a
  /// variable of the script, how to write that.
  public func placing(_ diagnostic: Diagnostic, onColumn name: String) -> Diagnostic {
    var diagnostic = diagnostic
    if let place = places[name], let source {
      diagnostic.span = place
      diagnostic.source = source
    }
    if shadowed.contains(name) {
      diagnostic.help = "in a formula names are columns: the script's value is '{\(name)}'"
    }
    return diagnostic
  }
}
