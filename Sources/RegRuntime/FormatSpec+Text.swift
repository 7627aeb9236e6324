public import RegSyntax

extension FormatSpec {
  /// A number laid out; `nil` when the kind is not one of numbers, or asks for a whole one.
  ///
  /// Without a kind it is what `print` shows, with `precision` as the number of significant digits.
  public func text(_ number: Double) -> String? {
    guard kind != .text, kind != .whole || !number.isFinite || number == number.rounded() else {
      return nil
    }
    var digits = unsigned(number.magnitude)
    if groupsThousands { digits = digits.groupedInThousands }
    let sign = number.sign == .minus && !number.isNaN && number != 0 ? "-" : showsPlus ? "+" : ""
    guard padsWithZeros, alignment == nil, number.isFinite else {
      return padded(sign + digits, default: .right)
    }
    let zeros = max(0, width - sign.count - digits.count)
    return sign + String(repeating: "0", count: zeros) + digits
  }

  /// A string laid out, cut to `precision` characters; `nil` when the kind is one of numbers.
  public func text(_ string: String) -> String? {
    guard kind == nil || kind == .text, !showsPlus, !groupsThousands else { return nil }
    return padded(precision.map { String(string.prefix($0)) } ?? string, default: .left)
  }

  private func unsigned(_ number: Double) -> String {
    guard number.isFinite else { return NumberText.display(number) }
    let places = precision ?? 6
    switch kind {
    case .fixed: return CNumberFormat.text(number, .fixed, precision: places)
    case .scientific: return CNumberFormat.text(number, .scientific, precision: places)
    case .general: return CNumberFormat.text(number, .general, precision: max(places, 1))
    case .percent: return CNumberFormat.text(number * 100, .fixed, precision: places) + "%"
    case .whole: return CNumberFormat.text(number, .fixed, precision: 0)
    case .text, nil:
      return precision.map { CNumberFormat.text(number, .general, precision: max($0, 1)) }
        ?? NumberText.display(number)
    }
  }

  private func padded(_ text: String, default usual: Alignment) -> String {
    let missing = width - text.count
    guard missing > 0 else { return text }
    let before =
      switch alignment ?? usual {
      case .left: 0
      case .right: missing
      case .center: missing / 2
      }
    return String(repeating: " ", count: before) + text
      + String(repeating: " ", count: missing - before)
  }
}

extension FormatSpec: ArgumentConvertible {
  public static var typeName: String { "a format such as \".2f\" or \">8\"" }

  public init?(argument: Value) {
    guard let text = String(argument: argument) else { return nil }
    self.init(text)
  }
}

extension String {
  /// `1234567.8` as `1,234,567.8`.
  fileprivate var groupedInThousands: String {
    let whole = prefix { $0.isASCII && $0.isNumber }
    var grouped = ""
    for (position, digit) in whole.enumerated() {
      if position > 0, (whole.count - position).isMultiple(of: 3) { grouped.append(",") }
      grouped.append(digit)
    }
    return grouped + dropFirst(whole.count)
  }
}
