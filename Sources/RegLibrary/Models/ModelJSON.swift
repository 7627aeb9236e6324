import RegData
import RegRuntime
import RegSyntax

/// Writes a model as data: its coefficients, and the prediction as nested lists.
///
/// The article "Models in other languages" in the documentation says what each list means.
struct ModelJSON {
  private let formula: ModelFormula

  static func write(
    _ formula: ModelFormula, facts: [(String, String)], coefficients: [(name: String, Double)]
  ) throws(Diagnostic) -> String {
    let writer = ModelJSON(formula: formula)
    var members: [String] = [#""format": "reg model""#, #""version": 1"#]
    members += facts.map { "\(quoted($0.0)): \($0.1)" }
    var named: [String] = []
    for (name, value) in coefficients {
      named.append("\(quoted(name)): \(try writer.number(value))")
    }
    members.append("\"coefficients\": {\(named.joined(separator: ", "))}")
    let inputs = formula.inputs.map {
      "{\"name\": \(quoted($0.name)), \"type\": \"\($0.kind.rawValue)\"}"
    }
    members.append("\"inputs\": [\(inputs.joined(separator: ", "))]")
    var terms = [try writer.number(formula.intercept)]
    for term in formula.terms { terms.append(try writer.text(term)) }
    let prediction = "[\"+\",\n    \(terms.joined(separator: ",\n    "))]"
    members.append("\"prediction\": \(prediction)")
    return "{\n  \(members.joined(separator: ",\n  "))\n}\n"
  }

  static func quoted(_ text: String) -> String {
    quotedLiteral(text) { scalar in
      let digits = String(scalar.value, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
  }

  private func number(_ number: Double) throws(Diagnostic) -> String {
    guard number.isFinite else {
      throw Diagnostic(.cannotExport, "JSON has no way to write \(NumberText.shortest(number))")
    }
    return NumberText.shortest(number)
  }

  private func list(_ items: [String]) -> String { "[\(items.joined(separator: ", "))]" }

  private func node(
    _ name: String, _ parts: [ModelExpression]
  ) throws(Diagnostic) -> String {
    var items = [Self.quoted(name)]
    for part in parts { items.append(try text(part)) }
    return list(items)
  }

  private func column(_ text: ModelText) -> String {
    let column = list([#""column""#, Self.quoted(formula.inputs[text.input].name)])
    guard let filling = text.filling else { return column }
    return list([#""fill""#, column, Self.quoted(filling)])
  }

  private func text(_ expression: ModelExpression) throws(Diagnostic) -> String {
    switch expression {
    case .number(let value): return try number(value)
    case .input(let place):
      return list([#""column""#, Self.quoted(formula.inputs[place].name)])
    case .sum(let terms): return try node("+", terms)
    case .product(let factors): return try node("*", factors)
    case .quotient(let left, let right): return try node("/", [left, right])
    case .power(let base, let exponent): return try node("^", [base, exponent])
    case .negative(let value): return try node("-", [value])
    case .call(let function, let arguments): return try node(function.name, arguments)
    case .comparison(let comparison, let left, let right):
      return try node(comparison.rawValue, [left, right])
    case .textComparison(let text, let literal, let isNegated):
      return list([
        isNegated ? #""!=""# : #""==""#, column(text), list([#""text""#, Self.quoted(literal)]),
      ])
    case .isMissing(let value): return try node("is_missing", [value])
    case .isTextMissing(let text): return list([#""is_missing""#, column(text)])
    case .filled(let value, let filling):
      return list([#""fill""#, try text(value), try number(filling)])
    case .levelsOfText(let text, let levels):
      var pairs: [String] = []
      for level in levels {
        pairs.append(list([Self.quoted(level.level), try number(level.number)]))
      }
      return list([#""levels""#, column(text), list(pairs)])
    case .levelsOfNumber(let value, let levels):
      var pairs: [String] = []
      for level in levels {
        pairs.append(list([try number(level.level), try number(level.number)]))
      }
      return list([#""levels""#, try text(value), list(pairs)])
    case .polynomial(let polynomial, let argument):
      var breaks: [String] = []
      for limit in polynomial.breaks { breaks.append(try number(limit)) }
      var pieces: [String] = []
      for piece in polynomial.pieces {
        var coefficients: [String] = []
        for coefficient in piece.coefficients { coefficients.append(try number(coefficient)) }
        pieces.append(
          list([try number(piece.origin), try number(piece.scale), list(coefficients)]))
      }
      return list([#""pieces""#, try text(argument), list(breaks), list(pieces)])
    }
  }
}
