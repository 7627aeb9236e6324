import OrderedCollections
import RegData
import RegLinearAlgebra
import RegRuntime
import RegSyntax

struct GroupBy: Builtin {
  let name = "group_by"
  let category = Category.data
  let summary = "Groups the rows of a table by what they hold in some columns."
  let details: String? = """
    What comes back is for summarize. Its fields are 'keys', a table with one row a group, 'count', \
    and 'tables', a list of the rows of each. Groups come in the order of their values, categories in \
    that of their levels; rows where a value is missing are a group of their own, the last. A table \
    without rows has no groups, and summarize makes no rows of it.
    """
  let seeAlso = ["summarize", "count", "bin"]

  let table = Parameter<Table>("data", "A table.")
  let columns = RestParameter("columns", "Names of columns, as in \"sex\", or arrays of names.")

  let examples = [
    Example(
      "Two groups",
      """
      > table(age = [59; 48; 72], sex = ["f"; "m"; "f"]) |> group_by("sex")
      3 rows in 2 groups by sex
        sex   rows
        f        2
        m        1
      """)
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let table = arguments[table]
    let names = try arguments.columns(columns, of: table)
    do {
      let groups = try RowGroups(table, by: names)
      return Value(Record(backing: GroupedTable(table: table, groups: groups)))
    } catch {
      throw arguments.placing(error, at: arguments.span(ofRest: 0))
    }
  }
}

/// A table whose rows are grouped, as a value.
struct GroupedTable: RecordBacking {
  let table: Table
  let groups: RowGroups

  var typeName: String { "grouped table" }
  var fieldNames: [String] { ["keys", "count", "tables"] }

  func field(_ name: String) -> Value {
    switch name {
    case "keys": Value(groups.keys)
    case "count": Value(groups.rows.map { Double($0.count) })
    case "tables": Value(groups.rows.map { Value(table.rows(at: $0)) })
    default: .none
    }
  }

  var presentation: Presentation {
    let columns = groups.names.map { name in
      let column = groups.keys[name]
      let cells = (0..<groups.count).map { column.map(\.self)?[$0].label ?? "" }
      return PresentationTable.Column(name, .texts(cells))
    }
    let counts = groups.rows.map { Double($0.count) }
    return Presentation([
      .line(
        "\(table.rowCount.counted("row")) in \(groups.count.counted("group")) by "
          + groups.names.joined(separator: ", ")),
      .table(
        PresentationTable(columns + [.init("rows", .decimals(counts, places: 0))], rowLimit: 12)),
    ])
  }

  /// What a group is called in messages: `sex = f`.
  func label(of group: Int) -> String {
    groups.names.map { name in "\(name) = \(groups.keys[name]?[group].label ?? "")" }
      .joined(separator: ", ")
  }
}

struct Summarize: Builtin {
  let name = "summarize"
  let category = Category.data
  let summary = "Makes one row of each group of a table, by functions of its rows."
  let details: String? = """
    Each keyword is a column of the result, and its value a function that gets the rows of a group \
    as a table and gives one number, logical, string or date. The first columns are those that the \
    groups are by. A table without groups makes one row.
    """
  let seeAlso = ["group_by", "count", "mutate"]

  let data = Parameter<Value>("data", "A table, or what group_by makes of one.")
  let columns = KeywordsParameter("columns", "Functions of the rows of a group, by column.")

