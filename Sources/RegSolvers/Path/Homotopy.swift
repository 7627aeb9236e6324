import RegLinearAlgebra

/// The exact path of ½‖y − Zb‖² + t·Σ aⱼ|bⱼ| as t falls, followed on cross-products from knot to
/// knot (Osborne, Presnell and Turlach 2000; the lasso modification of Efron et al. 2004).
///
/// Between knots the coefficients b_A = G_AA⁻¹(q_A − t·a_A·s_A) of the active columns A with signs s
/// and the correlations c = q − Gb are linear in t. The next knot is where a coefficient reaches zero
/// or a correlation reaches t·aⱼ. Columns with aⱼ = 0 are active throughout.
///
/// Ties are taken one by one, in steps of no length. Where they do not resolve, or an active column
/// is a combination of others, the path ends; what has been found by then is exact.
struct Homotopy {
  /// A stretch without a knot inside.
  struct Piece {
    let upper: Double
    let lower: Double
    /// The columns with a coefficient, and their coefficients at both ends.
    let places: [Int]
    let upperValues: [Double]
    let lowerValues: [Double]
  }

  /// A column that comes or goes as t falls below a value.
  struct Event: Equatable {
    let l1: Double
    let place: Int
    let enters: Bool
  }

  enum Ending: Equatable {
    /// The t asked for.
    case reached
    /// An active column is, to rounding, a combination of others.
    case dependentColumns
    /// Columns keep coming and going at the same t.
    case unresolvedTie
    /// More knots than paths of this size are known to have.
    case tooManyKnots
  }

  private(set) var pieces: [Piece] = []
  private(set) var events: [Event] = []
  /// The active columns in the order of the factor, and their signs, 0 for unpenalised ones.
  private(set) var active: [Int]

  private let gram: Matrix
  private let absolute: [Double]
  private let startCoefficients: [Double]
  private let startCorrelations: [Double]
  private var l1: Double
  private var signs: [Double]
  private var isActive: [Bool]
  private var b: [Double]
  private var correlations: [Double]
  private var factor = UpdatedCholesky()

  /// Knots between two factorisations from the cross-products, which remove what updates leave.
  private static let refreshInterval = 64
  /// Below this share of aⱼ the distance of a correlation to its limit does not shrink.
  private static let leastRate = 1e-9

  /// Starts from a solution.
  ///
  /// - Parameters:
  ///   - gram: The cross-products of all columns that may enter.
  ///   - absolute: aⱼ of each.
  ///   - coefficients: The solution at `l1`.
  ///   - correlations: Z'(y − Zb) at the solution, from the data.
  init(
    gram: Matrix, absolute: [Double], coefficients: [Double], correlations: [Double], l1: Double
  ) {
    self.gram = gram
    self.absolute = absolute
    self.l1 = l1
    self.correlations = correlations
    startCorrelations = correlations
    startCoefficients = coefficients
    b = coefficients
    active = absolute.indices.filter { coefficients[$0] != 0 || absolute[$0] == 0 }
    signs = active.map { absolute[$0] == 0 ? 0 : coefficients[$0] > 0 ? 1 : -1 }
    isActive = [Bool](repeating: false, count: absolute.count)
    for place in active { isActive[place] = true }
  }

  /// Follows the path down to `end`.
  ///
  /// - Throws: `SolverError.cancelled`.
  mutating func run(
    to end: Double, shouldStop: () -> Bool
  ) throws(SolverError) -> Ending {
    guard refresh() else { return .dependentColumns }
    var stepsWithoutLength = 0
    let mostKnots = 20 * absolute.count + 1000
    while true {
      guard !shouldStop() else { throw .cancelled }
      let direction = factor.solve(active.indices.map { absolute[active[$0]] * signs[$0] })
      let velocity = products(with: direction)
      let (length, event) = nextEvent(direction, velocity, within: l1 - end)
      advance(length, direction, velocity, to: end, event)
      guard let event else { return .reached }
      stepsWithoutLength = length > 1e-14 * l1 ? 0 : stepsWithoutLength + 1
      guard stepsWithoutLength <= 2 * min(absolute.count, 50) else { return .unresolvedTie }
      guard events.count < mostKnots else { return .tooManyKnots }
      events.append(Event(l1: l1, place: event.place, enters: event.enters))
      guard apply(event) else { return .dependentColumns }
      if events.count % Self.refreshInterval == 0, !refresh() { return .dependentColumns }
    }
  }

