import RegLinearAlgebra
import RegSyntax

extension Value {
  /// Rows and columns exchanged; a scalar is its own transpose.
  func transposed(_ context: Context) throws(Diagnostic) -> Value {
    switch content {
    case .number, .logical, .text: return self
    case .matrix(let matrix): return Value(matrix.transpose())
    case .mask(let mask): return Value(mask.transposed)
    case .texts(let texts): return Value(texts.transposed)
    case .range(let range):
      try context.reserve(rows: range.count, columns: 1)
      return Value(range.matrix.transpose())
    default:
      throw Diagnostic(
        .typeMismatch, "\(description) has no transpose",
        help: { if case .table = content { "matrix(d)' transposes its numbers" } else { nil } }())
    }
  }
}
