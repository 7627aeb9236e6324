import RegData

/// Numbers as text, the same in every locale.
public enum NumberText {
  /// The fewest digits that read back as the same double: `0.1`, `1e-07` is `1e-7`, `3`.
  public static func shortest(_ number: Double) -> String {
    guard number.isFinite else { return special(number) }
    var text = number.description
    if text.hasSuffix(".0") { text.removeLast(2) }
    return text.replacingExponent()
  }

  /// At most `digits` significant digits, whole numbers up to 2⁵³ in full: what `print` shows.
  ///
  /// No digit before the point is rounded away, so that 1234567.8 is 1234568 and not 1234570.
  public static func display(_ number: Double, digits: Int = 6) -> String {
    guard number.isFinite else { return special(number) }
    let whole = number.rounded()
    if abs(whole) < 0x1p53, number == whole || abs(whole).exceeds(digits: digits) {
      return shortest(whole + 0)  // minus zero is zero to a reader
    }
    return shortest(rounded(number, digits: digits))
  }

  /// With exactly `places` decimals, at most 100: `0.50`.
  public static func fixed(_ number: Double, places: Int) -> String {
    guard number.isFinite else { return special(number) }
    return CNumberFormat.text(number, .fixed, precision: min(max(places, 0), 100))
  }

  /// The double nearest to `number` among those with `digits` significant digits.
  public static func rounded(_ number: Double, digits: Int) -> Double {
    guard number.isFinite, number != 0 else { return number }
    // The text form is the only exact way: scaling by a power of ten rounds twice.
    return Double(number.scientific(digits: digits)) ?? number
  }

  private static func special(_ number: Double) -> String {
    guard number.isNaN else { return number < 0 ? "-inf" : "inf" }
    return number.isMissing ? "missing" : "nan"
  }
}

extension Double {
  /// Whether the part before the point has more than `digits` digits.
  fileprivate func exceeds(digits: Int) -> Bool {
    var bound = 1.0
    for _ in 0..<min(max(digits, 0), 16) { bound *= 10 }
    return self >= bound
  }
}

extension String {
  /// `1e-07` as `1e-7`, `1e+20` as `1e20`.
  fileprivate func replacingExponent() -> String {
    guard let mark = firstIndex(of: "e") else { return self }
    var exponent = self[index(after: mark)...]
    let sign = exponent.hasPrefix("-") ? "-" : ""
    if let first = exponent.first, "+-".contains(first) { exponent.removeFirst() }
    let digits = exponent.drop { $0 == "0" }
    var mantissa = self[..<mark]
    if mantissa.hasSuffix(".0") { mantissa.removeLast(2) }
    return "\(mantissa)e\(sign)\(digits.isEmpty ? "0" : digits)"
  }
}
