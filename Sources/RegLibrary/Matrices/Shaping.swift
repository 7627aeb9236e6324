import RegLinearAlgebra
import RegRuntime
import RegSyntax

struct Diagonal: Builtin {
  let name = "diag"
  let category = Category.matrices
  let summary = "Makes a diagonal matrix of a vector, or takes the diagonal out of a matrix."
  let seeAlso = ["eye", "trace", "triu", "tril"]

  let x = Parameter<Matrix>(
    "x", "A vector to put on the diagonal, or a matrix to take the diagonal of.")

  let examples = [
    Example("From a vector", "> diag([1, 2])\n1  0\n0  2"),
    Example("Out of a matrix", "> diag([1, 2; 3, 4])\n1\n4"),
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let x = arguments[x]
    guard x.rows == 1 || x.columns == 1, x.count != 1 else { return Value(x.diagonal) }
    try arguments.context.reserve(rows: x.count, columns: x.count)
    var result = Matrix(rows: x.count, columns: x.count)
    result.withUnsafeMutableBuffer { entries in
      for index in 0..<x.count { entries[index * x.count + index] = x[index] }
    }
    return Value(result)
  }
}

struct Reshape: Builtin {
  let name = "reshape"
  let category = Category.matrices
  let summary = "Gives the same entries another number of rows and columns."
  let details: String? = "Entries are taken and put column by column."
  let seeAlso = ["size", "repeat"]

  let x = Parameter<Value>("x", "An array of numbers, logicals or strings.")
  let rows = Parameter<Int>("rows", "Number of rows.", where: .atLeast(0))
  let columns = Parameter<Int?>(
    "columns", "Number of columns; if not given, as many as it takes.", default: nil,
    where: .optional(.atLeast(0)))

  let examples = [
    Example("Six numbers in two rows", "> reshape(1:6, 2, 3)\n1  3  5\n2  4  6")
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let (x, rows) = (arguments[x], arguments[rows])
    let array = try AnyArray(x, arguments, parameter: self.x)
    let columns = arguments[columns] ?? (rows == 0 ? 0 : array.count / rows)
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    guard !overflow, count == array.count else {
      throw arguments.failure(
        .argumentShape, "\(array.count) entries do not fill \(rows) rows and \(columns) columns",
        at: self.rows)
    }
    return array.rearranged(rows: rows, columns: columns) { $0 }
  }
}

struct Repeat: Builtin {
  let name = "repeat"
  let category = Category.matrices
  let summary = "Puts copies of a value below and beside each other."
  let seeAlso = ["ones", "reshape"]

  let x = Parameter<Value>("x", "A number, a logical, a string or an array of them.")
  let rows = Parameter<Int>("rows", "Copies below each other.", where: .atLeast(0))
  let columns = Parameter<Int>(
    "columns", "Copies beside each other.", default: 1, where: .atLeast(0))

  let examples = [
    Example("A row, twice", "> repeat([1, 2], 2)\n1  2\n1  2"),
    Example("A string, as labels", #"> repeat("a", 2)\#na\#na"#),
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let array = try AnyArray(arguments[x], arguments, parameter: x)
    let (rows, tooMany) = array.rows.multipliedReportingOverflow(by: arguments[rows])
    let (columns, tooWide) = array.columns.multipliedReportingOverflow(by: arguments[columns])
    guard !tooMany, !tooWide else {
      throw arguments.failure(.tooLarge, "so many copies do not fit into memory")
    }
    try arguments.context.reserve(rows: rows, columns: columns)
    return array.rearranged(rows: rows, columns: columns) { position in
      let (column, row) = position.quotientAndRemainder(dividingBy: rows)
      return column % array.columns * array.rows + row % array.rows
    }
  }
}

/// `triu` and `tril`.
struct Triangle: Builtin {
  let name: String
  let category = Category.matrices
  let summary: String
  let examples: [Example]
  let seeAlso: [String]
  private let keeps: @Sendable (_ row: Int, _ column: Int) -> Bool

  let matrix = Parameter<Matrix>("A", "A matrix.")

  static let upper = Triangle(
    name: "triu", summary: "Keeps the diagonal and what is above it; the rest becomes zero.",
    examples: [Example("Of a square", "> triu([1, 2; 3, 4])\n1  2\n0  4")],
    seeAlso: ["tril", "diag"]
  ) { $0 <= $1 }

  static let lower = Triangle(
    name: "tril", summary: "Keeps the diagonal and what is below it; the rest becomes zero.",
    examples: [Example("Of a square", "> tril([1, 2; 3, 4])\n1  0\n3  4")],
    seeAlso: ["triu", "diag"]
  ) { $0 >= $1 }

  func call(_ arguments: Arguments) -> Value {
    var matrix = arguments[matrix]
    let rows = matrix.rows
    matrix.withUnsafeMutableBuffer { entries in
      for position in entries.indices where !keeps(position % rows, position / rows) {
        entries[position] = 0
      }
    }
    return Value(matrix)
  }
}

struct Kronecker: Builtin {
  let name = "kron"
  let category = Category.matrices
  let summary = "Gives the Kronecker product: B in every place of A, scaled by A's entry there."
  let seeAlso = ["repeat", "diag"]

  let left = Parameter<Matrix>("A", "A matrix.")
  let right = Parameter<Matrix>("B", "A matrix.")

  let examples = [Example("Two rows", "> kron([1, 2], [1; 1])\n1  2\n1  2")]

  func call(_ arguments: Arguments) throws -> Value {
    let (a, b) = (arguments[left], arguments[right])
    let (rows, tooMany) = a.rows.multipliedReportingOverflow(by: b.rows)
    let (columns, tooWide) = a.columns.multipliedReportingOverflow(by: b.columns)
    guard !tooMany, !tooWide else {
      throw arguments.failure(.tooLarge, "the product does not fit into memory")
    }
    try arguments.context.reserve(rows: rows, columns: columns)
    return Value(
      Matrix(rows: rows, columns: columns) { entries in
        for position in entries.indices {
          let (column, row) = position.quotientAndRemainder(dividingBy: rows)
          entries[position] =
            a[row / b.rows, column / b.columns] * b[row % b.rows, column % b.columns]
        }
      })
  }
}
