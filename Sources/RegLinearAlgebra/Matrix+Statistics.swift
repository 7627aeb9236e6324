extension Matrix {
  /// The sum of each column.
  public func columnSums() -> [Double] {
    transposeTimes(Matrix(rows: rows, columns: 1, repeating: 1)).values
  }

  /// The sum of each row.
  public func rowSums() -> [Double] {
    (self * Matrix(rows: columns, columns: 1, repeating: 1)).values
  }

  /// The mean of each column, weighted if weights are given.
  ///
  /// Computed about the first entry and corrected once, so that a column far from zero loses
  /// nothing. NaN for a matrix without rows.
  ///
  /// - Parameter weights: One a row, not negative, with a positive sum.
  public func columnMeans(weights: [Double]? = nil) -> [Double] {
    mapColumns { Moments($0, weights: weights).mean }
  }

  /// The mean squared deviation of each column from its mean, weighted if weights are given.
  ///
  /// - Parameter correction: Subtracted from the divisor: 0 divides by n (or by the sum of weights),
  ///   1 by n − 1.
  public func columnVariances(weights: [Double]? = nil, correction: Double = 0) -> [Double] {
    mapColumns { Moments($0, weights: weights, correction: correction).variance }
  }

  private func mapColumns(_ body: (UnsafeBufferPointer<Double>) -> Double) -> [Double] {
    withUnsafeBuffer { entries in
      (0..<columns).map { column in
        body(UnsafeBufferPointer(rebasing: entries[column * rows..<(column + 1) * rows]))
      }
    }
  }
}

/// Mean and variance of a run of numbers in two passes.
struct Moments {
  let mean: Double
  let variance: Double

  init(_ values: UnsafeBufferPointer<Double>, weights: [Double]?, correction: Double = 0) {
    precondition(weights == nil || weights?.count == values.count)
    guard let origin = values.first else {
      (mean, variance) = (.nan, .nan)
      return
    }
    let total = weights.map { $0.reduce(0, +) } ?? Double(values.count)
    func average(_ term: (Double) -> Double) -> Double {
      var sum = 0.0
      if let weights {
        for (value, weight) in Swift.zip(values, weights) where weight > 0 {
          sum += weight * term(value)
        }
      } else {
        for value in values { sum += term(value) }
      }
      return sum / total
    }
    let near = origin + average { $0 - origin }
    let shift = average { $0 - near }
    let center = near + shift
    mean = center
    // The second term takes out what rounding left in the mean (Chan, Golub & LeVeque 1983).
    let spread = average { ($0 - near) * ($0 - near) } - shift * shift
    variance = max(spread, 0) * total / (total - correction)
  }
}
