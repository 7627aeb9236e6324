public import RegLinearAlgebra

/// Which columns of a model stand for columns that it leaves out.
///
/// A column that is left out may say what one in the model says already: the more the two are
/// correlated, the more so.
public struct StandIns: Sendable {
  public struct Pair: Sendable, Equatable {
    /// Counted from 0.
    public let dropped: Int
    public let kept: Int
    public let correlation: Double
  }

  /// For each column left out, the column of the model that it is most correlated with; none for a
  /// constant column.
  public let pairs: [Pair]

  /// - Parameters:
  ///   - kept: The columns of the model, counted from 0.
  ///   - weights: Of the rows.
  /// - Throws: `SolverError.cancelled` when stopped.
  /// - Complexity: O(*rows* · kept · dropped).
  public init(
    _ x: Matrix, kept: [Int], weights: [Double]?,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(SolverError) {
    let inModel = Set(kept)
    let dropped = (0..<x.columns).filter { !inModel.contains($0) }
    guard !kept.isEmpty, !dropped.isEmpty else {
      pairs = []
      return
    }
    let models = UnitColumns(x, kept, weights)
    var pairs: [Pair] = []
    // A stretch of columns at a time, so that a wide matrix is never copied whole.
    for start in stride(from: 0, to: dropped.count, by: 256) {
      guard !shouldStop() else { throw .cancelled }
      let some = Array(dropped[start..<min(start + 256, dropped.count)])
      let correlations = models.matrix.transposeTimes(UnitColumns(x, some, weights).matrix)
      for place in some.indices {
        let best = kept.indices.max {
          (correlations[$0, place].magnitude, -$0) < (correlations[$1, place].magnitude, -$1)
        }
        guard let best, correlations[best, place] != 0 else { continue }
        pairs.append(
          Pair(
            dropped: some[place], kept: kept[best],
            correlation: max(-1, min(1, correlations[best, place]))))
      }
    }
    self.pairs = pairs
  }
}

/// Some columns, centred and of length 1, so that their products are correlations.
private struct UnitColumns {
  let matrix: Matrix

  init(_ x: Matrix, _ columns: [Int], _ weights: [Double]?) {
    let part = x.selecting(columns: columns)
    let means = part.columnMeans(weights: weights)
    let variances = part.columnVariances(weights: weights)
    let rows = x.rows
    let total = weights?.reduce(0, +) ?? Double(rows)
    matrix = Matrix(rows: rows, columns: columns.count) { entries in
      part.withUnsafeBuffer { part in
        for column in columns.indices {
          let length = (variances[column] * total).squareRoot()
          for row in 0..<rows {
            let place = column * rows + row
            let weight = weights?[row].squareRoot() ?? 1
            // A constant column is correlated with none.
            entries[place] = length > 0 ? weight * (part[place] - means[column]) / length : 0
          }
        }
      }
    }
  }
}
