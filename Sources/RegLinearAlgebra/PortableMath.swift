import Glibc

/// Functions of the platform's maths library.
enum LibM {
  static func log(_ x: Double) -> Double { Glibc.log(x) }
}

/// Functions whose bits are the same on every machine, unlike those of a maths library.
enum PortableMath {
  /// The natural logarithm of a positive normal number, within two rounding units.
  ///
  /// x = m·2ᵉ with √½ ≤ m < √2, and log m = 2·artanh((m − 1)/(m + 1)) by its series: only operations
  /// that IEEE 754 rounds exactly, in a fixed order.
  static func log(_ x: Double) -> Double {
    var exponent = Double(x.exponent)
    var mantissa = x.significand
    if mantissa > 1.4142135623730951 {
      mantissa *= 0.5
      exponent += 1
    }
    let ratio = (mantissa - 1) / (mantissa + 1)
    let square = ratio * ratio
    // |ratio| ≤ 0.1716, so the first term left out is below 2⁻⁵³ of the sum.
    var series = 0.0
    for order in stride(from: 23.0, through: 3, by: -2) { series = (series + 1 / order) * square }
    let logarithm = 2 * ratio + 2 * ratio * series
    // log 2 in two pieces, the first short enough that its product with the exponent is exact.
    return exponent * 0x1.62e42fee00000p-1 + (exponent * 0x1.a39ef35793c76p-33 + logarithm)
  }
}
