/// Powers of two by which numbers are brought near 1, so that their squares neither overflow nor
/// vanish. To multiply by one is exact where no number comes near the smallest there is.
package struct Magnitude {
  /// What to multiply numbers by.
  package let factor: Double
  private let exponent: Int

  /// - Returns: `nil` where no number is finite and other than 0.
  package init?(of numbers: some Sequence<Double>) {
    var largest = 0.0
    for number in numbers where number.isFinite { largest = max(largest, number.magnitude) }
    guard largest > 0 else { return nil }
    // Both powers are numbers then.
    exponent = min(max(Int(largest.exponent), -1000), 1000)
    factor = Double(sign: .plus, exponent: -exponent, significand: 1)
  }

  /// What a number that scales as the numbers do is without the factor; of one that scales as their
  /// squares do the power is 2.
  package func undone(_ number: Double, power: Int = 1) -> Double {
    Double(sign: .plus, exponent: power * exponent, significand: number)
  }
}
