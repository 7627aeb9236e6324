import CRegText

/// Decimal text as the nearest double, ties to even, as the C library's `strtod` reads it.
///
/// Accepts an optional sign, digits with at most one decimal mark among, before or behind them, and
/// an exponent; nothing else, so neither hexadecimal nor grouped digits. What is too large is
/// infinite.
struct DecimalNumber {
  let value: Double
  /// The position behind the number.
  let next: Int

  /// The longest number that starts at a position.
  init?(at start: Int, in bytes: UnsafeBufferPointer<UInt8>, decimalMark: UInt8) {
    guard let base = bytes.baseAddress, start < bytes.count else { return nil }
    var value = 0.0
    let next = reg_read_number(base, start, bytes.count, decimalMark, &value)
    if next < 0 { return nil }
    self.value = value
    self.next = next
  }
}
