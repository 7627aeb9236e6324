/// What cross-validation fits to the rows that a fold leaves.
///
/// It is handed these rows and nothing else, so whatever it takes from the data (standard deviations,
/// adaptive weights, a selection of columns) comes from the training part alone.
public protocol TrainingMethod: Sendable {
  /// Fits a training part, at each λ in the order given.
  func train(on part: TrainingPart, at lambdas: [Double]) throws(SolverError) -> any TrainedModel
}

/// What came of training: models at the λ asked for, and at any other.
public protocol TrainedModel: Sendable {
  /// One for each λ asked for, in that order.
  var solutions: [Solution] { get }
  func solution(
    at lambda: Double, shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> Solution
}

extension PathFit: TrainedModel {}

/// A penalty: lasso, ridge, elastic net; with weights that the training part chooses, if it is
/// adaptive, and refitted to it, if it is relaxed.
public struct PenalizedTraining: TrainingMethod {
  public let penalty: any Penalty
  public let adaptive: AdaptiveWeights?
  public let relaxation: Relaxation?

  public init(
    _ penalty: any Penalty, adaptive: AdaptiveWeights? = nil, relaxation: Relaxation? = nil
  ) {
    self.penalty = penalty
    self.adaptive = adaptive
    self.relaxation = relaxation
  }

  public func train(
    on part: TrainingPart, at lambdas: [Double]
  ) throws(SolverError) -> any TrainedModel {
    let model = try penalized(part, lambdas)
    guard let relaxation else { return model }
    return try RelaxedModel(model, relaxation, part.shouldStop)
  }

  private func penalized(
    _ part: TrainingPart, _ lambdas: [Double]
  ) throws(SolverError) -> any RelaxableModel {
    guard let adaptive else { return try part.fit(penalty, at: lambdas) }
    return try part.fit(penalty, at: lambdas, penaltyFactors: part.factors(adaptive))
  }
}
