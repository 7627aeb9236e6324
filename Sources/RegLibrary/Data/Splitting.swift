import OrderedCollections
import RegData
import RegLinearAlgebra
import RegRuntime
import RegSyntax

struct Split: Builtin {
  let name = "split"
  let category = Category.data
  let summary = "Parts rows at random into those to fit and those to test on."
  let details: String? = """
    Gives a list of two, so that train, test = split(d) takes it apart. Rows keep their order. A \
    matrix and its response are parted alike by the same seed.
    """
  let seeAlso = ["cv", "seed", "shuffle"]

  let x = Parameter<Value>("x", "A table, a matrix, a vector or a list.")
  let test = Parameter<Double>(
    "test", "The share of rows to test on.", default: 0.25,
    where: Constraint("above 0 and below 1", refusing: Value(1)) { $0 > 0 && $0 < 1 })
  let stream = SeedParameters()

  let examples = [
    Example(
      "Three quarters and one",
      """
      > train, test = split(1:20, seed = 1)
      > [len(train), len(test)]
      15  5
      """)
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let rows = try Rows(arguments[x], arguments, parameter: x)
    guard rows.count > 1 else {
      throw arguments.failure(
        .argumentShape, "\(rows.count.counted("row")) cannot be parted", at: x)
    }
    let share = (Double(rows.count) * arguments[test]).rounded()
    let count = min(max(Int(share), 1), rows.count - 1)
    let order = stream.draw(arguments) { $0.permutation(rows.count) }
    let tested = order.prefix(count).sorted()
    let fitted = order.dropFirst(count).sorted()
    return Value([rows.selecting(fitted), rows.selecting(tested)])
  }
}

struct Design: Builtin {
  let name = "design"
  let category = Category.data
  let summary = "Makes the matrix and the response that a formula stands for."
  let details: String? = """
    Gives a record of X, y, the names of the columns, intercept, which says whether the formula has \
    one, and offset, the sum of its offsets if it has any; X has no column for either. Fits do the same by themselves.
    """
  let seeAlso = ["formulas", "lasso", "matrix"]

  let table = Parameter<Table>("d", "A table.")
  let formula = Parameter<FormulaArgument>("formula", "What to model by what.")
  let full = Parameter<Bool>(
    "full", "Whether every level of a column of text gets a column of its own.", default: false,
    keywordOnly: true)
  let na = Parameter<String>(
    "na", "What to do with rows that hold values missing, nan or infinite.",
    default: MissingPolicy.refuse.rawValue, keywordOnly: true,
    where: .oneOf(MissingPolicy.ofFits.map(\.rawValue)))

  let examples = [
    Example(
      "A factor",
      """
      > d = table(y = [1; 2; 3], cell = ["a"; "b"; "c"])
      > design(d, y ~ cell).X
      0  0
      1  0
      0  1
      """)
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let formula = arguments[formula].formula
    let frame = try arguments.blaming(table, orFor: self.formula, formula) {
      try ModelFrame(
        formula.formula, arguments[table],
        missing: MissingPolicy(rawValue: arguments[na]) ?? .refuse, full: arguments[full],
        reserve: arguments.context.reserve(bytes:))
    }
    return Value(
      Record([
        "X": Value(frame.matrix), "y": frame.response.map { Value($0) } ?? .none,
        "names": Value(frame.columnNames), "intercept": Value(frame.recipe.hasIntercept),
        "offset": frame.offset.map { Value($0) } ?? .none,
      ]))
  }
}

/// A formula as an argument.
struct FormulaArgument: ArgumentConvertible {
  let formula: FormulaObject

  static var typeName: String { "a formula" }

  init?(argument: Value) {
    guard case .formula(let formula) = argument.content else { return nil }
    self.formula = formula
  }
}
