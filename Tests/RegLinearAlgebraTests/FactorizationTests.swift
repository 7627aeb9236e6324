import RegLinearAlgebra
import Testing

@Suite("factorisations")
struct FactorizationTests {
  static let shapes = [[1, 1], [5, 5], [12, 4], [4, 12]]

  @Test("LU solves a square system to working precision", arguments: [1, 2, 17])
  func square(order: Int) throws {
    let a = Matrix.random(order, order, seed: 11)
    let b = Matrix.random(order, 3, seed: 12)
    #expect((a * (try a.solve(b))).distance(to: b) < 1e-11)
    #expect((a * (try a.inverse())).distance(to: .identity(order)) < 1e-11)
  }

  @Test("triangular and positive definite matrices are solved as such")
  func structured() throws {
    let a = Matrix.random(9, 6, seed: 13).gram()
    let b = Matrix.random(6, 2, seed: 14)
    #expect((a * (try a.solve(b))).distance(to: b) < 1e-11)
    let upper = try a.cholesky()
    #expect((upper * (try upper.solve(b))).distance(to: b) < 1e-12)
    let lower = upper.transpose()
    #expect((lower * (try lower.solve(b))).distance(to: b) < 1e-12)
  }

  @Test(
    "a singular matrix is refused, however it is built",
    arguments: [[1.0, 2, 2, 4], [0, 0, 0, 0], [1, 0, 1, 0], [1, 1, 1, 1 + 1e-17]])
  func singular(entries: [Double]) {
    let a = Matrix(rows: 2, columns: 2, values: entries)
    #expect(throws: LinearAlgebraError.self) { try a.solve(Matrix([1, 2])) }
    #expect(throws: LinearAlgebraError.self) { try a.inverse() }
  }

  @Test("a NaN is refused by every factorisation")
  func nonFinite() {
    let a = Matrix(rows: 2, columns: 2, values: [1, .nan, 0, 1])
    #expect(throws: LinearAlgebraError.nonFinite) { try a.svd() }
    #expect(throws: LinearAlgebraError.nonFinite) { try a.qr() }
    #expect(throws: LinearAlgebraError.nonFinite) { try a.cholesky() }
    #expect(throws: LinearAlgebraError.nonFinite) { try a.eigen() }
    #expect(throws: LinearAlgebraError.nonFinite) { try a.solve(Matrix([1, 1])) }
    #expect(throws: LinearAlgebraError.nonFinite) { try a.determinant() }
  }

  @Test("least squares leaves a residual orthogonal to the columns")
  func leastSquares() throws {
    let a = Matrix.random(20, 4, seed: 15)
    let b = Matrix.random(20, 2, seed: 16)
    let fit = try a.leastSquares(b)
    #expect(fit.rank == 4)
    let residual = b.zip(a * fit.solution) { $0 - $1 }
    #expect(a.transposeTimes(residual).distance(to: Matrix(rows: 4, columns: 2)) < 1e-12)
    #expect(try a.solve(b) == fit.solution)
  }

  @Test("of many least-squares solutions the shortest is given")
  func minimumNorm() throws {
    let fit = try Matrix(rows: 1, columns: 2, values: [3, 4]).leastSquares(Matrix([25]))
    #expect(fit.solution.distance(to: Matrix([3, 4])) < 1e-13)
    #expect(fit.rank == 1)
    let twins = try Matrix(rows: 2, columns: 2, values: [1, 1, 1, 1]).leastSquares(Matrix([2, 2]))
    #expect(twins.solution.distance(to: Matrix([1, 1])) < 1e-13)
  }

