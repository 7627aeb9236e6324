/// A measure of a vector's or matrix's size.
public enum Norm: Sendable, CaseIterable {
  /// Σ|xᵢ| of a vector; the largest column sum of a matrix.
  case one
  /// The Euclidean length of a vector; the largest singular value of a matrix.
  case two
  /// The largest |xᵢ| of a vector; the largest row sum of a matrix.
  case infinity
  /// √Σxᵢⱼ².
  case frobenius
}

extension Matrix {
  /// The norm of the kind asked for; 0 for an empty matrix, NaN where an entry is NaN.
  ///
  /// - Throws: `LinearAlgebraError` for the 2-norm of a matrix, whose singular values may fail.
  /// - Complexity: O(*count*), but O(rows · columns · min(rows, columns)) for the 2-norm of a matrix.
  public func norm(_ kind: Norm = .two) throws(LinearAlgebraError) -> Double {
    let isVector = rows == 1 || columns == 1
    switch kind {
    case .one:
      return absoluteColumnSums.reduceMaximum()
    case .infinity where isVector:
      return values.reduceMaximum()
    case .infinity:
      return transpose().absoluteColumnSums.reduceMaximum()
    case .two where !isVector:
      guard isFinite else { return contains(where: \.isNaN) ? .nan : .infinity }
      return try singularValues().first ?? 0
    case .two, .frobenius:
      return withPointer { BLAS.norm(count, $0) }
    }
  }

  private var absoluteColumnSums: [Double] {
    // A row vector is a vector: its 1-norm adds all its entries.
    let length = rows == 1 ? columns : rows
    let runs = rows == 1 ? min(columns, 1) : columns
    return withUnsafeBuffer { entries in
      (0..<runs).map { run in
        entries[run * length..<(run + 1) * length].reduce(0) { $0 + $1.magnitude }
      }
    }
  }

  private func contains(where matches: (Double) -> Bool) -> Bool {
    withUnsafeBuffer { $0.contains(where: matches) }
  }
}

extension [Double] {
  /// The largest magnitude; NaN if there is one, 0 if there is nothing.
  fileprivate func reduceMaximum() -> Double {
    reduce(0) { $1.isNaN || $0.isNaN ? .nan : Swift.max($0, $1.magnitude) }
  }
}
