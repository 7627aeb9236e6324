import RegData
import RegRuntime

/// Writes a model as a function of a programming language, one short statement after another.
struct CodeWriter {
  private let language: any CodeLanguage
  private let formula: ModelFormula
  private var lines: [String] = []
  private var names: [String] = []
  private var taken: Set<String>
  private var temporaries = 0
  /// Texts with gaps filled, by input and filling.
  private var filledTexts: [String: String] = [:]

  /// A piece of code, and how many operators it has outside of brackets.
  private struct Code {
    var text: String
    var operators = 0
    /// Whether it may stand beside `*` without brackets.
    var isTight = true
    var isAtom = true
  }

  private init(_ formula: ModelFormula, _ language: any CodeLanguage, function: String) {
    self.formula = formula
    self.language = language
    // A variable must not stand before a function that is called.
    let functions = MathFunction.all.map(\.name) + ["pow", "fabs", "rint", "isnan", "strcmp"]
    taken = language.reserved.union(functions).union([function])
    for input in formula.inputs { names.append(identifier(input.name)) }
  }

  static func write(
    _ formula: ModelFormula, _ language: any CodeLanguage, function: String, comments: [String]
  ) -> String {
    var writer = CodeWriter(formula, language, function: function)
    for term in formula.terms {
      let value = writer.code(term)
      writer.lines.append(language.add(value.text))
    }
    var comments = comments
    for (input, name) in zip(formula.inputs, writer.names) where input.name != name {
      comments.append("\(name) is the column \(CodeWriter.oneLine(input.name))")
    }
    for (input, name) in zip(formula.inputs, writer.names) where input.kind == .date {
      comments.append("\(name) is a number of days since 1970-01-01")
    }
    return language.file(
      function, comments: comments.map(CodeWriter.oneLine),
      inputs: zip(formula.inputs, writer.names).map { ($1, $0.isText) },
      intercept: language.number(formula.intercept), lines: writer.lines)
  }

  /// Text as it may stand in a comment: on one line, and not going on in the next.
  static func oneLine(_ text: String) -> String {
    let line = text.map { $0.isNewline ? " " : String($0) }.joined()
    return line.hasSuffix("\\") ? line + " " : line
  }

  // MARK: names

  /// A name made of a column's, of letters of ASCII, digits and `_`, that nothing else has.
  private mutating func identifier(_ name: String) -> String {
    var base = String(
      name.unicodeScalars.map { scalar in
        let isWord =
          ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
          || ("0"..."9").contains(scalar)
        return isWord ? Character(scalar) : "_"
      })
    if base.first?.isNumber ?? true || base.hasPrefix("_") || base.hasPrefix("reg_") {
      base = "column_" + base
    }
    var result = base
    var count = 1
    while !taken.insert(result).inserted {
      count += 1
      result = "\(base)_\(count)"
    }
    return result
  }

  private mutating func temporary() -> String {
    while true {
      temporaries += 1
      if taken.insert("t\(temporaries)").inserted { return "t\(temporaries)" }
    }
  }

  // MARK: expressions

  /// A name or a number that stands for an expression.
  private mutating func atom(_ expression: ModelExpression) -> String { atom(code(expression)) }

  private mutating func atom(_ code: Code) -> String {
    if code.isAtom { return code.text }
    let name = temporary()
    lines.append(language.declare(name, code.text))
    return name
  }

  /// Long expressions are cut into statements, which compilers that infer types need.
  private mutating func short(_ code: Code) -> Code {
    code.operators > 3 ? Code(text: atom(code)) : code
  }

  private mutating func tight(_ code: Code) -> String {
    let code = short(code)
    return code.isTight ? code.text : "(\(code.text))"
  }

