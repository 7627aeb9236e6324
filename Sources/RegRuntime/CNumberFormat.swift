import Glibc

/// C's conversions of doubles, always with a decimal point whatever locale the host has set.
enum CNumberFormat {
  enum Conversion: String { case fixed = "f", scientific = "e", general = "g" }

  /// `number` with `precision` digits: decimals, or significant digits for `.general`.
  ///
  /// - Precondition: `precision` is at most 100, so that the text is at most 500 bytes.
  static func text(_ number: Double, _ conversion: Conversion, precision: Int) -> String {
    let previous = uselocale(locale)
    defer { uselocale(previous) }
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { buffer in
      let length = withVaList([CInt(clamping: precision), number]) {
        vsnprintf(buffer.baseAddress, buffer.count, "%.*" + conversion.rawValue, $0)
      }
      let bytes = buffer.prefix(min(max(Int(length), 0), buffer.count - 1))
      return String(decoding: bytes.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
  }

  // Made once and never freed or changed, as POSIX allows for sharing between threads.
  private nonisolated(unsafe) static let locale = newlocale(1 << LC_NUMERIC, "C", nil)
}

extension Double {
  /// With `digits` significant digits, as in `1.2345e+02`.
  func scientific(digits: Int) -> String {
    CNumberFormat.text(self, .scientific, precision: min(max(digits, 1), 40) - 1)
  }
}
