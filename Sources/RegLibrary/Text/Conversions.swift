import RegData
import RegLinearAlgebra
import RegRuntime
import RegSyntax

struct TextOf: Builtin {
  let name = "text"
  let category = Category.text
  let summary = "Turns numbers and logicals into text that reads back as the same value."
  let details: String? = """
    A number gets as many digits as it takes, and not more; print and format round. An array \
    gives an array of strings, in which a missing number is a missing string.
    """
  let seeAlso = ["format", "number", "join"]

  let x = Parameter<Value>("x", "A number, a logical, a string or an array of them.")

  let examples = [
    Example("Every digit", "> text(0.1 + 0.2)\n0.30000000000000004")
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let value = arguments[x]
    switch value.content {
    case .number(let number): return Value(NumberText.shortest(number))
    case .logical(let logical): return Value(logical ? "true" : "false")
    case .text, .texts: return value
    case .column(let column): return Value(Grid(column: column.plainTexts))
    case .mask(let mask): return Value(mask.map { Optional($0 ? "true" : "false") })
    default: break
    }
    guard let numbers = Numbers(argument: value) else {
      throw arguments.failure(
        .argumentType, "'x' must be numbers, logicals or strings, not \(value.description)", at: x)
    }
    return Value(numbers.texts { $0.isMissing ? nil : NumberText.shortest($0) })
  }
}

struct NumberOf: Builtin {
  let name = "number"
  let category = Category.text
  let summary = "Reads a number from text."
  let details: String? = """
    Blanks around it do not matter; "inf", "nan" and "missing" are read as what they say. Of a \
    mask it makes ones and zeros, of dates the days since 1970-01-01.
    """
  let seeAlso = ["text", "round"]

  let x = Parameter<Value>("x", "A string, a logical, or an array of either.")

  let examples = [
    Example("From text", #"> number("3.5") + 1\#n4.5"#),
    Example("From logicals", "> number([true, false])\n1  0"),
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let value = arguments[x]
    if let days = value.days { return Value(days) }
    if let numbers = Numbers(argument: value) { return numbers.map { $0 } }
    guard let texts = Texts(argument: value) else {
      throw arguments.failure(
        .argumentType, "'x' must be strings or logicals, not \(value.description)", at: x)
    }
    let grid = texts.grid
    let numbers = try grid.elements.map { try read($0, arguments) }
    if texts.isText, let number = numbers.first { return Value(number) }
    return Value(Matrix(rows: grid.rows, columns: grid.columns, values: numbers))
  }

  private func read(_ text: String?, _ arguments: Arguments) throws -> Double {
    guard let text else { return .missing }
    let trimmed = TextFunction.trimmed(text)
    if let special = Self.special[trimmed] { return special }
    guard trimmed.utf8.allSatisfy(Self.digits.contains), let number = Double(trimmed) else {
      throw arguments.failure(.argumentRange, "'\(text)' is not a number", at: x)
    }
    return number
  }

  private static let digits = Set("0123456789+-.eE".utf8)
  private static let special: [String: Double] = [
    "inf": .infinity, "+inf": .infinity, "-inf": -.infinity, "nan": .nan, "missing": .missing,
  ]
}

struct FormatValue: Builtin {
  let name = "format"
  let category = Category.text
  let summary = "Lays a number or a string out by a format, as braces in a string do."
  let details: String? = """
    A format is written as in Python: [< ^ or >][+][0][width][,][.precision][kind]. The kinds are \
    f (fixed decimals), e (a power of ten), g (significant digits), d (a whole number), % (times \
    100) and s (a string). format(x, "8.3f") is the same as "{x:8.3f}".
    """
  let seeAlso = ["text", "round", "print"]

  let x = Parameter<Value>("x", "A number, a string, or an array of either.")
  let format = Parameter<FormatSpec>("format", "How to lay it out.")

  let examples = [
    Example("Two decimals", #"> format(pi, ".2f")\#n3.14"#),
    Example("Thousands", #"> format(1234567, ",d")\#n1,234,567"#),
    Example("A column of one width", #"> format([1; 20], "5.1f")\#n  1.0\#n 20.0"#),
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let (value, format) = (arguments[x], arguments[format])
    if let numbers = Numbers(argument: value) {
      if numbers.isNumber { return Value(try laidOut(format.text(numbers.matrix[0]), arguments)) }
      return Value(try numbers.texts { try laidOut(format.text($0), arguments) })
    }
    guard let texts = Texts(argument: value) else {
      throw arguments.failure(
        .argumentType, "'x' must be numbers or strings, not \(value.description)", at: x)
    }
    let laid = try texts.grid.map { text in
      try text.map { try laidOut(format.text($0), arguments) }
    }
    if texts.isText, let text = laid[0] { return Value(text) }
    return Value(laid)
  }

  private func laidOut(_ text: String?, _ arguments: Arguments) throws -> String {
    guard let text else {
      throw arguments.failure(
        .badFormat, "the format does not fit 'x'", at: format,
        help: "f, e, g and % are for numbers, d for whole numbers, s for strings")
    }
    return text
  }
}

extension Numbers {
  /// The numbers as strings, in the same shape.
  fileprivate func texts(_ transform: (Double) throws -> String?) rethrows -> Grid<String?> {
    try matrix.withUnsafeBuffer { entries in
      Grid(rows: matrix.rows, columns: matrix.columns, elements: try entries.map(transform))
    }
  }
}
