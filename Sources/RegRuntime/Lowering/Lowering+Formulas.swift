import RegData
import RegSyntax

extension Lowering {
  func lower(_ syntax: FormulaSyntax, _ span: Span) throws(Diagnostic) -> FormulaNode {
    var mentions: [Name] = []
    var response: FormulaNode.Factor?
    if let expression = syntax.response {
      response = try lowerFactor(expression, label: nil, &mentions)
    }
    let terms = try lower(syntax.terms, &mentions)
    return FormulaNode(
      response: response, terms: terms, text: source.text(span),
      mentions: mentions.map(mention), span)
  }

  private func mention(_ name: Name) -> FormulaNode.Mention {
    FormulaNode.Mention(
      name: name, variable: globals.index(of: name.canonical).map { globals.slots + $0 },
      slot: scope?.slot(of: name.canonical))
  }

  private func lower(
    _ term: FormulaTerm, _ mentions: inout [Name]
  ) throws(Diagnostic) -> FormulaNode.Terms {
    switch term.kind {
    case .column(let name):
      mentions.append(name)
      return .factor(.column(name.written))
    case .function(let name, let arguments):
      return try lower(name, arguments, term.span, &mentions)
    case .everyOther: return .everyOther
    case .intercept(let isThere): return .intercept(isThere)
    case .value(let expression):
      return .factor(.value(try lower(expression), label: label(expression.span)))
    case .sum(let summands):
      var parts: [(FormulaNode.Terms, isRemoved: Bool)] = []
      for summand in summands {
        parts.append((try lower(summand.term, &mentions), summand.isRemoved))
      }
      return .sum(parts)
    case .crossed(let terms): return .crossed(try lower(terms, &mentions))
    case .interaction(let terms): return .interaction(try lower(terms, &mentions))
    }
  }

  private func lower(
    _ terms: [FormulaTerm], _ mentions: inout [Name]
  ) throws(Diagnostic) -> [FormulaNode.Terms] {
    var lowered: [FormulaNode.Terms] = []
    for term in terms { lowered.append(try lower(term, &mentions)) }
    return lowered
  }

  // MARK: Functions of columns

  /// What is written, as a term is called: on one line.
  private func label(_ span: Span) -> String { TermText.line(source.text(span)) }

  /// `log(x)`; `I(…)` is just what it holds, `C(…)` and `offset(…)` say what becomes of it.
  private func lower(
    _ name: Name, _ arguments: [Argument], _ span: Span, _ mentions: inout [Name]
  ) throws(Diagnostic) -> FormulaNode.Terms {
    switch name.written {
    case "I":
      let inner = try onlyArgument(of: name, arguments, span)
      return .factor(try lowerTransform(inner, label: label(span), &mentions))
    case "offset":
      let inner = try onlyArgument(of: name, arguments, span)
      if case .braced(let value) = inner.kind {
        return .offset(.value(try lower(value), label: label(span)))
      }
      return .offset(try lowerFactor(inner, label: label(inner.span), &mentions))
    case "C":
      return .factor(try lowerCoded(name, arguments, span, &mentions))
    default:
      if let instead = Self.habits[name.written],
        interpreter.builtin(named: name.canonical) == nil, lacksVariable(name)
      {
        throw fail(.badFormula, instead.message, at: name.span, help: instead.help)
      }
      let callee = Expression(kind: .name(name), span: name.span)
      let call = Expression(kind: .postfix(callee, [.call(arguments, span)]), span: span)
      return .factor(try lowerTransform(call, label: nil, &mentions))
    }
  }

  /// What users of R write, and what it is here.
  private static let habits: [String: (message: String, help: String)] = [
    "factor": ("a factor is written C(x)", "C(x, ref = \"level\") names the level to compare with"),
    "relevel": ("the level to compare with is a part of C", "write C(x, ref = \"level\")"),
    "scale": ("numbers are brought to mean 0 by standardize", "write standardize(x)"),
  ]

  private func lacksVariable(_ name: Name) -> Bool {
    let isGlobal = globals.index(of: name.canonical).map { globals.slots[$0] != nil } ?? false
    return !isGlobal && scope?.slot(of: name.canonical) == nil
  }

