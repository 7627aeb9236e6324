import RegRuntime

/// How a programming language writes what `CodeWriter` puts together.
protocol CodeLanguage: Sendable {
  var name: String { get }
  /// Words that no variable may be called by.
  var reserved: Set<String> { get }
  func number(_ number: Double) -> String
  func text(_ text: String) -> String
  func comment(_ line: String) -> String
  func call(_ function: MathFunction) -> String
  func power(_ base: String, _ exponent: String) -> String
  func quotient(_ numerator: String, _ denominator: String) -> String
  /// Conditions on a number and on a text that may be missing.
  func isMissing(_ number: String) -> String
  func isTextMissing(_ text: String) -> String
  func isText(_ text: String, equalTo literal: String) -> String
  /// `Σ coefficients · tᵏ`
  func polynomial(_ t: String, _ coefficients: [String]) -> String
  /// A variable that stays as it is; one that cases then set, each indented once more.
  func declare(_ name: String, _ value: String) -> String
  func declareText(_ name: String, _ text: String, filling: String) -> String
  func choose(_ name: String, _ cases: [(condition: String, value: String)], otherwise: String)
    -> [String]
  func add(_ value: String) -> String
  func either(_ conditions: [String]) -> String
  /// The whole file.
  func file(
    _ function: String, comments: [String], inputs: [(name: String, isText: Bool)],
    intercept: String, lines: [String]
  ) -> String
}

/// What the missing number is called.
extension CodeLanguage {
  var missing: String { number(.nan) }
}

/// A number in full, always with a mark of a real number.
func realLiteral(_ number: Double) -> String {
  let text = NumberText.shortest(number)
  return text.contains { ".e".contains($0) } ? text : text + ".0"
}

/// A string literal with its quotes, what is not printable as `escape` says.
func quotedLiteral(
  _ text: String, also special: [Character] = [], escape: (Unicode.Scalar) -> String
)
  -> String
{
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"", "\\": result += "\\\(scalar)"
    case _ where scalar.value < 0x20 || scalar.value == 0x7f || special.contains(Character(scalar)):
      result += escape(scalar)
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}

// MARK: - C

struct CLanguage: CodeLanguage {
  let name = "c"
  let reserved: Set<String> = [
    "auto", "break", "case", "char", "const", "continue", "default", "do", "double", "else", "enum",
    "extern", "float", "for", "goto", "if", "inline", "int", "long", "register", "restrict",
    "return", "short", "signed", "sizeof", "static", "struct", "switch", "typedef", "union",
    "unsigned", "void", "volatile", "while", "bool", "true", "false", "NAN", "INFINITY", "NULL",
    "main", "asm", "typeof", "nullptr", "constexpr", "static_assert", "y", "class", "new", "this",
    "template", "namespace", "operator", "private", "public", "delete", "try", "catch", "throw",
    "errno", "isnan", "strcmp",
  ]

  func number(_ number: Double) -> String {
    number.isNaN
      ? "NAN"
      : number.isInfinite
        ? (number < 0 ? "-INFINITY" : "INFINITY")
        : realLiteral(number)
  }

  func text(_ text: String) -> String {
    // A question mark could begin a trigraph; three octal digits end by themselves.
    quotedLiteral(text, also: ["?"]) { scalar in
      if scalar == "?" { return "\\?" }
      let digits = String(scalar.value, radix: 8)
      return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
    }
  }

  func comment(_ line: String) -> String { "// \(line)" }
  func call(_ function: MathFunction) -> String { function.c }
  func power(_ base: String, _ exponent: String) -> String { "pow(\(base), \(exponent))" }
  func quotient(_ numerator: String, _ denominator: String) -> String {
    "\(numerator) / \(denominator)"
  }
  func isMissing(_ number: String) -> String { "isnan(\(number))" }
  func isTextMissing(_ text: String) -> String { "\(text) == NULL" }
  func isText(_ text: String, equalTo literal: String) -> String { "reg_is(\(text), \(literal))" }
  func polynomial(_ t: String, _ coefficients: [String]) -> String {
    let count = coefficients.count
    return
      "reg_polynomial(\(t), \(count), (const double[]){\(coefficients.joined(separator: ", "))})"
  }
  func declare(_ name: String, _ value: String) -> String { "const double \(name) = \(value);" }
  func declareText(_ name: String, _ text: String, filling: String) -> String {
    "const char *const \(name) = \(text) == NULL ? \(filling) : \(text);"
  }
  func choose(
    _ name: String, _ cases: [(condition: String, value: String)], otherwise: String
  ) -> [String] {
    var lines = ["double \(name) = \(otherwise);"]
    for (index, choice) in cases.enumerated() {
      lines.append(
        "\(index == 0 ? "" : "else ")if (\(choice.condition)) \(name) = \(choice.value);")
    }
    return lines
  }
  func add(_ value: String) -> String { "y += \(value);" }
  func either(_ conditions: [String]) -> String { conditions.joined(separator: " || ") }

