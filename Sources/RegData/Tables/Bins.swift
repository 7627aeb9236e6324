/// Intervals that follow each other: each from its lower edge up to, and without, its upper one; the
/// last holds its upper edge too, as in NumPy's histograms.
public struct Bins: Sendable, Equatable {
  /// Ascending, one more than there are bins; the first and the last may be infinite.
  public let edges: [Double]

  /// Bins between edges; `nil` where they are fewer than two or do not increase.
  public init?(edges: [Double]) {
    guard edges.count >= 2, zip(edges, edges.dropFirst()).allSatisfy({ $0 < $1 }) else {
      return nil
    }
    self.edges = edges
  }

  /// Bins of equal width from the smallest to the largest of some numbers; those missing, nan or
  /// infinite take no part. `nil` where there are not two different numbers.
  ///
  /// - Precondition: `count` is positive.
  public init?(_ count: Int, over values: some Sequence<Double>) {
    precondition(count > 0)
    var (low, high) = (Double.infinity, -Double.infinity)
    for value in values where value.isFinite { (low, high) = (min(low, value), max(high, value)) }
    guard low < high else { return nil }
    // Weighted means, which do not overflow from the smallest to the largest double.
    let inner = (1..<max(count, 1)).map { place in
      let share = Double(place) / Double(count)
      return low * (1 - share) + high * share
    }
    self.init(edges: [low] + inner + [high])
  }

  public var count: Int { edges.count - 1 }

  /// The bin of a number, counted from 0; `nil` outside the edges and for nan.
  public func bin(of value: Double) -> Int? {
    guard let first = edges.first, let last = edges.last, value >= first, value <= last else {
      return nil
    }
    // The number of edges that are not above the value, by halving.
    var (low, high) = (0, edges.count)
    while low < high {
      let middle = (low + high) / 2
      if edges[middle] <= value { low = middle + 1 } else { high = middle }
    }
    return min(low - 1, count - 1)
  }

  /// How many of some numbers are in each bin.
  public func counts(_ values: some Sequence<Double>) -> [Int] {
    var counts = Array(repeating: 0, count: count)
    for value in values { if let bin = bin(of: value) { counts[bin] += 1 } }
    return counts
  }
}
