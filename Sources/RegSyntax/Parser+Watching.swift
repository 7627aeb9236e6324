/// The statements that turn knobs and watch what follows. Their words are names everywhere else.
extension Parser {
  /// Whether a word at the start of a statement is one of these: a name that is assigned to, asked for
  /// a part, or shown, is not.
  func startsWatching(_ word: String) -> Bool {
    let next = peek().kind
    switch word {
    case "knob": return isName(next)
    case "tweak", "unwatch": return isName(next) || isSeparator(next)
    case "watch":
      switch next {
      case .name, .quotedName, .number, .string, .openParen: return true
      default: return false
      }
    default: return false
    }
  }

  private func isName(_ kind: Token.Kind) -> Bool {
    switch kind {
    case .name, .quotedName: true
    default: false
    }
  }

  private func isSeparator(_ kind: Token.Kind) -> Bool {
    [.newline, .semicolon, .end, .closeBrace].contains(kind)
  }

  /// `"knob" … | "watch" … | "unwatch" … | "tweak" …`
  mutating func parseWatching(_ word: String) throws(Failure) -> Statement.Kind {
    if blockDepth > 0 {
      note(
        .misplacedKeyword, "'\(word)' belongs outside of blocks", at: token.span,
        help: "what is watched is looked at again after each statement, and each round of a loop")
    }
    advance()
    switch word {
    case "knob": return try parseKnob()
    case "watch": return try parseWatch()
    case "unwatch": return .unwatch(isAtSeparator ? nil : try parseName("a name"))
    default: return .tweak(isAtSeparator ? nil : try parseName("the name of a knob"))
    }
  }

  /// `"knob" NAME "=" expr [ "in" expr ".." expr [ "linear" ] ]`
  private mutating func parseKnob() throws(Failure) -> Statement.Kind {
    let name = try parseName("the knob's name")
    guard take(.assign) else { throw unexpected("'=' and the knob's value") }
    // A comparison would take the 'in' for itself.
    let value = try parseRange()
    guard take(.keyword(.inWord)) else { return .knob(name, value, nil) }
    let low = try parseSum()
    guard take(.dots) else { throw unexpected("'..' between the knob's bounds") }
    let high = try parseSum()
    let isLinear = kind == .name("linear")
    if isLinear { advance() }
    return .knob(name, value, KnobRange(low: low, high: high, isLinear: isLinear))
  }

  /// `"watch" [ NAME "=" ] expr`
  private mutating func parseWatch() throws(Failure) -> Statement.Kind {
    guard let name = nameAhead, peek().kind == .assign else {
      return .watch(nil, try parseExpression())
    }
    advance()
    advance()
    return .watch(name, try parseExpression())
  }
}
