import RegLinearAlgebra
import RegRuntime
import RegSyntax

struct Solve: Builtin {
  let name = "solve"
  let category = Category.matrices
  let summary = "Solves A·X = B, or comes closest to it by least squares."
  let details: String? = """
    The same as A \\ B. A square A is solved by substitution if it is a triangle, by Cholesky if \
    it is symmetric and positive definite, and by LU with partial pivoting otherwise; if it is \
    singular to working precision that is an error. For any other shape X has the smallest sum of \
    squares of A·X - B, and of all that have it the smallest norm.
    """
  let seeAlso = ["inv", "chol", "qr"]

  let left = Parameter<Matrix>("A", "A matrix.")
  let right = Parameter<Matrix>("B", "Right-hand sides as columns, with as many rows as A.")

  let examples = [
    Example("Two equations", "> solve([2, 1; 1, 3], [3; 5])\n0.8\n1.4"),
    Example("A line through three points", "> solve([1, 1; 1, 2; 1, 3], [1; 2; 2])\n0.666667\n0.5"),
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let (a, b) = (arguments[left], arguments[right])
    guard a.rows == b.rows else {
      throw arguments.failure(
        .argumentShape, "'B' must have \(a.rows) rows like 'A', not \(b.rows)", at: right)
    }
    let solution = try arguments.stoppable(blaming: b.isFinite ? left : right) { try a.solve(b) }
    return Value(solution)
  }
}

struct Inverse: Builtin {
  let name = "inv"
  let category = Category.matrices
  let summary = "Inverts a square matrix."
  let details: String? = "To solve a system, A \\ b is faster and more accurate than inv(A) * b."
  let seeAlso = ["solve", "det"]

  let matrix = Parameter<Matrix>("A", "A square matrix that is not singular.")

  let examples = [Example("Of order two", "> inv([2, 0; 0, 4])\n0.5  0\n0    0.25")]

  func call(_ arguments: Arguments) throws -> Value {
    let a = try arguments.square(matrix)
    return Value(try arguments.stoppable(blaming: matrix) { try a.inverse() })
  }
}

struct Determinant: Builtin {
  let name = "det"
  let category = Category.matrices
  let summary = "Gives the determinant of a square matrix."
  let seeAlso = ["inv", "rank", "trace"]

  let matrix = Parameter<Matrix>("A", "A square matrix.")

  let examples = [Example("Of order two", "> det([1, 2; 3, 4])\n-2")]

  func call(_ arguments: Arguments) throws -> Value {
    let a = try arguments.square(matrix)
    return Value(try arguments.stoppable(blaming: matrix) { try a.determinant() })
  }
}

struct Trace: Builtin {
  let name = "trace"
  let category = Category.matrices
  let summary = "Adds up the diagonal of a square matrix."
  let seeAlso = ["diag", "det"]

  let matrix = Parameter<Matrix>("A", "A square matrix.")

  let examples = [Example("Of order two", "> trace([1, 2; 3, 4])\n5")]

  func call(_ arguments: Arguments) throws -> Value {
    Value(try arguments.square(matrix).diagonal.reduce(0, +))
  }
}

struct Rank: Builtin {
  let name = "rank"
  let category = Category.matrices
  let summary = "Counts the columns of a matrix that do not depend on each other."
  let details: String? = "It is the number of singular values above the tolerance."
  let seeAlso = ["svd", "det"]

  let matrix = Parameter<Matrix>("A", "A matrix.")
  let tolerance = Parameter<Double?>(
    "tolerance", "Singular values up to here count as zero; if not given, what rounding may leave.",
    default: nil, where: .optional(.nonNegative))

  let examples = [Example("Two equal columns", "> rank([1, 1; 2, 2])\n1")]

  func call(_ arguments: Arguments) throws -> Value {
    let (a, tolerance) = (arguments[matrix], arguments[tolerance])
    return Value(try arguments.stoppable(blaming: matrix) { try a.rank(tolerance: tolerance) })
  }
}

struct NormOf: Builtin {
  let name = "norm"
  let category = Category.matrices
  let summary = "Measures the size of a vector or a matrix."
  let details: String? = """
    Of a vector, 1 adds the magnitudes, 2 is the Euclidean length and inf the largest magnitude. \
    Of a matrix, 1 is the largest column sum of magnitudes, 2 the largest singular value, inf the \
    largest row sum, and "fro" the root of the sum of squares.
    """
  let seeAlso = ["hypot", "svd"]

  let x = Parameter<Matrix>("x", "A vector or a matrix.")
  let kind = Parameter<NormKind>("p", "1, 2, inf or \"fro\".", default: NormKind(norm: .two))

  let examples = [
    Example("A length", "> norm([3, 4])\n5"),
    Example("A sum of magnitudes", "> norm([3, -4], 1)\n7"),
    Example("Of a matrix", #"> norm([1, 1; 1, 1], "fro")\#n2"#),
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let (matrix, kind) = (arguments[x], arguments[kind])
    return Value(try arguments.stoppable(blaming: x) { try matrix.norm(kind.norm) })
  }
}

/// A norm as a script names it.
struct NormKind: ArgumentConvertible {
  static let typeName = "1, 2, inf or \"fro\""

  let norm: Norm

  init(norm: Norm) { self.norm = norm }

  init?(argument: Value) {
    switch argument.content {
    case .number(1): norm = .one
    case .number(2): norm = .two
    case .number(.infinity): norm = .infinity
    case .text("fro"): norm = .frobenius
    default: return nil
    }
  }

  static func text(_ argument: NormKind) -> String {
    switch argument.norm {
    case .one: "1"
    case .two: "2"
    case .infinity: "inf"
    case .frobenius: "\"fro\""
    }
  }
}
