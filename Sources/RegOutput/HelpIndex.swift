public import RegRuntime
import RegSyntax

/// Help that is about more than one built-in: the index, searches, the list of codes.
public struct HelpIndex {
  private let registry: BuiltinRegistry
  private let layout: TextLayout

  public init(_ registry: BuiltinRegistry, layout: TextLayout = TextLayout()) {
    self.registry = registry
    self.layout = layout
  }

  /// What `help` shows of a topic: a built-in's page, the codes for `errors`, a code's meaning, or
  /// `nil` for a topic that is none of these.
  public func text(about topic: String) -> String? {
    let name = Name.fold(topic)
    if let builtin = registry[name] { return HelpPage(builtin, layout: layout).text }
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
    let closing = "?name shows one of these, ??word searches, ?errors lists the error codes"
    return (sections + [closing]).joined(separator: "\n\n")
  }

  /// Every code that a diagnostic can carry, with what it means.
  public var errors: String {
    layout.bold("Codes of errors and warnings") + "\n"
      + entries(DiagnosticCode.all.map { ($0.name, $0.summary) })
  }

  /// The built-ins whose name, summary, parameters or details hold a word; `nil` if none does.
  public func search(_ word: String) -> String? {
    let needle = Name.fold(word).lowercased()
    guard !needle.isEmpty else { return text }
    let found = registry.all.filter { builtin in
      searchable(builtin).contains { $0.lowercased().contains(needle) }
    }
    return found.isEmpty ? nil : entries(found.map { ($0.name, $0.summary) })
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
