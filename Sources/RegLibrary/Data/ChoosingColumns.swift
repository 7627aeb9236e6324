import OrderedCollections
import RegData
import RegRuntime
import RegSyntax

/// `keep` and `drop`.
struct ChooseColumns: Builtin {
  let name: String
  let category = Category.data
  let summary: String
  let examples: [Example]
  let seeAlso: [String]
  private let keeps: Bool

  let table = Parameter<Table>("data", "A table.")
  let columns = RestParameter("columns", "Names of columns, as in \"age\", or arrays of names.")

  static let keep = ChooseColumns(
    name: "keep", summary: "Keeps some columns of a table, in the order given.",
    examples: [
      Example(
        "Two of three",
        """
        > table(a = [1; 2], b = [3; 4], c = [5; 6]) |> keep("c", "a")
        2 × 2 table: c a
        c  a
        5  1
        6  2
        """)
    ], seeAlso: ["drop", "rename", "where"], keeps: true)

  static let drop = ChooseColumns(
    name: "drop", summary: "Takes columns out of a table.",
    examples: [
      Example(
        "One of three",
        """
        > names(table(a = [1; 2], b = [3; 4], c = [5; 6]) |> drop("b"))
        a
        c
        """)
    ], seeAlso: ["keep", "dropna"], keeps: false)

  func call(_ arguments: Arguments) throws -> Value {
    var table = arguments[table]
    let names = try arguments.columns(columns, of: table)
    do {
      if keeps { return Value(try table.columns(named: names)) }
      for name in OrderedSet(names) { try table.remove(name) }
      return Value(table)
    } catch {
      throw arguments.placing(error, at: arguments.span(ofRest: 0))
    }
  }
}

struct Rename: Builtin {
  let name = "rename"
  let category = Category.data
  let summary = "Gives columns of a table other names."
  let details: String? = """
    Old and new names come in pairs, as in rename(d, "old", "new"), or as keywords where the old \
    name is one: rename(d, old = "new"). Columns keep their places.
    """
  let seeAlso = ["names", "keep"]

  let table = Parameter<Table>("data", "A table.")
  let pairs = RestParameter("pairs", "Old and new names, in pairs.")
  let keywords = KeywordsParameter("names", "New names by old ones.")

  let examples = [
    Example(
      "By keyword", #"> names(rename(table(sbp = [120; 141]), sbp = "pressure"))\#npressure"#),
    Example(
      "An odd name",
      #"> names(rename(table(a = [1; 2]), "a", "Body mass (kg)"))\#nBody mass (kg)"#),
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let table = arguments[table]
    var names = table.names
    let given = arguments[pairs]
    guard given.count.isMultiple(of: 2) else {
      throw arguments.failure(
        .argumentShape, "names come in pairs, old and new, and there are \(given.count)",
        help: "as in rename(d, \"old\", \"new\")")
    }
    for position in stride(from: 0, to: given.count, by: 2) {
      try rename(
        given[position], given[position + 1], in: table, &names,
        arguments.span(ofRest: position), arguments)
    }
    for (old, new) in arguments[keywords] {
      try rename(
        Value(old), new, in: table, &names, arguments.span(ofKeyword: old), arguments)
    }
    do { return Value(try table.renamed(to: names)) } catch {
      throw arguments.placing(error, at: arguments.span)
    }
  }

  private func rename(
    _ old: Value, _ new: Value, in table: Table, _ names: inout [String], _ span: Span,
    _ arguments: Arguments
  ) throws {
    guard let old = String(argument: old), let new = String(argument: new), !new.isEmpty else {
      throw Diagnostic(
        .argumentType, "names of columns are strings that are not empty", at: span,
        source: arguments.source)
    }
    let own = try arguments.resolved([old], in: table, at: span)[0]
    guard let position = table.names.firstIndex(of: own) else { return }
    names[position] = new
  }
}

struct Where: Builtin {
  let name = "where"
  let category = Category.data
  let summary = "Keeps the rows of a table for which a condition is true."
  let details: String? = """
    The condition is a mask, or a function of the table that gives one. Rows where it is missing \
    are left out, as are those whose comparison is with a missing value, since that is false; only \
    != is true of it. d[mask, :] does the same.
    """
  let seeAlso = ["keep", "dropna", "filter", "sort_by"]

  let table = Parameter<Table>("data", "A table.")
  let condition = Parameter<Value>("condition", "A mask, or a function of the table.")

  let examples = [
    Example(
      "In a pipe",
      """
      > table(age = [59; 48; missing]) |> where(d -> d.age > 50)
      1 × 1 table: age
      age
       59
      """)
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let table = arguments[table]
    let answer = try arguments.answer(of: arguments[condition], for: table)
    guard let mask = Grid<Bool>(argument: answer) else {
      throw arguments.failure(
        .argumentType, "'condition' must give a mask, not \(answer.description)", at: condition)
    }
    guard mask.count == table.rowCount else {
      throw arguments.failure(
        .argumentShape,
        "a mask of \(mask.count) cannot choose among \(table.rowCount.counted("row"))",
        at: condition)
    }
    return Value(table.rows(at: mask.elements.indices.filter { mask.elements[$0] }))
  }
}

struct SortBy: Builtin {
  let name = "sort_by"
  let category = Category.data
  let summary = "Puts the rows of a table in the order of some columns."
  let details: String? = """
    Rows that are equal in the first column are put in the order of the second, and so on; equal in \
    all they keep theirs. Categories come in the order of their levels, and missing values last.
    """
  let seeAlso = ["sort", "order", "group_by"]

  let table = Parameter<Table>("data", "A table.")
  let columns = RestParameter("columns", "Names of columns, as in \"age\", or arrays of names.")
  let descending = Parameter<Value>(
    "descending", "Start with the largest: one logical for all columns, or one for each.",
    default: Value(false), keywordOnly: true)

  let examples = [
    Example(
      "The oldest first",
      """
      > table(age = [48; 72; 59], sex = ["m"; "f"; "f"]) |> sort_by("age", descending = true)
      3 × 2 table: age sex
      age  sex
       72  f
       59  f
       48  m
      """)
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let table = arguments[table]
    let names = try arguments.columns(columns, of: table)
    guard let given = Grid<Bool>(argument: arguments[descending])?.elements else {
      throw arguments.failure(
        .argumentType,
        "'descending' must be logicals, not \(arguments[descending].description)", at: descending)
    }
    guard given.count == 1 || given.count == names.count else {
      throw arguments.failure(
        .argumentShape,
        "'descending' has \(given.count.counted("logical")) for "
          + names.count.counted("column"), at: descending)
    }
    let directions = names.indices.map { given[given.count == 1 ? 0 : $0] }
    return Value(table.rows(at: try table.order(by: names, descending: directions)))
  }
}
