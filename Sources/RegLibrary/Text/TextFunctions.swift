import RegRuntime

/// A function of one string that works element by element on arrays.
struct TextFunction: Builtin {
  let name: String
  let category = Category.text
  let summary: String
  let examples: [Example]
  let seeAlso: [String]
  private let function: @Sendable (String) -> String

  let text = Parameter<Texts>("text", "A string, or an array that is worked on one by one.")

  init(
    _ name: String, _ summary: String, example: String, seeAlso: [String],
    _ function: @escaping @Sendable (String) -> String
  ) {
    self.name = name
    self.summary = summary
    self.seeAlso = seeAlso
    self.function = function
    examples = [Example("A string", example)]
  }

  func call(_ arguments: Arguments) -> Value { arguments[text].map(function) }

  static let all = [
    TextFunction(
      "upper", "Turns letters into capitals.", example: #"> upper("abc")\#nABC"#,
      seeAlso: ["lower"]
    ) { $0.uppercased() },
    TextFunction(
      "lower", "Turns capitals into small letters.", example: #"> lower("ABC")\#nabc"#,
      seeAlso: ["upper"]
    ) { $0.lowercased() },
    TextFunction(
      "trim", "Takes away blanks, tabs and line breaks at both ends.",
      example: #"> trim("  a b ")\#na b"#, seeAlso: ["split_text", "replace"]
    ) { trimmed($0) },
  ]

  static func trimmed(_ text: String) -> String {
    let leading = text.drop(while: \.isWhitespace)
    guard let last = leading.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(leading[...last])
  }
}

/// Asks whether a string has a part; a mask comes back for an array.
struct TextTest: Builtin {
  let name: String
  let category = Category.text
  let summary: String
  let details: String? = "Capitals and small letters differ. A missing string passes no test."
  let examples: [Example]
  let seeAlso: [String]
  private let holds: @Sendable (String, String) -> Bool

  let text = Parameter<Texts>("text", "A string, or an array that is asked one by one.")
  let part = Parameter<String>("part", "What to look for.")

  init(
    _ name: String, _ summary: String, example: Example, seeAlso: [String],
    _ holds: @escaping @Sendable (String, String) -> Bool
  ) {
    self.name = name
    self.summary = summary
    self.seeAlso = seeAlso
    self.holds = holds
    examples = [example]
  }

  func call(_ arguments: Arguments) -> Value {
    let part = arguments[part]
    return arguments[text].test { holds($0, part) }
  }

  static let all = [
    TextTest(
      "contains", "Tells whether a string has another one inside.",
      example: Example(
        "Which names hold \"bp\"", #"> contains(["bp", "dbp", "age"], "bp")\#ntrue  true  false"#),
      seeAlso: ["starts_with", "ends_with"]
    ) { $1.isEmpty || $0.contains($1) },
    TextTest(
      "starts_with", "Tells whether a string begins with another one.",
      example: Example("A prefix", #"> starts_with("s1", "s")\#ntrue"#),
      seeAlso: ["ends_with", "contains"]
    ) { $0.hasPrefix($1) },
    TextTest(
      "ends_with", "Tells whether a string ends with another one.",
      example: Example("A file's kind", #"> ends_with("study.csv", ".csv")\#ntrue"#),
      seeAlso: ["starts_with", "contains"]
    ) { $0.hasSuffix($1) },
  ]
}

struct Replace: Builtin {
  let name = "replace"
  let category = Category.text
  let summary = "Puts one string in the place of another wherever it occurs."
  let seeAlso = ["contains", "trim"]

  let text = Parameter<Texts>("text", "A string, or an array that is worked on one by one.")
  let part = Parameter<String>("part", "What to take out.", where: .notEmpty)
  let by = Parameter<String>("by", "What to put there.")

  let examples = [
    Example("Decimal commas", #"> replace("3,14", ",", ".")\#n3.14"#)
  ]

  func call(_ arguments: Arguments) -> Value {
    let (part, replacement) = (arguments[part], arguments[by])
    return arguments[text].map { $0.replacing(part, with: replacement) }
  }
}

extension Constraint where Argument == String {
  static var notEmpty: Constraint {
    Constraint("a string that is not empty", refusing: Value("")) { !$0.isEmpty }
  }
}
