import OrderedCollections
import RegLinearAlgebra
import RegRuntime

struct Cholesky: Builtin {
  let name = "chol"
  let category = Category.matrices
  let summary = "Gives the upper triangle R with R'·R = A."
  let details: String? = """
    A must be symmetric and positive definite. Octave and R return the upper triangle too; NumPy's \
    is its transpose.
    """
  let seeAlso = ["solve", "qr"]

  let matrix = Parameter<Matrix>("A", "A symmetric positive definite matrix.")

  let examples = [Example("Of order two", "> chol([4, 2; 2, 5])\n2  1\n0  2")]

  func call(_ arguments: Arguments) throws -> Value {
    let a = try arguments.square(matrix)
    return Value(try arguments.stoppable(blaming: matrix) { try a.cholesky() })
  }
}

struct QR: Builtin {
  let name = "qr"
  let category = Category.matrices
  let summary = "Splits A into Q·R, with orthonormal columns in Q and an upper triangle R."
  let details: String? = """
    A record with q and r comes back. The factorisation is thin: Q has as many columns as the \
    smaller size of A.
    """
  let seeAlso = ["chol", "svd", "solve"]

  let matrix = Parameter<Matrix>("A", "A matrix.")

  let examples = [
    Example(
      "Put together again",
      """
      > f = qr([3, 1; 4, 2])
      > round(f.q * f.r, 12)
      3  1
      4  2
      """)
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let a = arguments[matrix]
    let factors = try arguments.stoppable(blaming: matrix) { try a.qr() }
    return Value(Record(["q": Value(factors.q), "r": Value(factors.r)]))
  }
}

struct SVD: Builtin {
  let name = "svd"
  let category = Category.matrices
  let summary = "Splits A into U·diag(s)·V', with orthonormal columns in U and V."
  let details: String? = """
    A record with u, s and v comes back: s is the vector of singular values, largest first, and v \
    is not transposed. The decomposition is thin.
    """
  let seeAlso = ["eig", "qr", "rank"]

  let matrix = Parameter<Matrix>("A", "A matrix.")

  let examples = [Example("Singular values", "> svd([3, 0; 0, 4]).s\n4\n3")]

  func call(_ arguments: Arguments) throws -> Value {
    let a = arguments[matrix]
    let factors = try arguments.stoppable(blaming: matrix) { try a.svd() }
    return Value(
      Record(["u": Value(factors.u), "s": Value(factors.values), "v": Value(factors.v)]))
  }
}

struct EigenOf: Builtin {
  let name = "eig"
  let category = Category.matrices
  let summary = "Gives the eigenvalues and eigenvectors of a square matrix."
  let details: String? = """
    A record with values and vectors comes back; each column of vectors has length 1 and belongs \
    to the value in the same place. The values of a symmetric matrix rise. Where some are complex, \
    imaginary_values and imaginary_vectors hold the imaginary parts.
    """
  let seeAlso = ["svd", "det"]

  let matrix = Parameter<Matrix>("A", "A square matrix.")

  let examples = [
    Example("A symmetric matrix", "> eig([2, 1; 1, 2]).values\n1\n3"),
    Example("A rotation", "> eig([0, -1; 1, 0]).imaginary_values\n 1\n-1"),
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let a = try arguments.square(matrix)
    let eigen = try arguments.stoppable(blaming: matrix) { try a.eigen() }
    var record = Record(["values": Value(eigen.realParts), "vectors": Value(eigen.vectors)])
    if let imaginary = eigen.imaginaryVectors {
      record.fields["imaginary_values"] = Value(eigen.imaginaryParts)
      record.fields["imaginary_vectors"] = Value(imaginary)
    }
    return Value(record)
  }
}
