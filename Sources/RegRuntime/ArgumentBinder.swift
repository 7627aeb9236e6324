import OrderedCollections
import RegSyntax

/// One argument as a call has it.
struct CallArgument {
  /// Canonical; `nil` for a positional argument.
  var keyword: String?
  var keywordSpan: Span?
  var value: Value
  var span: Span
}

/// Sorts the arguments of a call onto a built-in's parameters and checks each.
struct ArgumentBinder {
  let function: BuiltinFunction
  let callSpan: Span
  let source: SourceText?

  private var signature: Signature { function.signature }
  private var functionName: String { function.builtin.name }

  func bind(_ arguments: [CallArgument]) throws(Diagnostic) -> BoundArguments {
    var bound = BoundArguments(
      parameters: Array(repeating: nil, count: signature.parameters.count), callSpan: callSpan,
      source: source)
    let positional = signature.parameters.indices.filter {
      !signature.parameters[$0].isKeywordOnly
    }
    var position = 0
    for argument in arguments {
      let written = BoundArguments.Written(value: argument.value, span: argument.span)
      if let keyword = argument.keyword {
        try bindKeyword(keyword, argument, written, into: &bound)
      } else if position < positional.count {
        bound.parameters[positional[position]] = written
        position += 1
      } else if signature.rest != nil {
        bound.rest.append(written)
      } else {
        throw tooMany(arguments, allowed: positional.count, at: argument.span)
      }
    }
    try check(bound)
    return bound
  }

  private func bindKeyword(
    _ keyword: String, _ argument: CallArgument, _ written: BoundArguments.Written,
    into bound: inout BoundArguments
  ) throws(Diagnostic) {
    guard let index = signature.index(of: keyword) else {
      guard signature.keywords != nil else { throw unknown(keyword, argument) }
      guard bound.keywords[keyword] == nil else { throw duplicate(keyword, argument) }
      bound.keywords[keyword] = written
      return
    }
    guard bound.parameters[index] == nil else { throw duplicate(keyword, argument) }
    bound.parameters[index] = written
  }

  private func check(_ bound: BoundArguments) throws(Diagnostic) {
    for (parameter, written) in zip(signature.parameters, bound.parameters) {
      guard let written else {
        guard parameter.isRequired else { continue }
        throw diagnostic(
          .missingArgument, "'\(functionName)' needs '\(parameter.name)'", at: callSpan,
          help: parameter.meaning)
      }
      switch parameter.problem(with: written.value) {
      case nil: continue
      case .type(let flaw):
        throw diagnostic(
          .argumentType,
          "'\(parameter.name)' must be \(parameter.typeName), "
            + (flaw.map { "and \($0)" } ?? "not \(shown(written.value))"),
          at: written.span, help: parameter.hint(for: written.value))
      case .range(let complaint):
        throw diagnostic(.argumentRange, "'\(parameter.name)' \(complaint)", at: written.span)
      }
    }
  }

  /// A number itself, since it may be its value that is wrong; what another value is.
  private func shown(_ value: Value) -> String {
    if case .number(let number) = value { return NumberText.display(number) }
    return value.description
  }

  private func unknown(_ keyword: String, _ argument: CallArgument) -> Diagnostic {
    let names = signature.parameters.map(\.name)
    let help =
      nearest(keyword, in: names).map { "did you mean '\($0)'?" }
      ?? "it takes \(names.joined(separator: ", "))"
    return diagnostic(
      .unknownArgument, "'\(functionName)' has no argument '\(argument.keywordText(source))'",
      at: argument.keywordSpan ?? argument.span, help: names.isEmpty ? nil : help)
  }

  private func duplicate(_ keyword: String, _ argument: CallArgument) -> Diagnostic {
    diagnostic(
      .duplicateArgument, "'\(argument.keywordText(source))' is given twice",
      at: argument.keywordSpan ?? argument.span)
  }

  private func tooMany(_ arguments: [CallArgument], allowed: Int, at span: Span) -> Diagnostic {
    let given = arguments.count { $0.keyword == nil }
    let values = allowed == 1 ? "1 value" : "\(allowed) values"
    let next = signature.parameters.first { $0.isKeywordOnly }
    return diagnostic(
      .tooManyArguments, "'\(functionName)' takes \(values) by position, not \(given)", at: span,
      help: next.map { "write options by name, as in '\($0.name) = …'" }
        ?? signature.keywords.map { "write \($0.name) by name, as in 'name = …'" })
  }

  private func diagnostic(
    _ code: DiagnosticCode, _ message: String, at span: Span, help: String? = nil
  ) -> Diagnostic {
    Diagnostic(code, message, at: span, help: help, source: source)
  }
}

extension CallArgument {
  fileprivate func keywordText(_ source: SourceText?) -> String {
    guard let source, let keywordSpan else { return keyword ?? "" }
    return source.text(keywordSpan)
  }
}
