public import RegRuntime
import RegSyntax

/// What `?name` shows: a built-in's declaration as a page.
public struct HelpPage {
  private let function: BuiltinFunction
  private let layout: TextLayout

  public init(_ builtin: any Builtin, layout: TextLayout = TextLayout()) {
    function = BuiltinFunction(builtin)
    self.layout = layout
  }

  private var builtin: any Builtin { function.builtin }
  private var width: Int { min(layout.width ?? 80, 100) }

  /// The page, without a line break at its end.
  public var text: String {
    var lines = ["\(layout.bold(builtin.name)): \(builtin.summary)", ""]
    lines += UsageLine(function).lines(width: width - 2).map { "  " + $0 }
    if let objective = builtin.objective { lines += section("Minimises", [objective]) }
    lines += section("Arguments", arguments)
    lines += section("Details", builtin.details?.wrapped(width: width - 2) ?? [])
    lines += section("Result", builtin.result?.wrapped(width: width - 2) ?? [])
    lines += section("Examples", examples)
    if !builtin.seeAlso.isEmpty {
      lines += section("See also", [builtin.seeAlso.joined(separator: ", ")])
    }
    return layout.fitted(lines.joined(separator: "\n"))
  }

  private func section(_ title: String, _ body: [String]) -> [String] {
    guard !body.isEmpty else { return [] }
    return ["", layout.bold(title)] + body.map { $0.isEmpty ? "" : "  " + $0 }
  }

  // MARK: Arguments

  private var arguments: [String] {
    let signature = function.signature
    var entries = signature.parameters.map { ($0.name, $0.meaning, ParameterFacts($0).text) }
    if let rest = signature.rest { entries.append((rest.name + "…", rest.meaning, "")) }
    if let keywords = signature.keywords {
      entries.append((keywords.name + " = …", keywords.meaning, "any names"))
    }
    let nameWidth = min(entries.map { DisplayWidth.columns(of: $0.0) }.max() ?? 0, 24)
    return entries.flatMap { entry(name: $0, meaning: $1, facts: $2, nameWidth: nameWidth) }
  }

  private func entry(name: String, meaning: String, facts: String, nameWidth: Int) -> [String] {
    let isNarrow = width - nameWidth - 4 < layout.leastText
    let room = max(isNarrow ? width - 6 : width - nameWidth - 4, 8)
    let notes = facts.isEmpty ? [] : facts.wrapped(width: room).map(layout.dimmed)
    let lines = meaning.wrapped(width: room) + notes
    return isNarrow ? hanging(lines, below: name) : hanging(lines, behind: name, width: nameWidth)
  }

  // MARK: Examples

  private var examples: [String] {
    builtin.examples.enumerated().flatMap { index, example in
      let lines = example.transcript.split(separator: "\n", omittingEmptySubsequences: false)
      return (index == 0 ? [] : [""]) + [example.title + ":"] + lines.map { "  " + $0 }
    }
  }
}

/// What a parameter takes, in words: `a number, between 0 and 1, default 0.5`.
struct ParameterFacts {
  let text: String

  init(_ parameter: any AnyParameter) {
    var parts = [parameter.typeName]
    if let unit = parameter.unit { parts.append("in \(unit)") }
    if let constraint = parameter.constraintText { parts.append(constraint) }
    parts.append(parameter.defaultText.map { "default \($0)" } ?? "required")
    if parameter.isKeywordOnly { parts.append("by name") }
    text = parts.joined(separator: ", ")
  }
}
