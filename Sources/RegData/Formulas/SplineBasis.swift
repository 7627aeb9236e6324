public import RegLinearAlgebra

/// A basis of splines with fixed knots: B-splines as R's `bs`, or natural cubic ones as its `ns`.
///
/// Beyond the boundary knots a B-spline goes on as the polynomial of its last piece, and a natural
/// one in a straight line.
public struct SplineBasis: Sendable, Equatable {
  /// Whether the second derivative is zero at and beyond the boundary; then the degree is 3.
  public let isNatural: Bool
  public let degree: Int
  /// The knots inside, rising.
  public let knots: [Double]
  /// The first and the last knot, between which the pieces lie.
  public let lower: Double
  public let upper: Double
  /// Whether constants are in the span of the basis.
  public let hasIntercept: Bool
  /// All knots, those of the boundary as often as the degree and once more.
  private let sequence: [Double]
  /// Turn a row of B-splines so that the last entries span the natural ones.
  private let reflections: [Reflection]
  /// Values and slopes of the B-splines at both ends, by which natural ones are continued.
  private let ends: [[[Double]]]

  /// More than any data need.
  static let mostKnots = 10_000

  /// - Returns: `nil` for knots that are not rising, or not inside the boundary.
  public init?(
    natural isNatural: Bool, degree: Int = 3, knots: [Double], lower: Double, upper: Double,
    hasIntercept: Bool = false
  ) {
    let all = [lower] + knots + [upper]
    guard (1...20).contains(degree), !isNatural || degree == 3, knots.count <= Self.mostKnots,
      all.allSatisfy(\.isFinite), zip(all, all.dropFirst()).allSatisfy({ $0 < $1 }),
      (upper - lower).isFinite
    else { return nil }
    self.isNatural = isNatural
    self.degree = degree
    self.knots = knots
    self.lower = lower
    self.upper = upper
    self.hasIntercept = hasIntercept
    let edge = degree + 1
    sequence =
      [Double](repeating: lower, count: edge) + knots + [Double](repeating: upper, count: edge)
    guard isNatural else {
      (reflections, ends) = ([], [])
      return
    }
    let pieces = BSplines(degree: degree, sequence: sequence)
    let skipped = hasIntercept ? 0 : 1
    var constraints = [lower, upper].map { Array(pieces.derivatives(2, at: $0)[skipped...]) }
    ends = [lower, upper].map { end in [0, 1].map { pieces.derivatives($0, at: end) } }
    // The Householder vectors of LINPACK's dqrdc, which R takes: its columns and ours are the same.
    var reflections: [Reflection] = []
    for step in 0..<2 {
      let reflection = Reflection(of: constraints[step], from: step)
      reflections.append(reflection)
      for later in step..<2 { reflection.apply(to: &constraints[later]) }
    }
    self.reflections = reflections
  }

  /// The number of columns.
  public var count: Int {
    knots.count + (isNatural ? 2 : degree + 1) - (hasIntercept ? 0 : 1)
  }

  /// The basis at any values, one function a column; nan where a value is.
  ///
  /// - Complexity: O(columns) a value.
  public func callAsFunction(_ values: [Double]) -> Matrix {
    let rows = values.count
    let pieces = BSplines(degree: degree, sequence: sequence)
    let (skipped, turned) = (hasIntercept ? 0 : 1, isNatural ? 2 : 0)
    return Matrix(rows: rows, columns: count) { entries in
      var line = [Double](repeating: 0, count: pieces.count)
      for (row, value) in values.enumerated() {
        fill(&line, at: value, pieces)
        if isNatural {
          var natural = Array(line[skipped...])
          for reflection in reflections { reflection.apply(to: &natural) }
          for column in 0..<count { entries[column * rows + row] = natural[column + turned] }
        } else {
          for column in 0..<count { entries[column * rows + row] = line[column + skipped] }
        }
      }
    }
  }

