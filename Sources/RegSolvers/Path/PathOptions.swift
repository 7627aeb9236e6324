public import RegLinearAlgebra

/// Which λ a path is fitted at, how exactly, and when to give up.
public struct PathOptions: Sendable {
  /// The λ to fit, in any order; nil for the automatic grid.
  public var lambdas: [Double]?
  /// The number of λ on the automatic grid.
  public var count: Int
  /// The smallest λ of the grid relative to the largest; nil for 10⁻⁴, or 10⁻² where there are more
  /// columns than rows.
  public var ratio: Double?
  /// The relative duality gap a solution must reach to count as converged.
  ///
  /// Solutions are usually exact to rounding; the tolerance decides what is reported, not when the
  /// work stops.
  public var tolerance: Double
  /// Who shares the work; the result does not depend on how many they are.
  public var workers: Workers
  /// Told after every λ; nil to tell nobody.
  public var progress: ProgressReport?
  /// Whether a fit that is stopped returns the λ it has, to be continued; else it throws.
  ///
  /// Before the first λ is fitted there is nothing to keep, and it throws all the same.
  public var keepsStopped: Bool
  /// How often the state of the solver is put aside to go on from.
  ///
  /// A copy costs a small share of this, and going on repeats this much of the work at most, or one λ.
  package var savingInterval = Duration.milliseconds(250)
  /// Asked every few milliseconds; true ends the fit with `SolverError.cancelled`.
  public var shouldStop: @Sendable () -> Bool

  public init(
    lambdas: [Double]? = nil, count: Int = 100, ratio: Double? = nil, tolerance: Double = 1e-6,
    workers: Workers = .all, progress: ProgressReport? = nil, keepsStopped: Bool = false,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) {
    self.lambdas = lambdas
    self.count = count
    self.ratio = ratio
    self.tolerance = tolerance
    self.workers = workers
    self.progress = progress
    self.keepsStopped = keepsStopped
    self.shouldStop = shouldStop
  }

  /// The same for another penalty on the same problem: the λ of a fit as they are, or an automatic
  /// grid of the same shape where they were one.
  public init(like fit: PathFit, shouldStop: @escaping @Sendable () -> Bool = { false }) {
    let lambdas = fit.lambdas
    self.init(
      lambdas: lambdas, count: lambdas.count, tolerance: fit.tolerance, workers: fit.workers,
      shouldStop: shouldStop)
    guard let first = lambdas.first, let last = lambdas.last, first > 0, lambdas.count > 1,
      first == fit.lambdaMax
    else { return }
    self.lambdas = nil
    ratio = last / first
  }

  func validate() throws(SolverError) {
    guard tolerance > 0 else { throw .badTolerance(tolerance) }
    if let bad = lambdas?.first(where: { !($0 >= 0 && $0.isFinite) }) { throw .badLambda(bad) }
    guard count > 0, lambdas?.isEmpty != true, ratio.map({ $0 > 0 && $0 < 1 }) ?? true else {
      throw .badGrid(count: lambdas?.isEmpty == true ? 0 : count, ratio: ratio ?? 0)
    }
  }

  /// The λ to fit: those given, or the automatic grid for a problem.
  func lambdas(from lambdaMax: Double, _ problem: Problem) -> [Double] {
    lambdas ?? grid(from: lambdaMax, rows: problem.x.rows, columns: problem.x.columns)
  }

  /// The grid from `lambdaMax` down, evenly spaced in log λ.
  ///
  /// Where nothing enters at any λ, one λ stands for all.
  func grid(from lambdaMax: Double, rows: Int, columns: Int) -> [Double] {
    guard lambdaMax > 0, lambdaMax.isFinite else { return [1] }
    let ratio = ratio ?? (rows >= columns ? 1e-4 : 1e-2)
    guard count > 1 else { return [lambdaMax] }
    return (0..<count).map { lambdaMax * power(ratio, Double($0) / Double(count - 1)) }
  }
}
