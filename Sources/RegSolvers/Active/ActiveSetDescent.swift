import RegLinearAlgebra

/// Minimises ½b'Gb − q'b + Σ(aⱼ|bⱼ| + rⱼbⱼ²/2), lower ≤ b ≤ upper, over a working set.
///
/// Newton steps on the free coefficients (nonzero, away from their bounds) solve exactly while their
/// signs hold, and stop where the first one reaches zero or a bound; sweeps of coordinate descent
/// bring in whatever violates optimality. Both lower the objective, so the alternation ends, and it
/// ends at machine precision (compare feature-sign search, Lee et al. 2006).
struct ActiveSetDescent {
  private(set) var set: WorkingSet
  /// The coefficients, in the working set's order.
  private(set) var b: [Double] = []
  private(set) var iterations = 0

  /// q, and q − Gb.
  private var target: [Double] = []
  private var gradient: [Double] = []
  private var absolute: [Double] = []
  private var square: [Double] = []
  private var lower: [Double] = []
  private var upper: [Double] = []
  private var factor = FaceFactor()
  var shouldStop: @Sendable () -> Bool

  /// Above this many free coefficients a factorisation costs more than many sweeps.
  private static let newtonLimit = 2000

  /// - Parameter target: z'y for every column of the problem.
  init(_ set: WorkingSet, target: [Double], shouldStop: @escaping @Sendable () -> Bool) {
    self.set = set
    self.shouldStop = shouldStop
    self.target = set.members.map { target[$0] }
    b = [Double](repeating: 0, count: set.count)
    gradient = self.target
  }

  /// Sets the coefficients to start from.
  mutating func begin(at coefficients: [Double]) {
    b = set.members.map { coefficients[$0] }
    refreshGradient()
  }

  /// Sets the linear term to what makes the gradient equal to the data's at the coefficients, which
  /// corrects what rounding left in the cross-products.
  mutating func correct(by problem: StandardizedProblem) {
    let residual = problem.residual(expanded(problem.count))
    gradient = problem.design.correlations(set.members, residual)
    target = gradient
    addProducts(of: b, to: &target, sign: 1)
  }

  /// Adds columns, without a coefficient yet.
  mutating func insert(_ columns: [Int], _ target: [Double], from problem: StandardizedProblem) {
    guard !columns.isEmpty else { return }
    let old = set.count
    set.insert(columns, from: problem)
    for column in columns {
      self.target.append(target[column])
      b.append(0)
    }
    set.gram.withPointer { gram in
      for place in old..<set.count {
        gradient.append(self.target[place] - BLAS.dot(old, gram + place * set.capacity, b))
      }
    }
  }

  /// y − Zb.
  func residual(of problem: StandardizedProblem) -> [Double] { set.residual(b, of: problem.y) }

  /// The penalty and the bounds from now on; bounds may differ from the problem's.
  mutating func impose(
    _ penalty: ScaledPenalty, _ problem: StandardizedProblem, lower: [Double], upper: [Double]
  ) {
    absolute = set.members.map { penalty.l1 * problem.absoluteFactors[$0] }
    let newSquare = set.members.map { penalty.l2 * problem.squareFactors[$0] }
    if !newSquare.starts(with: square) { factor.invalidate() }
    square = newSquare
    self.lower = set.members.map { lower[$0] }
    self.upper = set.members.map { upper[$0] }
    let outside = b.indices.filter { b[$0] < self.lower[$0] || b[$0] > self.upper[$0] }
    guard !outside.isEmpty else { return }
    for j in outside { b[j] = clamped(b[j], j) }
    refreshGradient()
  }

  /// The coefficients of all `count` columns, zero outside the working set.
  func expanded(_ count: Int) -> [Double] {
    var result = [Double](repeating: 0, count: count)
    for (place, value) in b.enumerated() { result[set.members[place]] = value }
    return result
  }

  /// Runs to machine precision, or as near as rounding allows.
  ///
  /// - Throws: `SolverError.cancelled` when asked to stop.
  mutating func minimize() throws(SolverError) {
    var best = Double.infinity
    var roundsWithoutProgress = 0
    while roundsWithoutProgress < (best < 1e-11 ? 2 : 10) {
      guard !shouldStop() else { throw .cancelled }
      try takeNewtonSteps()
      let violation = largestViolation()
      if violation <= tolerance { return }
      roundsWithoutProgress = violation < 0.9 * best ? 0 : roundsWithoutProgress + 1
      best = min(best, violation)
      try descend()
    }
  }

  /// What rounding in the gradient amounts to; everything has length 1 here.
  private var tolerance: Double {
    1e-14 * (8 + b.reduce(0) { $0 + $1.magnitude })
  }

  // MARK: coordinate descent

  /// Sweeps until the set of nonzero coefficients settles; a Newton step does the rest.
  private mutating func descend() throws(SolverError) {
    let newtonWillFinish = freeCount <= Self.newtonLimit
    for sweep in 0..<(newtonWillFinish ? 20 : 2000) {
      if sweep % 16 == 15, shouldStop() { throw .cancelled }
      let (largestChange, supportChanged) = sweepOnce()
      if largestChange <= 1e-15 { return }
      if newtonWillFinish, sweep > 0, !supportChanged { return }
    }
  }

