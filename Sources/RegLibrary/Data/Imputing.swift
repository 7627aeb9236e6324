import RegData
import RegRuntime
import RegSyntax

struct Impute: GapTolerant {
  let name = "impute"
  let category = Category.data
  let summary = "Fills the gaps of columns with a value learnt from the others, or a constant."
  let details: String? = """
    "mean" and "median" are for numbers and dates; text, categories and logicals get their most \
    frequent value for either, as "mode" does for all. Any other value is the constant to put. A nan \
    counts as a gap too. Of a table every column with gaps is filled, or those that are named.

    In a formula the value is that of the rows of the fit, also for new rows, and the column may have \
    gaps: y ~ impute(x) + is_missing(x) also says where they were. A fit with na = "impute" does this \
    for all predictors where a value is missing; nan it refuses.
    """
  let seeAlso = ["dropna", "standardize", "is_missing", "formulas"]

  let x = Parameter<Value>("x", "A table or a column.")
  let by = Parameter<Value>(
    "by", "\"mean\", \"median\", \"mode\", or a constant.", default: Value("median"))
  let columns = Parameter<[String]?>(
    "columns", "Of a table: the columns to fill; if none, all with gaps.", default: nil)

  let examples = [
    Example("A column", "> impute([1; missing; 3; 8], \"median\")'\n1  3  3  8"),
    Example(
      "A table",
      """
      > impute(table(age = [59; missing; 72], sex = ["f"; "f"; missing]), "mean")
      3 × 2 table: age sex
       age  sex
      59    f
      65.5  f
      72    f
      """),
  ]

  func call(_ arguments: Arguments) throws -> Value {
    guard case .table(var table) = arguments[x].content else {
      guard let column = ColumnArgument(argument: arguments[x])?.column else {
        throw arguments.failure(
          .argumentType, "'x' must be a table or a column, not \(arguments[x].description)", at: x)
      }
      let isRow = arguments[x].shape.rows == 1 && arguments[x].shape.columns > 1
      let value = Value(try learning(column, arguments))
      return isRow ? try value.asRow(arguments) : value
    }
    let named = try arguments.columns(columns, of: table)
    for name in named ?? table.names {
      let column = try table.column(named: name)
      if named == nil, !column.hasGaps { continue }
      try table.set(name, to: try filled(column, name, arguments))
    }
    return Value(table)
  }

  /// A column of its own, which in a formula is filled as that of the fit was.
  private func learning(_ column: Column, _ arguments: Arguments) throws -> Column {
    let rule = try rule(arguments)
    if case .constant = rule { return try filled(column, "x", arguments) }
    let state = try arguments.learned {
      do throws(DataError) {
        return .filling(GapFiller(try Filling(rule, learntFrom: column, named: "x")))
      } catch {
        throw arguments.placing(error, at: arguments.span(of: x))
      }
    }
    guard case .filling(let filler) = state, let filling = Filling(filler, for: column.kind) else {
      throw arguments.mismatch
    }
    return try filling.filled(column, named: "x")
  }

  private func filled(_ column: Column, _ name: String, _ arguments: Arguments) throws -> Column {
    guard column.hasGaps else { return column }
    let rule = try rule(arguments)
    do {
      return try Filling(rule, learntFrom: column, named: name).filled(column, named: name)
    } catch {
      var diagnostic = arguments.placing(error, at: arguments.span(of: by))
      if case .wrongFilling = error, case .constant(.text(let text)) = rule {
        let near = nearest(text, in: FillingRule.names)
        diagnostic.help =
          near.map { "did you mean \"\($0)\"?" } ?? "the rules are mean, median and mode"
      }
      throw diagnostic
    }
  }

  private func rule(_ arguments: Arguments) throws -> FillingRule {
    if let name = String(argument: arguments[by]), let rule = FillingRule(name: name) {
      return rule
    }
    guard let cell = arguments[by].cell, cell != .missing else {
      throw arguments.failure(
        .argumentType,
        "'by' must be \"mean\", \"median\", \"mode\" or one value, not "
          + arguments[by].description, at: by)
    }
    return .constant(cell)
  }
}

struct Standardize: Builtin {
  let name = "standardize"
  let category = Category.data
  let summary = "Shifts columns of numbers to mean 0 and scales them to standard deviation 1."
  let details: String? = """
    The divisor of the standard deviation is n, as in fits, which do the same by themselves. Numbers \
    that are all the same become 0; missing values stay and take no part. Of a table every column of \
    numbers is done, or those that are named. In a formula mean and deviation are those of the rows \
    of the fit, also for new rows.
    """
  let seeAlso = ["impute", "std", "lasso", "formulas"]

  let x = Parameter<Value>("x", "A table or a column of numbers.")
  let columns = Parameter<[String]?>(
    "columns", "Of a table: the columns to do; if none, all of numbers.", default: nil)

  let examples = [
    Example("A column", "> standardize([1; 3; missing])'\n-1  1  missing")
  ]

  func call(_ arguments: Arguments) throws -> Value {
    guard case .table(var table) = arguments[x].content else {
      guard case .number(let numbers)? = ColumnArgument(argument: arguments[x])?.column else {
        throw arguments.failure(
          .argumentType,
          "'x' must be a table or a column of numbers, not \(arguments[x].description)", at: x)
      }
      let state = try arguments.learned { .scaling(.standardizing(numbers)) }
      guard case .scaling(let scaling) = state else { throw arguments.mismatch }
      let isRow = arguments[x].shape.rows == 1 && arguments[x].shape.columns > 1
      let scaled = Value(Column.number(numbers.map { scaling($0) }))
      return isRow ? try scaled.asRow(arguments) : scaled
    }
    let named = try arguments.columns(columns, of: table)
    for name in named ?? table.names {
      let column = try table.column(named: name)
      guard let scaled = column.standardized else {
        if named == nil { continue }
        throw arguments.failure(
          .argumentType, "'\(name)' holds \(column.kind.phrase), not numbers",
          at: columns)
      }
      try table.set(name, to: scaled)
    }
    return Value(table)
  }
}

extension Column {
  /// Whether something is missing or nan.
  fileprivate var hasGaps: Bool {
    switch self {
    case .number(let values): values.contains(where: \.isNaN)
    default: missingCount > 0
    }
  }
}

extension Value {
  /// A vector lying down, as the one it was made of did.
  fileprivate func asRow(_ arguments: Arguments) throws -> Value {
    guard let array = AnyArray(self) else { return self }
    return array.rearranged(rows: 1, columns: array.count) { $0 }
  }
}
