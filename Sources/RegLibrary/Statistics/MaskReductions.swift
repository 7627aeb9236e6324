import RegLinearAlgebra
import RegRuntime

/// `any` and `all`.
struct MaskQuestion: Builtin {
  let name: String
  let category = Category.statistics
  let summary: String
  let details: String?
  let examples: [Example]
  let seeAlso: [String]
  private let answer: @Sendable (ArraySlice<Bool>) -> Bool

  let mask = Parameter<Grid<Bool>>("mask", "Logicals, such as a comparison of arrays gives.")
  let along = AlongParameters()

  static let any = MaskQuestion(
    name: "any", summary: "Tells whether something is true.", details: "Of nothing it is false.",
    examples: [Example("A gap in the data", "> any(is_missing([1, missing]))\ntrue")],
    seeAlso: ["all", "count", "find"]
  ) { $0.contains(true) }

  static let all = MaskQuestion(
    name: "all", summary: "Tells whether everything is true.", details: "Of nothing it is true.",
    examples: [
      Example("A condition on every entry", "> all([1, 2, 3] > 0)\ntrue"),
      Example(
        "Column by column", "> all([1, 2; 3, 0] > 0, along = \"columns\")\ntrue  false"),
    ], seeAlso: ["any", "count"]
  ) { !$0.contains(false) }

  func call(_ arguments: Arguments) -> Value {
    let (results, shape) = along.reduce(arguments[mask], arguments, answer)
    guard let shape else { return Value(results[0]) }
    return Value(Grid(rows: shape.rows, columns: shape.columns, elements: results))
  }
}

struct Find: Builtin {
  let name = "find"
  let category = Category.statistics
  let summary = "Gives the positions of what is true."
  let details: String? = "Positions count from 1; in a matrix they run down the columns."
  let seeAlso = ["count", "any", "order"]

  let mask = Parameter<Grid<Bool>>("mask", "Logicals, such as a comparison of arrays gives.")

  let examples = [Example("Above a limit", "> find([48, 72, 66] > 50)\n2\n3")]

  func call(_ arguments: Arguments) -> Value {
    let elements = arguments[mask].elements
    return Value(elements.indices.filter { elements[$0] }.map { Double($0 + 1) })
  }
}
