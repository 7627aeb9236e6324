import RegLinearAlgebra

/// The objective of several responses on the rows that are not zero, where it is smooth.
///
/// Its second derivative is I ⊗ (G + R) + diag(cⱼ(I − uⱼuⱼ')), with uⱼ the direction of row j and
/// cⱼ = aⱼ/‖Bⱼ‖. That is I ⊗ M − Σcⱼ(eⱼ⊗uⱼ)(eⱼ⊗uⱼ)' for M = G + R + diag(c), so by Woodbury's
/// identity a system with it takes two factorisations of the order of the rows alone: of M, and of
/// diag(1/c) − M⁻¹∘UU', however many responses there are.
struct MultiResponseFace {
  /// The negative gradient, a table of the active rows; zero for coefficients at a bound.
  private(set) var slope: [Double]

  private let width: Int
  private let active: [Int]
  private let set: WorkingSet
  private let square: [Double]
  private let curvature: [Double]
  /// The directions of the rows: a table.
  private let directions: [Double]
  /// The entries of the table that are not at a bound.
  private let free: [Int]

  /// Above this many free coefficients a face with bounds is left to the sweeps.
  private static let mostBounded = 1500

  init(
    _ active: [Int], _ groups: [CoefficientGroup], _ b: [Double], _ gradient: [Double],
    _ set: WorkingSet, width: Int
  ) {
    let (order, count) = (active.count, set.count)
    self.active = active
    self.set = set
    self.width = width
    square = active.map { groups[$0].square }
    var curvature = [Double](repeating: 0, count: order)
    var directions = [Double](repeating: 0, count: order * width)
    var slope = directions
    var free: [Int] = []
    for (place, j) in active.enumerated() {
      let group = groups[j]
      let row = (0..<width).map { b[$0 * count + j] }
      let size = row.length
      // The length of a single number has no curvature.
      if size > 0, width > 1 { curvature[place] = group.absolute / size }
      for k in 0..<width {
        let position = k * order + place
        directions[position] = size > 0 ? row[k] / size : 0
        let rest =
          gradient[k * count + j] - group.square * row[k] - group.absolute * directions[position]
        // From a bound the sweeps alone set a coefficient free: a step might lead right back.
        guard !group.isAtBound(row[k], k) else { continue }
        slope[position] = rest
        free.append(position)
      }
    }
    self.curvature = curvature
    self.directions = directions
    self.slope = slope
    self.free = free
  }

  /// The step to the minimum of the second-order model, corrected once; nil where there is none.
  ///
  /// Twin columns make the model flat. A small multiple of the identity then gives a step of the
  /// proximal point method, which still ends at a minimiser.
  func newtonStep() -> [Double]? {
    for shift in [0, 1e-10, 1e-7] {
      let isWhole = free.count == slope.count
      guard let solve = isWhole ? structured(shift) : dense(shift) else { continue }
      var step = solve(slope)
      let rest = Swift.zip(slope, product(step, shift)).map { $0 - $1 }
      let correction = solve(isWhole ? rest : masked(rest))
      step = Swift.zip(step, correction).map { $0 + $1 }
      if step.allSatisfy(\.isFinite) { return step }
    }
    return nil
  }

  private var order: Int { active.count }

  /// G + R + diagonal on the active rows.
  private func block(_ diagonal: (Int) -> Double) -> Matrix {
    Matrix(rows: order, columns: order) { block in
      set.gram.withPointer { gram in
        for (column, place) in active.enumerated() {
          let source = gram + place * set.capacity
          for (row, other) in active.enumerated() { block[column * order + row] = source[other] }
          block[column * order + column] += square[column] + diagonal(column)
        }
      }
    }
  }

  /// The second derivative times a table.
  private func product(_ table: [Double], _ shift: Double) -> [Double] {
    let whole = block { curvature[$0] + shift } * Matrix(rows: order, columns: width, values: table)
    var result = whole.values
    for j in 0..<order where curvature[j] > 0 {
      let along = (0..<width).reduce(0) {
        $0 + directions[$1 * order + j] * table[$1 * order + j]
      }
      for k in 0..<width {
        result[k * order + j] -= curvature[j] * along * directions[k * order + j]
      }
    }
    return result
  }

