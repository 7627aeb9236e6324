public import RegRuntime
import RegSyntax

/// The reference manual as Markdown, written from the declarations alone.
public struct Manual {
  private let registry: BuiltinRegistry

  public init(_ registry: BuiltinRegistry) { self.registry = registry }

  public var markdown: String {
    let sections = Category.allCases.compactMap { category -> String? in
      let builtins = registry.all.filter { $0.category == category }
      guard !builtins.isEmpty else { return nil }
      return (["## \(category.rawValue)"] + builtins.map(entry)).joined(separator: "\n\n")
    }
    let topics =
      registry.topics.isEmpty
      ? []
      : [(["## Topics"] + registry.topics.map { TopicPage($0).markdown }).joined(separator: "\n\n")]
    let introduction = "Every function that the language comes with, from its declaration."
    return (["# Functions", introduction] + sections + topics + [codes]).joined(separator: "\n\n")
      + "\n"
  }

  private func entry(_ builtin: any Builtin) -> String {
    let function = BuiltinFunction(builtin)
    var parts = ["### \(builtin.name)", builtin.summary]
    parts.append(block(UsageLine(function).lines(width: 96)))
    if let objective = builtin.objective { parts.append("Minimises\n\n" + block([objective])) }
    let arguments = arguments(function.signature)
    if !arguments.isEmpty { parts.append(arguments.joined(separator: "\n")) }
    if let details = builtin.details { parts.append(details) }
    if let result = builtin.result { parts.append("Result: " + result) }
    for example in builtin.examples {
      parts.append("\(example.title):\n\n" + block([example.transcript]))
    }
    if !builtin.seeAlso.isEmpty {
      parts.append("See also: " + builtin.seeAlso.map { "`\($0)`" }.joined(separator: ", "))
    }
    return parts.joined(separator: "\n\n")
  }

  private func arguments(_ signature: Signature) -> [String] {
    var lines = signature.parameters.map { parameter in
      "- `\(parameter.name)`: \(parameter.meaning) *\(ParameterFacts(parameter).text)*"
    }
    if let rest = signature.rest { lines.append("- `\(rest.name)…`: \(rest.meaning)") }
    if let keywords = signature.keywords {
      lines.append("- `\(keywords.name) = …`: \(keywords.meaning)")
    }
    return lines
  }

  private var codes: String {
    let rows = DiagnosticCode.all.map { "| `\($0.name)` | \($0.summary) |" }
    return (["## Errors and warnings", "", "| Code | Meaning |", "|---|---|"] + rows)
      .joined(separator: "\n")
  }

  private func block(_ lines: [String]) -> String {
    (["```"] + lines + ["```"]).joined(separator: "\n")
  }
}
