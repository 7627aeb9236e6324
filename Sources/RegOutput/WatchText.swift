import RegLinearAlgebra
public import RegRuntime
import RegSyntax

/// Tells in a line what became of each watch: the old value and the new one, and how they differ.
public struct WatchText {
  private let formatter: ValueFormatter

  private var layout: TextLayout { formatter.layout }

  public init(layout: TextLayout) { formatter = ValueFormatter(layout: layout) }

  /// Labels longer than this are cut.
  private static let longestLabel = 32
  /// So many names are listed.
  private static let mostNames = 4

  public func lines(of reports: [WatchReport]) -> [String] {
    let labels = reports.map { Self.cut($0.label, Self.longestLabel).spelledOut }
    let width = labels.map { DisplayWidth.columns(of: $0) }.max() ?? 0
    return zip(reports, labels).map { report, label in
      let padding = String(repeating: " ", count: width - DisplayWidth.columns(of: label) + 3)
      let line = "  \(label)\(padding)\(text(of: report))"
      return layout.width.map { Self.cut(line, $0) } ?? line
    }
  }

  private static func cut(_ text: String, _ width: Int) -> String {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    return DisplayWidth.columns(of: line) <= width ? line : line.prefix(max(width - 1, 1)) + "…"
  }

  private var arrow: String { layout.hasUnicode ? "→" : "->" }

  /// The knobs, each with its value and its range.
  public func lines(of knobs: [Knob], value: (Knob) -> Double?) -> [String] {
    knobs.map { knob in
      let now = value(knob).map { NumberText.display($0) } ?? "no number"
      let bounds = "\(NumberText.display(knob.low))..\(NumberText.display(knob.high))"
      return "\(knob.name) = \(now) in \(bounds)\(knob.isLinear ? " linear" : "")"
    }
  }

  /// What there is to say of a watch, without its label.
  public func text(of report: WatchReport) -> String {
    if let failure = report.failure { return "stale: \(failure.message.spelledOut)" }
    guard let new = report.new else { return "" }
    guard let old = report.old else { return brief(new) }
    if old.isSame(as: new) { return "again \(brief(new))" }
    switch (old.content, new.content) {
    case (.number(let old), .number(let new)):
      return numbers(old, new) + sparkline(report.history)
    default:
      if let before = Self.vector(old), let after = Self.vector(new), before.count == after.count {
        return vectors(before, after, report)
      }
      let (before, after) = (brief(old), brief(new))
      return before == after ? "changed: \(after)" : "\(before) \(arrow) \(after)"
    }
  }

  /// A value in a few words.
  public func text(of value: Value) -> String { brief(value) }

  // MARK: numbers

  private func numbers(_ old: Double, _ new: Double) -> String {
    let (before, after) = (NumberText.display(old, digits: 4), NumberText.display(new, digits: 4))
    // Where four digits do not show the change, six may.
    let texts =
      before == after
      ? (NumberText.display(old, digits: 8), NumberText.display(new, digits: 8)) : (before, after)
    let text = "\(texts.0) \(arrow) \(texts.1)"
    let change = (new - old) / abs(old)
    guard change.isFinite, change != 0, old != 0, (old > 0) == (new > 0) else { return text }
    let sign =
      layout.hasUnicode ? (change > 0 ? "▲" : "▼") : (change > 0 ? "+" : "-")
    return "\(text)   \(sign) \(NumberText.display(abs(change) * 100, digits: 2)) %"
  }

  /// What a number has been, as a row of bars, or of letters that stand ever taller.
  private func sparkline(_ history: [Double]) -> String {
    guard history.count >= 3, let low = history.min(), let high = history.max(),
      high > low
    else { return "" }
    let bars = Array(layout.hasUnicode ? "▁▂▃▄▅▆▇█" : "_.,-=+*#")
    let line = history.map { value -> Character in
      bars[min(7, max(0, Int((value / 2 - low / 2) / (high / 2 - low / 2) * 7.999)))]
    }
    return "   " + layout.dimmed(String(line))
  }

  // MARK: coefficients

  /// The numbers of a vector or of a fitted model.
  private static func vector(_ value: Value) -> [Double]? {
    switch value.content {
    case .matrix(let matrix) where matrix.columns == 1 && matrix.rows > 1: return matrix.values
    case .record(let record):
      guard record.names.contains("coefficients"), let value = try? record.field("coefficients"),
        case .matrix(let matrix) = value.content, matrix.columns == 1
      else { return nil }
      return matrix.values
    default: return nil
    }
  }

  private func vectors(_ old: [Double], _ new: [Double], _ report: WatchReport) -> String {
    func name(_ place: Int) -> String { report.name(of: place).spelledOut }
    let entered = new.indices.filter { old[$0] == 0 && new[$0] != 0 }
    let left = new.indices.filter { old[$0] != 0 && new[$0] == 0 }
    let counts = (old.count { $0 != 0 }, new.count { $0 != 0 })
    var parts: [String] = []
    if counts.0 != counts.1 {
      parts.append("\(counts.0) \(arrow) \(counts.1) nonzero")
    } else if counts.1 < new.count {
      parts.append("\(counts.1) nonzero")
    }
    if !entered.isEmpty { parts.append("new: \(list(entered.map(name)))") }
    if !left.isEmpty { parts.append("gone: \(list(left.map(name)))") }
    if entered.isEmpty, left.isEmpty {
      let most = new.indices.max { abs(new[$0] - old[$0]) < abs(new[$1] - old[$1]) } ?? 0
      parts.append(
        "most: \(name(most)) \(NumberText.display(old[most], digits: 4)) \(arrow) "
          + NumberText.display(new[most], digits: 4))
    }
    return parts.joined(separator: "   ")
  }

  private func list(_ names: [String]) -> String {
    let shown = names.prefix(Self.mostNames).joined(separator: ", ")
    return names.count > Self.mostNames
      ? "\(shown) and \(names.count - Self.mostNames) more" : shown
  }

  // MARK: other values

  /// A value in a few words.
  private func brief(_ value: Value) -> String {
    if case .number(let number) = value.content { return NumberText.display(number) }
    if let numbers = Self.vector(value) {
      let nonzero = numbers.count { $0 != 0 }
      return nonzero == numbers.count
        ? "\(numbers.count) numbers" : "\(nonzero) of \(numbers.count) nonzero"
    }
    let text = formatter.text(of: value)
    return text.contains("\n") ? value.description : text.spelledOut
  }
}
