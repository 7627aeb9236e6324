public import RegSyntax

extension RecordBacking {
  public func reasonForLack(of name: String) -> Diagnostic? { nil }

  public func at(_ operand: Value) throws -> Value {
    throw Diagnostic(.typeMismatch, "'@' asks a fitted model, not \(typeName.withArticle)")
  }
}
