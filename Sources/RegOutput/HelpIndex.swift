public import RegRuntime
import RegSyntax

/// Help that is about more than one built-in: the index, searches, topics, the list of codes.
public struct HelpIndex {
  private let registry: BuiltinRegistry
  private let layout: TextLayout

  public init(_ registry: BuiltinRegistry, layout: TextLayout = TextLayout()) {
    self.registry = registry
    self.layout = layout
  }

  /// What `help` shows of a topic: a built-in's page, a page of its own, the codes for `errors`, a
  /// code's meaning, or `nil` for a topic that is none of these.
  public func text(about topic: String) -> String? {
    let name = Name.fold(topic)
    if let builtin = registry[name] { return HelpPage(builtin, layout: layout).text }
    if let page = registry.topics.first(where: { $0.name == name }) {
      return TopicPage(page, layout: layout).text
    }
    if name == "errors" { return errors }
    return DiagnosticCode.all.first { $0.name == topic }.map { "\($0.name): \($0.summary)" }
  }

  /// Every built-in with its summary, by category.
  public var text: String {
    let sections = Category.allCases.compactMap { category -> String? in
      let builtins = registry.all.filter { $0.category == category }
      guard !builtins.isEmpty else { return nil }
      return layout.bold(category.rawValue) + "\n" + entries(builtins.map { ($0.name, $0.summary) })
    }
    let topics =
      registry.topics.isEmpty
      ? [] : [layout.bold("Topics") + "\n" + entries(registry.topics.map { ($0.name, $0.summary) })]
    let closing = "?name shows one of these, ??word searches, ?errors lists the error codes"
    return (sections + topics + [closing]).joined(separator: "\n\n")
  }

  /// Every name that `text(about:)` has a page for, error codes aside.
  public var names: [String] { registry.names + registry.topics.map(\.name) + ["errors"] }

  /// Every code that a diagnostic can carry, with what it means.
  public var errors: String {
    layout.bold("Codes of errors and warnings") + "\n"
      + entries(DiagnosticCode.all.map { ($0.name, $0.summary) })
  }

  /// The built-ins and topics that have a word in their name, summary, parameters or text; `nil` if
  /// none does.
  public func search(_ word: String) -> String? {
    let needle = Name.fold(word).lowercased()
    guard !needle.isEmpty else { return text }
    let found = registry.all.filter { builtin in
      searchable(builtin).contains { $0.lowercased().contains(needle) }
    }
    let topics = registry.topics.filter { topic in
      ([topic.name, topic.summary, topic.text, topic.notes ?? ""] + topic.table.flatMap(\.self))
        .contains { $0.lowercased().contains(needle) }
    }
    let all = found.map { ($0.name, $0.summary) } + topics.map { ($0.name, $0.summary) }
    return all.isEmpty ? nil : entries(all)
  }

  private func searchable(_ builtin: any Builtin) -> [String] {
    [builtin.name, builtin.summary, builtin.details ?? ""]
      + builtin.signature.parameters.flatMap { [$0.name, $0.meaning] }
  }

  private func entries(_ entries: [(name: String, summary: String)]) -> String {
    let width = entries.map { DisplayWidth.columns(of: $0.name) }.max() ?? 0
    let room = max(min(layout.width ?? 100, 100) - width - 4, 20)
    return entries.flatMap { name, summary in
      hanging(summary.wrapped(width: room), behind: name, width: width).map { "  " + $0 }
    }.joined(separator: "\n")
  }
}
