import RegLinearAlgebra

/// How much each row draws its own prediction: the diagonal of the matrix that maps y to its fit.
///
/// With Z the standardised columns of the model and W their square penalties it is that of
/// Z(Z'Z + W)⁻¹Z', and with an intercept the row's share of the weight is added.
struct Leverages: Sendable {
  private let problem: StandardizedProblem
  private let rates: PenaltyRates
  private let weights: RowWeights
  private let rowCount: Int
  private let intercept: Bool
  private let z: Matrix

  /// A leverage this near to 1 leaves nothing to tell a prediction by.
  private static let nearestToOne = 1e-9

  init(_ problem: Problem, _ penalty: any Penalty, workers: Workers) throws(SolverError) {
    let standardized = try StandardizedProblem(problem, workers: workers)
    self.problem = standardized
    weights = RowWeights(problem.weights, count: problem.y.count)
    rowCount = problem.y.count
    intercept = problem.intercept
    z = standardized.z
    rates = penalty.rates(
      on: PenaltyScale(problem, responseDeviation: standardized.responseDeviation))
  }

  /// One a row of the data; 0 for rows without weight, nan where the model has as many columns as
  /// there are rows.
  func values(_ solution: Solution) -> [Double] {
    let l2 = problem.terms(rates, at: solution.lambda).l2
    let found = ofModel(solution, l2)
    var result = [Double](repeating: 0, count: rowCount)
    for (place, row) in weights.indices.enumerated() {
      let share = intercept ? weights.roots[place] * weights.roots[place] : 0
      let value = (found?[place] ?? .nan) + share
      result[row] = value < 1 - Self.nearestToOne ? value : .nan
    }
    return result
  }

  /// From the factor of the columns in the model: nil where these are collinear.
  private func ofModel(_ solution: Solution, _ l2: Double) -> [Double]? {
    let b = problem.scaledCoefficients(solution.coefficients)
    let free = b.indices.filter {
      b[$0] != 0 && b[$0] > problem.lower[$0] && b[$0] < problem.upper[$0]
    }
    let rows = z.rows
    guard !free.isEmpty else { return [Double](repeating: 0, count: rows) }
    guard free.count < rows || l2 > 0 else { return nil }
    let count = free.count
    var factor = z.selecting(columns: free).gram()
    for (place, column) in free.enumerated() {
      factor[place, place] += l2 * problem.squareFactors[column]
    }
    // Columns of R⁻'Z': their squared lengths are what is wanted.
    var turned = Matrix(rows: count, columns: rows)
    turned.withUnsafeMutableBuffer { turned in
      z.withUnsafeBuffer { z in
        for (place, column) in free.enumerated() {
          for row in 0..<rows { turned[row * count + place] = z[column * rows + row] }
        }
      }
    }
    return factor.withMutablePointer { factor -> [Double]? in
      guard BLAS.cholesky(count, factor, lda: count) == 0 else { return nil }
      return turned.withMutablePointer { turned in
        BLAS.triangularSolve(count, columns: rows, factor, lda: count, turned, ldb: count)
        return (0..<rows).map { BLAS.dot(count, turned + $0 * count, turned + $0 * count) }
      }
    }
  }
}
