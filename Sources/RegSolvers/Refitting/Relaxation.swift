/// How far solutions are moved from the penalised fit to least squares on the same columns.
///
/// The relaxed lasso (Meinshausen 2007) in the form of Hastie, Tibshirani and Tibshirani (2020):
/// β = γ·β(λ) + (1 − γ)·(the least-squares fit on the columns with a nonzero coefficient in β(λ)), and
/// the intercept likewise.
public struct Relaxation: Sendable, Equatable {
  /// γ: 1 is the penalised fit, 0 the refit alone.
  public let share: Double

  /// - Throws: `SolverError.badRelaxation` unless γ is between 0 and 1.
  public init(share: Double) throws(SolverError) {
    guard (0...1).contains(share) else { throw .badRelaxation(share) }
    self.share = share
  }
}

/// What can be refitted: it has the data, or their cross-products.
public protocol RelaxableModel: TrainedModel {
  /// Relaxes solutions of this model.
  ///
  /// The gap of each is the larger of two: that of the penalised fit, and what the refit's squared
  /// errors are above their minimum, as a share of those without predictors.
  ///
  /// - Throws: `SolverError.boundedRelaxation` where coefficients are bounded; `cancelled`.
  /// - Complexity: For each set of columns, a factorisation of their cross-products.
  func relaxed(
    _ solutions: [Solution], _ relaxation: Relaxation, shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> [Solution]
}

extension PathFit: RelaxableModel {
  public func relaxed(
    _ solutions: [Solution], _ relaxation: Relaxation,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(SolverError) -> [Solution] {
    try engine.relaxed(solutions, relaxation, tolerance: tolerance, shouldStop)
  }

  /// The figures of a relaxed model: its degrees of freedom lie between those of the penalised fit and
  /// the number of its columns as its coefficients do.
  public func facts(
    _ solution: Solution, _ relaxation: Relaxation
  ) throws(SolverError) -> ModelFacts {
    let facts = try facts(solution)
    let share = relaxation.share
    return ModelFacts(
      lambda: facts.lambda, nonzero: facts.nonzero,
      degreesOfFreedom: share * facts.degreesOfFreedom + (1 - share) * Double(facts.nonzero),
      rss: facts.rss)
  }
}

/// A model that is relaxed wherever it is asked.
struct RelaxedModel: TrainedModel {
  let solutions: [Solution]
  private let model: any RelaxableModel
  private let relaxation: Relaxation

  init(
    _ model: any RelaxableModel, _ relaxation: Relaxation,
    _ shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) {
    solutions = try model.relaxed(model.solutions, relaxation, shouldStop: shouldStop)
    self.model = model
    self.relaxation = relaxation
  }

  func solution(
    at lambda: Double, shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> Solution {
    let penalized = try model.solution(at: lambda, shouldStop: shouldStop)
    return try model.relaxed([penalized], relaxation, shouldStop: shouldStop)[0]
  }
}
