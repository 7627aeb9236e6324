import RegData
import RegLinearAlgebra
import RegRuntime
import RegSyntax

struct Size: Builtin {
  let name = "size"
  let category = Category.matrices
  let summary = "Gives the number of rows and of columns."
  let details: String? = "Everything that is not an array, a range, a table or a list is 1 by 1."
  let seeAlso = ["len", "reshape"]

  let x = Parameter<Value>("x", "A value.")

  let examples = [
    Example("Both", "> size([1, 2, 3; 4, 5, 6])\n2  3"),
    Example("One of them", "> size(1:10)[1]\n10"),
  ]

  func call(_ arguments: Arguments) -> Value {
    let shape = arguments[x].shape
    return Value(
      Matrix(rows: 1, columns: 2, values: [Double(shape.rows), Double(shape.columns)]))
  }
}

struct Length: Builtin {
  let name = "len"
  let category = Category.matrices
  let summary = "Counts what a value holds."
  let details: String? = """
    The entries of an array or a range, the elements of a list, the rows of a table, the fields of \
    a record and the characters of a string.
    """
  let seeAlso = ["size", "count"]

  let x = Parameter<Value>("x", "A value that holds something.")

  let examples = [
    Example("Entries", "> len([1, 2; 3, 4])\n4"),
    Example("Characters", #"> len("λ = 1")\#n5"#),
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let value = arguments[x]
    switch value.content {
    case .text(let text): return Value(text.count)
    case .record(let record): return Value(record.names.count)
    case .table(let table): return Value(table.rowCount)
    case .number, .logical, .matrix, .mask, .texts, .range, .list, .column:
      return Value(value.shape.rows * value.shape.columns)
    case .none, .formula, .function:
      throw arguments.failure(
        .argumentType, "'x' must hold something to count, not be \(value.description)", at: x)
    }
  }
}
