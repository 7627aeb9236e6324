import RegLinearAlgebra

/// The least-squares fit on some columns of Z, in the units of the standardised problem.
struct Refit {
  /// The coefficients of all columns, for one response after another.
  var b: [Double]
  /// ‖y − Zb‖², over the responses.
  var squares: Double
  /// How much smaller that could be.
  var excess: Double

  /// Coefficients on the way from a penalised fit on the same columns, and ‖y − Zb‖² there.
  ///
  /// - Parameters:
  ///   - share: That of the penalised fit.
  ///   - squares: ‖y − Zb‖² of the penalised fit.
  func blended(
    with penalized: [Double], _ share: Double, squares: Double
  ) -> (b: [Double], squares: Double) {
    // The refit's residual is orthogonal to all that the two fits differ by.
    (
      Swift.zip(penalized, b).map { share * $0 + (1 - share) * $1 },
      self.squares + share * share * (squares - self.squares)
    )
  }
}

/// What the data say about a refit.
struct RefitEvidence {
  /// ‖y − Zb‖², over the responses.
  let squares: Double
  /// z'(y − Zb) for each of the columns refitted: an array a response.
  let slopes: [[Double]]
}

extension StandardizedProblem {
  /// Least squares on sets of columns, for every response; of many λ some have the same, which are
  /// fitted once.
  ///
  /// - Parameters:
  ///   - chosen: The columns of each refit.
  ///   - gram: The cross-products of the columns of a set.
  ///   - start: Z'y: an array a response.
  ///   - responses: One column a response; asked for where columns are collinear.
  ///   - evidence: What the data say about coefficients, one table for each of some sets.
  func refits(
    on chosen: [[Int]], start: [[Double]], responses: @autoclosure () -> Matrix,
    _ shouldStop: @escaping @Sendable () -> Bool, gram: ([Int]) -> Matrix,
    evidence: (_ sets: [[Int]], [[Double]]) -> [RefitEvidence]
  ) throws(SolverError) -> [Refit] {
    // In their order, since bits depend on what is multiplied together.
    var places: [[Int]: Int] = [:]
    var sets: [[Int]] = []
    for columns in chosen where places[columns] == nil {
      places[columns] = sets.count
      sets.append(columns)
    }
    var factors: [RefitFactor?] = []
    var refits: [Refit] = []
    for columns in sets {
      guard !shouldStop() else { throw .cancelled }
      var b = [Double](repeating: 0, count: count * start.count)
      let factor = RefitFactor(gram(columns))
      if let factor {
        for (k, products) in start.enumerated() {
          factor.solve(columns, columns.map { products[$0] }, into: &b, from: k * count)
        }
      } else {
        guard design.given == nil else { throw .notConverged }
        b = try shortestRefit(on: columns, responses())
      }
      factors.append(factor)
      refits.append(Refit(b: b, squares: 0, excess: 0))
    }
    // One correction by what the data say is missing, and what is missing then.
    for isLast in [false, true] {
      guard !shouldStop() else { throw .cancelled }
      for (place, found) in Swift.zip(sets.indices, evidence(sets, refits.map(\.b))) {
        refits[place].squares = found.squares
        // Collinear columns: the least-squares solver has done what it can.
        refits[place].excess = found.slopes.reduce(0) { sum, slopes in
          sum + (factors[place]?.squaredLength(slopes) ?? slopes.reduce(0) { $0 + $1 * $1 })
        }
        guard !isLast, let factor = factors[place] else { continue }
        for (k, slopes) in found.slopes.enumerated() {
          factor.solve(sets[place], slopes, into: &refits[place].b, from: k * count)
        }
      }
    }
    return chosen.compactMap { places[$0] }.map { refits[$0] }
  }

  /// Where the columns are collinear: of all least-squares fits the shortest in standardised units.
  private func shortestRefit(
    on columns: [Int], _ responses: Matrix
  ) throws(SolverError) -> [Double] {
    var part = Matrix(rows: rows, columns: columns.count)
    part.withMutablePointer { entries in
      for (place, column) in columns.enumerated() {
        design.write(column, into: entries + place * rows)
      }
    }
    var b = [Double](repeating: 0, count: count * responses.columns)
    do {
      let found = try part.leastSquares(responses, tolerance: columnNoise(columns)).solution
      for k in 0..<responses.columns {
        for (place, column) in columns.enumerated() { b[k * count + column] = found[place, k] }
      }
    } catch {
      throw .notConverged
    }
    return b
  }
}
