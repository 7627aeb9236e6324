import RegLinearAlgebra

/// Predictions of the rows of a fold, and their scores.
struct FoldScores: Sendable {
  private let problem: Problem
  /// The variance of the response over all rows.
  private let variance: Double

  init(_ problem: Problem) {
    self.problem = problem
    variance =
      Matrix(problem.y).columnVariances(
        weights: problem.weights ?? [Double](repeating: 1, count: problem.y.count))[0]
  }

  /// The sum of the weights of some rows.
  func weight(of rows: [Int]) -> Double {
    problem.weights.map { weights in rows.reduce(0) { $0 + weights[$1] } } ?? Double(rows.count)
  }

  /// One row a row, one column a solution.
  func predictions(_ solutions: [Solution], of rows: [Int]) -> Matrix {
    var isUsed = [Bool](repeating: false, count: problem.x.columns)
    for solution in solutions {
      for (j, coefficient) in solution.coefficients.enumerated() where coefficient != 0 {
        isUsed[j] = true
      }
    }
    let used = isUsed.indices.filter { isUsed[$0] }
    let coefficients = Matrix(
      rows: used.count, columns: solutions.count,
      values: solutions.flatMap { solution in used.map { solution.coefficients[$0] } })
    let design = Matrix(rows: rows.count, columns: used.count) { design in
      problem.x.withUnsafeBuffer { x in
        var place = 0
        for column in used {
          let first = column * problem.x.rows
          for row in rows {
            design[place] = x[first + row]
            place += 1
          }
        }
      }
    }
    var predictions = design * coefficients
    predictions.withUnsafeMutableBuffer { predictions in
      var place = 0
      for solution in solutions {
        for row in rows {
          predictions[place] += solution.intercept + (problem.offset?[row] ?? 0)
          place += 1
        }
      }
    }
    return predictions
  }

  /// The weighted mean score of each column of predictions; NaN without weight.
  func scores(_ measure: Measure, _ predictions: Matrix, of rows: [Int]) -> [Double] {
    let total = weight(of: rows)
    guard total > 0 else { return [Double](repeating: .nan, count: predictions.columns) }
    return predictions.withUnsafeBuffer { predictions in
      (0..<self.columns(predictions.count, rows)).map { column in
        var sum = 0.0
        for (place, row) in rows.enumerated() {
          let weight = problem.weights?[row] ?? 1
          guard weight > 0 else { continue }
          let prediction = predictions[column * rows.count + place]
          sum += weight * measure.score(problem.y[row], prediction, variance)
        }
        return sum / total
      }
    }
  }

  private func columns(_ entries: Int, _ rows: [Int]) -> Int {
    rows.isEmpty ? 0 : entries / rows.count
  }

  /// The same from cross-products over the rows, if the measure and the digits allow it.
  func scores(
    _ measure: Measure, _ solutions: [Solution], _ products: CrossProducts
  ) -> [Double]? {
    guard let score = measure.scoreOfSquares, products.rows >= products.order,
      let errors = products.squaredErrors(solutions)
    else { return nil }
    return errors.map { score($0 / products.weight, variance) }
  }
}
