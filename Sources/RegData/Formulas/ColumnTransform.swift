public import RegLinearAlgebra

/// A function of columns in a formula, which may learn something from the data of the fit.
///
/// `log(x)` learns nothing. `poly(x, 3)` learns its basis from the fit's rows and must use the same
/// one on new data, so fitting and applying are two steps.
public protocol ColumnTransform: Sendable {
  /// The function as a formula writes it, such as `poly(x, 3)`.
  var label: String { get }
  /// The columns it reads.
  var columns: [String] { get }
  /// Those of its columns whose missing values it deals with, as `impute` does.
  var columnsWithGaps: [String] { get }
  /// The function for a table with these columns, where it depends on them what its names mean.
  func bound(to columns: [String]) throws -> Self
  /// Learns what the function needs from the rows that are fitted.
  func fitted(to table: Table) throws -> any FittedTransform
}

extension ColumnTransform {
  public var columnsWithGaps: [String] { [] }
  public func bound(to columns: [String]) -> Self { self }
}

/// A function of columns with all it needs to be applied to any table.
public protocol FittedTransform: Sendable {
  /// The function's values, one row for each row of the table.
  func apply(to table: Table) throws -> TransformedColumns
}

/// What a function of columns gives.
public enum TransformedColumns: Sendable {
  case numbers(Matrix)
  /// Levels, which a design codes as it does a column of text: in sorted order.
  case texts([String?])
  /// Levels in an order of their own.
  case categories(Categories)
}
