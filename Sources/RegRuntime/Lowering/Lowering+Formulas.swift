import RegData
import RegSyntax

extension Lowering {
  func lower(_ syntax: FormulaSyntax, _ span: Span) throws(Diagnostic) -> Node {
    var response: FormulaNode.Factor?
    if let expression = syntax.response {
      if case .name(let name) = expression.kind {
        response = .column(name.written)
      } else {
        response = try lowerTransform(expression)
      }
    }
    return FormulaNode(
      response: response, terms: try lower(syntax.terms), text: source.text(span), span)
  }

  private func lower(_ term: FormulaTerm) throws(Diagnostic) -> FormulaNode.Terms {
    switch term.kind {
    case .column(let name): return .factor(.column(name.written))
    case .function(let name, let arguments): return .factor(try lower(name, arguments, term.span))
    case .everyOther: return .everyOther
    case .intercept(let isThere): return .intercept(isThere)
    case .value(let expression):
      return .factor(.value(try lower(expression), label: source.text(expression.span)))
    case .sum(let summands):
      var parts: [(FormulaNode.Terms, isRemoved: Bool)] = []
      for summand in summands { parts.append((try lower(summand.term), summand.isRemoved)) }
      return .sum(parts)
    case .crossed(let terms): return .crossed(try lower(terms))
    case .interaction(let terms): return .interaction(try lower(terms))
    }
  }

  private func lower(_ terms: [FormulaTerm]) throws(Diagnostic) -> [FormulaNode.Terms] {
    var lowered: [FormulaNode.Terms] = []
    for term in terms { lowered.append(try lower(term)) }
    return lowered
  }

  /// `log(x)`; `I(…)` is just what it holds.
  private func lower(
    _ name: Name, _ arguments: [Argument], _ span: Span
  ) throws(Diagnostic) -> FormulaNode.Factor {
    if name.written == "I", arguments.count == 1, arguments[0].keyword == nil {
      return try lowerTransform(arguments[0].value, label: source.text(span))
    }
    let callee = Expression(kind: .name(name), span: name.span)
    let call = Expression(kind: .postfix(callee, [.call(arguments, span)]), span: span)
    return try lowerTransform(call)
  }

  /// An expression in which every name is a column: a function of these columns.
  private func lowerTransform(
    _ expression: Expression, label: String? = nil
  ) throws(Diagnostic) -> FormulaNode.Factor {
    let columns = expression.valueNames.filter { Lowering.constants[$0.canonical] == nil }
    guard !columns.isEmpty else {
      throw fail(
        .badFormula, "'\(source.text(expression.span))' uses no column of the table",
        at: expression.span, help: "write {…} for a value of the script")
    }
    let function = Function(
      parameters: columns.map { Function.Parameter(name: $0, defaultValue: nil) },
      body: .expression(expression), span: expression.span)
    return .function(
      try lower(function, name: nil), columns: columns.map(\.written),
      label: label ?? source.text(expression.span), expression.span)
  }
}
