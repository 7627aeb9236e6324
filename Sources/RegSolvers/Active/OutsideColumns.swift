import RegLinearAlgebra

/// What a path knows of the columns that are not in its working set: which are expected to join at
/// the next λ, and which have to at this one.
struct OutsideColumns {
  /// z'(y − Zb) for every column, at the solution looked at last, and how far each may be off.
  private var gradient: [Double]
  private var errors: [Double]
  /// The L1 term of that solution.
  private var l1: Double
  /// The same at the solution before.
  private var earlierGradient: [Double]
  private var earlierL1: Double?
  private let all: [Int]
  private var residual: [Double] = []
  private var vector: ColumnScreen.Vector?
  /// The columns that this residual was held against; nil for all.
  private var near: [Int]?
  /// Where all columns were looked at last: a column's correlation has changed by no more than the
  /// residual has since, for columns have length 1.
  private var reference: Reference?

  private struct Reference {
    let residual: [Double]
    /// The most that each column's correlation could be.
    let reach: [Double]
  }

  /// Many at once mean that most would leave again.
  private static let mostJoining = 500

  init(_ problem: StandardizedProblem, gradient: [Double], l1: Double) {
    self.gradient = gradient
    self.l1 = l1
    errors = [Double](repeating: 0, count: problem.count)
    earlierGradient = gradient
    all = Array(gradient.indices)
  }

  // MARK: the next λ

  /// The columns expected to have a coefficient at another L1 term; only a guess, which `violators`
  /// makes good.
  ///
  /// Correlations change at the rate they last did. Before there is a rate, the sequential strong
  /// rule (Tibshirani et al. 2012) admits what could enter if they grew as fast as λ falls; on long
  /// steps that would be all.
  func expected(_ problem: StandardizedProblem, _ set: WorkingSet, _ next: Double) -> [Int] {
    guard let earlierL1, earlierL1 > l1, l1 > next else {
      let threshold = max(2 * next - max(l1, next), 0.8 * next)
      return others(problem, set, above: threshold) { gradient[$0] }
    }
    func expected(at l1: Double) -> [Int] {
      let share = (self.l1 - l1) / (earlierL1 - self.l1)
      return others(problem, set, above: l1) {
        gradient[$0] + share * (gradient[$0] - earlierGradient[$0])
      }
    }
    // Products with few columns cost nearly as much as with many: the λ after this one is seen to
    // as well.
    return expected(at: next).isEmpty ? [] : expected(at: next * (next / l1))
  }

  /// The columns outside the set whose correlation, by some guess, is above a limit.
  private func others(
    _ problem: StandardizedProblem, _ set: WorkingSet, above limit: Double,
    _ guess: (Int) -> Double
  ) -> [Int] {
    let found = all.filter {
      guess($0).magnitude > limit * problem.absoluteFactors[$0] && set.places[$0] == nil
        && problem.mayMove($0, towards: guess($0))
    }
    return strongest(found, problem, guess)
  }

  private func strongest(
    _ columns: [Int], _ problem: StandardizedProblem, _ pull: (Int) -> Double
  ) -> [Int] {
    guard columns.count > Self.mostJoining else { return columns }
    let ranked = columns.sorted {
      pull($0).magnitude * problem.absoluteFactors[$1]
        > pull($1).magnitude * problem.absoluteFactors[$0]
    }
    return Array(ranked.prefix(Self.mostJoining))
  }

  // MARK: this λ

  /// Takes in the residual of a solution.
  mutating func look(_ problem: StandardizedProblem, _ residual: [Double], l1: Double) {
    if l1 != self.l1 {
      earlierGradient = gradient
      (earlierL1, self.l1) = (self.l1, l1)
    }
    self.residual = residual
    guard problem.isScreened else {
      gradient = problem.correlations(residual)
      return
    }
    let screen = problem.design.screen
    let rounded = screen.vector(residual)
    vector = rounded
    near = nearLimit(problem, residual)
    if let near {
      screen.products(of: near, with: rounded, values: &gradient, errors: &errors)
    } else {
      screen.products(
        with: rounded, workers: problem.workers, values: &gradient, errors: &errors)
      reference = Reference(
        residual: residual, reach: gradient.indices.map { gradient[$0].magnitude + errors[$0] })
    }
  }

  /// The columns that may have reached the limit since all were looked at, where they are few.
  private func nearLimit(_ problem: StandardizedProblem, _ residual: [Double]) -> [Int]? {
    guard let reference else { return nil }
    let distance = 1.000_001 * distance(residual, reference.residual)
    var near: [Int] = []
    for j in reference.reach.indices
    where reference.reach[j] + distance > l1 * problem.absoluteFactors[j] {
      near.append(j)
      if 4 * near.count > problem.count { return nil }
    }
    return near
  }

  /// The columns that belong into the set; of very many the strongest.
  ///
  /// An empty answer is a proof that there are none.
  mutating func violators(_ problem: StandardizedProblem, _ set: WorkingSet) -> [Int] {
    func limit(_ j: Int) -> Double { l1 * problem.absoluteFactors[j] * (1 + 1e-12) + 1e-15 }
    var open: [Int] = []
    var violators: [Int] = []
    for j in near ?? all where gradient[j].magnitude + errors[j] > limit(j) {
      guard set.places[j] == nil else { continue }
      if errors[j] > 0, let vector {
        (gradient[j], errors[j]) = problem.design.screen.refined(j, with: vector)
        guard gradient[j].magnitude + errors[j] > limit(j) else { continue }
      }
      if gradient[j].magnitude - errors[j] > limit(j) {
        violators.append(j)
      } else {
        open.append(j)
      }
    }
    for (j, exact) in Swift.zip(open, problem.design.correlations(open, residual)) {
      (gradient[j], errors[j]) = (exact, 0)
      if exact.magnitude > limit(j) { violators.append(j) }
    }
    violators.removeAll { !problem.mayMove($0, towards: gradient[$0]) }
    return strongest(violators.sorted(), problem) { gradient[$0] }
  }
}

/// The Euclidean distance of two vectors.
private func distance(_ one: [Double], _ other: [Double]) -> Double {
  Swift.zip(one, other).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
}

extension StandardizedProblem {
  /// Whether the bounds let a coefficient leave zero in the direction of a pull.
  fileprivate func mayMove(_ j: Int, towards pull: Double) -> Bool {
    pull > 0 ? upper[j] > 0 : lower[j] < 0
  }
}
