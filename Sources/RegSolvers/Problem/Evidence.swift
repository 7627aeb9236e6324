import RegLinearAlgebra

/// What the data say about one vector of coefficients.
struct Evidence {
  /// The columns that the correlations are of. The others have no coefficient, and were proved to
  /// need none.
  let columns: [Int]
  /// ‖y − Zb‖².
  let squares: Double
  /// z'(y − Zb) for each of them.
  let correlations: [Double]
  /// What the correlations may be off by; 0 where only their own rounding counts.
  var uncertainty = 0.0

  /// The largest rate at which moving one coefficient lowers the objective.
  func violation(
    _ problem: StandardizedProblem, _ penalty: ScaledPenalty, _ b: [Double]
  ) -> Double {
    columns.indices.reduce(0) { largest, place in
      let j = columns[place]
      let slope = correlations[place] - penalty.l2 * problem.squareFactors[j] * b[j]
      let violation = optimalityViolation(
        at: b[j], slope: slope, absolute: penalty.l1 * problem.absoluteFactors[j],
        lower: problem.lower[j], upper: problem.upper[j])
      return max(largest, violation)
    }
  }
}

/// Cross-products that stand for the data, with a proof of how far they may be off.
///
/// Where rows are many, forming residuals costs more than fitting. What rounding may do in sums over
/// the rows is bounded beforehand, and charged to every solution.
struct BoundedProducts {
  private let set: WorkingSet
  /// Z'y.
  private let start: [Double]
  private let workers: Workers
  /// Of a correlation, relative to the size of the coefficients.
  private let uncertainty: Double

  /// More than this, and the data are asked for every solution.
  private static let mostUncertain = 1e-12
  /// A gap that is to be smaller than this is not for a bound to prove.
  static let leastTolerance = 1e-9

  /// - Returns: nil where the data are to be asked for every solution.
  init?(_ problem: StandardizedProblem, _ set: WorkingSet) {
    uncertainty = problem.productsUncertainty + roundingBound(set.count + 2)
    guard uncertainty < Self.mostUncertain else { return nil }
    self.set = set
    start = problem.start
    workers = problem.workers
  }

  func evidence(_ coefficients: [[Double]]) -> [Evidence] {
    let found = Self.correlations(set, start, coefficients, workers)
    return coefficients.enumerated().map { index, b in
      let correlations = found.column(index).values
      // ‖y − Zb‖² = y'y − b'(Z'y + Z'(y − Zb)), with y'y = 1.
      let squares = b.indices.reduce(1) { $0 - b[$1] * (start[$1] + correlations[$1]) }
      return Evidence(
        columns: set.members, squares: max(squares, 0), correlations: correlations,
        uncertainty: uncertainty * b.reduce(1) { $0 + $1.magnitude })
    }
  }

  /// Z'y − GB, one column a vector.
  private static func correlations(
    _ set: WorkingSet, _ start: [Double], _ coefficients: [[Double]], _ workers: Workers
  ) -> Matrix {
    let (count, width) = (set.count, coefficients.count)
    let b = Matrix(rows: count, columns: width, values: coefficients.flatMap(\.self))
    var result = Matrix(
      rows: count, columns: width, values: coefficients.flatMap { _ in start })
    result.withMutablePointer { result in
      b.withPointer { b in
        set.gram.withPointer { gram in
          let (out, b, gram) = (SharedOutput(result), SharedInput(b), SharedInput(gram))
          workers.inPieces(count, unit: count * width) { first, height in
            BLAS.gemm(
              rows: height, columns: width, inner: count, scale: -1, gram.address + first,
              lda: set.capacity, b.address, ldb: count, beta: 1, out.address + first, ldc: count)
          }
        }
      }
    }
    return result
  }
}
