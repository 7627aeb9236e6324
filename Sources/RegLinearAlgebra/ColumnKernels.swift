import CRegKernels

/// Moments of raw columns, at the speed of memory.
package enum ColumnKernels {
  package typealias Input = UnsafePointer<Double>
  package typealias Output = UnsafeMutablePointer<Double>

  /// Σ wᵢ(xᵢ − origin); weights of 1 without `weights`.
  package static func sum(
    _ count: Int, _ x: Input, about origin: Double, weights: Input? = nil
  ) -> Double { reg_sum_about(count, x, origin, weights) }

  /// Σ wᵢ(xᵢ − center)²; weights of 1 without `weights`.
  package static func squares(
    _ count: Int, _ x: Input, about center: Double, weights: Input? = nil
  ) -> Double { reg_squares_about(count, x, center, weights) }

  /// The moments of a column, taken in one pass; weights of 1 without `weights`.
  package static func moments(_ count: Int, _ x: Input, weights: Input? = nil) -> ColumnMoments {
    var (mean, squares, weight) = (0.0, 0.0, 0.0)
    var areEqual: CInt = 0
    reg_moments(count, x, weights, &mean, &squares, &weight, &areEqual)
    return ColumnMoments(
      mean: mean, meanSquare: squares / weight, areEqual: areEqual == 1)
  }

  /// outᵢ ← (xᵢ − center) / length · root, or · rootᵢ.
  package static func standardize(
    _ count: Int, _ x: Input, center: Double, length: Double, root: Double, roots: Input?,
    into out: Output
  ) { reg_standardize(count, x, center, length, root, roots, out) }

  package static func areFinite(_ count: Int, _ x: Input) -> Bool { reg_all_finite(count, x) == 1 }

  package static func areEqual(_ count: Int, _ x: Input) -> Bool { reg_all_equal(count, x) == 1 }
}

/// The weighted mean of a column, the mean square about it, and whether its entries are all the same.
package struct ColumnMoments {
  package let mean: Double
  package let meanSquare: Double
  package let areEqual: Bool
}
