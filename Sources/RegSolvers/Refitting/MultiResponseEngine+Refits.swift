import RegLinearAlgebra

/// Least squares on the columns that a penalised fit has chosen for all responses.
extension MultiResponseEngine {
  /// Moves solutions towards the refits on their columns.
  func relaxed(
    _ solutions: [MultiResponseSolution], _ relaxation: Relaxation, tolerance: Double,
    _ shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> [MultiResponseSolution] {
    guard !problem.isBounded else { throw .boundedRelaxation }
    return try stoppable(shouldStop) { (shouldStop) throws(SolverError) in
      let tables = solutions.map { problem.scaledCoefficients($0.coefficients) }
      let columns = tables.map { b in
        (0..<problem.count).filter { j in problem.row(j, of: b).contains { $0 != 0 } }
      }
      let refits = try refits(on: columns, shouldStop)
      return solutions.indices.map { place in
        blend(solutions[place], tables[place], refits[place], relaxation.share, tolerance)
      }
    }
  }

  private func blend(
    _ solution: MultiResponseSolution, _ b: [Double], _ refit: Refit, _ share: Double,
    _ tolerance: Double
  ) -> MultiResponseSolution {
    let blended = refit.blended(with: b, share, squares: 1 - solution.devianceRatio)
    let coefficients = problem.coefficients(blended.b)
    let gap = max(solution.gap, refit.excess)
    return MultiResponseSolution(
      lambda: solution.lambda, intercepts: problem.intercepts(coefficients),
      coefficients: coefficients, gap: gap, converged: gap <= tolerance,
      iterations: solution.iterations,
      devianceRatio: problem.responseDeviation > 0 ? 1 - blended.squares : 0)
  }

  private func refits(
    on columns: [[Int]], _ shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> [Refit] {
    let (count, width) = (problem.count, problem.width)
    let set = workingSet(holding: columns)
    let none = [Double](repeating: 0, count: count * width)
    let start = problem.evidence([none])[0].correlations
    return try problem.predictors.refits(
      on: columns,
      start: (0..<width).map { k in
        start.isEmpty ? [] : Array(start[k * count..<(k + 1) * count])
      },
      responses: problem.y, shouldStop, gram: set.crossProducts
    ) { sets, tables in
      Swift.zip(sets, evidence(inBlocks: tables)).map { columns, evidence in
        RefitEvidence(
          squares: evidence.squares,
          slopes: (0..<width).map { k in
            columns.map { evidence.correlations[k * count + $0] }
          })
      }
    }
  }

  private func workingSet(holding sets: [[Int]]) -> WorkingSet {
    let predictors = problem.predictors
    if predictors.holdsProducts {
      if let workingSet, workingSet.count == problem.count { return workingSet }
      return WorkingSet(everyColumnOf: predictors)
    }
    var set = workingSet ?? WorkingSet(predictors)
    set.insert(Set(sets.joined()).filter { set.places[$0] == nil }.sorted(), from: predictors)
    return set
  }
}
