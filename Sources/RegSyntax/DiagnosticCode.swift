/// The stable name of a kind of diagnostic, as in `error[unknown-name]`.
///
/// Messages may be reworded; codes may not. `summary` is what `?errors` lists.
public struct DiagnosticCode: Hashable, Sendable, CustomStringConvertible {
  public let name: String
  public let summary: String
  public var description: String { name }

  init(_ name: String, _ summary: String) {
    self.name = name
    self.summary = summary
  }

  public static func == (left: DiagnosticCode, right: DiagnosticCode) -> Bool {
    left.name == right.name
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