  let examples = [
    Example(
      "A mean for each",
      """
      > d = table(age = [59; 48; 72], sex = ["f"; "m"; "f"])
      > d |> group_by("sex") |> summarize(mean_age = g -> mean(g.age), n = g -> rows(g))
      2 × 3 table: sex mean_age n
      sex  mean_age  n
      f        65.5  2
      m        48    1
      """)
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let functions = arguments[columns]
    guard !functions.isEmpty else {
      throw arguments.failure(
        .missingArgument, "'summarize' needs a column to make",
        help: "as in summarize(n = g -> rows(g))")
    }
    switch arguments[data].content {
    case .table(let table):
      var result = Table(rowCount: 1)
      try add(functions, to: &result, [Array(0..<table.rowCount)], of: table, arguments) { _ in
        nil
      }
      return Value(result)
    case .record(let record):
      guard let grouped = record.backing as? GroupedTable else { break }
      var result = grouped.groups.keys
      for name in functions.keys where result.contains(name) {
        throw Diagnostic(
          .argumentRange, "'\(name)' is what the groups are by",
          at: arguments.span(ofKeyword: name), help: "give the new column another name",
          source: arguments.source)
      }
      try add(functions, to: &result, grouped.groups.rows, of: grouped.table, arguments) {
        grouped.label(of: $0)
      }
      return Value(result)
    default: break
    }
    throw arguments.failure(
      .argumentType, "'data' must be a table or groups, not \(arguments[data].description)",
      at: data)
  }

  private func add(
    _ functions: OrderedDictionary<String, Value>, to result: inout Table, _ groups: [[Int]],
    of table: Table, _ arguments: Arguments, label: (Int) -> String?
  ) throws {
    var cells = functions.mapValues { _ in [Column.Cell?]() }
    for (group, rows) in groups.enumerated() {
      try arguments.context.checkInterrupt()
      let part = table.rows(at: rows)
      for (name, function) in functions {
        let answer = try arguments.answer(of: function, for: part)
        guard let cell = answer.cell else {
          let place = label(group).map { " for \($0)" } ?? ""
          throw Diagnostic(
            .argumentType,
            "'\(name)' gives \(answer.description)\(place), where one value is needed",
            at: arguments.span(ofKeyword: name), help: "as in g -> mean(g.age)",
            source: arguments.source)
        }
        cells[name, default: []].append(cell)
      }
    }
    for (name, cells) in cells {
      guard let column = Column(cells: cells) else {
        throw Diagnostic(
          .argumentType, "'\(name)' gives values of different types for different groups",
          at: arguments.span(ofKeyword: name), source: arguments.source)
      }
      try result.set(name, to: column)
    }
  }
}

struct Mutate: Builtin {
  let name = "mutate"
  let category = Category.data
  let summary = "Adds columns to a table, or changes them, in a pipe."
  let details: String? = """
    Each value is a column, one value for all rows, or a function that gets the table as it is by \
    then; none takes a column out. d.name = value does the same to a variable.
    """
  let seeAlso = ["keep", "summarize", "impute"]

  let table = Parameter<Table>("data", "A table.")
  let columns = KeywordsParameter("columns", "Values or functions of the table, by column.")

  let examples = [
    Example(
      "A ratio",
      """
      > table(weight = [58; 79], height = [1.6; 1.8]) |> mutate(bmi = d -> d.weight ./ d.height.^2)
      2 × 3 table: weight height bmi
      weight  height      bmi
          58     1.6  22.6562
          79     1.8  24.3827
      """)
  ]

  func call(_ arguments: Arguments) throws -> Value {
    var table = arguments[table]
    for (name, given) in arguments[columns] {
      let span = arguments.span(ofKeyword: name)
      let own = table.columnName(spelled: name) ?? name
      let value = try arguments.answer(of: given, for: table)
      if case .none = value {
        do { try table.remove(own) } catch { throw arguments.placing(error, at: span) }
        continue
      }
      guard let column = Column(value, rowCount: table.rowCount) else {
        throw Diagnostic(
          .argumentType, "\(value.description) cannot be the column '\(own)'", at: span,
          help: "a column is a vector of numbers, logicals or strings", source: arguments.source)
      }
      do { try table.set(own, to: column) } catch { throw arguments.placing(error, at: span) }
    }
    return Value(table)
  }
}

extension Column.Cell {
  /// The value as a heading or a message shows it.
  var label: String {
    switch self {
    case .missing: "missing"
    case .number(let number): NumberText.display(number)
    case .logical(let logical): "\(logical)"
    case .text(let text): text
    case .date(let day): day.description
    }
  }
}
