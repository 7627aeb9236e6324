public import RegLinearAlgebra

/// `lo:hi` or `lo:step:hi`: numbers at equal steps, none of them stored.
public struct NumberRange: Sendable, Equatable {
  public let first: Double
  public let step: Double
  public let count: Int

  /// How many numbers a range may have to become a matrix of its own accord: 2 GB of them.
  public static let longestStored = 1 << 28

  /// The numbers `first`, `first + step`, … that do not pass `last`.
  ///
  /// A hundredth of a millionth of a step past `last` still counts, so that `0:0.1:1` has eleven.
  /// `nil` when a bound is not finite, the step is zero, or there are more than 2⁵³ numbers.
  public init?(from first: Double, step: Double = 1, through last: Double) {
    guard first.isFinite, step.isFinite, last.isFinite, step != 0 else { return nil }
    let steps = ((last - first) / step + 1e-8).rounded(.down)
    guard steps < 0x1p53 else { return nil }
    self.first = first
    self.step = step
    count = steps < 0 ? 0 : Int(steps) + 1
  }

  /// The number at a position counted from 0.
  public subscript(position: Int) -> Double { first + Double(position) * step }

  /// The numbers as a vector; the caller has checked that they fit into memory.
  public var matrix: Matrix {
    Matrix(rows: count, columns: 1) { entries in
      for position in 0..<count { entries[position] = self[position] }
    }
  }
}
