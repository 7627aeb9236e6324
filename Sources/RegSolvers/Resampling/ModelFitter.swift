import RegLinearAlgebra

/// How a model is fitted anew to other rows, or to another response: its penalty and refinements.
public struct ModelFitter: Sendable {
  /// The penalty, with what refines it.
  public let training: PenalizedTraining
  /// The relative duality gap that fits must reach to count as converged.
  public let tolerance: Double

  public init(_ training: PenalizedTraining, tolerance: Double = 1e-6) {
    self.training = training
    self.tolerance = tolerance
  }

  /// The models at some λ, in the order given. Adaptive weights are found from the problem itself.
  ///
  /// - Throws: What a fit throws; `cancelled`.
  /// - Complexity: That of a path, by one worker.
  public func solutions(
    of problem: Problem, at lambdas: [Double],
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(SolverError) -> [Solution] {
    let alone = Workers(count: 1)
    var problem = problem
    if let adaptive = training.adaptive {
      problem.penaltyFactors =
        try adaptive.found(for: problem, workers: alone, shouldStop: shouldStop).factors
    }
    let fit = try PathFit(
      problem, training.penalty,
      PathOptions(
        lambdas: lambdas, tolerance: tolerance, workers: alone, shouldStop: shouldStop))
    guard let relaxation = training.relaxation else { return fit.solutions }
    return try fit.relaxed(fit.solutions, relaxation, shouldStop: shouldStop)
  }

  /// The model at a λ that is chosen from the problem itself, and from nothing else.
  ///
  /// - Parameters:
  ///   - groups: The group of each row, where folds are to keep groups together.
  ///   - seed: Draws the folds, where the choice is by cross-validation.
  /// - Throws: What a fit throws; `tooFewGroups` where there is but one; `cancelled`.
  public func model(
    of problem: Problem, _ choice: LambdaChoice, groups: [Int]? = nil, seed: UInt64,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(SolverError) -> Solution {
    let lambda = try lambda(of: problem, choice, groups, seed: seed, shouldStop: shouldStop)
    let models = try solutions(of: problem, at: [lambda], shouldStop: shouldStop)
    return models[0]
  }

  private func lambda(
    of problem: Problem, _ choice: LambdaChoice, _ groups: [Int]?, seed: UInt64,
    shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> Double {
    switch choice {
    case .fixed(let lambda): return lambda
    case .validated(let lambdas, let count, let standardErrors):
      let folds = try Folds.drawn(
        rows: problem.y.count, groups: groups, atMost: count, seed: seed)
      let curve = try CrossValidation(
        problem, training, lambdas: lambdas, folds: [folds], tolerance: tolerance,
        workers: Workers(count: 1), shouldStop: shouldStop
      ).curve
      // Where no score is a number, the simplest model is as good as any.
      return curve.largest(within: standardErrors)?.lambda ?? lambdas.max() ?? 0
    }
  }
}

extension [Solution] {
  /// The largest relative duality gap of a model that missed its tolerance; nil where none did.
  var largestMissedGap: Double? {
    filter { !$0.converged }.map { $0.gap.isNaN ? .infinity : $0.gap }.max()
  }
}

/// How the λ of a model is settled.
public enum LambdaChoice: Sendable, Equatable {
  case fixed(Double)
  /// Of some λ, the largest whose cross-validated squared error is within so many standard errors of
  /// the least.
  case validated([Double], folds: Int, standardErrors: Double)
}
