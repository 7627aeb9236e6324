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

/// A penalty and nothing more: lasso, ridge, elastic net.
public struct PenalizedTraining: TrainingMethod {
  public let penalty: any Penalty

  public init(_ penalty: any Penalty) { self.penalty = penalty }

  public func train(
    on part: TrainingPart, at lambdas: [Double]
  ) throws(SolverError) -> any TrainedModel {
    try part.fit(penalty, at: lambdas)
  }
}
