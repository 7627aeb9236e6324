import RegLinearAlgebra
import Testing

@Suite("matrix arithmetic")
struct MatrixTests {
  let shapes = [(1, 1), (3, 2), (2, 5), (40, 7), (33, 65)]

  /// Products by definition, to hold the kernels against.
  private func plainProduct(_ a: Matrix, _ b: Matrix) -> Matrix {
    var result = Matrix(rows: a.rows, columns: b.columns)
    for row in 0..<a.rows {
      for column in 0..<b.columns {
        result[row, column] = (0..<a.columns).reduce(0) { $0 + a[row, $1] * b[$1, column] }
      }
    }
    return result
  }

  @Test("products with either factor transposed follow the definition", arguments: [1, 4])
  func products(columns: Int) {
    for (index, (m, k)) in shapes.enumerated() {
      let a = Matrix.random(m, k, seed: UInt64(index))
      let b = Matrix.random(k, columns, seed: UInt64(index + 10))
      let expected = plainProduct(a, b)
      #expect((a * b).distance(to: expected) < 1e-12)
      #expect(a.transpose().transposeTimes(b).distance(to: expected) < 1e-12)
      #expect(a.timesTranspose(b.transpose()).distance(to: expected) < 1e-12)
      let both = Matrix.product(
        a.transpose(), b.transpose(), transposeLeft: true, transposeRight: true)
      #expect(both.distance(to: expected) < 1e-12)
    }
  }

  @Test("a product over no inner entries is zero")
  func emptyProduct() {
    let product = Matrix(rows: 2, columns: 0) * Matrix(rows: 0, columns: 3)
    #expect(product == Matrix(rows: 2, columns: 3))
  }

  @Test("Gram matrices are exactly symmetric and equal the product")
  func gram() {
    let a = Matrix.random(9, 6, seed: 3)
    #expect(a.gram().isSymmetric())
    #expect(a.outerGram().isSymmetric())
    #expect(a.gram().distance(to: plainProduct(a.transpose(), a)) < 1e-13)
    #expect(a.outerGram().distance(to: plainProduct(a, a.transpose())) < 1e-13)
  }

  @Test("transposing twice gives the matrix back")
  func transpose() {
    for (m, k) in shapes {
      let a = Matrix.random(m, k, seed: 5)
      #expect(a.transpose().transpose() == a)
      #expect(a.transpose()[k - 1, 0] == a[0, k - 1])
    }
  }

  @Test("selecting rows and columns copies them in the order asked for")
  func selecting() {
    let a = Matrix(rows: 2, columns: 3, values: [1, 2, 3, 4, 5, 6])
    #expect(a.selecting(columns: [2, 0]).values == [5, 6, 1, 2])
    #expect(a.selecting(rows: [1, 1]).values == [2, 2, 4, 4, 6, 6])
    #expect(a.column(1).values == [3, 4])
  }

  @Test("writing to a copy leaves the original as it was")
  func valueSemantics() {
    let a = Matrix(rows: 2, columns: 2, repeating: 1)
    var b = a
    b[0, 1] = 7
    #expect(a[0, 1] == 1)
    #expect(b[0, 1] == 7)
  }

  @Test("sizes that memory cannot hold are refused before allocating")
  func sizes() throws {
    #expect(try Matrix.checkedCount(rows: 3, columns: 4) == 12)
    for (rows, columns) in [(Int.max, 2), (-1, 3), (1 << 40, 1 << 40), (Int.max / 8, 1)] {
      #expect(throws: LinearAlgebraError.tooLarge(rows: rows, columns: columns)) {
        try Matrix.checkedCount(rows: rows, columns: columns)
      }
    }
  }

  @Test("means and variances keep their digits far from zero")
  func farFromZero() {
    let offsets = [1.0, 2, 3, 4]
    let far = Matrix(offsets.map { $0 + 1e9 })
    #expect(far.columnMeans() == [1e9 + 2.5])
    #expect(far.columnVariances() == [1.25])
    #expect(far.columnVariances(correction: 1) == [5.0 / 3])
  }

  @Test("a weight of k counts a row k times")
  func weights() {
    let values = Matrix([1, 5, 2])
    let repeated = Matrix([1, 1, 5, 5, 5])
    #expect(values.columnMeans(weights: [2, 3, 0]) == repeated.columnMeans())
    #expect(
      abs(values.columnVariances(weights: [2, 3, 0])[0] - repeated.columnVariances()[0]) < 1e-14)
    #expect(Matrix(rows: 2, columns: 2, values: [1, 2, 3, 4]).columnSums() == [3, 7])
    #expect(Matrix(rows: 2, columns: 2, values: [1, 2, 3, 4]).rowSums() == [4, 6])
  }

  @Test("norms of vectors and matrices follow their definitions")
  func norms() throws {
    let vector = Matrix([3, -4])
    #expect(try vector.norm(.one) == 7)
    #expect(try vector.norm() == 5)
    #expect(try vector.norm(.infinity) == 4)
    let row = vector.transpose()
    #expect(try row.norm(.one) == 7)
    #expect(try row.norm(.infinity) == 4)
    let matrix = Matrix(rows: 2, columns: 2, values: [2, 0, -1, 2])
    #expect(try matrix.norm(.one) == 3)
    #expect(try matrix.norm(.infinity) == 3)
    #expect(try matrix.norm(.frobenius) == 3)
    // σ₁² is the larger root of t² − 9t + 16.
    let spectral = try matrix.norm(.two)
    #expect(abs(spectral * spectral - (9 + 17.0.squareRoot()) / 2) < 1e-14)
    #expect(try Matrix([1, .nan]).norm(.infinity).isNaN)
  }
}
