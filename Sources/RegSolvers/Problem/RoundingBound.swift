/// The most by which rounding can put a computed sum of products off, relative to the sum of the
/// products' magnitudes, in whatever order it is formed: γₙ = nu/(1 − nu).
///
/// N. J. Higham, *Accuracy and Stability of Numerical Algorithms*, section 3.1.
///
/// - Parameter length: The most roundings that any product passes through.
func roundingBound(_ length: Int) -> Double {
  let share = Double(length) * (Double.ulpOfOne / 2)
  return share / (1 - share)
}
