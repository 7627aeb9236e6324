import RegLinearAlgebra
import Synchronization

/// Solves ½‖y − Zb‖² + r/2·Σwⱼbⱼ² for every r from one decomposition.
///
/// Columns are divided by √wⱼ, which makes the penalty r/2·‖γ‖²; unpenalised columns (wⱼ = 0) are
/// projected out first and solved for last. The smaller of Z'Z and ZZ' is made tridiagonal, after
/// which each r costs O(n² + np). Where r is so small that squares have lost it, the singular values
/// of the columns themselves do the same.
///
/// Without unpenalised columns, and with many more rows than columns, Z is never formed as a whole.
final class RidgeSolver: Sendable {
  let problem: StandardizedProblem
  let penalized: [Int]
  let unpenalized: [Int]
  /// √wⱼ of the penalised columns.
  let roots: [Double]
  /// Whether there are fewer rows than penalised columns, and ZZ' is decomposed.
  let isDual: Bool
  let reduction: Tridiagonalization
  /// An orthonormal basis of what the unpenalised columns span; no columns if there are none.
  let basis: Matrix

  /// The penalised columns as they are decomposed; nil as long as cross-products will do.
  let explicit: Matrix?
  /// In the dual form, the eigenvalue that was put where `fixed` has none: it keeps what is small in
  /// the rest apart from what is zero.
  let fixedEigenvalue: Double
  /// One column a response.
  private let responses: Matrix
  /// The responses, or for cross-products their right-hand sides.
  private let target: Matrix
  /// The largest magnitude of an eigenvalue, within a factor of 3.
  private let magnitude: Double
  private let formed = Mutex<SingularValues?>(nil)

  /// Where r and the smallest eigenvalue are together below this share of the largest, squares have
  /// lost too many digits: to start a refinement from, and to report what depends on them.
  private enum Least {
    static let forSolving = 1e-10
    static let forReporting = 1e-6
  }

  /// - Parameter responses: In place of the problem's own.
  /// - Complexity: O(n·p·min(n, p) + min(n, p)³).
  init(_ problem: StandardizedProblem, responses: Matrix? = nil) throws(SolverError) {
    self.problem = problem
    self.responses = responses ?? Matrix(problem.y)
    let factors = problem.squareFactors
    penalized = factors.indices.filter { factors[$0] > 0 }
    unpenalized = factors.indices.filter { factors[$0] == 0 }
    roots = penalized.map { factors[$0].squareRoot() }
    isDual = problem.rows < penalized.count
    let workers = problem.workers
    do {
      basis =
        unpenalized.isEmpty
        ? Matrix(rows: problem.rows, columns: 0)
        : try SingularValues(
          problem.z.selecting(columns: unpenalized), atLeast: problem.columnNoise(unpenalized)
        ).left
      if isDual || !unpenalized.isEmpty {
        let design = Self.design(problem, penalized, roots, basis)
        var gram = isDual ? design.outerGram(sharedBy: workers) : design.gram(sharedBy: workers)
        if isDual {
          fixedEigenvalue = Self.fill(&gram, Self.fixed(problem, basis), workers)
        } else {
          fixedEigenvalue = 0
        }
        let response = Self.project(self.responses, from: basis)
        reduction = try Tridiagonalization(consume gram, sharedBy: workers)
        target =
          isDual
          ? response
          : Matrix.product(design, response, transposeLeft: true, sharedBy: workers)
        explicit = design
      } else {
        let gram = Self.scaled(problem.gram, roots)
        reduction = try Tridiagonalization(consume gram, sharedBy: workers)
        let sides = responses.map { problem.correlations($0) } ?? Matrix(problem.start)
        target = Self.divided(sides, by: roots)
        explicit = nil
        fixedEigenvalue = 0
      }
    } catch {
      throw .notConverged
    }
    magnitude = reduction.magnitude
  }

  // MARK: coefficients

  /// The coefficients for square terms `l2` > 0, all at once since products of matrices are fast: any
  /// number for one response, one for each of several.
  func solve(_ l2: [Double]) throws(SolverError) -> [[Double]] {
    let isRegular = l2.map(isRegular)
    var gamma = Matrix(rows: penalized.count, columns: l2.count)
    try fill(&gamma, isRegular) { places throws(LinearAlgebraError) in
      let shifts = places.map { l2[$0] }
      // In the dual form this is (ZZ' + r)⁻¹y, and γ = Z' of it.
      let solution = try reduction.solve(shifts: shifts, Self.chosen(target, places))
      guard isDual, let explicit else { return solution }
      return Matrix.product(
        explicit, solution, transposeLeft: true, sharedBy: problem.workers)
    }
    try fill(&gamma, isRegular.map { !$0 }) { places throws(LinearAlgebraError) in
      let values = try singularValues()
      let response = Self.project(Self.chosen(responses, places), from: basis)
      return values.solve(places.map { l2[$0] }, response)
    }
    return try assemble(gamma)
  }