  /// The sign of an active column; 0 for an unpenalised one.
  func sign(of place: Int) -> Double {
    active.firstIndex(of: place).map { signs[$0] } ?? 0
  }

  // MARK: one step

  private struct Change {
    let place: Int
    let enters: Bool
    /// The sign a column enters with.
    let sign: Double
  }

  /// How far t falls until something happens, and what it is; nil if nothing does within `limit`.
  private func nextEvent(
    _ direction: [Double], _ velocity: [Double], within limit: Double
  ) -> (Double, Change?) {
    var (length, change) = (limit, Change?.none)
    for (index, place) in active.enumerated() where signs[index] * direction[index] < 0 {
      let reach = (b[place] / direction[index]).magnitude
      if reach < length {
        (length, change) = (reach, Change(place: place, enters: false, sign: 0))
      }
    }
    for place in absolute.indices where !isActive[place] {
      let limit = absolute[place]
      for sign in [1.0, -1.0] {
        let rate = limit - sign * velocity[place]
        guard rate > Self.leastRate * limit else { continue }
        let reach = max(l1 * limit - sign * correlations[place], 0) / rate
        if reach < length {
          (length, change) = (reach, Change(place: place, enters: true, sign: sign))
        }
      }
    }
    return (length, change)
  }

  private mutating func advance(
    _ length: Double, _ direction: [Double], _ velocity: [Double], to end: Double,
    _ change: Change?
  ) {
    let before = active.map { b[$0] }
    for (index, place) in active.enumerated() { b[place] += length * direction[index] }
    if let change, !change.enters { b[change.place] = 0 }
    for place in correlations.indices { correlations[place] -= length * velocity[place] }
    let lower = change == nil ? end : l1 - length
    if lower < l1 {
      pieces.append(
        Piece(
          upper: l1, lower: lower, places: active, upperValues: before,
          lowerValues: active.map { b[$0] }))
    }
    l1 = lower
  }

  private mutating func apply(_ change: Change) -> Bool {
    let place = change.place
    isActive[place] = change.enters
    guard change.enters else {
      guard let index = active.firstIndex(of: place) else { return false }
      factor.remove(index)
      active.remove(at: index)
      signs.remove(at: index)
      return true
    }
    let isIndependent = gram.withPointer { gram in
      let column = gram + place * absolute.count
      return factor.append(active.map { column[$0] }, square: column[place])
    }
    active.append(place)
    signs.append(change.sign)
    return isIndependent
  }

  /// G_CA·d, for all columns C that may enter.
  private func products(with direction: [Double]) -> [Double] {
    var sum = [Double](repeating: 0, count: absolute.count)
    gram.withPointer { gram in
      for (index, place) in active.enumerated() {
        BLAS.axpy(sum.count, direction[index], gram + place * sum.count, &sum)
      }
    }
    return sum
  }

  /// Factors the active block afresh, takes the correlations from the start's, and corrects the
  /// coefficients by what these still lack.
  private mutating func refresh() -> Bool {
    guard let fresh = UpdatedCholesky(gram, active) else { return false }
    factor = fresh
    guard !events.isEmpty else { return true }
    for _ in 0..<2 {
      correlations = startCorrelations
      gram.withPointer { gram in
        for place in b.indices where b[place] != startCoefficients[place] {
          BLAS.axpy(
            b.count, startCoefficients[place] - b[place], gram + place * b.count, &correlations)
        }
      }
      let lack = active.indices.map { index in
        correlations[active[index]] - l1 * absolute[active[index]] * signs[index]
      }
      for (place, change) in Swift.zip(active, factor.solve(lack)) where b[place] != 0 {
        b[place] += change
      }
    }
    return true
  }
}
