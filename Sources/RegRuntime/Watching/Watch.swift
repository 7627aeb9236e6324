public import RegSyntax

/// An expression that is worked out anew whenever something it reads changes.
public struct Watch: Sendable {
  /// The name it was given, or its text.
  public let label: String
  /// Canonical; nil for one without a name.
  let name: String?
  let expression: Expression
  let source: SourceText
  /// What makes it.
  public var statement: String {
    let text = source.text(expression.span)
    return name == nil ? "watch \(text)" : "watch \(label) = \(text)"
  }
  /// The last value that could be worked out.
  public internal(set) var value: Value?
  /// Why that is not the newest; nil where it is.
  public internal(set) var failure: Diagnostic?
  /// What it has been, as far as it was a number.
  public internal(set) var history: [Double] = []

  /// So many numbers are remembered.
  static let longestHistory = 24

  mutating func take(_ value: Value) {
    self.value = value
    failure = nil
    guard case .number(let number) = value.content, number.isFinite, number != history.last else {
      return
    }
    history.append(number)
    if history.count > Self.longestHistory { history.removeFirst() }
  }
}

/// What became of a watch when something it reads changed.
public struct WatchReport: Sendable {
  public let label: String
  /// Before; nil at first.
  public let old: Value?
  /// Now; the old one where it could not be worked out.
  public let new: Value?
  public let failure: Diagnostic?
  public let history: [Double]
  /// The columns behind the entries of a vector of coefficients, where they are known; one column.
  public let names: Grid<String?>?

  /// What an entry is called, counted from 0.
  public func name(of entry: Int) -> String { names?[entry] ?? "[\(entry + 1)]" }
}
