import RegData
import RegRuntime
import RegSyntax

/// Writes a model as one expression of SQL over the columns of a table.
struct SQLWriter {
  private let formula: ModelFormula
  private static let longest = 1 << 20

  static func write(_ formula: ModelFormula, comments: [String]) throws(Diagnostic) -> String {
    let writer = SQLWriter(formula: formula)
    var lines = [try writer.number(formula.intercept)]
    var size = 0
    for term in formula.terms {
      let text = try writer.text(term)
      size += text.utf8.count
      guard size <= longest else {
        throw Diagnostic(
          .cannotExport, "the model is longer than a megabyte in SQL",
          help: "fewer or simpler terms: \"c\", \"swift\" and \"python\" have names for what they "
            + "use twice")
      }
      lines.append("+ " + text)
    }
    let heading = comments.map { "-- \(CodeWriter.oneLine($0))\n" }.joined()
    return heading + lines.joined(separator: "\n") + "\n"
  }

  private init(formula: ModelFormula) { self.formula = formula }

  private func number(_ number: Double) throws(Diagnostic) -> String {
    guard number.isFinite else {
      throw Diagnostic(.cannotExport, "SQL has no way to write \(NumberText.shortest(number))")
    }
    // Minus is an operator there; in brackets it cannot start a comment with another.
    return number < 0 ? "(\(realLiteral(number)))" : realLiteral(number)
  }

  private func name(_ input: Int) -> String {
    let name = formula.inputs[input].name
    return "\""
      + name.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }

  /// The days from 1970-01-01 to a date; NULL for what is written in another way, as a number is,
  /// which SQLite would take for a day too.
  private func days(_ name: String) -> String {
    "(CASE WHEN CAST(\(name) AS VARCHAR(30)) LIKE '____-__-__%' "
      + "THEN julianday(\(name)) - 2440587.5 END)"
  }

  private func literal(_ text: String) throws(Diagnostic) -> String {
    guard !text.unicodeScalars.contains("\0") else {
      throw Diagnostic(.cannotExport, "SQL has no way to write a text with a zero byte in it")
    }
    return "'"
      + text.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: "''") + "'"
  }

  private func text(_ text: ModelText) throws(Diagnostic) -> String {
    guard let filling = text.filling else { return name(text.input) }
    return "COALESCE(\(name(text.input)), \(try literal(filling)))"
  }

  /// In brackets wherever it could bind to what is around it.
  private func text(_ expression: ModelExpression) throws(Diagnostic) -> String {
    switch expression {
    case .number(let value): return try number(value)
    case .input(let place) where formula.inputs[place].kind == .date: return days(name(place))
    // Integers would be divided as such.
    case .input(let place): return "CAST(\(name(place)) AS DOUBLE PRECISION)"
    case .sum(let terms):
      guard !terms.isEmpty else { return "0.0" }
      var parts: [String] = []
      for term in terms { parts.append(try text(term)) }
      return "(" + parts.joined(separator: " + ") + ")"
    case .product(let factors):
      var parts: [String] = []
      for factor in factors { parts.append(try text(factor)) }
      return parts.joined(separator: " * ").bracketed(parts.count > 1)
    case .quotient(let left, let right): return "(\(try text(left)) / \(try text(right)))"
    case .power(let base, let exponent):
      return "power(\(try text(base)), \(try text(exponent)))"
    case .negative(let value): return "(- \(try text(value)))"
    case .call(let function, let arguments):
      guard let template = function.sql else {
        throw Diagnostic(.cannotExport, "SQL has no '\(function.name)'")
      }
      var texts: [String] = []
      for argument in arguments { texts.append(try text(argument)) }
      return "(\(template.filled(texts)))"
    case .comparison(let comparison, let left, let right):
      let sign = ["==": "=", "!=": "<>"][comparison.rawValue] ?? comparison.rawValue
      let condition = "\(try text(left)) \(sign) \(try text(right))"
      // Neither holds where one of them is NULL, and then there is no number.
      return "(CASE WHEN \(condition) THEN 1.0 WHEN NOT (\(condition)) THEN 0.0 END)"
    case .textComparison(let column, let value, let isNegated):
      let (column, value) = (try text(column), try literal(value))
      let (same, other) = isNegated ? ("0.0", "1.0") : ("1.0", "0.0")
      return
        "(CASE WHEN \(column) = \(value) THEN \(same) WHEN \(column) <> \(value) THEN \(other) END)"
    case .isMissing(let value):
      return "(CASE WHEN \(try text(value)) IS NULL THEN 1.0 ELSE 0.0 END)"
    case .isTextMissing(let column):
      return "(CASE WHEN \(try text(column)) IS NULL THEN 1.0 ELSE 0.0 END)"
    case .filled(let value, let filling):
      return "COALESCE(\(try text(value)), \(try number(filling)))"
    case .levelsOfText(let column, let levels):
      var cases: [String] = []
      for level in levels {
        cases.append("WHEN \(try literal(level.level)) THEN \(try number(level.number))")
      }
      return "(CASE \(try text(column)) \(cases.joined(separator: " ")) END)"
    case .levelsOfNumber(let value, let levels):
      var cases: [String] = []
      for level in levels {
        cases.append("WHEN \(try number(level.level)) THEN \(try number(level.number))")
      }
      return "(CASE \(try text(value)) \(cases.joined(separator: " ")) END)"
    case .polynomial(let polynomial, let argument):
      return try text(polynomial, of: try text(argument))
    }
  }

  private func text(
    _ polynomial: PiecewisePolynomial, of x: String
  ) throws(Diagnostic) -> String {
    var values: [String] = []
    for piece in polynomial.pieces {
      var t = piece.origin == 0 ? x : "(\(x) - \(try number(piece.origin)))"
      if piece.scale != 1 { t = "(\(t) / \(try number(piece.scale)))" }
      var sum = ""
      for coefficient in piece.coefficients.reversed() {
        let next = try number(coefficient)
        sum = sum.isEmpty ? next : "(\(next) + \(t) * \(sum))"
      }
      values.append(sum)
    }
    if values.count == 1 { return values[0] }
    var cases: [String] = []
    for (limit, value) in zip(polynomial.breaks, values) {
      cases.append("WHEN \(x) < \(try number(limit)) THEN \(value)")
    }
    return "(CASE \(cases.joined(separator: " ")) ELSE \(values[values.count - 1]) END)"
  }
}

extension String {
  fileprivate func bracketed(_ isNeeded: Bool) -> String { isNeeded ? "(\(self))" : self }
}
