import RegLinearAlgebra

/// Minimises ½tr(B'GB) − tr(Q'B) + Σ(aⱼ‖Bⱼ‖ + rⱼ‖Bⱼ‖²/2), lower ≤ B ≤ upper, over a working set.
///
/// Sweeps solve for one row of B after another, exactly; they find which rows are zero. Newton steps
/// on the others, where the objective is smooth, do the rest to machine precision. Both lower the
/// objective.
struct MultiResponseDescent {
  private(set) var set: WorkingSet
  /// The number of responses.
  let width: Int
  /// The coefficients: a table with a row for each member of the working set.
  private(set) var b: [Double] = []
  private(set) var iterations = 0

  /// Q, and Q − GB.
  private var target: [Double] = []
  private var gradient: [Double] = []
  private var groups: [CoefficientGroup] = []
  private let shouldStop: @Sendable () -> Bool

  /// Above this many nonzero rows a factorisation costs more than many sweeps.
  private static let newtonLimit = 1000

  init(_ set: WorkingSet, width: Int, shouldStop: @escaping @Sendable () -> Bool) {
    self.set = set
    self.width = width
    self.shouldStop = shouldStop
  }

  private var count: Int { self.set.count }

  /// Sets the coefficients to start from and the linear term to what makes `gradient` the negative
  /// gradient of the smooth part at them; both are tables of all columns of the problem.
  mutating func start(_ coefficients: [Double], gradient data: [Double], of columns: Int) {
    b = members(of: coefficients, columns)
    gradient = members(of: data, columns)
    target = gradient
    addProducts(of: b, to: &target, sign: 1)
  }

  mutating func insert(
    _ columns: [Int], _ gradient: [Double], from problem: StandardizedMultiResponse
  ) {
    let coefficients = expanded(problem.count)
    set.insert(columns, from: problem.predictors)
    start(coefficients, gradient: gradient, of: problem.count)
  }

  /// The penalties and the bounds from now on: a group for each column of the problem.
  mutating func impose(_ all: (Int) -> CoefficientGroup) {
    groups = set.members.map(all)
    for j in groups.indices where groups[j].isBounded {
      put(groups[j].held(row(j, of: b)), at: j)
    }
    refreshGradient()
  }

