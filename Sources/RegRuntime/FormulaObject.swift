public import RegData

/// `y ~ a + b`: what to model by what, ready for a table.
public final class FormulaObject: Object, @unchecked Sendable {
  public let formula: Formula
  /// The formula as written.
  public let text: String

  public init(_ formula: Formula, text: String) {
    self.formula = formula
    self.text = text
    super.init(kind: .formula)
  }

  public override var content: Content { .formula(self) }
}