  @Test("Cholesky gives the upper factor, and refuses what has none")
  func cholesky() throws {
    let a = Matrix.random(8, 5, seed: 17).gram()
    let r = try a.cholesky()
    #expect(r.transposeTimes(r).distance(to: a) < 1e-13)
    #expect(r[4, 0] == 0)
    #expect(throws: LinearAlgebraError.notSymmetric) {
      try Matrix(rows: 2, columns: 2, values: [2, 1, 0, 2]).cholesky()
    }
    #expect(throws: LinearAlgebraError.notPositiveDefinite(order: 2)) {
      try Matrix(rows: 2, columns: 2, values: [1, 2, 2, 1]).cholesky()
    }
  }

  @Test("Q has orthonormal columns and Q·R is the matrix", arguments: shapes)
  func qr(shape: [Int]) throws {
    let a = Matrix.random(shape[0], shape[1], seed: 18)
    let (rank, factors) = (min(shape[0], shape[1]), try a.qr())
    #expect(factors.q.gram().distance(to: .identity(rank)) < 1e-14)
    #expect((factors.q * factors.r).distance(to: a) < 1e-13)
    for column in 0..<rank {
      for row in column + 1..<max(rank, column + 1) { #expect(factors.r[row, column] == 0) }
    }
  }

  @Test("U, s and V are orthonormal, falling, and rebuild the matrix", arguments: shapes)
  func svd(shape: [Int]) throws {
    let a = Matrix.random(shape[0], shape[1], seed: 19)
    let (rank, factors) = (min(shape[0], shape[1]), try a.svd())
    #expect(factors.u.gram().distance(to: .identity(rank)) < 1e-13)
    #expect(factors.v.gram().distance(to: .identity(rank)) < 1e-13)
    var scaled = factors.u
    for column in 0..<rank {
      for row in 0..<a.rows { scaled[row, column] *= factors.values[column] }
    }
    #expect(scaled.timesTranspose(factors.v).distance(to: a) < 1e-13)
    #expect(factors.values == factors.values.sorted(by: >))
    #expect(try a.rank() == rank)
    #expect(try a.selecting(columns: [0, 0]).rank() == 1)
  }

  @Test("symmetric eigenvectors are orthonormal and rebuild the matrix")
  func symmetric() throws {
    let a = Matrix.random(6, 6, seed: 20).gram()
    let eigen = try a.symmetricEigen()
    #expect(eigen.values == eigen.values.sorted())
    #expect(eigen.vectors.gram().distance(to: .identity(6)) < 1e-13)
    for column in 0..<6 {
      let vector = eigen.vectors.column(column)
      let expected = vector.map { $0 * eigen.values[column] }
      #expect((a * vector).distance(to: expected) < 1e-12)
    }
    #expect(try a.eigen().isReal)
  }

  @Test("A·v = λ·v holds for real and complex pairs alike")
  func general() throws {
    let a = Matrix.random(7, 7, seed: 21)
    let eigen = try a.eigen()
    let imaginary = eigen.imaginaryVectors ?? Matrix(rows: 7, columns: 7)
    #expect(!eigen.isReal)
    for k in 0..<7 {
      let (v, w) = (eigen.vectors.column(k), imaginary.column(k))
      let (re, im) = (eigen.realParts[k], eigen.imaginaryParts[k])
      #expect((a * v).distance(to: v.zip(w) { re * $0 - im * $1 }) < 1e-12)
      #expect((a * w).distance(to: v.zip(w) { im * $0 + re * $1 }) < 1e-12)
    }
  }

  @Test("a rotation has the eigenvalues ±i")
  func rotation() throws {
    let eigen = try Matrix(rows: 2, columns: 2, values: [0, 1, -1, 0]).eigen()
    #expect(eigen.realParts == [0, 0])
    #expect(eigen.imaginaryParts.sorted() == [-1, 1])
  }

  @Test("determinants carry the sign of the row exchanges")
  func determinant() throws {
    #expect(try Matrix(rows: 2, columns: 2, values: [0, 1, 1, 0]).determinant() == -1)
    #expect(try Matrix(rows: 2, columns: 2, values: [1, 2, 2, 4]).determinant() == 0)
    #expect(try Matrix(rows: 0, columns: 0).determinant() == 1)
    let big = Matrix.identity(400).map { $0 * -1e10 }
    #expect(try big.determinant() == .infinity)
    let (sign, logarithm) = try big.logDeterminant()
    #expect(sign == 1)
    #expect(abs(logarithm - 4000 * 2.302585092994046) < 1e-9)
  }
}