  /// The coefficients of all `columns`, zero outside the working set.
  func expanded(_ columns: Int) -> [Double] {
    var result = [Double](repeating: 0, count: columns * width)
    for k in 0..<width {
      for (place, column) in set.members.enumerated() where !b.isEmpty {
        result[k * columns + column] = b[k * count + place]
      }
    }
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

  // MARK: descent by rows

  /// Sweeps until the set of nonzero rows settles; a Newton step does the rest.
  private mutating func descend() throws(SolverError) {
    let newtonWillFinish = groups.indices.count(where: isActive) <= Self.newtonLimit
    for sweep in 0..<(newtonWillFinish ? 20 : 2000) {
      guard !shouldStop() else { throw .cancelled }
      let (largestChange, supportChanged) = sweepOnce()
      if largestChange <= 1e-15 { return }
      if newtonWillFinish, sweep > 0, !supportChanged { return }
    }
  }

  private mutating func sweepOnce() -> (largestChange: Double, supportChanged: Bool) {
    iterations += 1
    var largestChange = 0.0
    var supportChanged = false
    for j in groups.indices where !isAtRest(j) {
      let (old, slope) = (row(j, of: b), row(j, of: gradient))
      let wasZero = old.allSatisfy { $0 == 0 }
      let curvature = set.gram[j, j]
      let pull = Swift.zip(slope, old).map { $0 + curvature * $1 }
      guard let new = groups[j].minimizer(pull: pull, curvature: curvature), new != old
      else { continue }
      move(j, by: Swift.zip(new, old).map { $0 - $1 })
      put(new, at: j)
      largestChange = Swift.zip(new, old).reduce(largestChange) {
        max($0, ($1.0 - $1.1).magnitude)
      }
      supportChanged = supportChanged || wasZero != new.allSatisfy { $0 == 0 }
    }
    return (largestChange, supportChanged)
  }

  /// What a change of row j does to the gradient.
  private mutating func move(_ j: Int, by change: [Double]) {
    let (count, set) = (count, set)
    gradient.withUnsafeMutableBufferPointer { gradient in
      guard let base = gradient.baseAddress else { return }
      set.gram.withPointer { gram in
        for (k, step) in change.enumerated() where step != 0 {
          BLAS.axpy(count, -step, gram + j * set.capacity, base + k * count)
        }
      }
    }
  }

  // MARK: Newton steps

  private enum Advance {
    /// All the way, or as far as helps.
    case free
    /// To where a row turned around or a bound was met.
    case stopped
    /// Nowhere.
    case none
  }

  /// Newton steps on the rows that are not zero until they leave nothing but rounding.
  private mutating func takeNewtonSteps() throws(SolverError) {
    var previous = Double.infinity
    for _ in 0..<60 {
      let active = groups.indices.filter(isActive)
      guard !active.isEmpty, active.count <= Self.newtonLimit else { return }
      guard !shouldStop() else { throw .cancelled }
      let face = MultiResponseFace(active, groups, b, gradient, set, width: width)
      let left = face.slope.reduce(0) { max($0, $1.magnitude) }
      if left <= tolerance || left > 0.9 * previous { return }
      guard let step = face.newtonStep() else { return }
      iterations += 1
      switch advance(active, step, face.slope) {
      case .free: previous = left
      // On another face slopes start anew.
      case .stopped: previous = .infinity
      case .none: return
      }
    }
  }

  /// Moves along `step`, a table of the active rows, as far as that helps.
  ///
  /// A row that would turn around ends at zero first; whether it belongs there is for the sweeps to
  /// say.
  private mutating func advance(_ active: [Int], _ step: [Double], _ slope: [Double]) -> Advance {
    let before = (b, gradient, height: height, slope: slope.length)
    let stop = firstStop(active, step)
    var share = stop.share
    for attempt in 0..<8 {
      for (place, j) in active.enumerated() {
        var new = row(j, of: before.0)
        for k in 0..<width { new[k] += share * step[k * active.count + place] }
        if attempt == 0, let row = stop.row, row.place == j { new = row.value }
        put(groups[j].held(new), at: j)
      }
      refreshGradient()
      // Near the minimum heights are all the same to rounding, and slopes are not.
      let advance = attempt == 0 && stop.row != nil ? Advance.stopped : .free
      if height < before.height - 1e-14 { return advance }
      let face = MultiResponseFace(
        active.filter(isActive), groups, b, gradient, set, width: width)
      if height <= before.height + 1e-14, face.slope.length < before.slope { return advance }
      share *= attempt == 0 && stop.row != nil ? 0.9 : 0.4
    }
    (b, gradient) = (before.0, before.1)
    return .none
  }

  /// How far a step goes before a row turns around or a coefficient reaches a bound, and that row
  /// there.
  private func firstStop(
    _ active: [Int], _ step: [Double]
  ) -> (share: Double, row: (place: Int, value: [Double])?) {
    var stop: (share: Double, row: (place: Int, value: [Double])?) = (1, nil)
    for (place, j) in active.enumerated() {
      let old = row(j, of: b)
      let change = (0..<width).map { step[$0 * active.count + place] }
      let along = Swift.zip(old, change).reduce(0) { $0 + $1.0 * $1.1 }
      let size = old.length
      if groups[j].absolute > 0, groups[j].admitsZero, along < 0, size * size < -stop.share * along
      {
        stop = (size * size / -along, (j, [Double](repeating: 0, count: width)))
      }
      for k in 0..<width where groups[j].isBounded && change[k] != 0 {
        let wall = change[k] > 0 ? groups[j].upper[k] : groups[j].lower[k]
        let reach = (wall - old[k]) / change[k]
        guard wall.isFinite, reach < stop.share else { continue }
        var there = Swift.zip(old, change).map { $0 + reach * $1 }
        there[k] = wall
        stop = (max(reach, 0), (j, there))
      }
    }
    return stop
  }

  /// Whether a row takes part in Newton steps.
  private func isActive(_ j: Int) -> Bool {
    if groups[j].absolute == 0 { return true }
    for position in stride(from: j, to: b.count, by: count) where b[position] != 0 { return true }
    return false
  }

  // MARK: optimality

  /// The largest rate at which moving one row lowers the objective.
  private func largestViolation() -> Double {
    groups.indices.reduce(0) {
      isAtRest($1)
        ? $0 : max($0, groups[$1].violation(at: row($1, of: b), slope: smoothSlope($1)))
    }
  }

  private func isAtRest(_ j: Int) -> Bool {
    RegSolvers.isAtRest(j, b, pull: gradient, limit: groups[j].absolute, width: width)
  }

  /// The negative gradient of all but the norm.
  private func smoothSlope(_ j: Int) -> [Double] {
    (0..<width).map { gradient[$0 * count + j] - groups[j].square * b[$0 * count + j] }
  }

  /// The objective, up to a constant.
  private var height: Double {
    var sum = 0.0
    for position in b.indices where b[position] != 0 {
      sum -= b[position] * (target[position] + gradient[position])
    }
    sum /= 2
    for j in groups.indices where isActive(j) { sum += groups[j].penalty(row(j, of: b)) }
    return sum
  }

  private mutating func refreshGradient() {
    gradient = target
    addProducts(of: b, to: &gradient, sign: -1)
  }

  private func addProducts(of b: [Double], to sum: inout [Double], sign: Double) {
    let count = count
    sum.withUnsafeMutableBufferPointer { sum in
      guard let base = sum.baseAddress else { return }
      set.gram.withPointer { gram in
        for k in 0..<width {
          for j in 0..<count where b[k * count + j] != 0 {
            BLAS.axpy(count, sign * b[k * count + j], gram + j * set.capacity, base + k * count)
          }
        }
      }
    }
  }

  // MARK: tables

  private func row(_ j: Int, of table: [Double]) -> [Double] {
    (0..<width).map { table[$0 * count + j] }
  }

  private mutating func put(_ row: [Double], at j: Int) {
    for k in 0..<width { b[k * count + j] = row[k] }
  }

  private func members(of table: [Double], _ columns: Int) -> [Double] {
    (0..<width).flatMap { k in set.members.map { table[k * columns + $0] } }
  }
}
