import RegLinearAlgebra
import RegSolvers
import Testing

/// Fits every training part from its rows.
struct SeparateTraining: TrainingMethod {
  let penalty: any Penalty

  func train(
    on part: TrainingPart, at lambdas: [Double]
  ) throws(SolverError) -> any TrainedModel {
    try PathFit(part.problem, penalty, PathOptions(lambdas: lambdas, tolerance: part.tolerance))
  }
}

/// Holds cross-validation against that by separate fits: curves and predictions.
func checkAgainstSeparateFits(
  _ problem: Problem, _ penalty: any Penalty, _ folds: [Folds], _ lambdas: [Double],
  measure: Measure = .mse, comment: Comment
) throws {
  let fast = try CrossValidation(
    problem, PenalizedTraining(penalty), lambdas: lambdas, folds: folds, measure: measure)
  let slow = try CrossValidation(
    problem, SeparateTraining(penalty: penalty), lambdas: lambdas, folds: folds,
    measure: measure)
  for (a, b) in Swift.zip(fast.curve, slow.curve) {
    #expect(abs(a.mean - b.mean) < 1e-10 * max(abs(b.mean), 1), comment)
  }
  let (a, b) = (try fast.predictions(), try slow.predictions())
  let size = b.values.reduce(1) { max($0, $1.isNaN ? 0 : abs($1)) }
  for place in 0..<a.count where !b[place].isNaN {
    #expect(abs(a[place] - b[place]) < 1e-10 * size, comment)
  }
}
