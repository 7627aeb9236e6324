public import RegLinearAlgebra

/// A fit judged by predictions of rows that it was not fitted to.
public protocol Validation: Sendable {
  var lambdas: [Double] { get }
  var measure: Measure { get }
  /// The score at every λ.
  var curve: ScoreCurve { get }
  /// The curve of any measure; nil for the λ of this one.
  func curve(
    of measure: Measure, at lambdas: [Double]?, shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> ScoreCurve
  /// The curve of a measure of one's own, a function of the responses of a fold, their predictions
  /// and their weights; rows without weight are left out.
  func curve(
    isGain: Bool, at lambdas: [Double]?, shouldStop: @escaping @Sendable () -> Bool,
    score: (_ responses: [Double], _ predictions: [Double], _ weights: [Double]) throws -> Double
  ) throws -> ScoreCurve
  /// The prediction of each row at each λ (column) by models that have not seen the row; NaN for rows
  /// that are never predicted.
  func predictions(
    at lambdas: [Double]?, shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> Matrix
}

extension Validation {
  /// The λ with the best mean score; the larger one at a tie.
  public var lambdaMin: Double { curve.best?.lambda ?? 0 }

  /// The largest λ whose mean score is within one standard error of the best.
  public var lambda1se: Double { curve.largest(within: 1)?.lambda ?? 0 }

  /// The score at any λ, every fold being fitted there exactly.
  public func point(
    at lambda: Double, shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(SolverError) -> ScoreCurve.Point {
    if let known = curve.first(where: { $0.lambda == lambda }) { return known }
    return try curve(of: measure, at: [lambda], shouldStop: shouldStop)[0]
  }
}
