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
    // One formula is explained where formulas are.
    if let page = registry.topics.first(where: { $0.name == name || $0.name == name + "s" }) {
      return TopicPage(page, layout: layout).text
    }
    if name == "errors" { return errors }
    return DiagnosticCode.all.first { $0.name == topic }
      .map { layout.fitted("\($0.name): \($0.summary)") }
  }

  /// Every built-in with its summary, by category.
  public var text: String {
    let sections = sections.map { layout.bold($0.title) + "\n" + layout.list($0.entries) }
    let closing = "?name shows one of these, ??word searches, ?? alone is a tour, ?errors the codes"
    return layout.fitted((sections + [closing]).joined(separator: "\n\n"))
  }

  /// The built-ins by category and the topics, each with its summary.
  public var sections: [(title: String, entries: [(name: String, summary: String)])] {
    let categories = Category.allCases.map { category in
      let builtins = registry.all.filter { $0.category == category }
      let entries = builtins.map { (name: $0.name, summary: $0.summary) }
      return (title: category.rawValue, entries: entries)
    }
    let topics = registry.topics.map { (name: $0.name, summary: $0.summary) }
    return (categories + [(title: "Topics", entries: topics)]).filter { !$0.entries.isEmpty }
  }

  /// Every name that `text(about:)` has a page for, error codes aside.
  public var names: [String] { registry.names + registry.topics.map(\.name) + ["errors"] }

  /// Every code that a diagnostic can carry, with what it means.
  public var errors: String {
    let codes = DiagnosticCode.all.map { (name: $0.name, summary: $0.summary) }
    return layout.fitted(layout.bold("Codes of errors and warnings")) + "\n" + layout.list(codes)
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
    let all =
      found.map { (name: $0.name, summary: $0.summary) }
      + topics.map { (name: $0.name, summary: $0.summary) }
    return all.isEmpty ? nil : layout.list(all)
  }

  private func searchable(_ builtin: any Builtin) -> [String] {
    [builtin.name, builtin.summary, builtin.details ?? "", builtin.result ?? ""]
      + builtin.signature.parameters.flatMap { [$0.name, $0.meaning] }
  }
}
