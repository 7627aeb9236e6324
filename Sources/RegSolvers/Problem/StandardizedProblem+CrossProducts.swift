import RegLinearAlgebra

extension StandardizedProblem {
  /// A problem made from sums over its rows, standardised just as the rows would be.
  ///
  /// It answers everything that fitting with all cross-products asks, but has no Z.
  ///
  /// - Parameters:
  ///   - problem: Everything but the rows.
  ///   - isConstant: Whether a column has one value in all rows with weight, by the rows themselves.
  /// - Returns: nil where too many digits were lost: in a column or a response that varies far less
  ///   in these rows than in those that the sums were once made of.
  init?(
    _ products: CrossProducts, like problem: Problem, workers: Workers, isConstant: (Int) -> Bool
  ) {
    let moments = Moments(products, problem)
    let entering = (0..<problem.x.columns).filter(problem.mayEnter)
    guard products.isFinite, products.weight > 0, !moments.isLost(problem.x.columns) else {
      return nil
    }
    var kept: [ScaledColumn] = []
    for column in entering {
      if moments.isLost(column) {
        // One that is constant and yet counts is for the rows.
        guard isConstant(column), problem.intercept || problem.standardize else { return nil }
      } else {
        kept.append(moments.scaled(column))
      }
    }
    let response = moments.scaled(problem.x.columns)
    guard response.length.isFinite, response.length > 0,
      kept.allSatisfy({ $0.length.isFinite && $0.length > 0 })
    else { return nil }
    let standardized = moments.products(kept, response)
    self.init(
      problem, kept, StandardizedMatrix(standardized, kept, rows: products.rows, workers), y: [],
      center: response.center, length: response.length, workers: workers)
  }
}

extension StandardizedMatrix.Products {
  /// Those of all rows, for columns and a response that the rows were standardised by.
  init?(_ total: CrossProducts, _ problem: Problem, _ columns: [ScaledColumn]) {
    let moments = Moments(total, problem)
    let response = moments.scaled(problem.x.columns)
    guard total.isFinite, response.length > 0,
      !columns.contains(where: { moments.isLost($0.column) })
    else { return nil }
    self = moments.products(columns, response)
  }
}

/// Means and deviations of the columns behind `CrossProducts`, the response being the last.
private struct Moments {
  let sums: CrossProducts
  let intercept: Bool
  /// About the origins.
  private let means: [Double]
  private let variances: [Double]

  /// Rounding errors are a multiple of what was summed; more than so many times the variance that
  /// is left would show in the tenth digit.
  private static let mostLost = 1e4

  init(_ sums: CrossProducts, _ problem: Problem) {
    self.sums = sums
    intercept = problem.intercept
    let (weight, last) = (sums.weight, sums.order - 1)
    means = (0..<last).map { sums[$0, last] / weight }
    variances = Swift.zip(means, 0..<last).map { mean, j in sums[j, j] / weight - mean * mean }
  }

  func isLost(_ column: Int) -> Bool {
    !(sums.squares[column] < Self.mostLost * variances[column] * sums.weight)
  }

  func scaled(_ column: Int) -> ScaledColumn {
    let mean = sums.origins[column] + means[column]
    let variance = variances[column]
    return ScaledColumn(
      column: column, isConstant: false, center: intercept ? mean : 0,
      length: (intercept ? variance : variance + mean * mean).squareRoot(),
      deviation: variance.squareRoot())
  }

  /// Z'Z and Z'y, and how far an entry may be off.
  func products(_ columns: [ScaledColumn], _ response: ScaledColumn) -> StandardizedMatrix.Products
  {
    // The sum over rows of the product of two columns about their centres is s/w + aⱼ·bₖ + cⱼ·dₖ;
    // without an intercept the centres are 0, not the means.
    let all = columns + [response]
    let mean = all.map { means[$0.column] }
    let origin = all.map { intercept ? 0 : sums.origins[$0.column] }
    let a = intercept ? mean : origin
    let b = intercept ? mean.map { -$0 } : Swift.zip(mean, origin).map { $0 + $1 }
    let c = intercept ? origin : mean
    let (count, order, share) = (columns.count, sums.order, 1 / sums.weight)
    let inverses = all.map { 1 / $0.length }
    let places = all.map(\.column)
    /// Those of the first columns, which rise, with column `k`.
    func write(_ k: Int, first count: Int, into out: UnsafeMutablePointer<Double>) {
      sums.sums.withPointer { sums in
        let column = sums + places[k] * order
        let (bk, dk, inverse) = (b[k], origin[k], inverses[k])
        a.withUnsafeBufferPointer { a in
          c.withUnsafeBufferPointer { c in
            for j in 0..<count {
              let product = column[places[j]] * share + a[j] * bk + c[j] * dk
              out[j] = product * (inverses[j] * inverse)
            }
          }
        }
      }
    }
    let gram = Matrix(rows: count, columns: count) { gram in
      guard let gram = gram.baseAddress else { return }
      for k in 0..<count { write(k, first: k + 1, into: gram + k * count) }
      Matrix.mirrorUpper(gram, order: count)
    }
    var start = [Double](repeating: 0, count: count)
    start.withUnsafeMutableBufferPointer { start in
      if let start = start.baseAddress { write(count, first: count, into: start) }
    }
    let lost = all.reduce(1) {
      max($0, sums.squares[$1.column] / (sums.weight * variances[$1.column]))
    }
    // The sum's own error, that of either mean at most twice, and the roundings above.
    return StandardizedMatrix.Products(
      gram: gram, start: start, uncertainty: 6 * lost * (sums.error + Double.ulpOfOne))
  }
}
