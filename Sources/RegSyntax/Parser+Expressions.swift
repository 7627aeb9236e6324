extension Parser {
  /// `expr = lambda | ifstmt | formula | pipe`
  mutating func parseExpression() throws(Failure) -> Expression {
    try nested { parser throws(Failure) in
      if let lambda = try parser.parseLambda() { return lambda }
      if parser.kind == .keyword(.ifWord) { return try parser.parseIf() }
      if parser.kind == .tilde { return try parser.parseFormula(response: nil) }
      let value = try parser.parsePipe()
      if parser.kind == .tilde { return try parser.parseFormula(response: value) }
      return value
    }
  }

  /// `lambda = ( NAME | "(" [ NAME { "," NAME } ] ")" ) "->" ( expr | block )`
  private mutating func parseLambda() throws(Failure) -> Expression? {
    let start = token.span.start
    guard let names = lambdaParameters() else { return nil }
    let parameters = names.map { Function.Parameter(name: $0, defaultValue: nil) }
    let body = try allowing(Jumps(isInFunction: true)) { parser throws(Failure) in
      parser.kind == .openBrace
        ? Function.Body.block(try parser.parseBlock("the body"))
        : .expression(try parser.parseExpression())
    }
    let function = Function(parameters: parameters, body: body, span: span(from: start))
    return Expression(kind: .lambda(function), span: function.span)
  }

  /// Reads `x ->` or `(a, b) ->`, or nothing at all.
  private mutating func lambdaParameters() -> [Name]? {
    if let name = nameAhead, peek().kind == .arrow {
      position += 2
      return [name]
    }
    guard kind == .openParen else { return nil }
    let start = position
    var names: [Name] = []
    advance()
    while let name = nameAhead {
      names.append(name)
      advance()
      if !take(.comma) { break }
    }
    if take(.closeParen), take(.arrow) { return names }
    position = start
    return nil
  }

  /// `ifstmt = "if" expr block { "else" "if" expr block } [ "else" block ]`
  private mutating func parseIf() throws(Failure) -> Expression {
    let start = token.span.start
    var branches: [Conditional.Branch] = []
    var otherwise: Block?
    repeat {
      advance()
      let condition = try parseCondition()
      let body = try parseBlock("'{' and what to do")
      branches.append(Conditional.Branch(condition: condition, body: body))
      skipLineEnds(before: .elseWord)
      guard take(.keyword(.elseWord)) else { break }
      if kind != .keyword(.ifWord) { otherwise = try parseBlock("'{' or 'if'") }
    } while otherwise == nil
    let conditional = Conditional(branches: branches, otherwise: otherwise)
    return Expression(kind: .conditional(conditional), span: span(from: start))
  }

  /// `pipe = or { "|>" call }`
  mutating func parsePipe() throws(Failure) -> Expression {
    let first = try parseOr()
    var calls: [Expression] = []
    while take(.pipe) {
      let call = try parsePostfix()
      guard case .postfix(_, let steps) = call.kind, case .call = steps.last else {
        throw fail(
          .unexpectedToken, "'|>' hands a value to a call", at: call.span,
          help: "write '\(source.text(call.span))()'")
      }
      calls.append(call)
    }
    if calls.isEmpty { return first }
    return Expression(kind: .pipe(first, calls), span: span(from: first.span.start))
  }

  /// `or = and { "or" and }`
  private mutating func parseOr() throws(Failure) -> Expression {
    try parseLogic(.or, .keyword(.or)) { parser throws(Failure) in
      // `and = not { "and" not }`
      try parser.parseLogic(.and, .keyword(.and)) { parser throws(Failure) in
        try parser.parseNot()
      }
    }
  }

  private mutating func parseLogic(
    _ operation: LogicOperator, _ word: Token.Kind,
    _ operand: (inout Parser) throws(Failure) -> Expression
  ) throws(Failure) -> Expression {
    let first = try operand(&self)
    guard kind == word else { return first }
    var operands = [first]
    while take(word) { operands.append(try operand(&self)) }
    return Expression(kind: .logic(operation, operands), span: span(from: first.span.start))
  }

  /// `not = "not" not | compare`
  private mutating func parseNot() throws(Failure) -> Expression {
    let start = token.span.start
    guard take(.keyword(.not)) else { return try parseCompare() }
    let operand = try nested { parser throws(Failure) in try parser.parseNot() }
    return Expression(kind: .not(operand), span: span(from: start))
  }

  /// `compare = range [ ( "==" | … | "in" ) range ]`
  private mutating func parseCompare() throws(Failure) -> Expression {
    let left = try parseRange()
    guard let operation = comparisonAhead else { return left }
    let operatorSpan = token.span
    advance()
    let right = try parseRange()
    if comparisonAhead != nil {
      let pair = [left, right].map { source.text($0.span) }
      throw fail(
        .chainedComparison, "comparisons do not chain", at: token.span,
        help: "write '\(pair[0]) \(operation.rawValue) \(pair[1]) and \(pair[1]) "
          + "\(source.text(token.span)) …'")
    }
    return Expression(
      kind: .binary(left, operation, operatorSpan: operatorSpan, right),
      span: span(from: left.span.start))
  }

  private var comparisonAhead: BinaryOperator? {
    switch kind {
    case .keyword(.inWord): return .contained
    case .binary(let operation):
      switch operation {
      case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: return operation
      default: return nil
      }
    default: return nil
    }
  }

  /// `range = sum [ ":" sum [ ":" sum ] ]`
  mutating func parseRange() throws(Failure) -> Expression {
    let first = try parseSum()
    guard kind == .colon, !isSubscriptEnd(peek().kind) else { return first }
    advance()
    let second = try parseSum()
    var third: Expression?
    if take(.colon) { third = try parseSum() }
    let last = third ?? second
    if case .postfix(let base, let steps) = last.kind, case .number = base.kind,
      case .transpose(let mark) = steps.last
    {
      let range = source.text(Span(first.span.start, mark.start))
      note(
        .transposedRange, "the transpose mark binds to '\(source.text(base.span))' alone",
        at: mark, help: "write '(\(range))''")
    }
    let kind: Expression.Kind =
      third.map { .range(from: first, step: second, to: $0) }
      ?? .range(from: first, step: nil, to: second)
    return Expression(kind: kind, span: span(from: first.span.start))
  }

  private func isSubscriptEnd(_ kind: Token.Kind) -> Bool {
    surroundings == .subscript_ && (kind == .comma || kind == .closeBracket)
  }

  /// `sum = product { ( "+" | "-" | ".+" | ".-" ) product }`
  mutating func parseSum() throws(Failure) -> Expression {
    try parseChain(of: [.add, .subtract, .addEach, .subtractEach]) { parser throws(Failure) in
      // `product = unary { ( "*" | "/" | "\" | ".*" | "./" ) unary }`
      try parser.parseChain(of: [.multiply, .divide, .solve, .multiplyEach, .divideEach]) {
        parser throws(Failure) in try parser.parseUnary()
      }
    }
  }

  private mutating func parseChain(
    of operators: [BinaryOperator], _ operand: (inout Parser) throws(Failure) -> Expression
  ) throws(Failure) -> Expression {
    let first = try operand(&self)
    var links: [Expression.Link] = []
    while case .binary(let operation) = kind, operators.contains(operation) {
      let operatorToken = token
      try checkBlanks(around: operatorToken, after: first)
      advance()
      links.append(
        Expression.Link(
          operator: operation, operatorSpan: operatorToken.span, operand: try operand(&self)))
    }
    if links.isEmpty { return first }
    return Expression(kind: .chain(first, links), span: span(from: first.span.start))
  }

  /// `[a -b]` could be one entry or two, so it is neither.
  private mutating func checkBlanks(
    around token: Token, after first: Expression
  ) throws(Failure) {
    guard surroundings == .matrix, token.followsBlank, !peek().followsBlank,
      token.kind == .binary(.subtract) || token.kind == .binary(.add)
    else { return }
    let left = source.text(first.span)
    let sign = source.text(token.span)
    let right = source.text(peek().span)
    throw fail(
      .blankInMatrix, "one entry or two?", at: Span(first.span.start, peek().span.end),
      help: "write '\(left), \(sign == "+" ? "" : sign)\(right)' or '\(left) \(sign) \(right)'")
  }

  /// `unary = "-" unary | power`
  private mutating func parseUnary() throws(Failure) -> Expression {
    let start = token.span.start
    guard take(.binary(.subtract)) else { return try parsePower() }
    let operand = try nested { parser throws(Failure) in try parser.parseUnary() }
    return Expression(kind: .negate(operand), span: span(from: start))
  }

  /// `power = at [ ( "^" | ".^" ) [ "-" ] at ]`
  private mutating func parsePower() throws(Failure) -> Expression {
    let base = try parseAt()
    guard case .binary(let operation) = kind, operation == .power || operation == .powerEach
    else { return base }
    let operatorSpan = token.span
    advance()
    let exponent = try parseExponent()
    if kind == .binary(.power) || kind == .binary(.powerEach) {
      let parts = [base, exponent].map { source.text($0.span) }
      throw fail(
        .chainedPower, "powers do not chain", at: token.span,
        help: "write '(\(parts[0])^\(parts[1]))^…' or '\(parts[0])^(\(parts[1])^…)'")
    }
    return Expression(
      kind: .binary(base, operation, operatorSpan: operatorSpan, exponent),
      span: span(from: base.span.start))
  }

  private mutating func parseExponent() throws(Failure) -> Expression {
    let start = token.span.start
    guard take(.binary(.subtract)) else { return try parseAt() }
    return Expression(kind: .negate(try parseAt()), span: span(from: start))
  }

  /// `at = postfix [ "@" postfix ]`
  private mutating func parseAt() throws(Failure) -> Expression {
    let left = try parsePostfix()
    guard kind == .binary(.at) else { return left }
    let operatorSpan = token.span
    advance()
    let right = try parsePostfix()
    return Expression(
      kind: .binary(left, .at, operatorSpan: operatorSpan, right),
      span: span(from: left.span.start))
  }
}