  private static func chosen(_ responses: Matrix, _ places: [Int]) -> Matrix {
    responses.columns == 1 ? responses : responses.selecting(columns: places)
  }

  /// Moves coefficients by what the rates say at which they are not optimal.
  ///
  /// - Parameter errors: Z'(y − Zb) − r·w·b for each vector of coefficients, from the data.
  func correct(
    _ coefficients: [[Double]], errors: [[Double]], _ l2: [Double]
  ) throws(SolverError) -> [[Double]] {
    let isRegular = l2.map(isRegular)
    let sides = Matrix(
      rows: penalized.count, columns: l2.count,
      values: errors.flatMap { error in Swift.zip(penalized, roots).map { error[$0] / $1 } })
    var gamma = Matrix(rows: penalized.count, columns: l2.count)
    try fill(&gamma, isRegular) { places throws(LinearAlgebraError) in
      let (shifts, sides) = (places.map { l2[$0] }, sides.selecting(columns: places))
      guard isDual, let explicit else { return try reduction.solve(shifts: shifts, sides) }
      // (Z'Z + r)⁻¹ = (1 − Z'(ZZ' + r)⁻¹Z) / r.
      let workers = problem.workers
      let images = Matrix.product(explicit, sides, sharedBy: workers)
      let part = Matrix.product(
        explicit, try reduction.solve(shifts: shifts, images), transposeLeft: true,
        sharedBy: workers)
      var corrections = sides.zip(part) { $0 - $1 }
      let count = sides.rows
      corrections.withUnsafeMutableBuffer { entries in
        for index in entries.indices { entries[index] /= shifts[index / count] }
      }
      return corrections
    }
    try fill(&gamma, isRegular.map { !$0 }) { places throws(LinearAlgebraError) in
      try singularValues().correct(places.map { l2[$0] }, sides.selecting(columns: places))
    }
    for (column, b) in coefficients.enumerated() {
      for (place, j) in penalized.enumerated() { gamma[place, column] += b[j] * roots[place] }
    }
    return try assemble(gamma)
  }

  /// Sets some columns, those marked, to what `body` gives for them.
  private func fill(
    _ matrix: inout Matrix, _ marks: [Bool],
    _ body: ([Int]) throws(LinearAlgebraError) -> Matrix
  ) throws(SolverError) {
    let places = marks.indices.filter { marks[$0] }
    guard !places.isEmpty, matrix.rows > 0 else { return }
    let part: Matrix
    do { part = try body(places) } catch { throw .notConverged }
    let rows = matrix.rows
    matrix.withMutablePointer { matrix in
      part.withPointer { part in
        for (index, place) in places.enumerated() {
          (matrix + place * rows).update(from: part + index * rows, count: rows)
        }
      }
    }
  }

  /// Undoes the scaling of columns, and fits the unpenalised ones to what is left.
  private func assemble(_ gamma: Matrix) throws(SolverError) -> [[Double]] {
    var solutions = (0..<gamma.columns).map { column in
      var b = [Double](repeating: 0, count: problem.count)
      for (place, j) in penalized.enumerated() { b[j] = gamma[place, column] / roots[place] }
      return b
    }
    guard !unpenalized.isEmpty else { return solutions }
    let b = Matrix(
      rows: problem.count, columns: solutions.count, values: solutions.flatMap(\.self))
    let fitted = Matrix.product(problem.z, b, sharedBy: problem.workers)
    let rest = Matrix(rows: problem.rows, columns: solutions.count) { rest in
      for index in rest.indices { rest[index] = responses[index % responses.count] - fitted[index] }
    }
    do {
      let free = try problem.z.selecting(columns: unpenalized).leastSquares(rest).solution
      for column in solutions.indices {
        for (place, j) in unpenalized.enumerated() { solutions[column][j] = free[place, column] }
      }
    } catch {
      throw .notConverged
    }
    return solutions
  }

  // MARK: decompositions

  /// Orthonormal directions that are fitted without penalty: that of the intercept, and the basis.
  var fixed: Matrix { Self.fixed(problem, basis) }

  private static func fixed(_ problem: StandardizedProblem, _ basis: Matrix) -> Matrix {
    guard problem.intercept else { return basis }
    return Matrix(
      rows: problem.rows, columns: basis.columns + 1,
      values: problem.design.weights.roots + basis.values)
  }

  /// Gives directions in which a square is zero its mean eigenvalue, which nothing orthogonal to
  /// them notices.
  private static func fill(
    _ square: inout Matrix, _ directions: Matrix, _ workers: Workers
  ) -> Double {
    let order = square.rows
    let mean = (0..<order).reduce(0) { $0 + square[$1, $1] } / Double(max(order, 1))
    square.addOuterGram(of: directions, scale: mean, sharedBy: workers)
    return mean
  }

  /// The penalised columns as they are decomposed: scaled, and without their part in the basis.
  var design: Matrix { explicit ?? Self.design(problem, penalized, roots, basis) }

