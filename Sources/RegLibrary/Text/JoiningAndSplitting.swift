import RegRuntime
import RegSyntax

struct Join: Builtin {
  let name = "join"
  let category = Category.text
  let summary = "Puts strings together into one."
  let seeAlso = ["split_text", "text"]

  let texts = Parameter<Texts>("texts", "An array of strings.")
  let separator = Parameter<String>("separator", "What to put between two of them.", default: "")

  let examples = [
    Example("With commas", #"> join(["age", "bmi"], ", ")\#nage, bmi"#),
    Example("Numbers, as text", #"> join(text(1:3), "-")\#n1-2-3"#),
  ]

  func call(_ arguments: Arguments) -> Value {
    let pieces = arguments[texts].grid.elements.map { $0 ?? "missing" }
    return Value(pieces.joined(separator: arguments[separator]))
  }
}

struct SplitText: Builtin {
  let name = "split_text"
  let category = Category.text
  let summary = "Cuts a string at each separator into an array of strings."
  let details: String? = """
    Two separators in a row have an empty string between them, so joining the parts gives the \
    string back.
    """
  let seeAlso = ["join", "trim"]

  let text = Parameter<String>("text", "A string.")
  let separator = Parameter<String>(
    "separator", "Where to cut; left out of the parts.", default: " ", where: .notEmpty)

  let examples = [
    Example("A date", #"> split_text("2024-05-17", "-")\#n2024\#n05\#n17"#)
  ]

  func call(_ arguments: Arguments) -> Value {
    let parts = arguments[text].split(
      separator: arguments[separator], omittingEmptySubsequences: false)
    return Value(parts.map(String.init))
  }
}
