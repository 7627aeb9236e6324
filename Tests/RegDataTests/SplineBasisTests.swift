import RegData
import RegLinearAlgebra
import Testing

/// Bases against what makes them right: sums, smoothness, straightness and spans.
@Suite("Spline bases")
struct SplineBasisTests {
  private let knots = [2.0, 3, 5.5]

  private func basis(
    natural: Bool, degree: Int = 3, hasIntercept: Bool = false
  ) throws -> SplineBasis {
    try #require(
      SplineBasis(
        natural: natural, degree: degree, knots: knots, lower: 1, upper: 7,
        hasIntercept: hasIntercept))
  }

  /// The values of all columns at one place.
  private func row(_ basis: SplineBasis, _ x: Double) -> [Double] {
    basis([x]).values
  }

  @Test("B-splines are not negative, add up to 1, and are local", arguments: 1...5)
  func partitionOfUnity(degree: Int) throws {
    let basis = try basis(natural: false, degree: degree, hasIntercept: true)
    #expect(basis.count == knots.count + degree + 1)
    for x in stride(from: 1.0, through: 7, by: 0.125) {
      let values = row(basis, x)
      #expect(abs(values.reduce(0, +) - 1) < 1e-14)
      #expect(values.allSatisfy { $0 >= 0 })
      #expect(values.count { $0 != 0 } <= degree + 1)
    }
    // Beyond the boundary the polynomials go on, and still add up to 1.
    for x in [-1.0, 8.5] { #expect(abs(row(basis, x).reduce(0, +) - 1) < 1e-9) }
  }

  @Test("one piece of degree 3 is Bernstein's polynomials")
  func bernstein() throws {
    let basis = try #require(
      SplineBasis(natural: false, knots: [], lower: 0, upper: 1, hasIntercept: true))
    for x in [0, 0.2, 0.7, 1, 1.5, -0.5] {
      let y = 1 - x
      let expected = [y * y * y, 3 * x * y * y, 3 * x * x * y, x * x * x]
      for (value, other) in zip(row(basis, x), expected) { #expect(abs(value - other) < 1e-13) }
    }
  }

  @Test("B-splines span the polynomials of their degree and the truncated powers at the knots")
  func span() throws {
    let basis = try basis(natural: false, hasIntercept: true)
    let x = Array(stride(from: 1.0, through: 7, by: 0.1))
    let powers: [(Double) -> Double] = [
      { $0 }, { $0 * $0 }, { $0 * $0 * $0 }, { pow3(max($0 - 2, 0)) }, { pow3(max($0 - 5.5, 0)) },
    ]
    for power in powers {
      #expect(try residual(of: x.map(power), on: basis(x)) < 1e-9)
    }
    #expect(try residual(of: x.map { pow3(max($0 - 4, 0)) }, on: basis(x)) > 1e-3)
  }

  @Test("natural splines are straight beyond the boundary and smooth to the second derivative")
  func natural() throws {
    for hasIntercept in [false, true] {
      let basis = try basis(natural: true, hasIntercept: hasIntercept)
      #expect(basis.count == knots.count + (hasIntercept ? 2 : 1))
      for start in [-3.0, 7.0] {
        let (a, b, c) = (row(basis, start), row(basis, start + 1), row(basis, start + 3))
        for column in a.indices {
          #expect(abs((b[column] - a[column]) * 2 - (c[column] - b[column])) < 1e-12)
        }
      }
      // The second difference on both sides of a knot is the second derivative there; at the
      // boundary it is zero.
      let step = 1e-3
      for knot in [1] + knots + [7] {
        let below = secondDifference(basis, knot - step, step)
        let above = secondDifference(basis, knot + step, step)
        for column in below.indices { #expect(abs(above[column] - below[column]) < 0.05) }
        guard knot == 1 || knot == 7 else { continue }
        for value in secondDifference(basis, knot, step) { #expect(abs(value) < 0.02) }
      }
    }
  }

  private func secondDifference(_ basis: SplineBasis, _ x: Double, _ step: Double) -> [Double] {
    let (a, b, c) = (row(basis, x - step), row(basis, x), row(basis, x + step))
    return a.indices.map { (a[$0] - 2 * b[$0] + c[$0]) / (step * step) }
  }

  @Test("natural splines span straight lines, and are independent")
  func naturalSpan() throws {
    let basis = try basis(natural: true, hasIntercept: true)
    let x = Array(stride(from: -1.0, through: 9, by: 0.1))
    #expect(try residual(of: x.map { 2 - 3 * $0 }, on: basis(x)) < 1e-10)
    let products = basis(x).transpose() * basis(x)
    #expect(try products.determinant().magnitude > 1e-6)
  }

  @Test("knots that do not rise or are not inside are refused")
  func badKnots() {
    #expect(SplineBasis(natural: false, knots: [3, 2], lower: 1, upper: 7) == nil)
    #expect(SplineBasis(natural: false, knots: [2, 2], lower: 1, upper: 7) == nil)
    #expect(SplineBasis(natural: false, knots: [7], lower: 1, upper: 7) == nil)
    #expect(SplineBasis(natural: false, knots: [.nan], lower: 1, upper: 7) == nil)
    #expect(SplineBasis(natural: false, knots: [], lower: 1, upper: 1) == nil)
    #expect(SplineBasis(natural: true, degree: 2, knots: [], lower: 0, upper: 1) == nil)
    #expect(SplineBasis(natural: false, degree: 0, knots: [], lower: 0, upper: 1) == nil)
  }

  @Test("a value that is nan has a row of nan")
  func gaps() throws {
    for isNatural in [true, false] {
      let values = try basis(natural: isNatural)([.nan, 2, .infinity])
      #expect((0..<values.columns).allSatisfy { values[0, $0].isNaN && values[2, $0].isNaN })
      #expect((0..<values.columns).allSatisfy { values[1, $0].isFinite })
    }
  }
}

@Suite("Orthogonal polynomials")
struct PolynomialBasisTests {
  @Test("columns are orthogonal, of length 1, and span the powers", arguments: [1, 2, 5, 9])
  func orthonormal(degree: Int) throws {
    let x = (0..<40).map { (row: Int) -> Double in
      1000 + 3.7 * Double((row * 17) % 40) + Double(row % 3)
    }
    let values = try PolynomialBasis(degree: degree, fitting: x)(x)
    let products = values.transpose() * values
    for i in 0..<degree {
      for j in 0..<degree { #expect(abs(products[i, j] - (i == j ? 1 : 0)) < 1e-10) }
      #expect(abs(values.column(i).values.reduce(0, +)) < 1e-10)
    }
    let t = x.map { ($0 - 1070) / 70 }
    var columns = [Double](repeating: 1, count: 40)
    columns += values.values
    let design = Matrix(rows: 40, columns: degree + 1, values: columns)
    let power = t.map { value in (0..<degree).reduce(1) { product, _ in product * value } }
    #expect(try residual(of: power, on: design) < 1e-9)
  }

  @Test("new values get the same polynomials, and leading coefficients are positive")
  func replayed() throws {
    let x: [Double] = [-2, -1, 0, 1, 2]
    let basis = try PolynomialBasis(degree: 2, fitting: x)
    // 1, x and x² - 2 are orthogonal on these.
    let new = basis([5, .nan, -2])
    #expect(abs(new[0, 0] - 5 / 10.0.squareRoot()) < 1e-14)
    #expect(abs(new[0, 1] - 23 / 14.0.squareRoot()) < 1e-13)
    #expect(new[1, 0].isNaN)
    #expect(abs(new[2, 1] - 2 / 14.0.squareRoot()) < 1e-14)
  }

  @Test("values far from zero, very large or very small lose nothing")
  func scales() throws {
    let plain = try PolynomialBasis(degree: 4, fitting: (0..<12).map(Double.init))
    let expected = plain((0..<12).map(Double.init))
    for (shift, scale) in [(0, 1e200), (0, 1e-200), (1e6, 1), (0, 1.5e307)] {
      let x = (0..<12).map { shift + scale * Double($0) }
      let values = try PolynomialBasis(degree: 4, fitting: x)(x)
      for (value, other) in zip(values.values, expected.values) {
        #expect(abs(value - other) < 1e-9)
      }
    }
  }

  @Test("a degree that the values do not determine is refused")
  func badDegrees() {
    #expect(throws: DataError.self) { try PolynomialBasis(degree: 2, fitting: [1, 2, 1, 2]) }
    #expect(throws: DataError.self) { try PolynomialBasis(degree: 0, fitting: [1, 2]) }
    #expect(throws: DataError.self) { try PolynomialBasis(degree: 1, fitting: [.nan]) }
    #expect(throws: DataError.self) {
      try PolynomialBasis(degree: 49, fitting: (0..<50).map(Double.init))
    }
  }
}

private func pow3(_ x: Double) -> Double { x * x * x }

/// The largest error of the least-squares fit of a function on a basis.
private func residual(of values: [Double], on basis: Matrix) throws -> Double {
  let solution = try basis.solve(Matrix(values))
  return (basis * solution).zip(Matrix(values)) { abs($0 - $1) }.values.max() ?? 0
}

@Suite("Bases as polynomials")
struct PiecewisePolynomialTests {
  private let x = Array(stride(from: -1.0, through: 9, by: 0.0625))

  @Test("a weighted spline is its pieces, also beyond the boundary", arguments: [true, false])
  func splines(isNatural: Bool) throws {
    for hasIntercept in [true, false] {
      for degree in isNatural ? [3] : [1, 2, 3, 5] {
        let basis = try #require(
          SplineBasis(
            natural: isNatural, degree: degree, knots: [2, 3, 5.5], lower: 1, upper: 7,
            hasIntercept: hasIntercept))
        let weights = (0..<basis.count).map { Double(($0 * 7) % 5) - 1.5 }
        let pieces = try #require(basis.weighted(weights))
        let expected = basis(x) * Matrix(weights)
        for (row, value) in x.enumerated() {
          let scale = max(1, expected[row].magnitude)
          #expect(abs(pieces(value) - expected[row]) < 1e-12 * scale)
        }
        #expect(basis.weighted([1]) == nil || basis.count == 1)
      }
    }
  }

  @Test("weighted polynomials are one", arguments: [1, 3, 8])
  func polynomials(degree: Int) throws {
    let basis = try PolynomialBasis(degree: degree, fitting: x.map { 50 + 20 * $0 })
    let weights = (0..<degree).map { Double($0) - 1.25 }
    let pieces = try #require(basis.weighted(weights))
    let expected = basis(x.map { 50 + 20 * $0 }) * Matrix(weights)
    for (row, value) in x.enumerated() {
      #expect(abs(pieces(50 + 20 * value) - expected[row]) < 1e-12)
    }
  }

  @Test("degrees at which powers lose digits have no such form")
  func highDegrees() throws {
    let basis = try PolynomialBasis(degree: 20, fitting: (0..<400).map(Double.init))
    #expect(basis.weighted([Double](repeating: 1, count: 20)) == nil)
  }
}