  /// Whether systems in squares can be solved for r.
  private func isRegular(_ l2: Double) -> Bool { exceed(Least.forSolving, l2) }

  /// Whether eigenvalues of the squares are good enough to report what depends on them.
  func trustsSquares(_ l2: [Double]) -> Bool {
    l2.min().map { exceed(Least.forReporting, $0) } ?? true
  }

  private func exceed(_ least: Double, _ l2: Double) -> Bool {
    let bound = least * magnitude
    return l2 >= bound || reduction.exceeds(bound - l2)
  }

  /// Singular values and vectors of the columns themselves, formed at the first call.
  func singularValues() throws(LinearAlgebraError) -> SingularValues {
    try formed.withLock { formed throws(LinearAlgebraError) in
      if let formed { return formed }
      let least = problem.columnNoise(penalized) / (roots.min() ?? 1)
      let values = try SingularValues(design, atLeast: least)
      formed = values
      return values
    }
  }

  private static func design(
    _ problem: StandardizedProblem, _ penalized: [Int], _ roots: [Double], _ basis: Matrix
  ) -> Matrix {
    if basis.columns == 0, roots.allSatisfy({ $0 == 1 }) { return problem.z }
    let (z, rows) = (problem.z, problem.rows)
    let scaled = Matrix(rows: rows, columns: penalized.count) { entries in
      guard let first = entries.baseAddress else { return }
      z.withPointer { z in
        let (z, out) = (SharedInput(z), SharedOutput(first))
        problem.workers.inPieces(penalized.count, unit: 4 * rows) { first, count in
          for place in first..<first + count {
            let (column, root) = (z.address + penalized[place] * rows, roots[place])
            for row in 0..<rows { out.address[place * rows + row] = column[row] / root }
          }
        }
      }
    }
    return project(scaled, from: basis)
  }

  /// Rows divided by the roots.
  static func divided(_ matrix: Matrix, by roots: [Double]) -> Matrix {
    var result = matrix
    result.withUnsafeMutableBuffer { entries in
      for index in entries.indices { entries[index] /= roots[index % roots.count] }
    }
    return result
  }

  /// Cross-products of columns that are divided by the roots.
  private static func scaled(_ gram: Matrix, _ roots: [Double]) -> Matrix {
    guard roots.contains(where: { $0 != 1 }) else { return gram }
    var result = gram
    result.withUnsafeMutableBuffer { entries in
      for (column, root) in roots.enumerated() {
        for row in roots.indices { entries[column * roots.count + row] /= root * roots[row] }
      }
    }
    return result
  }

  /// What is left of the columns outside the basis; projected twice, since once leaves rounding.
  private static func project(_ columns: Matrix, from basis: Matrix) -> Matrix {
    guard basis.columns > 0 else { return columns }
    return (0..<2).reduce(columns) { rest, _ in
      rest.zip(basis * basis.transposeTimes(rest)) { $0 - $1 }
    }
  }
}

/// The singular values of a matrix that rounding leaves apart from zero, with their vectors.
struct SingularValues: Sendable {
  let left: Matrix
  let values: [Double]
  let right: Matrix

  /// - Parameter least: Smaller ones are rounding too.
  init(_ matrix: Matrix, atLeast least: Double) throws(LinearAlgebraError) {
    let factors = try matrix.svd()
    let unit = Double(max(matrix.rows, matrix.columns)) * Double.ulpOfOne
    let limit = max(unit * (factors.values.first ?? 0), least)
    let rank = factors.values.count { $0 > limit }
    left = factors.u.selecting(columns: 0..<rank)
    right = factors.v.selecting(columns: 0..<rank)
    values = Array(factors.values.prefix(rank))
  }

  /// The shortest γ that minimises ‖y − Zγ‖² + r‖γ‖², for each r; y is one column a r, or the same for
  /// all.
  func solve(_ l2: [Double], _ response: Matrix) -> Matrix {
    let coordinates = left.transposeTimes(response)
    let isShared = response.columns == 1
    return combination(l2) { place, column, r in
      let value = values[place]
      return coordinates[place, isShared ? 0 : column] * (value / (value * value + r))
    }
  }

  /// (Z'Z + r)⁻¹ times a right-hand side for each r, as far as it lies in the span of Z'.
  func correct(_ l2: [Double], _ sides: Matrix) -> Matrix {
    let coordinates = right.transposeTimes(sides)
    return combination(l2) { place, column, r in
      coordinates[place, column] / (values[place] * values[place] + r)
    }
  }

  private func combination(
    _ l2: [Double], _ weight: (_ place: Int, _ column: Int, _ r: Double) -> Double
  ) -> Matrix {
    var weights = Matrix(rows: values.count, columns: l2.count)
    for (column, r) in l2.enumerated() {
      for place in values.indices { weights[place, column] = weight(place, column, r) }
    }
    return right * weights
  }
}