  private mutating func code(_ expression: ModelExpression) -> Code {
    switch expression {
    case .number(let number):
      return Code(text: language.number(number), isTight: number >= 0, isAtom: number >= 0)
    case .input(let place): return Code(text: names[place])
    case .sum(let terms): return sum(terms)
    case .product(let factors):
      let parts = factors.map { factor in
        let part = short(code(factor))
        return part.isTight ? part : Code(text: "(\(part.text))", operators: part.operators)
      }
      return Code(
        text: parts.map(\.text).joined(separator: " * "),
        operators: parts.reduce(parts.count - 1) { $0 + $1.operators }, isAtom: false)
    case .quotient(let left, let right):
      let text = language.quotient(tight(code(left)), atom(right))
      return Code(text: text, operators: 2, isAtom: false)
    case .power(let base, let exponent):
      return Code(
        text: language.power(short(code(base)).text, short(code(exponent)).text), operators: 1,
        isAtom: false)
    case .negative(let value):
      return Code(text: "-\(atom(value))", operators: 1, isTight: false, isAtom: false)
    case .call(let function, let arguments):
      let template = language.call(function)
      let texts = arguments.map { short(code($0)).text }
      return Code(text: template.filled(texts), operators: 1, isAtom: false)
    case .comparison(let comparison, let left, let right):
      let (a, b) = (atom(left), atom(right))
      let gaps = [(left, a), (right, b)].filter { !$0.0.isNumber }.map { language.isMissing($0.1) }
      return choice(
        (gaps.isEmpty ? [] : [(language.either(gaps), language.missing)])
          + [("\(a) \(comparison.rawValue) \(b)", language.number(1))],
        otherwise: language.number(0))
    case .textComparison(let text, let literal, let isNegated):
      let name = self.text(text)
      return choice(
        [
          (language.isTextMissing(name), language.missing),
          (
            language.isText(name, equalTo: language.text(literal)),
            language.number(isNegated ? 0 : 1)
          ),
        ], otherwise: language.number(isNegated ? 1 : 0))
    case .isMissing(let value):
      return choice(
        [(language.isMissing(atom(value)), language.number(1))], otherwise: language.number(0))
    case .isTextMissing(let text):
      return choice(
        [(language.isTextMissing(self.text(text)), language.number(1))],
        otherwise: language.number(0))
    case .filled(let value, let filling):
      let name = atom(value)
      return choice([(language.isMissing(name), language.number(filling))], otherwise: name)
    case .levelsOfText(let text, let levels):
      let name = self.text(text)
      return choice(
        levels.map {
          (language.isText(name, equalTo: language.text($0.level)), language.number($0.number))
        }, otherwise: language.missing)
    case .levelsOfNumber(let value, let levels):
      let name = atom(value)
      return choice(
        levels.map { ("\(name) == \(language.number($0.level))", language.number($0.number)) },
        otherwise: language.missing)
    case .polynomial(let polynomial, let argument):
      return code(polynomial, of: atom(argument))
    }
  }

  private mutating func sum(_ terms: [ModelExpression]) -> Code {
    var text = ""
    var operators = 0
    for term in terms {
      let isTaken = if case .negative = term { true } else { false }
      let sign = isTaken ? "-" : "+"
      var part: Code
      if case .negative(let inner) = term {
        part = short(code(inner))
      } else {
        part = short(code(term))
      }
      if sign == "-" || part.text.hasPrefix("-") {
        part.text = part.isTight ? part.text : "(\(part.text))"
      }
      text += text.isEmpty ? (sign == "-" ? "-" : "") + part.text : " \(sign) \(part.text)"
      operators += part.operators + 1
      if operators > 8 {
        text = atom(Code(text: text, isAtom: false))
        operators = 0
      }
    }
    return Code(
      text: text.isEmpty ? language.number(0) : text, operators: operators,
      isTight: terms.count < 2, isAtom: false)
  }

  private mutating func choice(
    _ cases: [(condition: String, value: String)], otherwise: String
  ) -> Code {
    let name = temporary()
    lines += language.choose(name, cases, otherwise: otherwise)
    return Code(text: name)
  }

  private mutating func code(_ polynomial: PiecewisePolynomial, of x: String) -> Code {
    let values = polynomial.pieces.map { piece in
      var t = x
      if piece.origin != 0 {
        let sign = piece.origin < 0 ? "+" : "-"
        t = "\(x) \(sign) \(language.number(piece.origin.magnitude))"
      }
      if piece.scale != 1 {
        t = "\(t == x ? x : "(\(t))") / \(language.number(piece.scale))"
      }
      return language.polynomial(t, piece.coefficients.map(language.number))
    }
    if values.count == 1 { return Code(text: values[0], operators: 2, isAtom: false) }
    let cases = zip(polynomial.breaks, values).map { ("\(x) < \(language.number($0))", $1) }
    return choice(cases, otherwise: values[values.count - 1])
  }

  private mutating func text(_ text: ModelText) -> String {
    guard let filling = text.filling else { return names[text.input] }
    let key = "\(text.input) \(filling)"
    if let known = filledTexts[key] { return known }
    let name = temporary()
    lines.append(
      language.declareText(name, names[text.input], filling: language.text(filling)))
    filledTexts[key] = name
    return name
  }
}

extension ModelExpression {
  var isNumber: Bool { if case .number = self { true } else { false } }
}
