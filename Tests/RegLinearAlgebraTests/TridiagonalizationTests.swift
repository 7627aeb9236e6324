@testable import RegLinearAlgebra
import Synchronization
import Testing

@Suite("tridiagonal form")
struct TridiagonalizationTests {
  @Test("shifted systems and eigenvalues are those of the matrix", arguments: [1, 5, 64, 65, 200])
  func agrees(order: Int) throws {
    let x = Matrix.random(order + 4, order, seed: 4)
    let gram = x.gram()
    let reduction = try Tridiagonalization(gram, sharedBy: Workers(count: 2))
    let sides = Matrix.random(order, 2, seed: 4)
    let solutions = try reduction.solve(shifts: [0.5, 3], sides)
    for (column, shift) in [0.5, 3].enumerated() {
      let solution = solutions.selecting(columns: [column])
      let product = (gram * solution).zip(solution) { $0 + shift * $1 }
      for row in 0..<order {
        #expect(abs(product[row] - sides[row, column]) < 1e-11 * reduction.magnitude)
      }
    }
    let known = try gram.symmetricEigen().values
    let values = try reduction.eigenvalues()
    for (place, value) in values.enumerated() {
      #expect(abs(value - known[place]) < 1e-12 * reduction.magnitude)
    }
    #expect(reduction.exceeds(known[0] * 0.999) && !reduction.exceeds(known[0] * 1.001))
    let rotation = reduction.rotation
    #expect(rotation.gram().distance(to: .identity(order)) < 1e-12)
    #expect(values.last ?? 0 <= reduction.magnitude * (1 + 1e-12))
  }

  @Test("a large matrix keeps its trace and solves, with the same bits for any number of workers")
  func large() throws {
    let order = 1100
    let gram = Matrix.random(20, order, seed: 4).gram()
    let sides = Matrix.random(order, 1, seed: 4)
    let found = try [1, 2].map { count in
      let reduction = try Tridiagonalization(gram, sharedBy: Workers(count: count))
      return (reduction, try reduction.solve(shifts: [2], sides))
    }
    let (reduction, solution) = found[1]
    let product = (gram * solution).zip(solution) { $0 + 2 * $1 }
    #expect(product.distance(to: sides) < 1e-11 * reduction.magnitude)
    #expect(solution.values == found[0].1.values)
    let sum = try reduction.eigenvalues().reduce(0, +)
    let trace = (0..<order).reduce(0) { $0 + gram[$1, $1] }
    #expect(abs(sum - trace) < 1e-11 * trace)
  }

  @Test("solutions made side by side have the bits of one made alone", arguments: [3, 24, 40, 90])
  func sideBySide(order: Int) throws {
    let reduction = try Tridiagonalization(
      Matrix.random(order + 4, order, seed: 4).gram(), sharedBy: Workers(count: 1))
    let side = Matrix.random(order, 1, seed: 5)
    let shifts = (1...64).map(Double.init)
    let known = try reduction.solve(shifts: shifts, side)
    let wrong = Mutex(0)
    Workers(count: 4).forEach(500) { _ in
      let solutions = try? reduction.solve(shifts: shifts, side)
      if solutions != known { wrong.withLock { $0 += 1 } }
    }
    #expect(wrong.withLock { $0 } == 0)
  }

  @Test("quadratic forms in inverses are those of solutions", arguments: [1, 5, 200])
  func forms(order: Int) throws {
    let reduction = try Tridiagonalization(
      Matrix.random(order + 4, order, seed: 4).gram(), sharedBy: Workers(count: 2))
    let rows = Matrix.random(37, order, seed: 5)
    let rotated = rows * reduction.rotation
    let factors = try reduction.factors(shifts: [0.5, 3])
    let forms = Matrix(rows: 37, columns: 2) { out in
      rotated.withPointer { rotated in
        out.baseAddress.map { factors.forms(of: rotated, height: 37, ld: 37, into: $0) }
      }
    }
    for (column, shift) in [0.5, 3].enumerated() {
      for row in 0..<37 {
        let vector = rows.selecting(rows: [row]).transpose()
        let expected = vector.dot(try reduction.solve(shifts: [shift], vector))
        #expect(abs(forms[row, column] - expected) < 1e-11 * max(expected, 1))
      }
    }
  }

  @Test("a shift that leaves the matrix indefinite is refused")
  func indefinite() throws {
    let reduction = try Tridiagonalization(
      Matrix(rows: 2, columns: 2, values: [1, 2, 2, 1]), sharedBy: Workers(count: 1))
    #expect(throws: LinearAlgebraError.self) {
      try reduction.solve(shifts: [0.5], Matrix([1, 1]))
    }
  }

  @Test("shared products are the products")
  func sharedProducts() {
    let (a, b) = (Matrix.random(300, 70, seed: 4), Matrix.random(70, 500, seed: 4))
    let workers = Workers(count: 3)
    func isClose(_ left: Matrix, _ right: Matrix) -> Bool { left.distance(to: right) < 1e-11 }
    #expect(isClose(Matrix.product(a, b, sharedBy: workers), a * b))
    #expect(
      isClose(
        Matrix.product(b, a.transpose(), transposeLeft: true, sharedBy: workers),
        b.transpose() * a.transpose()))
    #expect(isClose(b.gram(sharedBy: workers), b.gram()))
    #expect(isClose(a.outerGram(sharedBy: workers), a.outerGram()))
  }
}
