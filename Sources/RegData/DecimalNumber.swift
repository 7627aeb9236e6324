/// Decimal text as the nearest double.
///
/// Accepts an optional sign, digits with at most one decimal mark among, before or behind them, and
/// an exponent; nothing else, so neither hexadecimal nor grouped digits.
struct DecimalNumber {
  let value: Double
  /// The position behind the number.
  let next: Int

  /// The longest number that starts at a position.
  ///
  /// Every read is at a position below `bytes.count`.
  @inline(__always)
  init?(
    at start: Int, in bytes: UnsafeBufferPointer<UInt8>, decimalMark: UInt8
  ) {
    let end = bytes.count
    var position = start
    var isNegative = false
    if position < end, bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+")
    {
      isNegative = bytes[position] == UInt8(ascii: "-")
      position += 1
    }
    let firstDigit = position
    var mantissa: UInt64 = 0
    while position < end, bytes[position].digit < 10 {
      mantissa = mantissa &* 10 &+ UInt64(bytes[position].digit)
      position += 1
    }
    var digits = position - firstDigit
    var exponent = 0
    if position < end, bytes[position] == decimalMark {
      position += 1
      let firstFraction = position
      while position < end, bytes[position].digit < 10 {
        mantissa = mantissa &* 10 &+ UInt64(bytes[position].digit)
        position += 1
      }
      exponent = firstFraction - position
      digits += position - firstFraction
    }
    guard digits > 0 else { return nil }
    let digitsEnd = position
    if position < end, bytes[position] | 0x20 == UInt8(ascii: "e") {
      guard let (power, next) = Self.exponent(at: position + 1, in: bytes) else { return nil }
      exponent += power
      position = next
    }
    next = position
    // 19 digits always fit into the mantissa; leading zeros do not count.
    if digits > 19 {
      let significant = bytes[firstDigit..<digitsEnd].filter { $0 != decimalMark }
        .drop { $0 == UInt8(ascii: "0") }
      if significant.count > 19 {
        let magnitude = Self.slowMagnitude(
          String(decoding: significant, as: UTF8.self), exponent)
        value = isNegative ? -magnitude : magnitude
        return
      }
    }
    let magnitude = Self.magnitude(mantissa, exponent)
    value = isNegative ? -magnitude : magnitude
  }

  /// Exponents beyond this are all the same to a double, for any mantissa that fits into memory.
  private static let exponentLimit = 1 << 40

  private static func exponent(
    at start: Int, in bytes: UnsafeBufferPointer<UInt8>
  ) -> (power: Int, next: Int)? {
    var position = start
    var isNegative = false
    if position < bytes.count,
      bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+")
    {
      isNegative = bytes[position] == UInt8(ascii: "-")
      position += 1
    }
    let firstDigit = position
    var power = 0
    while position < bytes.count, bytes[position].digit < 10 {
      power = min(power * 10 + Int(bytes[position].digit), exponentLimit)
      position += 1
    }
    return position == firstDigit ? nil : (isNegative ? -power : power, position)
  }

  /// mantissa · 10^exponent, rounded once.
  @inline(__always)
  static func magnitude(_ mantissa: UInt64, _ exponent: Int) -> Double {
    // Both operands are exact, so the one operation rounds right (Clinger 1990).
    if mantissa <= 1 << 53, -22...22 ~= exponent {
      let power = powersOfTen[abs(exponent)]
      return exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
    }
    if mantissa == 0 { return 0 }
    if 0...27 ~= exponent { return product(mantissa, exponent) }
    if -27..<0 ~= exponent { return quotient(mantissa, -exponent) }
    return slowMagnitude(String(mantissa), exponent)
  }

  /// mantissa · 5^power · 2^power by an exact product of 128 bits.
  private static func product(_ mantissa: UInt64, _ power: Int) -> Double {
    let (high, low) = mantissa.multipliedFullWidth(by: powersOfFive[power])
    if high == 0 {
      let shift = low.leadingZeroBitCount
      return rounded(low << shift, isInexact: false, exponent: power - shift)
    }
    let shift = high.leadingZeroBitCount
    let top = shift == 0 ? high : high << shift | low >> (64 - shift)
    return rounded(top, isInexact: low << shift != 0, exponent: 64 + power - shift)
  }

  /// mantissa / 5^power / 2^power by one exact division of 128 by 64 bits.
  private static func quotient(_ mantissa: UInt64, _ power: Int) -> Double {
    let divisor = powersOfFive[power]
    let (above, below) = (mantissa.leadingZeroBitCount, divisor.leadingZeroBitCount)
    let dividend = mantissa << above
    // The dividend's upper half is below 2^63 and the divisor is not, so the quotient fits; it has
    // 63 or 64 bits.
    let (quotient, remainder) = (divisor << below).dividingFullWidth(
      (dividend >> 1, dividend << 63))
    let shift = quotient.leadingZeroBitCount
    return rounded(
      quotient << shift, isInexact: remainder != 0,
      exponent: below - above - 63 - shift - power)
  }

  /// The double nearest to `bits` · 2^exponent, ties to even, where the highest of the bits is set
  /// and the true value is a little larger if `isInexact`. Only for values far from the ends of the
  /// range.
  private static func rounded(_ bits: UInt64, isInexact: Bool, exponent: Int) -> Double {
    var significand = bits >> 11
    let rest = bits & 0x7FF
    if rest > 0x400 || (rest == 0x400 && (isInexact || significand & 1 == 1)) { significand += 1 }
    return Double(significand) * Double(bitPattern: UInt64(1023 + 11 + exponent) << 52)
  }

  /// Any number of digits, any exponent; infinite when too large.
  private static func slowMagnitude(_ digits: String, _ exponent: Int) -> Double {
    Double("\(digits)e\(exponent)") ?? .nan
  }

  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// 5^27 is the largest below 2^63.
  private static let powersOfFive: [UInt64] = (0...27).map { power in
    (0..<power).reduce(1) { product, _ in product * 5 }
  }
}
