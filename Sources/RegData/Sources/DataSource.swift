public import RegLinearAlgebra

/// Where a table comes from: an engine that answers with rows, and may answer with sums.
public protocol DataSource {
  /// All rows.
  ///
  /// - Throws: What the source says of itself, `DataError.tooLarge`, or `.stopped`.
  func table(_ monitor: ReadingMonitor) throws(DataError) -> Table

  /// The sums of products of columns, where the engine can compute them next to the data; `nil`
  /// where it cannot, and rows have to be read.
  ///
  /// - Parameter names: Columns of numbers.
  func crossProducts(
    of names: [String], _ monitor: ReadingMonitor
  ) throws(DataError) -> CrossProducts?
}

extension DataSource {
  public func crossProducts(
    of names: [String], _ monitor: ReadingMonitor
  ) throws(DataError) -> CrossProducts? { nil }
}

/// What least squares needs of some columns: the sums over all rows, none of which has a gap.
public struct CrossProducts: Sendable {
  public let rowCount: Int
  /// The mean of each column.
  public let means: [Double]
  /// The sums of products of the columns less their means, p × p.
  public let products: Matrix

  /// - Precondition: `products` has a row and a column for each of `means`.
  public init(rowCount: Int, means: [Double], products: Matrix) {
    precondition(products.rows == means.count && products.columns == means.count)
    self.rowCount = rowCount
    self.means = means
    self.products = products
  }
}
