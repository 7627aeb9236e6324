import Glibc
import RegLinearAlgebra
import RegSyntax

/// The operators of linear algebra: `*`, `/`, `\` and `^`.
enum Products {
  static func multiply(
    _ a: NumericOperand, _ b: NumericOperand, _ context: Context
  ) throws(Diagnostic) -> Value {
    switch (a, b) {
    case (.scalar(let a), .scalar(let b)): return .number(a * b)
    case (.array(let matrix), .scalar(let factor)), (.scalar(let factor), .array(let matrix)):
      try context.reserve(like: matrix)
      return Value(Elementwise.map(matrix) { $0 * factor })
    case (.array(let a), .array(let b)):
      guard a.columns == b.rows else { throw notConformable(a, b) }
      try context.reserve(rows: a.rows, columns: b.columns)
      return Value(collapsing: try product(a, b, context))
    }
  }

  /// `left' * right` without the transpose being made.
  static func multiply(
    transposed left: Value, _ right: Value, _ context: Context
  ) throws(Diagnostic) -> Value? {
    guard case .matrix(let a) = left.content, case .matrix(let b) = right.content,
      a.count > 1, b.count > 1, a.rows == b.rows
    else { return nil }
    try context.reserve(rows: a.columns, columns: b.columns)
    return Value(collapsing: try product(a, b, transposeLeft: true, context))
  }

  /// Small ones are not worth sharing, nor asking whether to stop.
  private static func product(
    _ a: Matrix, _ b: Matrix, transposeLeft: Bool = false, _ context: Context
  ) throws(Diagnostic) -> Matrix {
    guard Double(a.count) * Double(b.columns) > 1e6 else {
      return Matrix.product(a, b, transposeLeft: transposeLeft)
    }
    return try stoppable(context) {
      Matrix.product(a, b, transposeLeft: transposeLeft, sharedBy: context.workers)
    }
  }

  private static func stoppable<Result>(
    _ context: Context, _ work: () throws -> Result
  ) throws(Diagnostic) -> Result {
    do {
      return try context.stoppable(work)
    } catch let error as LinearAlgebraError {
      throw error.diagnostic
    } catch {
      // Only a stop is left.
      throw context.whyStopped
    }
  }

  /// `A / s`, or `A·B⁻¹` by solving.
  static func divide(
    _ a: NumericOperand, _ b: NumericOperand, _ context: Context
  ) throws(Diagnostic) -> Value {
    switch (a, b) {
    case (.scalar(let a), .scalar(let b)): return .number(a / b)
    case (.array(let a), .scalar(let b)):
      try context.reserve(like: a)
      return Value(Elementwise.map(a) { $0 / b })
    case (.scalar, .array):
      throw Diagnostic(
        .shapeMismatch, "'/' cannot divide a number by an array", help: "'./' divides by each entry"
      )
    case (.array(let a), .array(let b)):
      guard a.columns == b.columns else {
        let sameShape = a.rows == b.rows
        throw .shapes(.divide, a, b, help: sameShape ? nil : "'./' divides entry by entry")
      }
      let solution = try solve(
        .array(b.transpose()), .array(a.transpose()), context)
      guard case .matrix(let matrix) = solution.content else { return solution }
      return Value(matrix.transpose())
    }
  }

  /// The solution of a square system; least squares, shortest where it is not unique, otherwise.
  static func solve(
    _ a: NumericOperand, _ b: NumericOperand, _ context: Context
  ) throws(Diagnostic) -> Value {
    if case .scalar(let a) = a {
      switch b {
      case .scalar(let b): return .number(b / a)
      case .array(let b): return Value(Elementwise.map(b) { $0 / a })
      }
    }
    let (left, right) = (a.matrix, b.matrix)
    guard left.rows == right.rows else {
      throw .shapes(.solve, left, right, help: "both need the same number of rows")
    }
    return try stoppable(context) {
      Value(collapsing: try left.solve(right))
    }
  }

  /// A number's power, or a square matrix multiplied with itself.
  static func power(
    _ a: NumericOperand, _ b: NumericOperand, _ context: Context
  ) throws(Diagnostic) -> Value {
    switch (a, b) {
    case (.scalar(let a), .scalar(let b)): return .number(pow(a, b))
    case (.array(let a), .scalar(let b)):
      guard a.rows == a.columns else {
        throw Diagnostic(
          .shapeMismatch, "'^' needs a square matrix, not \(a.rows) × \(a.columns)",
          help: "'.^' raises each entry")
      }
      guard let exponent = Int(exactly: b), abs(exponent) <= 1 << 20 else {
        throw Diagnostic(
          .typeMismatch, "a matrix has whole powers only, not \(NumberText.display(b))",
          help: "'.^' raises each entry")
      }
      return Value(try power(a, exponent, context))
    case (_, .array):
      throw Diagnostic(
        .shapeMismatch, "'^' needs a number as exponent", help: "'.^' works entry by entry")
    }
  }

  /// By squaring, so that the exponent costs its number of bits.
  private static func power(
    _ matrix: Matrix, _ exponent: Int, _ context: Context
  ) throws(Diagnostic) -> Matrix {
    var base = matrix
    if exponent < 0 {
      base = try stoppable(context) { try matrix.inverse() }
    }
    var left = exponent.magnitude
    var result = Matrix.identity(matrix.rows)
    while left > 0 {
      if left & 1 == 1 { result = try product(result, base, context) }
      left >>= 1
      if left > 0 { base = try product(base, base, context) }
    }
    return result
  }

  private static func notConformable(_ a: Matrix, _ b: Matrix) -> Diagnostic {
    let help: String? =
      if a.rows == b.rows, a.columns == b.columns {
        a.columns == 1
          ? "'.*' multiplies entry by entry; x' * y is the inner product"
          : "'.*' multiplies entry by entry"
      } else if a.rows == b.rows {
        "a transpose would fit: A' * B"
      } else if a.columns == b.columns {
        "a transpose would fit: A * B'"
      } else if Elementwise.canBroadcast(a, b) {
        "'.*' repeats a row or a column"
      } else {
        nil
      }
    return .shapes(.multiply, a, b, help: help)
  }
}
