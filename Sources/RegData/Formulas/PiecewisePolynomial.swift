/// A function of one number made of polynomials: what a weighted sum of a basis comes to.
///
/// It is how a spline or a polynomial is said in a language that has none.
public struct PiecewisePolynomial: Sendable, Equatable {
  /// `Σ coefficients[k] · ((x - origin) / scale)ᵏ`.
  public struct Piece: Sendable, Equatable {
    public let origin: Double
    public let scale: Double
    /// The constant first.
    public let coefficients: [Double]
  }

  /// Piece k holds below breaks[k], the last one from the last break on. They rise.
  public let breaks: [Double]
  /// One more than breaks.
  public let pieces: [Piece]

  public func callAsFunction(_ x: Double) -> Double {
    let piece = pieces[breaks.firstIndex { x < $0 } ?? breaks.count]
    let t = (x - piece.origin) / piece.scale
    return piece.coefficients.reversed().reduce(0) { $0 * t + $1 }
  }

  var isFinite: Bool {
    pieces.allSatisfy { $0.coefficients.allSatisfy(\.isFinite) }
  }
}

extension PolynomialBasis {
  /// The highest degree that powers give to twelve digits.
  private static let highestDegree = 12

  /// The sum of the polynomials with a weight for each.
  ///
  /// - Returns: `nil` where powers would lose digits, as they do at high degrees.
  public func weighted(_ weights: [Double]) -> PiecewisePolynomial? {
    guard weights.count == degree, degree <= Self.highestDegree else { return nil }
    var total = [Double](repeating: 0, count: degree + 1)
    var (before, last) = ([Double](), [1 / lengths[0]])
    for k in 0..<degree {
      // (t - aₖ) times the last one, less bₖ times the one before, over bₖ₊₁.
      var next = [0] + last
      for power in last.indices { next[power] -= shifts[k] * last[power] }
      if k > 0 { for power in before.indices { next[power] -= lengths[k] * before[power] } }
      next = next.map { $0 / lengths[k + 1] }
      for power in next.indices { total[power] += weights[k] * next[power] }
      (before, last) = (last, next)
    }
    let result = PiecewisePolynomial(
      breaks: [], pieces: [.init(origin: centre, scale: scale, coefficients: total)])
    return result.isFinite ? result : nil
  }
}