  func file(
    _ function: String, comments: [String], inputs: [(name: String, isText: Bool)],
    intercept: String, lines: [String]
  ) -> String {
    let parameters = inputs.map { $0.isText ? "const char *\($0.name)" : "double \($0.name)" }
    let body = (["double y = \(intercept);"] + lines + ["return y;"]).map { "  \($0)" }
    let code = body.joined(separator: "\n")
    let helpers = CodeHelper.used(in: code, \.c)
    let headers =
      ["#include <math.h>"]
      + (code.contains("NULL") || helpers.contains { $0.contains("strcmp") }
        ? ["#include <string.h>"] : [])
    let opening =
      "double \(function)(\(parameters.isEmpty ? "void" : parameters.joined(separator: ", "))) {"
    return (comments.map(comment) + [""] + headers + [""] + helpers.map { $0 + "\n" } + [opening])
      .joined(separator: "\n") + "\n" + code + "\n}\n"
  }
}

// MARK: - Swift

struct SwiftLanguage: CodeLanguage {
  let name = "swift"
  let reserved: Set<String> = [
    "as", "associatedtype", "break", "case", "catch", "class", "continue", "default", "defer",
    "deinit", "do", "else", "enum", "extension", "fallthrough", "false", "fileprivate", "for",
    "func", "guard", "if", "import", "in", "init", "inout", "internal", "is", "let", "nil",
    "operator", "private", "protocol", "public", "repeat", "rethrows", "return", "self", "Self",
    "static", "struct", "subscript", "super", "switch", "throw", "throws", "true", "try",
    "typealias", "var", "where", "while", "Any", "Double", "String", "y", "await", "async", "exp",
    "log", "pow", "abs", "sin", "cos", "tan",
  ]

  func number(_ number: Double) -> String {
    number.isNaN
      ? "Double.nan"
      : number.isInfinite
        ? (number < 0 ? "-Double.infinity" : "Double.infinity")
        : realLiteral(number)
  }

  func text(_ text: String) -> String {
    quotedLiteral(text) { "\\u{\(String($0.value, radix: 16))}" }
  }

  func comment(_ line: String) -> String { "// \(line)" }
  func call(_ function: MathFunction) -> String { function.swift }
  func power(_ base: String, _ exponent: String) -> String { "pow(\(base), \(exponent))" }
  func quotient(_ numerator: String, _ denominator: String) -> String {
    "\(numerator) / \(denominator)"
  }
  func isMissing(_ number: String) -> String { "\(number).isNaN" }
  func isTextMissing(_ text: String) -> String { "\(text) == nil" }
  func isText(_ text: String, equalTo literal: String) -> String { "\(text) == \(literal)" }
  func polynomial(_ t: String, _ coefficients: [String]) -> String {
    "reg_polynomial(\(t), [\(coefficients.joined(separator: ", "))])"
  }
  func declare(_ name: String, _ value: String) -> String { "let \(name): Double = \(value)" }
  func declareText(_ name: String, _ text: String, filling: String) -> String {
    "let \(name): String? = \(text) ?? \(filling)"
  }
  func choose(
    _ name: String, _ cases: [(condition: String, value: String)], otherwise: String
  ) -> [String] {
    var lines = ["let \(name): Double"]
    for (index, choice) in cases.enumerated() {
      lines.append(
        "\(index == 0 ? "" : "else ")if \(choice.condition) { \(name) = \(choice.value) }")
    }
    return cases.isEmpty
      ? ["let \(name): Double = \(otherwise)"] : lines + ["else { \(name) = \(otherwise) }"]
  }
  func add(_ value: String) -> String { "y += \(value)" }
  func either(_ conditions: [String]) -> String { conditions.joined(separator: " || ") }

