import OrderedCollections
import RegData
import RegLinearAlgebra
import RegRuntime
import RegSyntax

struct MakeTable: Builtin {
  let name = "table"
  let category = Category.data
  let summary = "Makes a table of columns of equal length."
  let details: String? = """
    A column holds numbers, logicals, strings, categories or dates, any of which may be missing; a \
    scalar fills all rows. d.name is a column, and d.name = value adds or changes it, or takes it \
    out for none; d["odd name"] is for names of any kind, d[rows, columns] for a part, and \
    d[d.age > 60, "group"] = "old" for cells. A mask that is missing in a row does not choose it.

    [d; e] puts the rows of tables under each other, columns by their names, and [d, e] their \
    columns side by side.
    """
  let seeAlso = ["read", "names", "keep", "group_by", "matrix"]

  let columns = KeywordsParameter("columns", "The columns by name.")

  let examples = [
    Example(
      "Two columns",
      """
      > table(age = [59; 48], sex = ["f"; "m"])
      2 × 2 table: age sex
      age  sex
       59  f
       48  m
      """)
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let given = arguments[columns]
    let lengths = given.values.map { $0.isScalar ? 1 : $0.shape.rows * $0.shape.columns }
    let rowCount = lengths.first { $0 != 1 } ?? (lengths.isEmpty ? 0 : 1)
    var table = Table(rowCount: rowCount)
    for (name, value) in given {
      guard let column = Column(value, rowCount: rowCount) else {
        throw arguments.failure(
          .argumentType, "\(value.description) cannot be the column '\(name)'",
          help: "a column is a vector of numbers, logicals, strings, categories or dates")
      }
      guard column.count == rowCount else {
        throw arguments.failure(
          .argumentShape, "'\(name)' has \(column.count.counted("row")), the table \(rowCount)")
      }
      try table.set(name, to: column)
    }
    return Value(table)
  }
}

struct MatrixOfTable: Builtin {
  let name = "matrix"
  let category = Category.data
  let summary = "Makes a matrix of a table's columns of numbers."
  let details: String? = "Logicals count as 0 and 1; a column of text is refused: see design."
  let seeAlso = ["table", "design"]

  let table = Parameter<Table>("d", "A table.")
  let columns = Parameter<[String]?>(
    "columns", "The columns in the matrix's order; if none, all.", default: nil)

  let examples = [
    Example(
      "Two of three",
      """
      > matrix(table(a = [1; 2], b = [3; 4], c = [5; 6]), ["c", "a"])
      5  1
      6  2
      """)
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let table = arguments[table]
    let names = arguments[columns]
    try arguments.context.reserve(
      rows: table.rowCount, columns: names?.count ?? table.columnCount)
    do {
      return Value(try table.matrix(names))
    } catch {
      guard case .unknownColumn = error else { throw arguments.placing(error, at: self.table) }
      throw arguments.placing(error, at: columns)
    }
  }
}

struct Head: Builtin {
  let name = "head"
  let category = Category.data
  let summary = "Gives the first rows of a table or a matrix, or the first elements of a vector."
  let seeAlso = ["tail", "summary", "size"]

  let x = Parameter<Value>("x", "A table, an array or a list.")
  let count = Parameter<Int>("n", "How many.", default: 6, where: .atLeast(0))

  let examples = [Example("Of a vector", "> head([5; 3; 8; 1], 2)\n5\n3")]

  func call(_ arguments: Arguments) throws -> Value {
    let rows = try Rows(arguments[x], arguments, parameter: x)
    return rows.selecting(Array(0..<min(arguments[count], rows.count)))
  }
}

struct Tail: Builtin {
  let name = "tail"
  let category = Category.data
  let summary = "Gives the last rows of a table or a matrix, or the last elements of a vector."
  let seeAlso = ["head", "size"]

  let x = Parameter<Value>("x", "A table, an array or a list.")
  let count = Parameter<Int>("n", "How many.", default: 6, where: .atLeast(0))

  let examples = [Example("Of a vector", "> tail([5; 3; 8; 1], 2)\n8\n1")]

  func call(_ arguments: Arguments) throws -> Value {
    let rows = try Rows(arguments[x], arguments, parameter: x)
    return rows.selecting(Array(max(rows.count - arguments[count], 0)..<rows.count))
  }
}

struct RowCount: Builtin {
  let name = "rows"
  let category = Category.data
  let summary = "Gives the number of rows."
  let seeAlso = ["size", "len", "count"]

  let x = Parameter<Value>("x", "A table or an array.")

  let examples = [Example("Of a table", "> rows(table(age = [59; 48; 72]))\n3")]

  func call(_ arguments: Arguments) -> Value { Value(arguments[x].shape.rows) }
}

struct DropMissing: Builtin {
  let name = "dropna"
  let category = Category.data
  let summary = "Leaves out the rows that hold values missing, nan or infinite."
  let seeAlso = ["summary", "is_missing"]

  let table = Parameter<Table>("d", "A table.")
  let columns = Parameter<[String]?>(
    "columns", "The columns to look at; if none, all.", default: nil)

  let examples = [
    Example(
      "One row of three",
      """
      > d = table(a = [1; missing; 3], b = [1; 2; missing])
      > size(dropna(d))[1]
      1
      > size(dropna(d, "a"))[1]
      2
      """)
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let table = arguments[table]
    let names = try arguments.columns(columns, of: table)
    return Value(table.rows(at: try table.usableRows(in: names)))
  }
}

extension Value {
  /// Whether it fills a column instead of being one.
  fileprivate var isScalar: Bool {
    switch content {
    case .number, .logical, .text: true
    default: false
    }
  }
}
