extension Column {
  /// A column of numbers shifted to mean 0 and scaled to standard deviation 1, with divisor *n* as
  /// fits do; numbers that are all the same become 0. Missing values stay, and take no part.
  ///
  /// `nil` for a column of another kind.
  public var standardized: Column? {
    guard case .number(let values) = self else { return nil }
    let scaling = Scaling.standardizing(values)
    return .number(values.map { $0.isNaN ? $0 : scaling($0) })
  }
}
