import RegData

/// A model at one λ as an expression of columns, for any language to write down.
struct ModelFormula {
  /// A column that the prediction needs.
  struct Input {
    let name: String
    let kind: Kind
    /// Whether it holds text, and not numbers, logicals or dates.
    var isText: Bool { kind == .text }

    enum Kind: String {
      case number, text
      /// A day, as a number that of those since 1970-01-01.
      case date
    }
  }

  private(set) var inputs: [Input] = []
  private var places: [String: Int] = [:]
  var intercept: Double
  /// What is added to the intercept.
  var terms: [ModelExpression] = []

  init(intercept: Double) { self.intercept = intercept }

  /// A column of numbers, or of dates as such.
  mutating func number(_ name: String, isDate: Bool = false) -> ModelExpression {
    .input(input(name, isDate ? .date : .number))
  }

  /// The place of a column among the inputs, of which it becomes one.
  mutating func input(_ name: String, _ kind: Input.Kind) -> Int {
    if let known = places[name] { return known }
    places[name] = inputs.count
    inputs.append(Input(name: name, kind: kind))
    return inputs.count - 1
  }
}

/// A number worked out of columns; where one of them is missing, so is the number.
indirect enum ModelExpression {
  case number(Double)
  /// A column of numbers, by its place among the inputs.
  case input(Int)
  case sum([ModelExpression])
  case product([ModelExpression])
  case quotient(ModelExpression, ModelExpression)
  case power(ModelExpression, ModelExpression)
  case negative(ModelExpression)
  case call(MathFunction, [ModelExpression])
  /// 1 where it holds, 0 where it does not.
  case comparison(Comparison, ModelExpression, ModelExpression)
  case textComparison(ModelText, equals: String, isNegated: Bool)
  /// 1 where it is missing, else 0.
  case isMissing(ModelExpression)
  case isTextMissing(ModelText)
  /// Another number where it is missing.
  case filled(ModelExpression, Double)
  /// A number for each level; missing for any other.
  case levelsOfText(ModelText, [(level: String, number: Double)])
  case levelsOfNumber(ModelExpression, [(level: Double, number: Double)])
  case polynomial(PiecewisePolynomial, of: ModelExpression)

  enum Comparison: String {
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case equal = "=="
    case notEqual = "!="
  }
}

/// A column of text, by its place among the inputs, with what is filled in where it is missing.
struct ModelText {
  let input: Int
  let filling: String?
}

/// A function of numbers in the languages that have it, `$1` and `$2` standing for its arguments.
struct MathFunction {
  let name: String
  let c: String
  let swift: String
  let python: String
  /// `nil` where the standard's databases have nothing like it.
  let sql: String?

  static func named(_ name: String) -> MathFunction? { all.first { $0.name == name } }

  /// Names that begin with `reg_` are those of helpers, which `CodeHelper` has.
  static let all: [MathFunction] = [
    .init("abs", c: "fabs($1)", swift: "abs($1)", python: "abs($1)", sql: "abs($1)"),
    .init(
      "sign", c: "reg_sign($1)", swift: "reg_sign($1)", python: "reg_sign($1)", sql: "sign($1)"),
    .init(
      "floor", c: "floor($1)", swift: "($1).rounded(.down)", python: "reg_floor($1)",
      sql: "floor($1)"),
    .init(
      "ceil", c: "ceil($1)", swift: "($1).rounded(.up)", python: "reg_ceil($1)", sql: "ceil($1)"),
    .init(
      "trunc", c: "trunc($1)", swift: "($1).rounded(.towardZero)", python: "reg_trunc($1)",
      sql: "trunc($1)"),
    .init(
      "round", c: "rint($1)", swift: "($1).rounded(.toNearestOrEven)", python: "reg_round($1)",
      sql: nil),
    .init(
      "sqrt", c: "sqrt($1)", swift: "($1).squareRoot()", python: "reg_sqrt($1)", sql: "sqrt($1)"),
    .init("exp", c: "exp($1)", swift: "exp($1)", python: "reg_exp($1)", sql: "exp($1)"),
    .init("expm1", c: "expm1($1)", swift: "expm1($1)", python: "reg_expm1($1)", sql: nil),
    .init("log", c: "log($1)", swift: "log($1)", python: "reg_log($1)", sql: "ln($1)"),
    .init("log2", c: "log2($1)", swift: "log2($1)", python: "reg_log2($1)", sql: "log2($1)"),
    .init("log10", c: "log10($1)", swift: "log10($1)", python: "reg_log10($1)", sql: "log10($1)"),
    .init("log1p", c: "log1p($1)", swift: "log1p($1)", python: "reg_log1p($1)", sql: nil),
    .init("sin", c: "sin($1)", swift: "sin($1)", python: "math.sin($1)", sql: "sin($1)"),
    .init("cos", c: "cos($1)", swift: "cos($1)", python: "math.cos($1)", sql: "cos($1)"),
    .init("tan", c: "tan($1)", swift: "tan($1)", python: "math.tan($1)", sql: "tan($1)"),
    .init("asin", c: "asin($1)", swift: "asin($1)", python: "reg_asin($1)", sql: "asin($1)"),
    .init("acos", c: "acos($1)", swift: "acos($1)", python: "reg_acos($1)", sql: "acos($1)"),
    .init("atan", c: "atan($1)", swift: "atan($1)", python: "math.atan($1)", sql: "atan($1)"),
    .init("sinh", c: "sinh($1)", swift: "sinh($1)", python: "reg_sinh($1)", sql: "sinh($1)"),
    .init("cosh", c: "cosh($1)", swift: "cosh($1)", python: "reg_cosh($1)", sql: "cosh($1)"),
    .init("tanh", c: "tanh($1)", swift: "tanh($1)", python: "math.tanh($1)", sql: "tanh($1)"),
    .init(
      "logistic", c: "reg_logistic($1)", swift: "reg_logistic($1)", python: "reg_logistic($1)",
      sql: "(1.0 / (1.0 + exp(-($1))))"),
    .init(
      "pmin", c: "reg_min($1, $2)", swift: "reg_min($1, $2)", python: "reg_min($1, $2)",
      sql: "CASE WHEN $1 < $2 THEN $1 WHEN $1 >= $2 THEN $2 END"),
    .init(
      "pmax", c: "reg_max($1, $2)", swift: "reg_max($1, $2)", python: "reg_max($1, $2)",
      sql: "CASE WHEN $1 > $2 THEN $1 WHEN $1 <= $2 THEN $2 END"),
    .init(
      "atan2", c: "atan2($1, $2)", swift: "atan2($1, $2)", python: "math.atan2($1, $2)",
      sql: "atan2($1, $2)"),
    .init(
      "hypot", c: "hypot($1, $2)", swift: "hypot($1, $2)", python: "math.hypot($1, $2)",
      sql: "sqrt(($1) * ($1) + ($2) * ($2))"),
  ]

  private init(_ name: String, c: String, swift: String, python: String, sql: String?) {
    self.name = name
    self.c = c
    self.swift = swift
    self.python = python
    self.sql = sql
  }
}

extension String {
  /// A template with its places filled.
  func filled(_ arguments: [String]) -> String {
    var text = ""
    var rest = self[...]
    while let mark = rest.firstIndex(of: "$") {
      text += rest[..<mark]
      rest = rest[rest.index(after: mark)...]
      guard let digit = rest.popFirst()?.wholeNumberValue, arguments.indices.contains(digit - 1)
      else { continue }
      text += arguments[digit - 1]
    }
    return text + rest
  }
}
