import RegData
import RegLinearAlgebra
import RegRuntime
import RegSyntax

/// What can be put in another order: the entries of a vector, the rows of a matrix or a table, the
/// elements of a list.
enum Rows {
  case array(AnyArray)
  case list([Value])
  case table(Table)

  init(_ value: Value, _ arguments: Arguments, parameter: some AnyParameter) throws {
    switch value.content {
    case .list(let elements): self = .list(elements)
    case .table(let table): self = .table(table)
    default: self = .array(try AnyArray(value, arguments, parameter: parameter))
    }
  }

  var count: Int {
    switch self {
    case .array(let array): array.isVector ? array.count : array.rows
    case .list(let elements): elements.count
    case .table(let table): table.rowCount
    }
  }

  func selecting(_ positions: [Int]) -> Value {
    switch self {
    case .array(let array) where array.isVector: array.selecting(positions)
    case .array(let array): array.selecting(rows: positions)
    case .list(let elements): Value(positions.map { elements[$0] })
    case .table(let table): Value(table.rows(at: positions))
    }
  }
}

struct Permutation: Builtin {
  let name = "permutation"
  let category = Category.random
  let summary = "Gives the numbers from 1 to n in a random order."
  let seeAlso = ["shuffle", "sample", "seed"]

  let count = Parameter<Int>("n", "How many numbers.", where: .atLeast(0))
  let stream = SeedParameters()

  let examples = [Example("Each comes once", "> sort(permutation(4))'\n1  2  3  4")]

  func call(_ arguments: Arguments) throws -> Value {
    let count = arguments[count]
    try arguments.context.reserve(rows: count, columns: 1)
    let order = stream.draw(arguments) { $0.permutation(count) }
    return Value(order.map { Double($0 + 1) })
  }
}

struct Shuffle: Builtin {
  let name = "shuffle"
  let category = Category.random
  let summary = "Puts the entries of a vector, or the rows of a matrix or table, in random order."
  let seeAlso = ["permutation", "sample", "seed"]

  let x = Parameter<Value>("x", "A vector, a matrix, a table or a list.")
  let stream = SeedParameters()

  let examples = [Example("Nothing is lost", "> sort(shuffle([3, 1, 2]))\n1  2  3")]

  func call(_ arguments: Arguments) throws -> Value {
    let rows = try Rows(arguments[x], arguments, parameter: x)
    return rows.selecting(stream.draw(arguments) { $0.permutation(rows.count) })
  }
}

struct Sample: Builtin {
  let name = "sample"
  let category = Category.random
  let summary = "Draws some entries of a vector, or some rows of a matrix or table."
  let details: String? = "A number is not taken for a range: for numbers up to n write 1:n."
  let seeAlso = ["shuffle", "randint", "seed"]

  let x = Parameter<Value>("x", "A vector, a matrix, a table or a list.")
  let count = Parameter<Int>("n", "How many to draw.", where: .atLeast(0))
  let replace = Parameter<Bool>(
    "replace", "Whether the same one may come more than once.", default: false)
  let stream = SeedParameters()

  let examples = [
    Example("Three different ones", "> len(unique(sample(1:10, 3)))\n3"),
    Example("A bootstrap sample", "> len(sample(1:10, 10, replace = true))\n10"),
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let rows = try Rows(arguments[x], arguments, parameter: x)
    let (count, replaces) = (arguments[count], arguments[replace])
    guard replaces ? rows.count > 0 || count == 0 : count <= rows.count else {
      throw arguments.failure(
        .argumentRange, "'n' must be at most \(rows.count), which is all there are", at: self.count,
        help: rows.count > 0 ? "or allow repeats: 'replace = true'" : nil)
    }
    try arguments.context.reserve(rows: count, columns: 1)
    return rows.selecting(
      stream.draw(arguments) { generator in
        replaces
          ? (0..<count).map { _ in generator.integer(below: rows.count) }
          : Array(generator.permutation(rows.count).prefix(count))
      })
  }
}
