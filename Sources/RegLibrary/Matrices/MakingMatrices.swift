import Glibc
import RegLinearAlgebra
import RegRuntime

/// Rows and columns of an array to be made.
struct ShapeParameters: ParameterGroup {
  let rows = Parameter<Int>("rows", "Number of rows.", where: .atLeast(0))
  let columns = Parameter<Int>("columns", "Number of columns.", default: 1, where: .atLeast(0))

  /// The shape asked for, known to fit into memory.
  func shape(_ arguments: Arguments) throws -> (rows: Int, columns: Int) {
    let (rows, columns) = (arguments[rows], arguments[columns])
    try arguments.context.reserve(rows: rows, columns: columns)
    return (rows, columns)
  }
}

/// `zeros` and `ones`.
struct ConstantMatrix: Builtin {
  let name: String
  let category = Category.matrices
  let summary: String
  let examples: [Example]
  let seeAlso: [String]
  private let entry: Double

  let shape = ShapeParameters()

  static let zeros = ConstantMatrix(
    name: "zeros", summary: "Makes a matrix of zeros.",
    examples: [Example("Two rows, three columns", "> zeros(2, 3)\n0  0  0\n0  0  0")],
    seeAlso: ["ones", "eye"], entry: 0)

  static let ones = ConstantMatrix(
    name: "ones", summary: "Makes a matrix of ones.",
    examples: [Example("A vector", "> ones(3)\n1\n1\n1")], seeAlso: ["zeros", "eye"], entry: 1)

  func call(_ arguments: Arguments) throws -> Value {
    let (rows, columns) = try shape.shape(arguments)
    return Value(Matrix(rows: rows, columns: columns, repeating: entry))
  }
}

struct Eye: Builtin {
  let name = "eye"
  let category = Category.matrices
  let summary = "Makes an identity matrix."
  let seeAlso = ["diag", "zeros", "ones"]

  let order = Parameter<Int>("n", "Number of rows, and of columns.", where: .atLeast(0))

  let examples = [Example("Of order two", "> eye(2)\n1  0\n0  1")]

  func call(_ arguments: Arguments) throws -> Value {
    let order = arguments[order]
    try arguments.context.reserve(rows: order, columns: order)
    return Value(Matrix.identity(order))
  }
}

struct Linspace: Builtin {
  let name = "linspace"
  let category = Category.matrices
  let summary = "Makes a vector of numbers at equal distances, both ends included."
  let seeAlso = ["logspace"]

  let from = Parameter<Double>("from", "The first number.", where: .finite)
  let to = Parameter<Double>("to", "The last number.", where: .finite)
  let count = Parameter<Int>("n", "How many numbers.", default: 50, where: .atLeast(2))

  let examples = [Example("Five numbers", "> linspace(0, 1, 5)'\n0  0.25  0.5  0.75  1")]

  func call(_ arguments: Arguments) throws -> Value {
    let count = arguments[count]
    try arguments.context.reserve(rows: count, columns: 1)
    return Value(evenSteps(from: arguments[from], to: arguments[to], count: count))
  }
}

struct Logspace: Builtin {
  let name = "logspace"
  let category = Category.matrices
  let summary = "Makes a vector of numbers at equal ratios, both ends included."
  let details: String? = """
    The ends are the numbers themselves and not their logarithms. A falling grid of penalties is \
    logspace(λ_max, λ_max / 1000, 50).
    """
  let seeAlso = ["linspace"]

  let from = Parameter<Double>("from", "The first number.", where: .positive)
  let to = Parameter<Double>("to", "The last number.", where: .positive)
  let count = Parameter<Int>("n", "How many numbers.", default: 50, where: .atLeast(2))

  let examples = [Example("One to a thousand", "> logspace(1, 1000, 4)'\n1  10  100  1000")]

  func call(_ arguments: Arguments) throws -> Value {
    let (from, to, count) = (arguments[from], arguments[to], arguments[count])
    try arguments.context.reserve(rows: count, columns: 1)
    var numbers = evenSteps(from: log(from), to: log(to), count: count).map { exp($0) }
    // The ends are exact; between them the logarithm may round.
    numbers[0] = from
    numbers[count - 1] = to
    return Value(numbers)
  }
}

/// `count` numbers; weighting both ends keeps the steps exact where halves and quarters are, and
/// cannot overflow.
private func evenSteps(from first: Double, to last: Double, count: Int) -> Matrix {
  Matrix(rows: count, columns: 1) { entries in
    let steps = Double(count - 1)
    for position in 0..<count {
      let weight = Double(position) / steps
      entries[position] = first * (1 - weight) + last * weight
    }
  }
}
