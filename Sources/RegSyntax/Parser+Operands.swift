extension Parser {
  /// `postfix = primary { "(" [ args ] ")" | "[" subs "]" | "." NAME | "'" }`
  mutating func parsePostfix() throws(Failure) -> Expression {
    let base = try parsePrimary()
    var steps: [PostfixStep] = []
    while let step = try parsePostfixStep() { steps.append(step) }
    if steps.isEmpty { return base }
    return Expression(kind: .postfix(base, steps), span: span(from: base.span.start))
  }

  private mutating func parsePostfixStep() throws(Failure) -> PostfixStep? {
    let opener = token.span
    // In a matrix `[f (x)]` could be one entry or two: the matrix rule refuses it.
    if surroundings == .matrix, token.followsBlank { return nil }
    switch kind {
    case .openParen:
      let arguments = try within(.call) { parser throws(Failure) in try parser.parseArguments() }
      return .call(arguments, span(from: opener.start))
    case .openBracket:
      let subscripts = try within(.subscript_) { parser throws(Failure) in
        try parser.parseSubscripts()
      }
      return .index(subscripts, span(from: opener.start))
    case .dot:
      advance()
      return .field(try parseFieldName())
    case .transpose:
      advance()
      return .transpose(opener)
    default:
      return nil
    }
  }

  /// A field may be called like a keyword.
  private mutating func parseFieldName() throws(Failure) -> Name {
    guard case .keyword(let word) = kind else { return try parseName("a field's name") }
    let name = Name(written: word.rawValue, canonical: word.rawValue, span: token.span)
    advance()
    return name
  }

  /// `args = arg { "," arg } [ "," ]` in parentheses, `arg = [ NAME "=" ] expr`
  mutating func parseArguments() throws(Failure) -> [Argument] {
    let opener = token.span
    advance()
    var arguments: [Argument] = []
    while kind != .closeParen {
      var keyword: Name?
      if let name = nameAhead, peek().kind == .assign {
        keyword = name
        position += 2
      } else if arguments.last?.keyword != nil {
        let value = try parseExpression()
        note(
          .argumentOrder, "a positional argument follows a keyword argument", at: value.span,
          help: "put it before '\(arguments.last?.keyword?.written ?? "") = …' or name it")
        if !take(.comma) { break }
        continue
      }
      arguments.append(Argument(keyword: keyword, value: try parseExpression()))
      if !take(.comma) { break }
    }
    try close(.closeParen, opened: opener)
    return arguments
  }

  /// `subs = sub { "," sub }` in brackets, `sub = ":" | expr`
  private mutating func parseSubscripts() throws(Failure) -> [Subscript] {
    let opener = token.span
    advance()
    var subscripts: [Subscript] = []
    repeat {
      if kind == .colon, peek().kind == .comma || peek().kind == .closeBracket {
        subscripts.append(.all(token.span))
        advance()
      } else {
        subscripts.append(.value(try parseExpression()))
      }
    } while take(.comma)
    try close(.closeBracket, opened: opener)
    return subscripts
  }

  /// Whether an operand may start here.
  var startsOperand: Bool {
    switch kind {
    case .number, .string, .name, .quotedName, .openParen, .openBracket: true
    case .keyword(let word): [.trueWord, .falseWord, .none, .not, .end].contains(word)
    default: false
    }
  }

  /// `primary = NUMBER | STRING | "true" | "false" | "none" | NAME | "(" expr ")" | matrix | "end"`,
  /// and in a formula `| "{" expr "}"`
  private mutating func parsePrimary() throws(Failure) -> Expression {
    let span = token.span
    if let name = nameAhead {
      advance()
      return Expression(kind: .name(name), span: span)
    }
    switch kind {
    case .number(let number):
      advance()
      return Expression(kind: .number(number), span: span)
    case .string(let pieces):
      let literal = try parseInterpolations(pieces)
      advance()
      return Expression(kind: .string(literal), span: span)
    case .keyword(.trueWord), .keyword(.falseWord):
      let isTrue = kind == .keyword(.trueWord)
      advance()
      return Expression(kind: .logical(isTrue), span: span)
    case .keyword(.none):
      advance()
      return Expression(kind: .none, span: span)
    case .keyword(.end): return try parseEnd()
    case .openParen:
      advance()
      let inner = try within(.call) { parser throws(Failure) in try parser.parseExpression() }
      try close(.closeParen, opened: span)
      // Parentheses leave no node, but a chain in them is closed: it must not be joined.
      return Expression(kind: inner.kind, span: self.span(from: span.start))
    case .openBracket:
      return try within(.matrix) { parser throws(Failure) in try parser.parseMatrix() }
    case .openBrace where isAmongColumns:
      return Expression(kind: .braced(try parseScriptValue()), span: self.span(from: span.start))
    default: throw unexpected("a value")
    }
  }

  private mutating func parseEnd() throws(Failure) -> Expression {
    let span = token.span
    guard surroundings == .subscript_ || isInsideSubscript else {
      throw fail(
        .misplacedKeyword, "'end' means the last position, inside '[ ]'",
        help: "a block ends with '}'")
    }
    advance()
    return Expression(kind: .end, span: span)
  }

  /// Whether an enclosing bracket that is still open is a subscript: `x[min(end, 3)]`.
  private var isInsideSubscript: Bool {
    var open = 0
    for index in stride(from: position - 1, through: 0, by: -1) {
      switch tokens[index].kind {
      case .closeParen, .closeBracket, .closeBrace: open += 1
      case .openParen where open == 0, .openBrace where open == 0: continue
      case .openBracket where open == 0:
        if isSubscriptBracket(index) { return true }
      case .openParen, .openBracket, .openBrace: open -= 1
      case .newline where open == 0: return false
      default: continue
      }
    }
    return false
  }

  private func isSubscriptBracket(_ index: Int) -> Bool {
    guard index > 0 else { return false }
    switch tokens[index - 1].kind {
    case .name, .quotedName, .closeParen, .closeBracket, .transpose, .string: return true
    default: return false
    }
  }

  /// Parses what stands in the braces of a string.
  private mutating func parseInterpolations(
    _ pieces: [StringPiece]
  ) throws(Failure) -> StringLiteral {
    var parsed: [StringLiteral.Piece] = []
    for piece in pieces {
      switch piece {
      case .text(let text): parsed.append(.text(text))
      case .braces(let expression, let format):
        parsed.append(.value(try parseBraces(expression), try parseFormat(format)))
      }
    }
    return StringLiteral(pieces: parsed)
  }

  private mutating func parseBraces(_ span: Span) throws(Failure) -> Expression {
    var inner = Parser(source, in: span)
    inner.depth = depth
    var value: Expression?
    if inner.kind == .end {
      inner.note(
        .badInterpolation, "the braces hold no expression", at: Span(span.start - 1, span.end + 1),
        help: "write '{{' for a brace")
    } else {
      value = try? inner.nested { parser throws(Failure) in try parser.parseExpression() }
      if value != nil, inner.kind != .end { _ = inner.unexpected("the closing brace") }
    }
    guard let value, inner.diagnostics.isEmpty else {
      failsOnlyAtEnd = false
      diagnostics += inner.diagnostics
      throw Failure()
    }
    return value
  }

  private mutating func parseFormat(_ span: Span?) throws(Failure) -> FormatSpec? {
    guard let span else { return nil }
    if let format = FormatSpec(source.text(span)) { return format }
    throw fail(
      .badFormat, "'\(source.text(span))' is no format", at: span,
      help: "as in {x:.3f}, {x:10.4g}, {x:,}, {name:<12}")
  }

  // MARK: Matrices

  /// `matrix = "[" [ row { ";" row } [ ";" ] ] "]"`
  private mutating func parseMatrix() throws(Failure) -> Expression {
    let opener = token.span
    advance()
    var rows: [[Expression]] = []
    while kind != .closeBracket {
      rows.append(try parseRow())
      if !take(.semicolon) { break }
    }
    try close(.closeBracket, opened: opener)
    checkLengths(of: rows)
    return Expression(kind: .matrix(rows), span: span(from: opener.start))
  }

  /// `row = expr { "," expr } [ "," ] | NUMBER NUMBER { NUMBER }`
  private mutating func parseRow() throws(Failure) -> [Expression] {
    var row = [try parseExpression()]
    if case .number = row[0].kind, case .number = kind { return try parseBareRow(row) }
    while kind != .closeBracket && kind != .semicolon {
      if startsOperand { throw blankInRow(after: row) }
      guard take(.comma) else { break }
      if kind == .closeBracket || kind == .semicolon { break }
      row.append(try parseExpression())
    }
    return row
  }

  private mutating func parseBareRow(_ first: [Expression]) throws(Failure) -> [Expression] {
    var row = first
    while case .number(let number) = kind {
      if source.line(at: token.span.start) != source.line(at: lastEnd) {
        throw fail(
          .blankInMatrix, "a new line starts no new row", help: "end the row before with ';'")
      }
      row.append(Expression(kind: .number(number), span: token.span))
      advance()
    }
    if kind != .closeBracket && kind != .semicolon && kind != .end { throw blankInRow(after: row) }
    return row
  }

  private mutating func blankInRow(after row: [Expression]) -> Failure {
    let left = row.last.map { source.text($0.span) } ?? ""
    let right = source.text(token.span)
    return fail(
      .blankInMatrix, "entries are set apart by ',' and rows by ';'",
      help: "write '\(left), \(right)'; blanks alone part plain numbers only")
  }

  /// Rows of plain numbers must be equally long; what else rows hold is known when it is run.
  private mutating func checkLengths(of rows: [[Expression]]) {
    guard let first = rows.first, rows.allSatisfy({ $0.allSatisfy(isPlainNumber) }) else { return }
    for (position, row) in rows.enumerated() where row.count != first.count {
      guard let start = row.first, let end = row.last else { continue }
      return note(
        .raggedMatrix, "row \(position + 1) has \(row.count) entries, row 1 has \(first.count)",
        at: start.span.joined(with: end.span))
    }
  }

  private func isPlainNumber(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .number: true
    case .negate(let operand): if case .number = operand.kind { true } else { false }
    default: false
    }
  }
}
