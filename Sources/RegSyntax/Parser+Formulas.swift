extension Parser {
  /// `formula = [ pipe ] "~" fsum`
  mutating func parseFormula(response: Expression?) throws(Failure) -> Expression {
    let start = response?.span.start ?? token.span.start
    advance()
    let terms = try parseFormulaSum()
    return Expression(
      kind: .formula(FormulaSyntax(response: response, terms: terms)), span: span(from: start))
  }

  /// `fsum = [ "-" ] fterm { ( "+" | "-" ) fterm }`
  private mutating func parseFormulaSum() throws(Failure) -> FormulaTerm {
    let start = token.span.start
    var isRemoved = take(.binary(.subtract))
    var summands: [FormulaTerm.Summand] = []
    while true {
      let term = try parseFormulaTerm()
      summands.append(FormulaTerm.Summand(term: term, isRemoved: isRemoved))
      try refuseForeignOperator()
      if take(.binary(.add)) {
        isRemoved = false
      } else if take(.binary(.subtract)) {
        isRemoved = true
      } else {
        break
      }
    }
    if summands.count == 1, !summands[0].isRemoved { return summands[0].term }
    return FormulaTerm(kind: .sum(summands), span: span(from: start))
  }

  /// `fterm = fcross { "*" fcross }`
  private mutating func parseFormulaTerm() throws(Failure) -> FormulaTerm {
    let first = try parseFormulaCross()
    var parts = [first]
    while take(.binary(.multiply)) { parts.append(try parseFormulaCross()) }
    if parts.count == 1 { return first }
    return FormulaTerm(kind: .crossed(parts), span: span(from: first.span.start))
  }

  /// `fcross = fatom { ":" fatom }`
  private mutating func parseFormulaCross() throws(Failure) -> FormulaTerm {
    let first = try parseFormulaAtom()
    var parts = [first]
    while take(.colon) { parts.append(try parseFormulaAtom()) }
    if parts.count == 1 { return first }
    return FormulaTerm(kind: .interaction(parts), span: span(from: first.span.start))
  }

  /// `fatom = NAME [ "(" [ args ] ")" ] | "." | "0" | "1" | "(" fsum ")" | "{" expr "}"`
  private mutating func parseFormulaAtom() throws(Failure) -> FormulaTerm {
    splitDottedOperator()
    let opener = token.span
    if let name = nameAhead {
      advance()
      try refuseField(after: opener)
      guard kind == .openParen else { return FormulaTerm(kind: .column(name), span: opener) }
      let arguments = try within(.call) { parser throws(Failure) in
        try parser.amongColumns(true) { parser throws(Failure) in try parser.parseArguments() }
      }
      return FormulaTerm(kind: .function(name, arguments), span: span(from: opener.start))
    }
    switch kind {
    case .dot:
      advance()
      return FormulaTerm(kind: .everyOther, span: opener)
    case .number(let number) where number == 0 || number == 1:
      advance()
      return FormulaTerm(kind: .intercept(number == 1), span: opener)
    case .openParen:
      advance()
      let inner = try within(.call) { parser throws(Failure) in try parser.parseFormulaSum() }
      try close(.closeParen, opened: opener)
      return FormulaTerm(kind: inner.kind, span: span(from: opener.start))
    case .openBrace:
      return FormulaTerm(kind: .value(try parseScriptValue()), span: span(from: opener.start))
    case .end, .newline, .invalid: throw unexpected("a column of the table")
    default:
      throw fail(
        .badFormula, "'\(source.text(opener))' is no term of a formula",
        help: "a term is a column, a function of columns, '.', 0, 1 or {a value of the script}")
    }
  }

  /// `Petal.Width` is a name to R; elsewhere a dot takes a part of a value, which a column has not.
  private mutating func refuseField(after name: Span) throws(Failure) {
    guard kind == .dot, token.span.start == name.end, token.span.end == peek().span.start else {
      return
    }
    switch peek().kind {
    case .name, .quotedName: break
    default: return
    }
    let whole = Span(name.start, peek().span.end)
    let text = source.text(whole)
    throw fail(
      .badFormula, "'\(text)' is no term of a formula: a column has no parts", at: whole,
      help: ColumnExpression.helpOnDots(text, part: source.text(peek().span)))
  }

  /// `"{" expr "}"`
  mutating func parseScriptValue() throws(Failure) -> Expression {
    let opener = token.span
    advance()
    let value = try within(.call) { parser throws(Failure) in
      try parser.amongColumns(false) { parser throws(Failure) in try parser.parseExpression() }
    }
    try close(.closeBrace, opened: opener)
    return value
  }

  /// `.-1` was lexed as an elementwise operator; in a formula it is `.` and `-`.
  private mutating func splitDottedOperator() {
    let plain: BinaryOperator
    switch kind {
    case .binary(.addEach): plain = .add
    case .binary(.subtractEach): plain = .subtract
    case .binary(.multiplyEach): plain = .multiply
    default: return
    }
    let span = token.span
    let middle = span.start + 1
    let dot = Token(
      kind: .dot, span: Span(span.start, middle), followsBlank: token.followsBlank)
    let rest = Token(kind: .binary(plain), span: Span(middle, span.end), followsBlank: false)
    tokens.replaceSubrange(position...position, with: [dot, rest])
  }

  /// `x^2` in a formula is a term to R and a power to everyone else.
  private mutating func refuseForeignOperator() throws(Failure) {
    guard case .binary(let operation) = kind else { return }
    switch operation {
    case .add, .subtract, .multiply: return
    case .power where isClosed(position - 1):
      throw fail(
        .badFormula, "'^' is not part of a formula",
        help: "'(a + b) * (a + b)' has every interaction of two")
    default:
      let text = operation.rawValue
      let operand = position > 0 ? source.text(tokens[position - 1].span) : "x"
      let right = source.text(peek().span)
      let nesting = operation == .divide ? "; for levels within levels, 'a + a:b'" : ""
      throw fail(
        .badFormula, "'\(text)' is not part of a formula",
        help: "to compute with columns, write 'I(\(operand)\(text)\(right))'\(nesting)")
    }
  }

  private func isClosed(_ position: Int) -> Bool {
    position >= 0 && tokens[position].kind == .closeParen
  }
}
