import Synchronization

/// The knots of a lasso path, found stretch by stretch when they are first asked for, and kept.
///
/// The λ fitted, and more of them where they are far apart, cut the path into stretches from the
/// largest useful λ down to 0. What an answer is does not depend on what was asked before.
final class PathKnots: Sendable {
  private struct Cut {
    let lambda: Double
    /// The index of the solution at this λ; nil where the solver has yet to be asked.
    let solution: Int?
  }

  private struct Found {
    var null: LinearPiece?
    var anchors: [Int: PathAnchor] = [:]
    var segments: [Int: PathSegment] = [:]
  }

  private let engine: PathEngine
  private let solutions: [Solution]
  private let tolerance: Double
  /// Falling, from `lambdaMax` on; segment k is between cuts k and k + 1, the last ends at 0.
  private let cuts: [Cut]
  private let found = Mutex(Found())

  /// No stretch is wider than this ratio between its ends.
  private static let widestRatio = 2.0
  /// Below the smallest λ fitted there are so many cuts, each at half the one before.
  private static let cutsBelow = 20

  /// nil where the path is not piecewise linear in λ, or no column ever enters.
  init?(_ engine: PathEngine, _ solutions: [Solution], tolerance: Double) {
    guard engine.isPiecewiseLinear, engine.lambdaMax > 0, engine.lambdaMax.isFinite else {
      return nil
    }
    self.engine = engine
    self.solutions = solutions
    self.tolerance = tolerance
    let fitted = solutions.indices
      .filter { solutions[$0].lambda > 0 && solutions[$0].lambda < engine.lambdaMax }
      .sorted { solutions[$0].lambda > solutions[$1].lambda }
    var cuts = [Cut(lambda: engine.lambdaMax, solution: nil)]
    for index in fitted where solutions[index].lambda < cuts[cuts.count - 1].lambda {
      let (above, below) = (cuts[cuts.count - 1].lambda, solutions[index].lambda)
      var lambda = above / Self.widestRatio
      while lambda > below * Self.widestRatio.squareRoot() {
        cuts.append(Cut(lambda: lambda, solution: nil))
        lambda /= Self.widestRatio
      }
      cuts.append(Cut(lambda: below, solution: index))
    }
    for _ in 0..<Self.cutsBelow {
      cuts.append(Cut(lambda: cuts[cuts.count - 1].lambda / 2, solution: nil))
    }
    self.cuts = cuts
  }

  /// The model at a λ, or nil where only the solver knows.
  ///
  /// - Complexity: O(log of the λ and knots + columns in the model) once the stretch is known.
  func solution(
    at lambda: Double, _ shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> SparseSolution? {
    guard lambda < engine.lambdaMax else {
      return nullPiece.solution(at: lambda, tolerance: tolerance)
    }
    let segment = try segment(index(of: lambda), shouldStop)
    return segment.piece(at: lambda)?.solution(at: lambda, tolerance: tolerance)
  }

  /// The stretches from the largest useful λ down to one that ends at or below `lambda`.
  func segments(
    downTo lambda: Double, _ shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> [PathSegment] {
    guard lambda < engine.lambdaMax else { return [] }
    var segments: [PathSegment] = []
    // The stretch that ends at λ itself is that of the λ just above.
    for k in 0...index(of: lambda.nextUp) { segments.append(try segment(k, shouldStop)) }
    return segments
  }

  private var nullPiece: LinearPiece {
    if let known = found.withLock({ $0.null }) { return known }
    let piece = engine.nullPiece()
    found.withLock { $0.null = piece }
    return piece
  }

  /// The stretch that holds a λ below `lambdaMax`.
  private func index(of lambda: Double) -> Int {
    var (low, high) = (0, cuts.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if cuts[middle].lambda >= lambda { low = middle } else { high = middle - 1 }
    }
    return low
  }

  private func segment(
    _ k: Int, _ shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> PathSegment {
    if let known = found.withLock({ $0.segments[k] }) { return known }
    // Two that ask at once find the same.
    let lower = k + 1 < cuts.count ? try anchor(k + 1, shouldStop) : nil
    let segment = try engine.segment(from: try anchor(k, shouldStop), to: lower, shouldStop)
    found.withLock { $0.segments[k] = segment }
    return segment
  }

  private func anchor(
    _ k: Int, _ shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> PathAnchor {
    if k == 0 { return engine.nullAnchor }
    if let index = cuts[k].solution { return engine.anchor(solutions[index]) }
    if let known = found.withLock({ $0.anchors[k] }) { return known }
    // From the nearest fitted λ above, so that it does not matter which cuts were asked for before.
    let start = cuts[..<k].last { $0.solution != nil }?.solution
    let near = start.map { solutions[$0] } ?? engine.nullSolution
    let anchor = engine.anchor(try engine.solve(cuts[k].lambda, near: near, shouldStop))
    found.withLock { $0.anchors[k] = anchor }
    return anchor
  }
}