  private mutating func sweepOnce() -> (largestChange: Double, supportChanged: Bool) {
    iterations += 1
    var largestChange = 0.0
    var supportChanged = false
    let (count, capacity) = (b.count, set.capacity)
    set.gram.withPointer { gram in
      for j in 0..<count {
        let old = b[j]
        if old == 0, gradient[j].magnitude <= absolute[j], lower[j] <= 0, upper[j] >= 0 { continue }
        // Row j of the leading block; its diagonal entry is the curvature.
        let row = gram + j * capacity
        let pull = gradient[j] + row[j] * old
        let new = clamped(softThreshold(pull, absolute[j]) / (row[j] + square[j]), j)
        guard new != old else { continue }
        BLAS.axpy(count, old - new, row, &gradient)
        b[j] = new
        largestChange = max(largestChange, (new - old).magnitude)
        supportChanged = supportChanged || (old == 0) != (new == 0)
      }
    }
    return (largestChange, supportChanged)
  }

  // MARK: Newton steps

  /// Newton steps on the free coefficients until one goes its whole way.
  private mutating func takeNewtonSteps() throws(SolverError) {
    var previous = Double.infinity
    var free = b.indices.filter(isFree)
    var slope = free.map(faceGradient)
    for _ in 0..<12 {
      guard !free.isEmpty, free.count <= Self.newtonLimit else { break }
      guard !shouldStop() else { throw .cancelled }
      guard let step = factor.solve(slope, on: free, set: set, square: square) else { break }
      iterations += 1
      let share = advance(free, step)
      guard share == 1 else {
        // Along a Newton step the slopes of what stays free shrink all alike, but for a shift.
        let kept = free.indices.filter { isFree(free[$0]) }
        slope = kept.map { slope[$0] - share * (slope[$0] - factor.shift * step[$0]) }
        free = kept.map { free[$0] }
        continue
      }
      refreshGradient()
      slope = free.map(faceGradient)
      let left = slope.reduce(0) { max($0, $1.magnitude) }
      if left <= tolerance || left > 0.5 * previous { return }
      previous = left
    }
    refreshGradient()
  }

  /// Moves along `step` until its end, or until the first coefficient reaches zero or a bound, which
  /// is then put there exactly.
  ///
  /// - Returns: The share of the way.
  private mutating func advance(_ free: [Int], _ step: [Double]) -> Double {
    var share = 1.0
    var blocking: (place: Int, value: Double)?
    for (j, change) in Swift.zip(free, step) {
      let wall = self.wall(j, towards: change)
      guard wall.isFinite, (b[j] + change - wall) * change > 0 else { continue }
      let reach = (wall - b[j]) / change
      if reach < share { (share, blocking) = (max(reach, 0), (j, wall)) }
    }
    for (j, change) in Swift.zip(free, step) { b[j] += share * change }
    if let blocking { b[blocking.place] = blocking.value }
    return blocking == nil ? 1 : share
  }

  /// Where coefficient j stops being free when it moves in the direction of `change`.
  private func wall(_ j: Int, towards change: Double) -> Double {
    let bound = change > 0 ? upper[j] : lower[j]
    guard absolute[j] > 0, b[j] * change < 0 else { return bound }
    return change > 0 ? min(0, bound) : max(0, bound)
  }

  private func isFree(_ j: Int) -> Bool {
    b[j] > lower[j] && b[j] < upper[j] && (b[j] != 0 || absolute[j] == 0)
  }

  private var freeCount: Int { b.indices.count(where: isFree) }

  /// The negative gradient along the face on which the signs of free coefficients hold.
  private func faceGradient(_ j: Int) -> Double {
    let push = b[j] == 0 ? 0 : (b[j] > 0 ? absolute[j] : -absolute[j])
    return gradient[j] - square[j] * b[j] - push
  }

  // MARK: optimality

  /// The largest rate at which moving one coefficient lowers the objective.
  private func largestViolation() -> Double {
    b.indices.reduce(0) { largest, j in
      let slope = gradient[j] - square[j] * b[j]
      let violation = optimalityViolation(
        at: b[j], slope: slope, absolute: absolute[j], lower: lower[j], upper: upper[j])
      return max(largest, violation)
    }
  }

  private mutating func refreshGradient() {
    gradient = target
    addProducts(of: b, to: &gradient, sign: -1)
  }

  private func addProducts(of b: [Double], to sum: inout [Double], sign: Double) {
    set.gram.withPointer { gram in
      BLAS.addColumns(
        rows: b.count, gram, ld: set.capacity, scaledBy: b.map { sign * $0 }, to: &sum)
    }
  }

  private func clamped(_ value: Double, _ j: Int) -> Double {
    min(max(value, lower[j]), upper[j])
  }
}

/// The minimiser of ½(b − value)² + limit·|b|.
func softThreshold(_ value: Double, _ limit: Double) -> Double {
  if value > limit { return value - limit }
  if value < -limit { return value + limit }
  return 0
}

/// The rate at which moving one coefficient lowers the objective; 0 or less at an optimum.
///
/// - Parameter slope: The negative derivative of everything but the absolute value.
func optimalityViolation(
  at b: Double, slope: Double, absolute: Double, lower: Double, upper: Double
) -> Double {
  let up = b < upper ? slope - (b >= 0 ? absolute : -absolute) : 0
  let down = b > lower ? -slope - (b <= 0 ? absolute : -absolute) : 0
  return max(up, down)
}
