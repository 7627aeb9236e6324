import Glibc
import RegData
import Testing

@Suite("Decimal numbers")
struct DecimalNumberTests {
  /// The numbers read from a column of these texts.
  private func numbers(_ texts: [String]) throws -> [Double] {
    try #require(read("v\n" + texts.joined(separator: "\n") + "\n").table["v"]?.numbers)
  }

  @Test("text at the edges of a double reads as the C library reads it")
  func edges() throws {
    let texts = [
      "0", "-0", "0.1", "1e22", "1e23", "9007199254740993", "9007199254740992.5",
      "9007199254740991.5", "18446744073709551615", "18446744073709551616",
      "1.7976931348623157e308", "2.2250738585072014e-308", "2.2250738585072011e-308",
      "5e-324", "2.4703282292062327e-324", "2.4703282292062328e-324", "1e-400",
      "123456789012345678901234567890", "0.000000000000000000000000000001234567890123456789",
      "1.00000000000000011102230246251565404236316680908203125",
      "1.00000000000000011102230246251565404236316680908203124",
      "1.00000000000000011102230246251565404236316680908203126",
      "8.5e-27", "7450580596923828125e-27", "7450580596923828125e27", "9999999999999999999e27",
      "00000000000000000000000000000000001.5", "1e0000000000000000000000000005",
      "4503599627370496.5", "4503599627370497.5", "9223372036854775808e-1",
    ]
    for (text, number) in zip(texts, try numbers(texts)) {
      #expect(number.bitPattern == strtod(text, nil).bitPattern, "\(text)")
    }
  }

  @Test("random digits and exponents read as the C library reads them")
  func randomDigits() throws {
    var random = SplitMix(seed: 1)
    let texts = (0..<3000).map { _ -> String in
      let digits = String(random.next() >> UInt64.random(in: 0..<60, using: &random))
      let point = Int.random(in: 0...digits.count, using: &random)
      let exponent = Int.random(in: -40...40, using: &random)
      return "\(digits.prefix(point)).\(digits.dropFirst(point))e\(exponent)"
    }
    for (text, number) in zip(texts, try numbers(texts)) {
      #expect(number.bitPattern == strtod(text, nil).bitPattern, "\(text)")
    }
  }

  @Test("values halfway between two doubles round to even")
  func halfway() throws {
    var random = SplitMix(seed: 2)
    // An odd multiple of 2^-k, exact in decimal, one bit longer than a double.
    let texts = (0..<500).map { _ -> String in
      let bits = (random.next() >> 11) | 1 | 1 << 52
      let shift = Int.random(in: 0...8, using: &random)
      let scaled = UInt128(bits) * 2 + 1
      let power = (0..<shift).reduce(UInt128(1)) { product, _ in product * 5 }
      return "\(scaled * power)e-\(shift)"
    }
    for (text, number) in zip(texts, try numbers(texts)) {
      #expect(number.bitPattern == strtod(text, nil).bitPattern, "\(text)")
    }
  }
}
