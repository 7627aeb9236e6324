import RegLinearAlgebra

/// A small copy of Z that tells which columns cannot matter, with Z'y.
///
/// The copy of all rows also serves a problem that leaves some rows out: a residual that is zero in
/// those has the same products with both, apart from each column's centre and length.
struct ColumnScreen: Sendable {
  /// Z'y.
  let start: [Double]
  private let copy: ScreeningMatrix
  private let part: Part?

  /// How the columns of a part of the rows follow from those of all: z' = factor·(z − shift·ρ) in the
  /// rows of the part, ρ being the roots of the rows' shares.
  final class Part: Sendable {
    /// The rows of the part among those of the copy.
    let rows: [Int]
    /// The column of the copy that each column is made from.
    let places: [Int]
    let factors: [Double]
    let shifts: [Double]
    /// ρ, in the rows of the part.
    let roots: [Double]

    init(
      rows: [Int], places: [Int], factors: [Double], shifts: [Double], roots: [Double]
    ) {
      self.rows = rows
      self.places = places
      self.factors = factors
      self.shifts = shifts
      self.roots = roots
    }
  }

  /// A residual as the copy takes it.
  struct Vector: Sendable {
    fileprivate let rounded: QuantizedVector
    /// ρ'r: zero but for rounding, as residuals are centred.
    fileprivate let rest: Double
  }

  init(_ copy: ScreeningMatrix, start: [Double], part: Part? = nil) {
    self.copy = copy
    self.start = start
    self.part = part
  }

  /// The same copy for some of the rows.
  func screen(of part: Part, start: [Double]) -> ColumnScreen {
    ColumnScreen(copy, start: start, part: part)
  }

  func vector(_ residual: [Double]) -> Vector {
    guard let part else { return Vector(rounded: QuantizedVector(residual), rest: 0) }
    var all = [Double](repeating: 0, count: copy.rows)
    var rest = 0.0
    for (place, row) in part.rows.enumerated() {
      all[row] = residual[place]
      rest += residual[place] * part.roots[place]
    }
    return Vector(rounded: QuantizedVector(all), rest: rest)
  }

  /// Products of all columns with a vector.
  ///
  /// - Parameters:
  ///   - values: One a column, written.
  ///   - errors: How far each may be off, written.
  func products(
    with vector: Vector, workers: Workers, values: inout [Double], errors: inout [Double]
  ) {
    guard let part else {
      copy.products(
        with: vector.rounded, workers: workers, values: &values, errors: &errors)
      return
    }
    guard part.places.count == copy.columns else {
      var (all, allErrors) = (
        [Double](repeating: 0, count: copy.columns), [Double](repeating: 0, count: copy.columns)
      )
      copy.products(with: vector.rounded, workers: workers, values: &all, errors: &allErrors)
      for (j, place) in part.places.enumerated() {
        (values[j], errors[j]) = (all[place], allErrors[place])
        part.rescale(j, vector.rest, &values[j], &errors[j])
      }
      return
    }
    copy.products(with: vector.rounded, workers: workers, values: &values, errors: &errors)
    for j in part.places.indices { part.rescale(j, vector.rest, &values[j], &errors[j]) }
  }

  /// The same for some columns.
  func products(
    of some: [Int], with vector: Vector, values: inout [Double], errors: inout [Double]
  ) {
    for j in some {
      (values[j], errors[j]) = copy.product(of: part?.places[j] ?? j, with: vector.rounded)
      part?.rescale(j, vector.rest, &values[j], &errors[j])
    }
  }

  /// The product of one column with a vector, more exactly, and how far it may be off.
  func refined(_ j: Int, with vector: Vector) -> (value: Double, error: Double) {
    var (value, error) = copy.refinedProduct(of: part?.places[j] ?? j, with: vector.rounded)
    part?.rescale(j, vector.rest, &value, &error)
    return (value, error)
  }
}

extension ColumnScreen.Part {
  /// Makes of a product with a column of the copy that with a column of the part.
  @inline(__always)
  fileprivate func rescale(
    _ j: Int, _ rest: Double, _ value: inout Double, _ error: inout Double
  ) {
    value = factors[j] * (value - shifts[j] * rest)
    // And a little for the rounding of factor and shift.
    error = factors[j] * error * (1 + 1e-12) + 1e-14 * value.magnitude
  }
}
