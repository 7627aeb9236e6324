/// A stretch of λ on which coefficients and intercept of a lasso are linear, on the scale of the
/// data.
struct LinearPiece: Sendable {
  let upper: Double
  let lower: Double
  /// The columns with a coefficient somewhere on the stretch, ascending.
  let columns: [Int]
  let upperEnd: End
  let lowerEnd: End
  /// At least the relative duality gap of every model on the stretch.
  let gap: Double

  struct End: Sendable {
    let intercept: Double
    /// One a column of the piece.
    let coefficients: [Double]
    /// The share of the deviance that is left.
    let squares: Double
  }

  /// The number of nonzero coefficients at the lower end.
  var lowerCount: Int { lowerEnd.coefficients.count { $0 != 0 } }

  /// Whether its ends are further apart than rounding may set knots that are one: where columns
  /// enter together, the models between are none.
  var isMoreThanRounding: Bool { upper - lower > 1e-12 * upper }

  /// The model at a λ between both ends.
  func solution(at lambda: Double, tolerance: Double) -> SparseSolution {
    if lambda >= upper { return solution(at: lambda, of: upperEnd, tolerance) }
    if lambda <= lower { return solution(at: lambda, of: lowerEnd, tolerance) }
    // Neither weight is 0, and the signs of both ends agree: no coefficient becomes 0 in between.
    let up = (lambda - lower) / (upper - lower)
    let down = 1 - up
    let (high, low) = (upperEnd.coefficients, lowerEnd.coefficients)
    let values = [Double](unsafeUninitializedCapacity: columns.count) { values, count in
      for index in columns.indices { values[index] = up * high[index] + down * low[index] }
      count = columns.count
    }
    // With b linear in λ and c_A = λ·a_A·s_A, ‖y − Zb‖² is linear in λ².
    let share = up * ((lambda + lower) / (upper + lower))
    return SparseSolution(
      lambda: lambda, intercept: up * upperEnd.intercept + down * lowerEnd.intercept,
      columns: columns, coefficients: values, gap: gap, converged: gap <= tolerance,
      devianceRatio: 1 - (share * upperEnd.squares + (1 - share) * lowerEnd.squares))
  }

  private func solution(
    at lambda: Double, of end: End, _ tolerance: Double
  ) -> SparseSolution {
    let present = columns.indices.filter { end.coefficients[$0] != 0 }
    return SparseSolution(
      lambda: lambda, intercept: end.intercept, columns: present.map { columns[$0] },
      coefficients: present.map { end.coefficients[$0] }, gap: gap, converged: gap <= tolerance,
      devianceRatio: 1 - end.squares)
  }
}

/// The pieces between two λ at which the solution is known, from the upper down, and what happens at
/// the knots between them.
///
/// Where the homotopy found no way, there is no piece, and the solver is asked instead.
struct PathSegment: Sendable {
  var pieces: [LinearPiece] = []
  var knots: [Knot] = []

  /// The piece that holds a λ, if any.
  func piece(at lambda: Double) -> LinearPiece? {
    var (low, high) = (0, pieces.count)
    while low < high {
      let middle = (low + high) / 2
      if pieces[middle].lower > lambda { low = middle + 1 } else { high = middle }
    }
    guard low < pieces.count, pieces[low].upper >= lambda else { return nil }
    return pieces[low]
  }
}

/// A λ of a lasso path at which a column comes or goes.
public struct Knot: Sendable, Equatable {
  public let lambda: Double
  /// Counted from 0.
  public let column: Int
  /// Whether the column has a coefficient just below λ, or loses its own at λ.
  public let enters: Bool
}
