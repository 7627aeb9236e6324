import RegLinearAlgebra

extension PathFit {
  /// What criteria need to know of the data.
  public var criterionScale: CriterionScale {
    CriterionScale(problem, columns: engine.problem.count)
  }

  /// The figures of one model.
  ///
  /// - Complexity: With a square term, a factorisation of the columns with a coefficient.
  public func facts(_ solution: Solution) throws(SolverError) -> ModelFacts {
    ModelFacts(
      lambda: solution.lambda, nonzero: solution.degreesOfFreedom,
      degreesOfFreedom: try engine.degreesOfFreedom(solution),
      rss: engine.rss(1 - solution.devianceRatio))
  }

  /// The models among which a criterion chooses, from the largest λ down.
  ///
  /// For a piecewise linear path these are the knots as well as the λ fitted. Between two knots the
  /// number of nonzero coefficients does not change and rss falls with λ, so no criterion is smaller
  /// anywhere from `lambdaMax` to the smallest λ fitted than at one of these.
  public func choices(
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(SolverError) -> [ModelFacts] {
    var choices: [ModelFacts] = []
    for solution in solutions { choices.append(try facts(solution)) }
    if let knotted, let last = lambdas.min() {
      let known = Set(lambdas)
      for segment in try knotted.segments(downTo: last, shouldStop) {
        for piece in segment.pieces where piece.lower >= last && !known.contains(piece.lower) {
          choices.append(
            ModelFacts(
              lambda: piece.lower, nonzero: piece.lowerCount,
              degreesOfFreedom: Double(piece.lowerCount),
              rss: engine.rss(piece.lowerEnd.squares)))
        }
      }
    }
    return choices.sorted { $0.lambda > $1.lambda }
  }

  /// The σ² of Mallows' Cp: that of the least-squares fit where there are more rows than it takes,
  /// else that of the model at the smallest λ fitted; NaN where this leaves no rows over.
  ///
  /// - Complexity: That of a least-squares fit.
  public func residualVariance() throws(SolverError) -> Double {
    let rows = Double(criterionScale.rows) - (problem.intercept ? 1 : 0)
    if rows > Double(engine.problem.count) {
      let (squares, rank) = try engine.leastSquaresRest()
      return engine.rss(squares) / (rows - Double(rank))
    }
    guard let last = solutions.min(by: { $0.lambda < $1.lambda }) else { return .nan }
    let facts = try facts(last)
    return rows > facts.degreesOfFreedom ? facts.rss / (rows - facts.degreesOfFreedom) : .nan
  }

  /// A λ whose model has exactly so many nonzero coefficients.
  ///
  /// Of the stretches of λ with that many, from `lambdaMax` to the smallest λ fitted, it is the one
  /// with the largest λ, and of this the end at which coefficients are shrunk least: where the next
  /// column is about to enter, as after that many steps of LARS. Where a column is about to leave
  /// there, it is the middle of the last piece instead. Other paths are searched at the λ fitted.
  ///
  /// - Returns: nil where no model is of that size.
  public func lambda(
    nonzero count: Int, shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(SolverError) -> Double? {
    let fitted = solutions.filter { $0.degreesOfFreedom == count }.map(\.lambda).max()
    guard let knotted, let last = lambdas.min() else { return fitted }
    let pieces = try knotted.segments(downTo: last, shouldStop).flatMap(\.pieces)
      .filter { $0.lower >= last && $0.isMoreThanRounding }
    var found: Double?
    for piece in pieces {
      if piece.columns.count == count {
        // On the inside of a piece all its columns have a coefficient.
        found = piece.lowerCount == count ? piece.lower : (piece.lower + piece.upper) / 2
      } else if piece.lowerCount == count, found == nil {
        found = piece.lower
      } else if found != nil {
        break
      }
    }
    if found == nil, try knotted.solution(at: lambdaMax, shouldStop)?.columns.count == count {
      return lambdaMax
    }
    return found ?? fitted
  }

  /// The numbers of nonzero coefficients that models on the path have, ascending.
  public func sizes(
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(SolverError) -> [Int] {
    var sizes = Set(solutions.map(\.degreesOfFreedom))
    if let knotted, let last = lambdas.min() {
      for piece in try knotted.segments(downTo: last, shouldStop).flatMap(\.pieces)
      where piece.lower >= last && piece.isMoreThanRounding {
        sizes.insert(piece.lowerCount)
        sizes.insert(piece.columns.count)
      }
    }
    return sizes.sorted()
  }
}

extension PathEngine {
  /// Σ wᵢ(yᵢ − ŷᵢ)² for the share of the deviance that is left.
  func rss(_ share: Double) -> Double {
    let deviation = problem.responseDeviation
    return max(share, 0) * deviation * deviation * Double(observations)
  }

  /// The effective number of coefficients of a model.
  func degreesOfFreedom(_ solution: Solution) throws(SolverError) -> Double {
    let (l1, l2) = (rates.l1 * solution.lambda, problem.terms(rates, at: solution.lambda).l2)
    let b = problem.scaledCoefficients(solution.coefficients)
    let active = b.indices.filter { b[$0] != 0 }
    if l1 == 0, !active.isEmpty, !problem.isBounded {
      return l2 > 0
        ? try ridgeSolver().effectiveDegreesOfFreedom([l2])[0]
        : Double(min(try leastSquaresRest().rank, active.count))
    }
    guard l2 > 0, !active.isEmpty else { return Double(active.count) }
    let square = active.map { l2 * problem.squareFactors[$0] }
    if active.count > problem.rows, !square.contains(0) { return try dualTrace(active, square) }
    // tr((G + S)⁺G) = rank − tr((G + S)⁺S).
    let (rank, diagonal) = try inverseDiagonal(
      workingSet(holding: [b]).crossProducts(active), adding: square)
    return Swift.zip(square, diagonal).reduce(Double(rank)) { $0 - $1.0 * $1.1 }
  }

  /// tr(ZS⁻¹Z'(ZS⁻¹Z' + 1)⁻¹) = n − tr((ZS⁻¹Z' + 1)⁻¹), where there are more columns than rows.
  private func dualTrace(_ active: [Int], _ square: [Double]) throws(SolverError) -> Double {
    let rows = problem.rows
    var scaled = Matrix(rows: rows, columns: active.count)
    scaled.withMutablePointer { entries in
      for (place, column) in active.enumerated() {
        let root = square[place].squareRoot()
        problem.design.write(column, into: entries + place * rows)
        for index in place * rows..<(place + 1) * rows { entries[index] /= root }
      }
    }
    let ones = [Double](repeating: 1, count: rows)
    let (_, diagonal) = try inverseDiagonal(scaled.outerGram(), adding: ones)
    return diagonal.reduce(Double(rows)) { $0 - $1 }
  }

  /// The rank of a matrix with something added to its diagonal, and the diagonal of its inverse: with
  /// A = R'R, the squared lengths of the columns of R⁻'. Where columns depend on each other, of its
  /// pseudo-inverse.
  private func inverseDiagonal(
    _ matrix: Matrix, adding diagonal: [Double]
  ) throws(SolverError) -> (rank: Int, diagonal: [Double]) {
    let order = diagonal.count
    var sum = matrix
    for (place, value) in diagonal.enumerated() { sum[place, place] += value }
    var (factor, inverse) = (sum, Matrix.identity(order))
    let isDefinite = factor.withMutablePointer { factor in
      guard BLAS.cholesky(order, factor, lda: order) == 0 else { return false }
      inverse.withMutablePointer {
        BLAS.triangularSolve(order, columns: order, factor, lda: order, $0, ldb: order)
      }
      return true
    }
    guard isDefinite else { return try pseudoInverseDiagonal(sum) }
    let squares = inverse.withPointer { inverse in
      (0..<order).map { BLAS.dot(order, inverse + $0 * order, inverse + $0 * order) }
    }
    return (order, squares)
  }

  private func pseudoInverseDiagonal(
    _ matrix: Matrix
  ) throws(SolverError) -> (rank: Int, diagonal: [Double]) {
    let eigen: SymmetricEigen
    do { eigen = try matrix.symmetricEigen() } catch { throw .notConverged }
    let limit = Double(matrix.rows) * Double.ulpOfOne * (eigen.values.last ?? 0)
    let kept = eigen.values.indices.filter { eigen.values[$0] > limit }
    let diagonal = (0..<matrix.rows).map { row in
      kept.reduce(0.0) { $0 + eigen.vectors[row, $1] * eigen.vectors[row, $1] / eigen.values[$1] }
    }
    return (kept.count, diagonal)
  }

  /// The share of the deviance that least squares leave, and the number of coefficients they use.
  func leastSquaresRest() throws(SolverError) -> (squares: Double, rank: Int) {
    if problem.holdsProducts,
      let factor = UpdatedCholesky(
        workingSet(holding: []).gram, Array(0..<problem.count))
    {
      let start = problem.start
      let fit = factor.solve(start)
      let squares = Swift.zip(start, fit).reduce(1) { $0 - $1.0 * $1.1 }
      // Less than this has lost its digits in the subtraction.
      if squares > 1e-6 { return (squares, problem.count) }
    }
    do {
      let fit = try problem.leastSquares(Matrix(problem.y))
      let rest = problem.residual(fit.solution.values)
      return (rest.withUnsafeBufferPointer { $0.reduce(0) { $0 + $1 * $1 } }, fit.rank)
    } catch {
      throw .notConverged
    }
  }
}
