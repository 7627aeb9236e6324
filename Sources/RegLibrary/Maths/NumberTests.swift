import RegData
import RegLinearAlgebra
import RegRuntime
import RegSyntax

/// Asks one thing of every number: true or false for a number, a mask for an array.
struct NumberTest: Builtin {
  let name: String
  let category = Category.maths
  let summary: String
  let details: String?
  let examples: [Example]
  let seeAlso: [String]
  private let holds: @Sendable (Double) -> Bool

  let x = Parameter<Numbers>("x", "A number, or an array that is worked on entry by entry.")

  init(
    _ name: String, _ summary: String, details: String? = nil, example: Example,
    seeAlso: [String], _ holds: @escaping @Sendable (Double) -> Bool
  ) {
    self.name = name
    self.summary = summary
    self.details = details
    self.seeAlso = seeAlso
    self.holds = holds
    examples = [example]
  }

  func call(_ arguments: Arguments) -> Value { arguments[x].test(holds) }

  static let all = [
    NumberTest(
      "is_nan", "Tells whether a number is nan: missing, or the result of an impossible sum.",
      example: Example("Zero over zero", "> is_nan([1, 0/0, missing])\nfalse  true  true"),
      seeAlso: ["is_missing", "is_finite"]
    ) { $0.isNaN },
    NumberTest(
      "is_finite", "Tells whether a number is neither nan, missing nor infinite.",
      example: Example("What a fit can use", "> is_finite([1, inf, missing])\ntrue  false  false"),
      seeAlso: ["is_nan", "is_missing"]
    ) { $0.isFinite },
  ]
}

struct IsMissing: GapTolerant {
  let name = "is_missing"
  let category = Category.maths
  let summary = "Tells whether a value is missing: nobody recorded it."
  let details: String? = """
    Arithmetic passes missing on like nan, and is_nan is true of both; is_missing tells a gap in \
    the data from a computation that failed.
    """
  let seeAlso = ["is_nan", "is_finite"]

  let x = Parameter<Value>("x", "A number, a string or an array of them.")

  let examples = [
    Example("A gap is not a failed sum", "> is_missing([1, missing, 0/0])\nfalse  true  false")
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let value = arguments[x]
    if let numbers = Numbers(argument: value) { return numbers.test(\.isMissing) }
    switch value.content {
    case .text: return Value(false)
    case .texts(let texts): return Value(texts.map { $0 == nil })
    case .column(let column):
      return Value(Grid(column: (0..<column.count).map { column[$0] == .missing }))
    default:
      throw arguments.failure(
        .argumentType,
        "'x' must be a number, a string or an array of them, not "
          + value.description, at: x)
    }
  }
}