  private func masked(_ table: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: table.count)
    for position in free { result[position] = table[position] }
    return result
  }

  // MARK: where no bound holds

  private func structured(_ shift: Double) -> (([Double]) -> [Double])? {
    guard let inverse = inverse(of: block { curvature[$0] + shift }) else { return nil }
    let curved = (0..<order).filter { curvature[$0] > 0 }
    let roots = curved.map { curvature[$0].squareRoot() }
    // diag(1/c) − M⁻¹∘UU', scaled to a unit diagonal where nothing couples.
    let turns = Matrix(rows: order, columns: width, values: directions).selecting(rows: curved)
    var capacitance = turns.outerGram()
    capacitance.withUnsafeMutableBuffer { entries in
      inverse.withUnsafeBuffer { inverse in
        for column in curved.indices {
          for row in curved.indices {
            let position = column * curved.count + row
            entries[position] *=
              -inverse[curved[column] * order + curved[row]] * roots[column] * roots[row]
            if row == column { entries[position] += 1 }
          }
        }
      }
    }
    let isDefinite = capacitance.withMutablePointer {
      BLAS.cholesky(curved.count, $0, lda: max(curved.count, 1)) == 0
    }
    guard isDefinite else { return nil }
    return { right in
      let first = inverse * Matrix(rows: order, columns: width, values: right)
      var weights = curved.enumerated().map { place, j in
        roots[place]
          * (0..<width).reduce(0) { $0 + directions[$1 * order + j] * first[$1 * order + j] }
      }
      if !weights.isEmpty {
        capacitance.withPointer {
          BLAS.choleskySolve(curved.count, $0, lda: curved.count, &weights)
        }
      }
      var second = Matrix(rows: order, columns: width)
      for (place, j) in curved.enumerated() {
        for k in 0..<width {
          second[k * order + j] = roots[place] * weights[place] * directions[k * order + j]
        }
      }
      return first.zip(inverse * second) { $0 + $1 }.values
    }
  }

  /// Cholesky's factor in place of a matrix; false where a column is, to rounding, given by others.
  private static func factor(_ matrix: inout Matrix) -> Bool {
    let (order, diagonal) = (matrix.rows, matrix.diagonal)
    return matrix.withMutablePointer { factor in
      guard BLAS.cholesky(order, factor, lda: max(order, 1)) == 0 else { return false }
      return (0..<order).allSatisfy {
        let pivot = factor[$0 * order + $0]
        return pivot * pivot > 1e-12 * diagonal[$0]
      }
    }
  }

  /// The inverse of a positive definite matrix; nil where it is not safely one.
  private func inverse(of matrix: Matrix) -> Matrix? {
    var factor = matrix
    guard Self.factor(&factor) else { return nil }
    // R⁻', whose product with its own transpose is (R'R)⁻¹.
    var half = Matrix.identity(order)
    half.withMutablePointer { half in
      factor.withPointer { factor in
        BLAS.triangularSolve(order, columns: order, factor, lda: order, half, ldb: order)
      }
    }
    return half.gram()
  }

  // MARK: where bounds hold some

  private func dense(_ shift: Double) -> (([Double]) -> [Double])? {
    guard !free.isEmpty, free.count <= Self.mostBounded else { return nil }
    let block = block { curvature[$0] + shift }
    var factor = Matrix(rows: free.count, columns: free.count)
    for (column, position) in free.enumerated() {
      let (k, i) = (position / order, position % order)
      for (row, other) in free[...column].enumerated() {
        let (l, j) = (other / order, other % order)
        var entry = k == l ? block[j, i] : 0
        if i == j { entry -= curvature[j] * directions[position] * directions[other] }
        factor[row, column] = entry
      }
    }
    guard Self.factor(&factor) else { return nil }
    return { right in
      var values = free.map { right[$0] }
      factor.withPointer { BLAS.choleskySolve(free.count, $0, lda: free.count, &values) }
      var result = [Double](repeating: 0, count: right.count)
      for (place, position) in free.enumerated() { result[position] = values[place] }
      return result
    }
  }
}
