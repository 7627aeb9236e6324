import Foundation
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

  @Test("whole numbers of one to twelve digits read as they are, with leading zeros and minus")
  func wholeNumbers() throws {
    var random = SplitMix(seed: 5)
    var texts = ["0", "-0", "00", "-00000000", "99999999", "-99999999", "100000000"]
    for digits in 1...12 {
      texts += (0..<200).map { _ in
        let figures = (0..<digits).map { _ in String(Int.random(in: 0...9, using: &random)) }
        return (Bool.random(using: &random) ? "-" : "") + figures.joined()
      }
    }
    for (text, number) in zip(texts, try numbers(texts)) {
      #expect(number.bitPattern == strtod(text, nil).bitPattern, "\(text)")
    }
  }

  @Test("a byte that no number has makes text of a short one", arguments: 1...8)
  func notQuiteWhole(digits: Int) throws {
    var options = CSVOptions()
    options.delimiter = UInt8(ascii: ",")
    let inNumbers = Array("0123456789+-.eE,\"".utf8)
    for byte in [UInt8](33...126) where !inNumbers.contains(byte) {
      for place in 0..<digits {
        var text = [UInt8](repeating: UInt8(ascii: "7"), count: digits)
        text[place] = byte
        let bytes = Array("v,w\n1,2\n".utf8) + text + Array(",3\n4,5\n".utf8)
        let column = try CSV.read(bytes, options: options).table["v"]
        #expect(column?.kind == .text, "\(String(decoding: text, as: UTF8.self))")
      }
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

  @Test("doubles in full and in 17 digits read as the C library reads them", arguments: 1...4)
  func randomDoubles(seed: Int) throws {
    var random = SplitMix(seed: UInt64(seed))
    let texts = (0..<8000).map { position -> String in
      let number =
        position % 2 == 0
        ? Double(bitPattern: random.next() & ~(1 << 62))
        : Double.random(in: -10...10, using: &random)
      let digits = Int.random(in: 1...19, using: &random)
      return position % 3 == 0 ? "\(number)" : String(format: "%.\(digits)g", number)
    }
    for (text, number) in zip(texts, try numbers(texts)) {
      #expect(number.bitPattern == strtod(text, nil).bitPattern, "\(text)")
    }
  }

  @Test("every power of ten scales as in the C library")
  func everyPower() throws {
    var random = SplitMix(seed: 3)
    let texts = (-342...308).flatMap { power in
      (0..<12).map { _ in
        "\(random.next() >> UInt64.random(in: 0..<60, using: &random) | 1)e\(power)"
      }
    }.filter { Double($0)?.isFinite == true }
    for (text, number) in zip(texts, try numbers(texts)) {
      #expect(number.bitPattern == strtod(text, nil).bitPattern, "\(text)")
    }
  }

  @Test("a thousand digits read as the C library reads them, the last one included")
  func manyDigits() throws {
    var random = SplitMix(seed: 4)
    var texts: [String] = []
    for _ in 0..<50 {
      // Halfway between two small doubles, which takes some hundred digits to say.
      let number = Double(bitPattern: random.next() >> UInt64.random(in: 11...40, using: &random))
      let exact = String(format: "%.1100f", number / 2 + number.nextUp / 2)
      let halfway = String(format: "%.1100f", number) + "5"
      texts += [
        exact, exact + "1", halfway, "-" + halfway + String(repeating: "0", count: 900) + "1",
      ]
    }
    for (text, number) in zip(texts, try numbers(texts)) {
      #expect(number.bitPattern == strtod(text, nil).bitPattern, "\(text)")
    }
  }

  @Test("numbers are written in the fewest digits that read back, as Swift writes them")
  func writesShortest() {
    var random = SplitMix(seed: 5)
    var values: [Double] = [
      0.1, 1e15, 1e16, 123456789012345680, .leastNonzeroMagnitude, 0.0001, 0.00001, 1e22, 1e23,
    ]
    values += (-1074...1023).map { Double(sign: .plus, exponent: $0, significand: 1) }
    values += (-1074...1023).map { Double(sign: .plus, exponent: $0, significand: 1).nextDown }
    for _ in 0..<6000 {
      let bits = Double(bitPattern: random.next())
      if bits.isFinite { values.append(bits) }
      values.append(Double.random(in: -1000...1000, using: &random))
      values.append(Double(Int.random(in: -1_000_000...1_000_000, using: &random)) / 1000)
    }
    for value in values {
      let text = CSV.text(value)
      #expect(Double(text)?.bitPattern == value.bitPattern)
      // Between 10^16 and 2^54 Swift writes whole numbers out.
      if abs(value) < 1e16 || abs(value) > 0x1p54 {
        let expected = value.description
        #expect(text == (expected.hasSuffix(".0") ? String(expected.dropLast(2)) : expected))
      }
    }
  }
}
