import RegLinearAlgebra

/// Least squares on the columns that a penalised fit has chosen.
extension PathEngine {
  /// The least-squares fit on some columns of Z, in the units of the standardised problem.
  private struct Refit {
    var b: [Double]
    /// ‖y − Zb‖².
    var squares: Double
    /// How much smaller that could be.
    var excess: Double
  }

  /// Moves solutions towards the refits on their columns.
  func relaxed(
    _ solutions: [Solution], _ relaxation: Relaxation, tolerance: Double,
    _ shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> [Solution] {
    guard !problem.isBounded else { throw .boundedRelaxation }
    return try stoppable(shouldStop) { (shouldStop) throws(SolverError) in
      let vectors = solutions.map { problem.scaledCoefficients($0.coefficients) }
      let columns = vectors.map { b in b.indices.filter { b[$0] != 0 } }
      // Many λ have the same columns. In their order, since bits depend on what is multiplied together.
      var known: Set<[Int]> = []
      let sets = columns.filter { known.insert($0).inserted }
      let refits = Dictionary(
        uniqueKeysWithValues: Swift.zip(sets, try refits(on: sets, vectors, shouldStop)))
      return solutions.indices.map { place in
        guard let refit = refits[columns[place]] else { return solutions[place] }
        return blend(solutions[place], vectors[place], refit, relaxation.share, tolerance)
      }
    }
  }

  private func blend(
    _ solution: Solution, _ b: [Double], _ refit: Refit, _ share: Double, _ tolerance: Double
  ) -> Solution {
    let blended = Swift.zip(b, refit.b).map { share * $0 + (1 - share) * $1 }
    let coefficients = problem.coefficients(blended)
    // The refit's residual is orthogonal to all that the two fits differ by.
    let penalized = 1 - solution.devianceRatio
    let squares = refit.squares + share * share * (penalized - refit.squares)
    let gap = max(solution.gap, refit.excess)
    return Solution(
      lambda: solution.lambda, intercept: problem.intercept(coefficients),
      coefficients: coefficients, gap: gap, converged: gap <= tolerance,
      iterations: solution.iterations,
      devianceRatio: problem.responseDeviation > 0 ? 1 - squares : 0)
  }

  /// - Parameter vectors: Coefficients that have no other columns than the sets, and all of these.
  private func refits(
    on sets: [[Int]], _ vectors: [[Double]], _ shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> [Refit] {
    let set = workingSet(holding: vectors)
    let start = set.members.isEmpty ? [] : problem.start
    var factors: [Factor?] = []
    var refits: [Refit] = []
    for columns in sets {
      guard !shouldStop() else { throw .cancelled }
      var b = [Double](repeating: 0, count: problem.count)
      let factor = Factor(crossProducts(columns, set))
      if let factor {
        factor.solve(columns, columns.map { start[$0] }, into: &b)
      } else {
        guard hasRows else { throw .notConverged }
        b = try shortestRefit(on: columns)
      }
      factors.append(factor)
      refits.append(Refit(b: b, squares: 0, excess: 0))
    }
    // One correction by what the data say is missing, and what is missing then.
    for isLast in [false, true] {
      guard !shouldStop() else { throw .cancelled }
      for (place, evidence) in Swift.zip(sets.indices, direct(refits.map(\.b), set)) {
        let slopes = slopes(evidence, on: sets[place])
        refits[place].squares = evidence.squares
        if let factor = factors[place] {
          refits[place].excess = factor.squaredLength(slopes)
          if !isLast { factor.solve(sets[place], slopes, into: &refits[place].b) }
        } else {
          // Collinear columns: the least-squares solver has done what it can.
          refits[place].excess = slopes.reduce(0) { $0 + $1 * $1 }
        }
      }
    }
    return refits
  }

  private func slopes(_ evidence: Evidence, on columns: [Int]) -> [Double] {
    let known = Dictionary(uniqueKeysWithValues: Swift.zip(evidence.columns, evidence.correlations))
    return columns.map { known[$0] ?? 0 }
  }

  /// Where the columns are collinear: of all least-squares fits the shortest in standardised units.
  private func shortestRefit(on columns: [Int]) throws(SolverError) -> [Double] {
    let rows = problem.rows
    var part = Matrix(rows: rows, columns: columns.count)
    part.withMutablePointer { entries in
      for (place, column) in columns.enumerated() {
        problem.design.write(column, into: entries + place * rows)
      }
    }
    var b = [Double](repeating: 0, count: problem.count)
    do {
      let found = try part.leastSquares(
        Matrix(problem.y), tolerance: problem.columnNoise(columns)
      ).solution
      for (place, column) in columns.enumerated() { b[column] = found[place] }
    } catch {
      throw .notConverged
    }
    return b
  }
}

/// The Cholesky factor of the cross-products of columns of length 1 that are not nearly collinear.
private struct Factor {
  private let factor: Matrix

  /// The least share of a column's length that may be its own.
  private static let leastPivot = 1e-5

  init?(_ gram: Matrix) {
    let order = gram.rows
    var factor = gram
    let isRegular = factor.withMutablePointer { factor in
      BLAS.cholesky(order, factor, lda: order) == 0
        && (0..<order).allSatisfy { factor[$0 * order + $0] > Self.leastPivot }
    }
    guard isRegular else { return nil }
    self.factor = factor
  }

  /// Adds the solution for a right-hand side to some coefficients.
  func solve(_ columns: [Int], _ side: [Double], into b: inout [Double]) {
    var side = side
    let order = factor.rows
    factor.withPointer { factor in
      side.withUnsafeMutableBufferPointer { side in
        if let side = side.baseAddress, order > 0 {
          BLAS.choleskySolve(order, factor, lda: order, side)
        }
      }
    }
    for (place, column) in columns.enumerated() { b[column] += side[place] }
  }

  /// g'G⁻¹g.
  func squaredLength(_ g: [Double]) -> Double {
    let order = factor.rows
    guard order > 0 else { return 0 }
    var turned = g
    return factor.withPointer { factor in
      turned.withUnsafeMutableBufferPointer { turned in
        guard let turned = turned.baseAddress else { return 0 }
        BLAS.triangularSolve(order, columns: 1, factor, lda: order, turned, ldb: order)
        return BLAS.dot(order, turned, turned)
      }
    }
  }
}
