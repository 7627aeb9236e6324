import RegLinearAlgebra

/// Solves ½‖y − Zb‖² + r/2·Σwⱼbⱼ² for every r and several responses from one eigendecomposition.
///
/// Columns are divided by √wⱼ, which makes the penalty r/2·‖γ‖²; unpenalised columns (wⱼ = 0) are
/// projected out first and solved for last. The smaller of Z'Z and ZZ' is decomposed.
struct MultiResponseRidge: Sendable {
  private let problem: StandardizedProblem
  private let penalized: [Int]
  private let unpenalized: [Int]
  private let roots: [Double]
  private let design: Matrix
  private let responses: Matrix
  /// What is left of the responses beside the unpenalised columns.
  private let response: Matrix
  private let isDual: Bool
  private let eigenvectors: Matrix
  private let eigenvalues: [Double]
  /// The right-hand side in the eigenbasis.
  private let projected: Matrix

  /// - Parameter responses: One a column.
  /// - Complexity: O(n·p·min(n, p) + min(n, p)³).
  init(_ problem: StandardizedProblem, responses: Matrix) throws(SolverError) {
    self.problem = problem
    self.responses = responses
    let factors = problem.squareFactors
    penalized = factors.indices.filter { factors[$0] > 0 }
    unpenalized = factors.indices.filter { factors[$0] == 0 }
    roots = penalized.map { factors[$0].squareRoot() }
    do {
      let basis = try Self.basis(problem.z.selecting(columns: unpenalized))
      let scaled = Self.scaled(problem.z, penalized, roots)
      design = Self.project(scaled, from: basis)
      response = Self.project(self.responses, from: basis)
      isDual = design.rows < design.columns
      let eigen = try (isDual ? design.outerGram() : design.gram()).symmetricEigen()
      eigenvectors = eigen.vectors
      // Rounding can push a zero eigenvalue below zero.
      eigenvalues = eigen.values.map { max($0, 0) }
      projected = eigenvectors.transposeTimes(isDual ? response : design.transposeTimes(response))
    } catch {
      throw .notConverged
    }
  }

  /// The coefficients for a square term `l2` > 0, one column a response.
  ///
  /// - Parameter refinements: Rounds of iterative refinement against the data.
  func solutions(_ l2: Double, refinements: Int = 0) throws(SolverError) -> Matrix {
    // In the dual form this is (ZZ' + r)⁻¹y, and γ = Z' of it.
    var solution = eigenvectors * shrunk(projected, l2)
    for _ in 0..<refinements {
      let error = isDual ? dualError(solution, l2) : primalError(solution, l2)
      let correction = eigenvectors * shrunk(eigenvectors.transposeTimes(error), l2)
      solution = solution.zip(correction) { $0 + $1 }
    }
    let gamma = isDual ? design.transposeTimes(solution) : solution
    return try assemble(gamma)
  }

  private func shrunk(_ vectors: Matrix, _ l2: Double) -> Matrix {
    Matrix(rows: vectors.rows, columns: vectors.columns) { result in
      vectors.withUnsafeBuffer { vectors in
        for index in vectors.indices {
          result[index] = vectors[index] / (eigenvalues[index % eigenvalues.count] + l2)
        }
      }
    }
  }

  private func primalError(_ gamma: Matrix, _ l2: Double) -> Matrix {
    let residual = response.zip(design * gamma) { $0 - $1 }
    return design.transposeTimes(residual).zip(gamma) { $0 - l2 * $1 }
  }

  private func dualError(_ theta: Matrix, _ l2: Double) -> Matrix {
    let fitted = design * design.transposeTimes(theta)
    return response.zip(fitted) { $0 - $1 }.zip(theta) { $0 - l2 * $1 }
  }

  private func assemble(_ gamma: Matrix) throws(SolverError) -> Matrix {
    var b = Matrix(rows: problem.count, columns: gamma.columns)
    for k in 0..<gamma.columns {
      for (place, column) in penalized.enumerated() {
        b[column, k] = gamma[place, k] / roots[place]
      }
    }
    guard !unpenalized.isEmpty else { return b }
    do {
      let free = problem.z.selecting(columns: unpenalized)
      let rest = responses.zip(problem.z * b) { $0 - $1 }
      let fit = try free.leastSquares(rest)
      for k in 0..<gamma.columns {
        for (place, column) in unpenalized.enumerated() { b[column, k] = fit.solution[place, k] }
      }
    } catch {
      throw .notConverged
    }
    return b
  }

  private static func scaled(_ z: Matrix, _ columns: [Int], _ roots: [Double]) -> Matrix {
    if columns.count == z.columns, roots.allSatisfy({ $0 == 1 }) { return z }
    var result = z.selecting(columns: columns)
    result.withUnsafeMutableBuffer { entries in
      for (place, root) in roots.enumerated() {
        for index in place * z.rows..<(place + 1) * z.rows { entries[index] /= root }
      }
    }
    return result
  }

  /// An orthonormal basis of the space the columns span.
  private static func basis(_ columns: Matrix) throws(LinearAlgebraError) -> Matrix {
    let factors = try columns.svd()
    let limit = Double(columns.rows) * Double.ulpOfOne * (factors.values.first ?? 0)
    let rank = factors.values.count { $0 > limit }
    return factors.u.selecting(columns: 0..<rank)
  }

  /// What is left of the columns outside the basis; projected twice, since once leaves rounding.
  private static func project(_ columns: Matrix, from basis: Matrix) -> Matrix {
    guard basis.columns > 0 else { return columns }
    return (0..<2).reduce(columns) { rest, _ in
      rest.zip(basis * basis.transposeTimes(rest)) { $0 - $1 }
    }
  }
}
