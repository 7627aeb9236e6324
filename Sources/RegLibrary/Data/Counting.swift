import RegData
import RegLinearAlgebra
import RegRuntime
import RegSyntax

struct Count: Builtin {
  let name = "count"
  let category = Category.data
  let summary = "Counts how many are true, or the rows of a table by what they hold."
  let details: String? = """
    Of a mask it gives how many are true; what is missing is not. Of a table it makes a table of the \
    different values in some columns and n, how many rows hold them, the most frequent first. Of a \
    column of text, categories or dates it does the same under the name 'value'.
    """
  let seeAlso = ["sum", "find", "group_by", "summary", "len"]

  let x = Parameter<Value>("x", "A mask, a table or a column.")
  let columns = RestParameter("columns", "Of a table: names of columns, as in \"sex\".")
  let along = AlongParameters()

  let examples = [
    Example("Above a limit", "> count([48, 72, 66] > 50)\n2"),
    Example(
      "By a column",
      """
      > count(table(sex = ["f"; "m"; "f"]), "sex")
      2 × 2 table: sex n
      sex  n
      f    2
      m    1
      """),
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let value = arguments[x]
    if case .table(let table) = value.content {
      return try counts(of: table, by: try arguments.columns(columns, of: table), arguments)
    }
    if !arguments[columns].isEmpty {
      throw arguments.failure(
        .argumentType, "columns are those of a table, and 'x' is \(value.description)", at: x)
    }
    if let mask = Grid<Bool>(argument: value) {
      let (results, shape) = along.reduce(mask, arguments) { run in Double(run.count { $0 }) }
      guard let shape else { return Value(results[0]) }
      return Value(Matrix(rows: shape.rows, columns: shape.columns, values: results))
    }
    switch value.content {
    case .texts, .column:
      guard let column = ColumnArgument(argument: value)?.column else { break }
      return try counts(of: try Table([("value", column)]), by: ["value"], arguments)
    default: break
    }
    throw arguments.failure(
      .argumentType,
      "'x' must be a mask, a table, or text, categories or dates, not \(value.description)",
      at: x, help: "unique(x) gives different numbers, count(x > 0) counts")
  }

  private func counts(
    of table: Table, by names: [String], _ arguments: Arguments
  ) throws -> Value {
    do {
      let groups = try RowGroups(table, by: names)
      let counts = groups.rows.map(\.count)
      let order = counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }
      var result = groups.keys.rows(at: order)
      let name = names.contains("n") ? "n_2" : "n"
      try result.set(name, to: .number(order.map { Double(counts[$0]) }))
      return Value(result)
    } catch {
      throw arguments.placing(error, at: arguments.span(ofRest: 0))
    }
  }
}
