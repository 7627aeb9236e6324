/// One column's coefficients for all responses, and what is charged for them:
/// h(b) = absolute·‖b‖ + square/2·‖b‖², lower ≤ b ≤ upper.
struct CoefficientGroup {
  let absolute: Double
  let square: Double
  /// One a response, as are upper ones; both are empty where nothing is bounded.
  let lower: [Double]
  let upper: [Double]

  var isBounded: Bool { !lower.isEmpty }

  /// The admissible point nearest to b.
  func held(_ b: [Double]) -> [Double] { isBounded ? held(b) { $0 } : b }

  /// h(b) for an admissible b.
  func penalty(_ b: [Double]) -> Double {
    let size = b.length
    return absolute * size + square * size * size / 2
  }

  /// The minimiser of curvature/2·‖b‖² − pull·b + h(b); nil where there is none.
  ///
  /// Without bounds it is the pull, shortened. With them bₖ is pullₖ·ν/(h·ν + a) held between its
  /// bounds, for h = curvature + square and the ν that is the length of the result. That length over
  /// ν falls as ν grows, so there is one such ν, found by bisection to the last bit.
  func minimizer(pull: [Double], curvature: Double) -> [Double]? {
    let total = curvature + square
    let strength = free(pull).length
    if strength <= absolute, admitsZero { return [Double](repeating: 0, count: pull.count) }
    if !isBounded {
      guard total > 0 else { return nil }
      let share = absolute > 0 ? (1 - absolute / strength) / total : 1 / total
      return pull.map { $0 * share }
    }
    if absolute == 0 {
      guard total > 0 || endless(pull).length == 0 else { return nil }
      return held(pull) { total > 0 ? $0 / total : ($0 == 0 ? 0 : $0 * .infinity) }
    }
    guard total > 0 || endless(pull).length < absolute else { return nil }
    return held(pull, lengthNear: total)
  }

  /// The length of the part of a slope that no bound stops.
  ///
  /// Without a square term, slope·b − h(b) is bounded while this is not above `absolute`.
  func endlessPull(_ slope: [Double]) -> Double { endless(slope).length }

  /// A slope a rounding error away whose product with b, less h(b), is bounded where nothing is
  /// charged for squares.
  func withinReach(_ slope: [Double]) -> [Double] {
    let endless = endless(slope)
    guard absolute > 0 else { return slope.indices.map { slope[$0] - endless[$0] } }
    let share = absolute / endless.length * (1 - 1e-15)
    return slope.map { $0 * share }
  }

  /// The rate at which moving b lowers the objective whose negative gradient, but for the norm, is
  /// `slope`.
  func violation(at b: [Double], slope: [Double], absolute: Double? = nil) -> Double {
    let absolute = absolute ?? self.absolute
    let size = b.length
    guard size > 0 else { return max(free(slope).length - absolute, 0) }
    return b.indices.reduce(0.0) { sum, k in
      let rest = slope[k] - absolute * (b[k] / size)
      return isHeld(b[k], rest, k) ? sum : sum + rest * rest
    }.squareRoot()
  }

  /// Whether a bound keeps the coefficient for response k from following its slope.
  func isHeld(_ value: Double, _ slope: Double, _ k: Int) -> Bool {
    guard isBounded else { return false }
    return slope > 0 ? value >= upper[k] : value <= lower[k]
  }

  func isAtBound(_ value: Double, _ k: Int) -> Bool {
    isBounded && (value >= upper[k] || value <= lower[k])
  }

  /// Whether 0 is within the bounds.
  var admitsZero: Bool {
    !isBounded || (lower.allSatisfy { $0 <= 0 } && upper.allSatisfy { $0 >= 0 })
  }

  /// The part of a pull that can move a coefficient away from 0.
  private func free(_ pull: [Double]) -> [Double] {
    guard isBounded else { return pull }
    return pull.indices.map { k in
      (pull[k] > 0 ? upper[k] > 0 : lower[k] < 0) ? pull[k] : 0
    }
  }

  /// The part of a pull that no bound stops.
  private func endless(_ pull: [Double]) -> [Double] {
    guard isBounded else { return pull }
    return pull.indices.map { k in
      (pull[k] > 0 ? upper[k] == .infinity : lower[k] == -.infinity) ? pull[k] : 0
    }
  }

  private func held(_ pull: [Double], _ scaled: (Double) -> Double) -> [Double] {
    pull.indices.map { k in Swift.min(Swift.max(scaled(pull[k]), lower[k]), upper[k]) }
  }

  private func held(_ pull: [Double], lengthNear total: Double) -> [Double] {
    func candidate(_ length: Double) -> [Double] {
      let share = length / (total * length + absolute)
      return held(pull) { $0 * share }
    }
    // The result grows with the length it is made for, up to what no norm shortens.
    var high =
      total > 0 ? held(pull) { $0 / total }.length : Swift.max(held(pull.map { _ in 0 }).length, 1)
    while total == 0, high < 1e150, candidate(high).length > high { high *= 4 }
    var low = high
    while low > 1e-150, candidate(low).length < low { low /= 4 }
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { break }
      if candidate(middle).length > middle { low = middle } else { high = middle }
    }
    return candidate(high)
  }
}

/// Whether row j of a table of coefficients is zero and nothing pulls it away.
func isAtRest(_ j: Int, _ b: [Double], pull: [Double], limit: Double, width: Int) -> Bool {
  let count = b.count / width
  var square = 0.0
  for k in 0..<width {
    let position = k * count + j
    if b[position] != 0 { return false }
    square += pull[position] * pull[position]
  }
  return square <= limit * limit
}

extension [Double] {
  /// √Σxᵢ² of a few numbers, none of them near the limits of doubles.
  var length: Double { reduce(0) { $0 + $1 * $1 }.squareRoot() }
}
