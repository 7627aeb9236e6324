import RegSyntax

extension RecordBacking {
  public func at(_ operand: Value) throws -> Value {
    throw Diagnostic(.typeMismatch, "'@' asks a fitted model, not a \(typeName)")
  }
}
