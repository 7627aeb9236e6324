extension Parser {
  /// `program = [ sep ] [ stmt { sep stmt } [ sep ] ]`
  mutating func parseProgram() -> [Statement] {
    var statements: [Statement] = []
    while true {
      statements += parseStatements()
      if kind == .end { return statements }
      note(.unclosedBracket, "'}' closes nothing", at: token.span)
      advance()
    }
  }

  /// Statements up to a `}` or the end, going on after each that fails.
  private mutating func parseStatements() -> [Statement] {
    var statements: [Statement] = []
    while true {
      while kind == .newline || kind == .semicolon { advance() }
      if kind == .end || kind == .closeBrace { return statements }
      let start = position
      do {
        statements.append(try parseStatement())
      } catch {
        recover(from: start)
      }
    }
  }

  /// A statement and its separator.
  private mutating func parseStatement() throws(Failure) -> Statement {
    let start = token.span.start
    let kind = try parseStatementKind()
    let span = span(from: start)
    switch self.kind {
    case .semicolon: return Statement(kind: kind, span: span, isShown: false)
    case .newline, .end, .closeBrace: return Statement(kind: kind, span: span, isShown: true)
    default: throw notSeparated(kind)
    }
  }

  private mutating func notSeparated(_ statement: Statement.Kind) -> Failure {
    if kind == .assign {
      return fail(
        .badTarget, "an assignment is no value, so assignments do not chain",
        help: "write one assignment a line")
    }
    if case .expression(let expression) = statement, case .name(let name) = expression.kind,
      startsOperand
    {
      return fail(
        .unexpectedToken, "'\(source.text(token.span))' follows '\(name.written)' directly",
        help: "a call is written \(name.written)(…)")
    }
    return unexpected("an operator or the end of the statement")
  }

  /// `stmt`, but for its separator.
  private mutating func parseStatementKind() throws(Failure) -> Statement.Kind {
    switch kind {
    case .keyword(.function): return try parseFunction()
    case .keyword(.forWord): return try parseFor()
    case .keyword(.whileWord): return try parseWhile()
    case .keyword(.tryWord): return try parseTry()
    case .keyword(.importWord): return try parseImport()
    case .keyword(.returnWord):
      if !jumps.isInFunction {
        note(
          .misplacedKeyword, "'return' leaves a function, and there is none around it",
          at: token.span, help: "exit() ends a script")
      }
      advance()
      return .returning(isAtSeparator ? nil : try parseExpression())
    case .keyword(.breakWord):
      checkJump("break")
      advance()
      return .breaking
    case .keyword(.continueWord):
      checkJump("continue")
      advance()
      return .continuing
    case .name(let word) where startsWatching(word): return try parseWatching(word)
    case .binary(let operation) where operation != .subtract: throw leadingOperator()
    case .update, .pipe, .assign: throw leadingOperator()
    default: return try parseAssignmentOrExpression()
    }
  }

  private mutating func checkJump(_ word: String) {
    if jumps.isInLoop { return }
    note(
      .misplacedKeyword, "'\(word)' belongs into a loop, and there is none around it",
      at: token.span)
  }

  var isAtSeparator: Bool {
    switch kind {
    case .newline, .semicolon, .closeBrace, .end: true
    default: false
    }
  }

  private mutating func leadingOperator() -> Failure {
    fail(
      .leadingOperator, "a statement cannot start with '\(source.text(token.span))'",
      help: "end the line before with the operator, or put parentheses around both lines")
  }

  /// `assign`, or the expression that turns out not to be followed by `=`.
  private mutating func parseAssignmentOrExpression() throws(Failure) -> Statement.Kind {
    let first = try parseExpression()
    switch kind {
    case .assign:
      let target = try target(first)
      advance()
      return .assign([target], try parseExpression())
    case .update(let operation):
      let target = try target(first)
      let operatorSpan = token.span
      advance()
      return .update(target, operation, operatorSpan: operatorSpan, try parseExpression())
    case .comma:
      return try parseSeveralTargets(first)
    default:
      return .expression(first)
    }
  }

  private mutating func parseSeveralTargets(_ first: Expression) throws(Failure) -> Statement.Kind {
    var expressions = [first]
    while take(.comma) { expressions.append(try parseExpression()) }
    guard kind == .assign else { throw unexpected("'=' after a list of targets") }
    var targets: [Target] = []
    for expression in expressions { targets.append(try target(expression)) }
    advance()
    return .assign(targets, try parseExpression())
  }

  /// `target = NAME { "[" subs "]" | "." NAME }`, from an expression already read.
  private mutating func target(_ expression: Expression) throws(Failure) -> Target {
    switch expression.kind {
    case .name(let name):
      return Target(name: name, path: [], span: expression.span)
    case .postfix(let base, let steps):
      guard case .name(let name) = base.kind else { break }
      var path: [Target.Step] = []
      for step in steps {
        switch step {
        case .index(let subscripts, let span): path.append(.subscripts(subscripts, span))
        case .field(let field): path.append(.field(field))
        case .call(_, let span):
          let call = source.text(Span(expression.span.start, span.start))
          throw fail(
            .badTarget, "a call cannot be assigned to", at: expression.span,
            help: "index with square brackets: \(call)[…] = …")
        case .transpose:
          throw fail(.badTarget, "a transpose cannot be assigned to", at: expression.span)
        }
      }
      return Target(name: name, path: path, span: expression.span)
    default: break
    }
    throw fail(
      .badTarget, "only a variable or a part of one can be assigned to", at: expression.span)
  }

  /// `"fn" NAME "(" [ params ] ")" ( "=" expr | block )`
  private mutating func parseFunction() throws(Failure) -> Statement.Kind {
    let start = token.span.start
    advance()
    let name = try parseName("a function's name")
    let opener = token.span
    guard take(.openParen) else { throw unexpected("'(' and the parameters") }
    var parameters: [Function.Parameter] = []
    while kind != .closeParen {
      let parameter = try parseName("a parameter's name")
      let defaultValue = take(.assign) ? try parseExpression() : nil
      parameters.append(Function.Parameter(name: parameter, defaultValue: defaultValue))
      if !take(.comma) { break }
    }
    try close(.closeParen, opened: opener)
    let body = try allowing(Jumps(isInFunction: true)) { parser throws(Failure) in
      parser.take(.assign)
        ? Function.Body.expression(try parser.parseExpression())
        : .block(try parser.parseBlock("'=' or '{' and the body"))
    }
    return .function(
      name, Function(parameters: parameters, body: body, span: span(from: start)))
  }

  /// The block of a loop.
  private mutating func parseLoopBody() throws(Failure) -> Block {
    let inner = Jumps(isInLoop: true, isInFunction: jumps.isInFunction)
    return try allowing(inner) { parser throws(Failure) in
      try parser.parseBlock("'{' and the loop's body")
    }
  }

  /// `"for" NAME "in" expr block`
  private mutating func parseFor() throws(Failure) -> Statement.Kind {
    advance()
    let name = try parseName("the loop's variable")
    guard take(.keyword(.inWord)) else { throw unexpected("'in'") }
    let values = try parseExpression()
    return .forLoop(name, values, try parseLoopBody())
  }

  /// `"while" expr block`
  private mutating func parseWhile() throws(Failure) -> Statement.Kind {
    advance()
    let condition = try parseCondition()
    return .whileLoop(condition, try parseLoopBody())
  }

  /// `"try" block "catch" [ NAME ] block`
  private mutating func parseTry() throws(Failure) -> Statement.Kind {
    advance()
    let body = try parseBlock("'{' and what to try")
    skipLineEnds(before: .catchWord)
    guard take(.keyword(.catchWord)) else { throw unexpected("'catch'") }
    let error = kind == .openBrace ? nil : try parseName("'{' or a name for the error")
    return .attempt(body, error: error, handler: try parseBlock("'{' and what to do"))
  }

  /// `"import" STRING [ "as" NAME ]`
  private mutating func parseImport() throws(Failure) -> Statement.Kind {
    advance()
    let pathSpan = token.span
    guard case .string(let pieces) = kind else { throw unexpected("a file's name in quotes") }
    var path = ""
    for piece in pieces {
      guard case .text(let text) = piece else {
        throw fail(.badInterpolation, "the name of an imported file holds no braces")
      }
      path += text
    }
    advance()
    guard kind == .name("as") else { return .importing(path: path, pathSpan: pathSpan, name: nil) }
    advance()
    return .importing(path: path, pathSpan: pathSpan, name: try parseName("a name"))
  }

  // MARK: Parts of statements

  /// A condition, with the commonest slip named.
  mutating func parseCondition() throws(Failure) -> Expression {
    let condition = try parseExpression()
    if kind == .assign {
      throw fail(
        .assignmentInCondition, "a condition compares with '=='",
        help: "write '\(source.text(condition.span)) == …'")
    }
    return condition
  }

  /// `block = "{" program "}"`
  mutating func parseBlock(_ expected: String) throws(Failure) -> Block {
    let opener = token.span
    guard take(.openBrace) else { throw unexpected(expected) }
    blockDepth += 1
    defer { blockDepth -= 1 }
    let statements = try within(.open) { parser throws(Failure) in parser.parseStatements() }
    guard take(.closeBrace) else {
      throw fail(.unclosedBracket, "'{' is not closed", at: opener)
    }
    return Block(statements: statements, span: span(from: opener.start))
  }

  mutating func parseName(_ expected: String) throws(Failure) -> Name {
    guard let name = nameAhead else { throw unexpected(expected) }
    advance()
    return name
  }

  /// The name that is next, if one is.
  var nameAhead: Name? {
    switch kind {
    case .name(let text): Name(written: text, canonical: Name.fold(text), span: token.span)
    case .quotedName(let text): Name(written: text, canonical: text, span: token.span)
    default: nil
    }
  }

  /// Moves past line ends if that keyword follows them.
  mutating func skipLineEnds(before keyword: Keyword) {
    var offset = 0
    while peek(offset).kind == .newline { offset += 1 }
    if peek(offset).kind == .keyword(keyword) { position += offset }
  }
}
