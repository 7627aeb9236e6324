import RegLinearAlgebra

/// Scores of predictions by fold, and their mean and standard error over the folds.
struct FoldScores {
  private let problem: Problem
  private let measure: Measure
  private let weights: [Double]
  private let variance: Double
  /// The rows of each fold, and the sum of their weights.
  private let folds: [(rows: [Int], weight: Double)]

  init(_ problem: Problem, _ folds: Folds, _ measure: Measure) {
    let weights = problem.weights ?? [Double](repeating: 1, count: problem.y.count)
    self.problem = problem
    self.measure = measure
    self.weights = weights
    variance = Matrix(problem.y).columnVariances(weights: weights)[0]
    self.folds = folds.labels.map { label in
      let rows = folds.rows(in: label)
      return (rows, rows.reduce(0) { $0 + weights[$1] })
    }
  }

  /// The weighted mean score of each fold (row) in each column of predictions.
  func foldCurves(_ predictions: Matrix) -> Matrix {
    var result = Matrix(rows: folds.count, columns: predictions.columns)
    for column in 0..<predictions.columns {
      for (place, fold) in folds.enumerated() {
        let sum = fold.rows.reduce(0) { sum, row in
          guard weights[row] > 0 else { return sum }
          let score = measure.score(problem.y[row], predictions[row, column], variance)
          return sum + weights[row] * score
        }
        result[place, column] = fold.weight > 0 ? sum / fold.weight : .nan
      }
    }
    return result
  }

  func point(_ lambda: Double, _ scores: [Double]) -> CrossValidation.Point {
    let counted = Swift.zip(scores, folds.map(\.weight)).filter { $0.1 > 0 }
    let total = counted.reduce(0) { $0 + $1.1 }
    let mean = counted.reduce(0) { $0 + $1.0 * $1.1 } / total
    let spread = counted.reduce(0) { $0 + $1.1 * ($1.0 - mean) * ($1.0 - mean) } / total
    let standardError = (spread / Double(counted.count - 1)).squareRoot()
    return CrossValidation.Point(lambda: lambda, mean: mean, standardError: standardError)
  }
}
