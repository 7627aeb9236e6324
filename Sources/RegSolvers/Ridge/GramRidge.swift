import RegLinearAlgebra

/// Solves ½b'Gb − q'b + r/2·Σwⱼbⱼ² for every r from one decomposition, where only the cross-products
/// G and q are known.
///
/// Columns are divided by √wⱼ; unpenalised ones (wⱼ = 0) are eliminated first and solved for last.
struct GramRidge: Sendable {
  private let count: Int
  private let penalized: [Int]
  private let unpenalized: [Int]
  private let roots: [Double]
  private let reduction: Tridiagonalization
  private let target: Matrix
  /// The factor R of the unpenalised block, R'R, and R⁻'·(its products with penalised columns, and
  /// with the response).
  private let factor: Matrix
  private let eliminated: Matrix

  /// - Throws: `SolverError.notConverged` when the unpenalised columns are collinear.
  /// - Complexity: O(p³).
  init(_ problem: StandardizedProblem) throws(SolverError) {
    let (factors, gram, start) = (problem.squareFactors, problem.gram, problem.start)
    let penalized = factors.indices.filter { factors[$0] > 0 }
    let unpenalized = factors.indices.filter { factors[$0] == 0 }
    let (order, free) = (penalized.count, unpenalized.count)
    let roots = penalized.map { factors[$0].squareRoot() }
    var factor = Matrix(rows: free, columns: free)
    var eliminated = Matrix(rows: free, columns: order + 1)
    for (row, j) in unpenalized.enumerated() {
      for (column, k) in unpenalized.enumerated() { factor[row, column] = gram[j, k] }
      for (column, k) in penalized.enumerated() {
        eliminated[row, column] = gram[j, k] / roots[column]
      }
      eliminated[row, order] = start[j]
    }
    let isDefinite = factor.withMutablePointer { BLAS.cholesky(free, $0, lda: free) == 0 }
    guard isDefinite else { throw .notConverged }
    factor.withPointer { factor in
      eliminated.withMutablePointer {
        BLAS.triangularSolve(free, columns: order + 1, factor, lda: free, $0, ldb: free)
      }
    }
    var reduced = Matrix(rows: order, columns: order) { reduced in
      gram.withPointer { gram in
        for (column, k) in penalized.enumerated() {
          for (row, j) in penalized.enumerated() {
            reduced[column * order + row] =
              gram[k * factors.count + j] / (roots[row] * roots[column])
          }
        }
      }
    }
    var target = Matrix(penalized.indices.map { start[penalized[$0]] / roots[$0] })
    if free > 0 {
      let known = eliminated.selecting(columns: 0..<order)
      reduced = reduced.zip(known.gram()) { $0 - $1 }
      target = target.zip(known.transposeTimes(eliminated.selecting(columns: order..<order + 1))) {
        $0 - $1
      }
    }
    do {
      reduction = try Tridiagonalization(reduced, sharedBy: problem.workers)
    } catch {
      throw .notConverged
    }
    self.target = target
    count = factors.count
    self.penalized = penalized
    self.unpenalized = unpenalized
    self.roots = roots
    self.factor = factor
    self.eliminated = eliminated
  }

  /// The coefficients for square terms `l2` > 0.
  ///
  /// - Throws: `SolverError.notConverged` where rounding leaves G + r indefinite.
  func solve(_ l2: [Double]) throws(SolverError) -> [[Double]] {
    let (order, free) = (penalized.count, unpenalized.count)
    let gammas: Matrix
    do { gammas = try reduction.solve(shifts: l2, target) } catch { throw .notConverged }
    // R·b = R⁻'(q − G·γ), and R⁻'G is what was eliminated.
    let fitted = eliminated.selecting(columns: 0..<order) * gammas
    return l2.indices.map { column in
      var b = [Double](repeating: 0, count: count)
      for (place, j) in penalized.enumerated() { b[j] = gammas[place, column] / roots[place] }
      var rest = (0..<free).map { eliminated[$0, order] - fitted[$0, column] }
      for row in (0..<free).reversed() {
        for later in row + 1..<free { rest[row] -= factor[row, later] * rest[later] }
        rest[row] /= factor[row, row]
      }
      for (place, j) in unpenalized.enumerated() { b[j] = rest[place] }
      return b
    }
  }
}