  private func onlyArgument(
    of name: Name, _ arguments: [Argument], _ span: Span
  ) throws(Diagnostic) -> Expression {
    guard arguments.count == 1, arguments[0].keyword == nil else {
      throw fail(.badFormula, "'\(name.written)(…)' takes one expression", at: span)
    }
    return arguments[0].value
  }

  private func lowerCoded(
    _ name: Name, _ arguments: [Argument], _ span: Span, _ mentions: inout [Name]
  ) throws(Diagnostic) -> FormulaNode.Factor {
    guard let first = arguments.first, first.keyword == nil else {
      throw fail(
        .badFormula, "'C(…)' takes a column first", at: span,
        help: "as in C(x, ref = \"level\", contrast = \"sum\")")
    }
    let inner = try lowerFactor(first.value, label: nil, &mentions)
    var options = FactorOptions(span: span)
    for argument in arguments.dropFirst() {
      let written = argument.keyword?.written
      guard let option = written.flatMap(FactorOptions.Option.init(rawValue:)) else {
        throw fail(
          .unknownArgument,
          written.map { "'C(…)' has no argument '\($0)'" }
            ?? "what follows the column in 'C(…)' has names",
          at: argument.keyword?.span ?? argument.value.span,
          help: "C(x, ref = \"level\", contrast = \"treatment\" | \"sum\" | \"helmert\", "
            + "levels = [\"a\", \"b\"], full = true)")
      }
      let syntax = ColumnExpression(argument.value) { Lowering.constants[$0] != nil }
      if let name = syntax.columns.first {
        throw fail(
          .badFormula, "'\(name.written)' is a column here, and '\(option.rawValue)' takes a value",
          at: name.span, help: "write \"\(name.written)\", or {\(name.written)} for the script's")
      }
      // Without columns there is nothing in it but literals and values in braces.
      if case .braced(let value) = argument.value.kind {
        options.given[option] = try lower(value)
      } else {
        options.given[option] = try lower(argument.value)
      }
    }
    return .coded(inner, options, label: label(span))
  }

  /// A column by its name, or a function of columns.
  private func lowerFactor(
    _ expression: Expression, label: String?, _ mentions: inout [Name]
  ) throws(Diagnostic) -> FormulaNode.Factor {
    if case .name(let name) = expression.kind {
      mentions.append(name)
      return .column(name.written)
    }
    return try lowerTransform(expression, label: label, &mentions)
  }

  /// An expression in which every name is a column: a function of these columns.
  private func lowerTransform(
    _ expression: Expression, label: String?, _ mentions: inout [Name]
  ) throws(Diagnostic) -> FormulaNode.Factor {
    let syntax = ColumnExpression(expression) { Lowering.constants[$0] != nil }
    if let (span, part) = syntax.dotted {
      let text = source.text(span)
      throw fail(
        .badFormula, "'\(text)' is no term of a formula: a column has no parts", at: span,
        help: ColumnExpression.helpOnDots(text, part: part.written))
    }
    guard !syntax.columns.isEmpty || !syntax.constants.isEmpty else {
      throw fail(
        .badFormula, "'\(source.text(expression.span))' uses no column of the table",
        at: expression.span,
        help: "write {…} for a value of the script, or backquotes around a column's name")
    }
    mentions += syntax.columns
    let names = syntax.columns + syntax.values.map(\.name) + syntax.constants.map(\.name)
    let function = Function(
      parameters: names.map { Function.Parameter(name: $0, defaultValue: nil) },
      body: .expression(syntax.expression), span: expression.span)
    var values: [Node] = []
    for value in syntax.values { values.append(try lower(value.expression)) }
    let withGaps = syntax.columns(onlyWithin: { name in
      interpreter.builtin(named: name.canonical)?.builtin is any GapTolerant
    })
    return .function(
      ColumnFunction(
        node: try lower(function, name: nil), syntax: syntax,
        columns: syntax.columns.map(\.written), columnsWithGaps: withGaps.map(\.written),
        values: values,
        localNames: syntax.calledNames.map(\.canonical).filter { scope?.slot(of: $0) != nil },
        isPlainBuiltin: { [unowned interpreter, unowned globals] name in
          globals[name] == nil && interpreter.builtin(named: name) != nil
        },
        label: label ?? self.label(expression.span), span: expression.span))
  }
}
