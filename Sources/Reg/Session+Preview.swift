import RegOutput
import RegRuntime
import RegSyntax

extension Session {
  /// What a line that is being typed would give, in a few words.
  ///
  /// Nothing that could change anything, write, or take long is tried: numbers, models that answer
  /// and small arrays, and the built-ins that are quick with these.
  ///
  /// - Returns: nil where there is nothing to say.
  public func preview(_ text: String) -> String? {
    guard let program = try? compile(text), program.statements.count == 1,
      let expression = Self.previewed(program.statements[0]),
      expression.namesRead.allSatisfy(isQuick)
    else { return nil }
    let (limits, capabilities, warn) = (context.limits, context.capabilities, context.warn)
    context.limits.seconds = 0.01
    context.limits.bytes = 1 << 20
    context.capabilities = []
    context.warn = { _ in }
    defer {
      context.limits = limits
      context.capabilities = capabilities
      context.warn = warn
    }
    let quiet = Program(
      statements: [Statement(kind: .expression(expression), span: expression.span, isShown: false)],
      source: program.source)
    guard let value = try? run(quiet) else { return nil }
    if case .function = value.content { return nil }
    if case .none = value.content { return nil }
    let words = WatchText(layout: TextLayout(hasUnicode: layout.hasUnicode)).text(of: value)
    return words == text ? nil : words
  }

  private static func previewed(_ statement: Statement) -> Expression? {
    switch statement.kind {
    case .expression(let expression): expression
    case .assign(let targets, let expression): targets.count == 1 ? expression : nil
    default: nil
    }
  }

  private func isQuick(_ name: String) -> Bool {
    guard let value = self[name] else {
      guard let builtin = context.builtins[name] else { return true }
      return builtin is any QuickAnswer || [.maths, .statistics].contains(builtin.category)
    }
    switch value.content {
    case .none, .logical, .number, .text, .range: return true
    case .matrix(let matrix): return matrix.count <= Self.mostPreviewed
    case .record(let record): return record.backing != nil
    default: return false
    }
  }

  /// Entries of an array that is worked with at every key.
  private static let mostPreviewed = 10_000
}
