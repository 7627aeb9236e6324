import RegSyntax

/// Sorts the arguments of a call onto the parameters of a function that a script defined.
struct ClosureBinder {
  let closure: Closure
  let span: Span

  private var parameters: [FunctionCode.Parameter] { closure.code.parameters }
  private var name: String { closure.name.map { "'\($0)'" } ?? "this function" }

  /// The slot of an argument, which has to be free.
  func slot(
    _ argument: ArgumentNode, position: Int, _ all: [ArgumentNode], _ frame: Slots
  ) throws(Diagnostic) -> Int {
    guard let keyword = argument.keyword else {
      guard position < parameters.count else {
        throw tooMany(all.count { $0.keyword == nil }, at: argument.value.span)
      }
      return position
    }
    guard let slot = parameters.firstIndex(where: { $0.name.canonical == keyword.canonical })
    else {
      let names = parameters.map(\.name.written)
      let near = nearest(keyword.written, in: names)
      throw Diagnostic(
        .unknownArgument, "\(name) has no argument '\(keyword.written)'", at: keyword.span,
        help: near.map { "did you mean '\($0)'?" }
          ?? (names.isEmpty ? nil : "it takes \(names.joined(separator: ", "))"))
    }
    guard frame[slot] == nil else {
      throw Diagnostic(
        .duplicateArgument, "'\(keyword.written)' is given twice", at: keyword.span)
    }
    return slot
  }

  func checkComplete(_ frame: Slots) throws(Diagnostic) {
    for (slot, parameter) in parameters.enumerated()
    where frame[slot] == nil && parameter.defaultValue == nil {
      throw Diagnostic(
        .missingArgument, "\(name) needs '\(parameter.name.written)'", at: span,
        help: closure.name.map { "it is called as \($0)(\(closure.parameterText))" })
    }
  }

  func tooMany(_ given: Int, at span: Span? = nil) -> Diagnostic {
    let allowed =
      switch parameters.count {
      case 0: "no values"
      case 1: "1 value"
      default: "\(parameters.count) values"
      }
    return Diagnostic(.tooManyArguments, "\(name) takes \(allowed), not \(given)", at: span)
  }
}
