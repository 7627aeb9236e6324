/// A marked place of an axis.
struct Tick: Equatable {
  let value: Double
  let label: String
}

/// Round numbers within a range.
enum Ticks {
  /// About `count` multiples of 1, 2 or 5 times a power of ten.
  static func linear(_ range: ClosedRange<Double>, count: Int) -> [Tick] {
    let span = range.upperBound - range.lowerBound
    guard span > 0, span.isFinite, count > 0 else { return [] }
    let raw = span / Double(count)
    var exponent = decimalExponent(of: raw)
    var mantissa = 10
    for candidate in [1, 2, 5] where Double(candidate) * power(of: exponent) >= raw * 0.999 {
      mantissa = candidate
      break
    }
    if mantissa == 10 { (mantissa, exponent) = (1, exponent + 1) }
    let step = Double(mantissa) * power(of: exponent)
    let first = (range.lowerBound / step - 1e-9).rounded(.up)
    let last = (range.upperBound / step + 1e-9).rounded(.down)
    // Beyond this, multiples of the step are no longer whole numbers of it.
    guard abs(first) < 1e12, abs(last) < 1e12, last >= first else { return [] }
    return (Int(first)...Int(last)).map { multiple in
      Tick(value: Double(multiple) * step, label: text(multiple * mantissa, exponent))
    }
  }

  /// Powers of ten, with twice and five times each where these are few.
  static func logarithmic(_ range: ClosedRange<Double>, count: Int) -> [Tick] {
    guard range.lowerBound > 0, range.upperBound.isFinite else { return [] }
    let first = decimalExponent(of: range.lowerBound)
    let last = decimalExponent(of: range.upperBound)
    let mantissas = 3 * (last - first) <= count + 2 ? [1, 2, 5] : [1]
    let step = max(1, (last - first + 1) / max(count, 1))
    var ticks: [Tick] = []
    for exponent in stride(from: first, through: last, by: step) {
      for mantissa in mantissas {
        let value = Double(mantissa) * power(of: exponent)
        if value >= range.lowerBound * (1 - 1e-9), value <= range.upperBound * (1 + 1e-9) {
          ticks.append(Tick(value: value, label: text(mantissa, exponent)))
        }
      }
    }
    // Less than a decade has too few of these.
    return ticks.count < 2 ? linear(range, count: count) : ticks
  }

  /// One for each name that there is room for.
  static func categories(_ names: [String], count: Int) -> [Tick] {
    let step = max(1, (names.count + max(count, 1) - 1) / max(count, 1))
    return stride(from: 0, to: names.count, by: step).map {
      Tick(value: Double($0), label: names[$0])
    }
  }

  /// e with 10^e ≤ value < 10^(e + 1).
  private static func decimalExponent(of value: Double) -> Int {
    var (exponent, rest) = (0, value)
    while rest >= 10 { (exponent, rest) = (exponent + 1, rest / 10) }
    while rest < 1, rest > 0 { (exponent, rest) = (exponent - 1, rest * 10) }
    return rest > 9.999_999_999 ? exponent + 1 : exponent
  }

  private static func power(of exponent: Int) -> Double {
    (0..<abs(exponent)).reduce(1) { value, _ in exponent < 0 ? value / 10 : value * 10 }
  }

  /// mantissa·10^exponent, written exactly.
  static func text(_ mantissa: Int, _ exponent: Int) -> String {
    guard mantissa != 0 else { return "0" }
    var (digits, exponent) = (abs(mantissa), exponent)
    while digits % 10 == 0 { (digits, exponent) = (digits / 10, exponent + 1) }
    let sign = mantissa < 0 ? "-" : ""
    let text = String(digits)
    let leading = text.count + exponent
    if exponent >= 0, leading <= 6 {
      return sign + text + String(repeating: "0", count: exponent)
    }
    if exponent < 0, leading > 0 {
      return sign + text.prefix(leading) + "." + text.dropFirst(leading)
    }
    if exponent < 0, leading > -4 {
      return sign + "0." + String(repeating: "0", count: -leading) + text
    }
    let rest = text.count > 1 ? "." + text.dropFirst() : ""
    return "\(sign)\(text.prefix(1))\(rest)e\(leading - 1)"
  }
}