  /// The sum of the functions with a weight for each.
  ///
  /// - Returns: `nil` where powers would lose digits, as they do at high degrees.
  public func weighted(_ weights: [Double]) -> PiecewisePolynomial? {
    guard weights.count == count, degree <= 8 else { return nil }
    let splines = BSplines(degree: degree, sequence: sequence)
    // The weights of the B-splines: what a reflection did to these, it does to them.
    var turned = (isNatural ? [0, 0] : []) + weights
    for reflection in reflections.reversed() { reflection.apply(to: &turned) }
    if !hasIntercept { turned.insert(0, at: 0) }
    func taylor(at origin: Double, _ orders: Int) -> PiecewisePolynomial.Piece {
      var factorial = 1.0
      let coefficients = (0...orders).map { order in
        if order > 0 { factorial *= Double(order) }
        let derivatives = splines.derivatives(order, at: origin)
        return zip(derivatives, turned).reduce(0) { $0 + $1.0 * $1.1 } / factorial
      }
      return .init(origin: origin, scale: 1, coefficients: coefficients)
    }
    var breaks = knots
    var pieces = ([lower] + knots).map { taylor(at: $0, degree) }
    if isNatural {
      breaks = [lower] + knots + [upper]
      pieces = [taylor(at: lower, 1)] + pieces + [taylor(at: upper, 1)]
    }
    let result = PiecewisePolynomial(breaks: breaks, pieces: pieces)
    return result.isFinite ? result : nil
  }

  private func fill(_ line: inout [Double], at value: Double, _ pieces: BSplines) {
    guard value.isFinite else {
      for position in line.indices { line[position] = .nan }
      return
    }
    guard isNatural, value < lower || value > upper else {
      return pieces.fill(&line, at: value)
    }
    let (end, knot) = value < lower ? (ends[0], lower) : (ends[1], upper)
    for position in line.indices {
      line[position] = end[0][position] + (value - knot) * end[1][position]
    }
  }

  /// `I - vvᵀ/v₁`, a reflection that makes all entries of a vector zero behind its first.
  private struct Reflection: Sendable, Equatable {
    let vector: [Double]
    let first: Int

    init(of column: [Double], from first: Int) {
      self.first = first
      let tail = column[first...]
      let length = tail.reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard length > 0 else {
        vector = []
        return
      }
      let signed = (tail.first ?? 0) < 0 ? -length : length
      var vector = tail.map { $0 / signed }
      vector[0] += 1
      self.vector = vector
    }

    func apply(to column: inout [Double]) {
      guard let pivot = vector.first else { return }
      let product = vector.indices.reduce(0) { $0 + vector[$1] * column[first + $1] }
      for position in vector.indices {
        column[first + position] -= product / pivot * vector[position]
      }
    }
  }
}

/// The B-splines of a sequence of knots (de Boor, A Practical Guide to Splines, chapter X).
private struct BSplines {
  let degree: Int
  let sequence: [Double]

  var count: Int { sequence.count - degree - 1 }

  /// The piece that a value lies in, or the first or last one for a value beyond.
  private func piece(of value: Double) -> Int {
    var (low, high) = (degree, count)
    // The knots from `degree` to `count` are strictly rising.
    while high - low > 1 {
      let middle = (low + high) / 2
      if value < sequence[middle] { high = middle } else { low = middle }
    }
    return low
  }

  /// The values of all B-splines of a degree up to this one's, on the same knots.
  private func values(degree: Int, at value: Double) -> [Double] {
    var line = [Double](repeating: 0, count: sequence.count - degree - 1)
    fill(&line, at: value, degree: degree)
    return line
  }

  func fill(_ line: inout [Double], at value: Double) { fill(&line, at: value, degree: degree) }

  private func fill(_ line: inout [Double], at value: Double, degree: Int) {
    for position in line.indices { line[position] = 0 }
    let piece = piece(of: value)
    line[piece] = 1
    guard degree > 0 else { return }
    for order in 1...degree {
      // The piece has length, so no denominator is zero.
      var saved = 0.0
      for position in (piece - order + 1)...piece {
        let (left, right) = (sequence[position], sequence[position + order])
        let share = line[position] / (right - left)
        line[position - 1] = saved + (right - value) * share
        saved = (value - left) * share
      }
      line[piece] = saved
    }
  }

  /// The derivatives of an order of all B-splines at a value.
  func derivatives(_ order: Int, at value: Double) -> [Double] {
    var line = values(degree: degree - order, at: value)
    for raised in (degree - order + 1)..<(degree + 1) {
      line = (0..<line.count - 1).map { position in
        let share = { (place: Int) in
          let width = self.sequence[place + raised] - self.sequence[place]
          return width > 0 ? line[place] / width : 0
        }
        return Double(raised) * (share(position) - share(position + 1))
      }
    }
    return line
  }
}