  func file(
    _ function: String, comments: [String], inputs: [(name: String, isText: Bool)],
    intercept: String, lines: [String]
  ) -> String {
    let parameters = inputs.map { "\($0.name): \($0.isText ? "String?" : "Double")" }
    let keyword = lines.isEmpty ? "let" : "var"
    let body = (["\(keyword) y: Double = \(intercept)"] + lines + ["return y"]).map { "  \($0)" }
    let code = body.joined(separator: "\n")
    let helpers = CodeHelper.used(in: code, \.swift)
    let usesMaths = (helpers + [code]).contains { text in
      MathFunction.all.contains { text.contains("\($0.name)(") && $0.swift.hasPrefix($0.name) }
        || text.contains("pow(")
    }
    let imports =
      usesMaths
      ? [
        "#if canImport(Darwin)", "import Darwin", "#elseif canImport(Glibc)", "import Glibc",
        "#elseif canImport(Musl)", "import Musl", "#endif", "",
      ] : []
    let opening = "func \(function)(\(parameters.joined(separator: ", "))) -> Double {"
    return (comments.map(comment) + [""] + imports + helpers.map { $0 + "\n" } + [opening])
      .joined(separator: "\n") + "\n" + code + "\n}\n"
  }
}

// MARK: - Python

struct PythonLanguage: CodeLanguage {
  let name = "python"
  let reserved: Set<String> = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield", "y", "math", "abs", "float",
  ]

  func number(_ number: Double) -> String {
    number.isNaN
      ? "math.nan"
      : number.isInfinite
        ? (number < 0 ? "-math.inf" : "math.inf")
        : realLiteral(number)
  }

  func text(_ text: String) -> String {
    quotedLiteral(text) { scalar in
      let digits = String(scalar.value, radix: 16)
      return "\\x" + String(repeating: "0", count: 2 - digits.count) + digits
    }
  }

  func comment(_ line: String) -> String { "# \(line)" }
  func call(_ function: MathFunction) -> String { function.python }
  func power(_ base: String, _ exponent: String) -> String { "reg_power(\(base), \(exponent))" }
  func quotient(_ numerator: String, _ denominator: String) -> String {
    Double(denominator).map { $0 != 0 } == true
      ? "\(numerator) / \(denominator)" : "reg_quotient(\(numerator), \(denominator))"
  }
  func isMissing(_ number: String) -> String { "math.isnan(\(number))" }
  func isTextMissing(_ text: String) -> String { "\(text) is None" }
  func isText(_ text: String, equalTo literal: String) -> String { "\(text) == \(literal)" }
  func polynomial(_ t: String, _ coefficients: [String]) -> String {
    "reg_polynomial(\(t), [\(coefficients.joined(separator: ", "))])"
  }
  func declare(_ name: String, _ value: String) -> String { "\(name) = \(value)" }
  func declareText(_ name: String, _ text: String, filling: String) -> String {
    "\(name) = \(filling) if \(text) is None else \(text)"
  }
  func choose(
    _ name: String, _ cases: [(condition: String, value: String)], otherwise: String
  ) -> [String] {
    if cases.isEmpty { return ["\(name) = \(otherwise)"] }
    var lines: [String] = []
    for (index, choice) in cases.enumerated() {
      lines += [
        "\(index == 0 ? "if" : "elif") \(choice.condition):", "    \(name) = \(choice.value)",
      ]
    }
    return lines + ["else:", "    \(name) = \(otherwise)"]
  }
  func add(_ value: String) -> String { "y += \(value)" }
  func either(_ conditions: [String]) -> String { conditions.joined(separator: " or ") }

  func file(
    _ function: String, comments: [String], inputs: [(name: String, isText: Bool)],
    intercept: String, lines: [String]
  ) -> String {
    let guards = inputs.filter { !$0.isText }.map {
      "\($0.name) = math.nan if \($0.name) is None else float(\($0.name))"
    }
    let body = (guards + ["y = \(intercept)"] + lines + ["return y"]).map { "    \($0)" }
    let code = body.joined(separator: "\n")
    let helpers = CodeHelper.used(in: code, \.python)
    let opening = "def \(function)(\(inputs.map(\.name).joined(separator: ", "))):"
    return
      (comments.map(comment) + ["", "import math", "", ""] + helpers.map { $0 + "\n\n" } + [opening])
      .joined(separator: "\n") + "\n" + code + "\n"
  }
}
