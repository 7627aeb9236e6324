import RegLinearAlgebra

/// Sums and moments of runs of numbers, written so that rounding stays small.
enum Sums {
  /// The sum, pair by pair, so that the error grows with the logarithm of the count.
  static func sum(_ values: UnsafeBufferPointer<Double>) -> Double {
    sum(values, of: { $0 })
  }

  static func mean(_ values: UnsafeBufferPointer<Double>) -> Double {
    let mean = plainMean(values)
    if mean.isFinite { return mean }
    return scaled(values) { plainMean($0) } ?? mean
  }

  private static func plainMean(_ values: UnsafeBufferPointer<Double>) -> Double {
    let count = Double(values.count)
    let near = sum(values) / count
    // What rounding left in the mean is the mean of what is left.
    return near.isFinite ? near + sum(values, of: { $0 - near }) / count : near
  }

  /// The sum of squared deviations from the mean, divided by count - `correction`.
  static func variance(_ values: UnsafeBufferPointer<Double>, correction: Double) -> Double {
    let variance = plainVariance(values, correction: correction)
    if variance.isNormal { return variance }
    return scaled(values, power: 2) { plainVariance($0, correction: correction) } ?? variance
  }

  /// The square root of the variance, also of one that is out of range.
  static func deviation(_ values: UnsafeBufferPointer<Double>, correction: Double) -> Double {
    let variance = plainVariance(values, correction: correction)
    if variance.isNormal { return variance.squareRoot() }
    return scaled(values) { plainVariance($0, correction: correction).squareRoot() }
      ?? variance.squareRoot()
  }

  private static func plainVariance(
    _ values: UnsafeBufferPointer<Double>, correction: Double
  ) -> Double {
    let mean = plainMean(values)
    let squares = sum(values) { ($0 - mean) * ($0 - mean) }
    return squares / (Double(values.count) - correction)
  }

  /// A figure of numbers brought near 1, for those whose own sums are out of range; `nil` where that
  /// is not what is wrong.
  private static func scaled(
    _ values: UnsafeBufferPointer<Double>, power: Int = 1,
    _ figure: (UnsafeBufferPointer<Double>) -> Double
  ) -> Double? {
    guard values.allSatisfy(\.isFinite), let magnitude = Magnitude(of: values) else { return nil }
    let near = values.map { $0 * magnitude.factor }
    return magnitude.undone(near.withUnsafeBufferPointer(figure), power: power)
  }

  @inline(__always)
  private static func sum(
    _ values: UnsafeBufferPointer<Double>, of term: (SIMD8<Double>) -> SIMD8<Double>
  ) -> Double {
    sum(values, from: 0, to: values.count, of: term)
  }

  private static func sum(
    _ values: UnsafeBufferPointer<Double>, from start: Int, to end: Int,
    of term: (SIMD8<Double>) -> SIMD8<Double>
  ) -> Double {
    guard end - start > 512 else { return shortSum(values, from: start, to: end, of: term) }
    let middle = start + (end - start) / 2
    return sum(values, from: start, to: middle, of: term)
      + sum(values, from: middle, to: end, of: term)
  }

  /// Eight sums side by side, since each addition waits for the one before it.
  private static func shortSum(
    _ values: UnsafeBufferPointer<Double>, from start: Int, to end: Int,
    of term: (SIMD8<Double>) -> SIMD8<Double>
  ) -> Double {
    var lanes = SIMD8<Double>()
    var position = start
    while position + 8 <= end {
      var next = SIMD8<Double>()
      for lane in 0..<8 { next[lane] = values[position + lane] }
      lanes += term(next)
      position += 8
    }
    var total = lanes.sum()
    while position < end {
      total += term(SIMD8(repeating: values[position]))[0]
      position += 1
    }
    return total
  }
}
