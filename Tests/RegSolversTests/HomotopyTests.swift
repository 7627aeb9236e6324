import RegLinearAlgebra
import Testing

@testable import RegSolvers

@Suite("the homotopy on cross-products")
struct HomotopyTests {
  /// Columns of length 1 and a response of length 1, with the path's start.
  struct Start {
    let z: Matrix
    let y: Matrix
    let correlations: [Double]
    let l1: Double

    init(rows: Int, columns: Int, seed: UInt64, repeating twins: [Int: Int] = [:]) {
      var generator = RandomGenerator(seed: seed)
      func unit(_ values: [Double]) -> [Double] {
        let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return values.map { $0 / length }
      }
      var columnValues = (0..<columns).map { _ in
        unit((0..<rows).map { _ in generator.normal() })
      }
      for (twin, original) in twins { columnValues[twin] = columnValues[original] }
      z = Matrix(rows: rows, columns: columns, values: columnValues.flatMap(\.self))
      y = Matrix(unit((0..<rows).map { _ in generator.normal() }))
      correlations = z.transposeTimes(y).values
      l1 = correlations.map(\.magnitude).max() ?? 0
    }

    func homotopy() -> Homotopy {
      Homotopy(
        gram: z.gram(), absolute: [Double](repeating: 1, count: z.columns),
        coefficients: [Double](repeating: 0, count: z.columns), correlations: correlations,
        l1: l1)
    }

    /// The largest violation of the conditions for a minimum.
    func violation(_ piece: Homotopy.Piece, _ values: [Double], at l1: Double) -> Double {
      var b = [Double](repeating: 0, count: z.columns)
      for (place, value) in zip(piece.places, values) { b[place] = value }
      let residual = y.zip(z * Matrix(b)) { $0 - $1 }
      let pulls = z.transposeTimes(residual).values
      return b.indices.reduce(0) { largest, j in
        let excess =
          b[j] == 0 ? pulls[j].magnitude - l1 : (pulls[j] - (b[j] > 0 ? l1 : -l1)).magnitude
        return max(largest, excess)
      }
    }
  }

  @Test(
    "every knot down to λ = 0 is optimal, and there is one event a knot",
    arguments: [(1, 1), (3, 1), (2, 5), (30, 8), (100, 90), (40, 160)])
  func toZero(rows: Int, columns: Int) throws {
    let start = Start(rows: rows, columns: columns, seed: UInt64(rows + columns))
    var homotopy = start.homotopy()
    // With at least as many columns as rows the last steps fit the response exactly.
    let end = columns < rows ? 0 : 1e-3 * start.l1
    let ending = try homotopy.run(to: end) { false }
    #expect(ending == .reached)
    #expect(homotopy.pieces.first?.upper == start.l1)
    #expect(homotopy.pieces.last?.lower == end)
    #expect(homotopy.events.count >= min(rows, columns) / 2)
    for piece in homotopy.pieces {
      #expect(start.violation(piece, piece.upperValues, at: piece.upper) < 1e-12)
      #expect(start.violation(piece, piece.lowerValues, at: piece.lower) < 1e-12)
    }
    for (above, below) in zip(homotopy.pieces, homotopy.pieces.dropFirst()) {
      #expect(above.lower == below.upper)
    }
    guard columns < rows, let last = homotopy.pieces.last else { return }
    let expected = try start.z.leastSquares(start.y).solution
    for (place, value) in zip(last.places, last.lowerValues) {
      #expect(abs(value - expected[place]) < 1e-10)
    }
  }

  @Test("with orthogonal columns each is soft-thresholded")
  func orthogonal() throws {
    let pulls = [0.5, -0.3, 0.2, 0.05]
    var homotopy = Homotopy(
      gram: .identity(4), absolute: [1, 1, 0.5, 1], coefficients: [0, 0, 0, 0],
      correlations: pulls, l1: 0.5)
    let ending = try homotopy.run(to: 0.01) { false }
    #expect(ending == .reached)
    #expect(homotopy.events.map(\.place) == [0, 2, 1, 3])
    for (event, l1) in zip(homotopy.events, [0.5, 0.4, 0.3, 0.05]) {
      #expect(event.enters && abs(event.l1 - l1) < 1e-15)
    }
    let last = try #require(homotopy.pieces.last)
    for (place, value) in zip(last.places, last.lowerValues) {
      let limit = place == 2 ? 0.005 : 0.01
      #expect(abs(value - softThreshold(pulls[place], limit)) < 1e-15)
    }
  }

  @Test("ties enter one after another at the same λ")
  func ties() throws {
    var homotopy = Homotopy(
      gram: .identity(3), absolute: [1, 1, 1], coefficients: [0, 0, 0],
      correlations: [0.4, -0.4, 0.4], l1: 0.4)
    let ending = try homotopy.run(to: 0) { false }
    #expect(ending == .reached)
    #expect(homotopy.events.map(\.l1) == [0.4, 0.4, 0.4])
    #expect(homotopy.pieces.count == 1)
  }

  @Test("a twin of an active column never enters, and two active twins end the path")
  func twins() throws {
    let start = Start(rows: 30, columns: 6, seed: 5, repeating: [4: 1])
    var homotopy = start.homotopy()
    let ending = try homotopy.run(to: 0.01 * start.l1) { false }
    #expect(ending == .reached)
    for piece in homotopy.pieces {
      #expect(!(piece.places.contains(1) && piece.places.contains(4)))
      #expect(start.violation(piece, piece.lowerValues, at: piece.lower) < 1e-12)
    }
    var both = Homotopy(
      gram: start.z.gram(), absolute: [1, 1, 1, 1, 1, 1], coefficients: [0, 0.1, 0, 0, 0.1, 0],
      correlations: start.correlations, l1: start.l1)
    let end = try both.run(to: 0) { false }
    #expect(end == .dependentColumns)
  }

  @Test("a stop is seen")
  func stops() {
    let homotopy = Start(rows: 20, columns: 5, seed: 1).homotopy()
    func run() throws {
      var copy = homotopy
      _ = try copy.run(to: 0) { true }
    }
    #expect(throws: SolverError.cancelled) { try run() }
  }

  @Test("the factor follows columns that join and leave")
  func factor() throws {
    let gram = Start(rows: 40, columns: 9, seed: 3).z.gram()
    let all = Array(0..<9)
    var factor = UpdatedCholesky()
    for place in all {
      let isIndependent = factor.append(
        all[..<place].map { gram[place, $0] }, square: gram[place, place])
      #expect(isIndependent)
    }
    let takesTwin = factor.append(all.map { gram[4, $0] }, square: gram[4, 4])
    #expect(!takesTwin)
    for leaving in [8, 0, 3] { factor.remove(leaving) }
    let rest = [1, 2, 3, 5, 6, 7]
    #expect(factor.order == rest.count)
    let right = rest.map { Double($0) - 3.5 }
    let fresh = try #require(UpdatedCholesky(gram, rest)).solve(right)
    let block = gram.selecting(rows: rest).selecting(columns: rest)
    let expected = try block.solve(Matrix(right))
    for (index, value) in factor.solve(right).enumerated() {
      #expect(abs(value - expected[index]) < 1e-12)
      #expect(abs(fresh[index] - expected[index]) < 1e-12)
    }
  }
}
