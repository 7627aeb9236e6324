import RegLinearAlgebra

/// Mean and standard deviation of numbers, updated value by value (Welford 1962), which does not
/// cancel; brought near 1 first, so that it does not overflow either.
struct RunningMoments {
  let mean: Double
  private let squares: Double
  private let count: Int
  private let magnitude: Magnitude?

  /// - Returns: `nil` for no numbers.
  init?(_ values: [Double]) {
    if values.isEmpty { return nil }
    let magnitude = Magnitude(of: values)
    let factor = magnitude?.factor ?? 1
    var (mean, squares) = (0.0, 0.0)
    for (index, value) in values.enumerated() {
      let near = value * factor
      let step = near - mean
      mean += step / Double(index + 1)
      squares += step * (near - mean)
    }
    self.magnitude = magnitude
    self.squares = squares
    count = values.count
    self.mean = magnitude?.undone(mean) ?? mean
  }

  /// - Parameter correction: What is taken off the count to divide by.
  func deviation(correction: Int) -> Double {
    let deviation = (squares / Double(count - correction)).squareRoot()
    return magnitude?.undone(deviation) ?? deviation
  }
}
