import RegLinearAlgebra

/// Least squares on the columns that a penalised fit has chosen.
extension PathEngine {
  /// Moves solutions towards the refits on their columns.
  func relaxed(
    _ solutions: [Solution], _ relaxation: Relaxation, tolerance: Double,
    _ shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> [Solution] {
    guard !problem.isBounded else { throw .boundedRelaxation }
    return try stoppable(shouldStop) { (shouldStop) throws(SolverError) in
      let vectors = solutions.map { problem.scaledCoefficients($0.coefficients) }
      let columns = vectors.map { b in b.indices.filter { b[$0] != 0 } }
      let refits = try refits(on: columns, vectors, shouldStop)
      return solutions.indices.map { place in
        blend(solutions[place], vectors[place], refits[place], relaxation.share, tolerance)
      }
    }
  }

  private func blend(
    _ solution: Solution, _ b: [Double], _ refit: Refit, _ share: Double, _ tolerance: Double
  ) -> Solution {
    let blended = refit.blended(with: b, share, squares: 1 - solution.devianceRatio)
    let coefficients = problem.coefficients(blended.b)
    let gap = max(solution.gap, refit.excess)
    return Solution(
      lambda: solution.lambda, intercept: problem.intercept(coefficients),
      coefficients: coefficients, gap: gap, converged: gap <= tolerance,
      iterations: solution.iterations,
      devianceRatio: problem.responseDeviation > 0 ? 1 - blended.squares : 0)
  }

  /// - Parameter vectors: Coefficients that have no other columns than the sets, and all of these.
  private func refits(
    on columns: [[Int]], _ vectors: [[Double]], _ shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> [Refit] {
    let set = workingSet(holding: vectors)
    return try problem.refits(
      on: columns, start: [set.members.isEmpty ? [] : problem.start],
      responses: Matrix(problem.y), shouldStop, gram: set.crossProducts
    ) { sets, tables in
      Swift.zip(sets, direct(tables, set)).map { columns, evidence in
        RefitEvidence(squares: evidence.squares, slopes: [slopes(evidence, on: columns)])
      }
    }
  }

  private func slopes(_ evidence: Evidence, on columns: [Int]) -> [Double] {
    let known = Dictionary(uniqueKeysWithValues: Swift.zip(evidence.columns, evidence.correlations))
    return columns.map { known[$0] ?? 0 }
  }
}
