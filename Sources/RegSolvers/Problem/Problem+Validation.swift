import RegLinearAlgebra

extension Problem {
  /// Checks sizes and values, so that nothing after it can fail on the shape of the data.
  ///
  /// - Throws: The first fact found: sizes, then values, then bounds.
  public func validate() throws(SolverError) {
    try validateAllButX()
    try checkPredictors()
  }

  /// Leaves out what takes a pass over X, for a caller that makes one anyway.
  func validateAllButX() throws(SolverError) {
    guard x.rows > 0 else { throw .emptyProblem }
    try checkRowCounts()
    try checkColumnCounts()
    try checkResponse()
    try checkWeights()
    try checkColumns()
  }

  /// Checks what there is one of for each column, and not the rows.
  func validateColumns() throws(SolverError) {
    try checkColumnCounts()
    try checkColumns()
  }

  private func checkRowCounts() throws(SolverError) {
    let perRow = [("y", Optional(y)), ("weights", weights), ("offset", offset)]
    for case (let argument, let values?) in perRow where values.count != x.rows {
      throw .rowCount(argument: argument, expected: x.rows, got: values.count)
    }
  }

  private func checkColumnCounts() throws(SolverError) {
    let perColumn = [("penaltyFactors", penaltyFactors), ("lower", lower), ("upper", upper)]
    for case (let argument, let values?) in perColumn where values.count != x.columns {
      throw .columnCount(argument: argument, expected: x.columns, got: values.count)
    }
  }

  /// Refuses values of X that are not finite.
  func checkPredictors() throws(SolverError) {
    guard x.isFinite else {
      let bad = x.map { $0.isFinite ? 0 : 1 }
      let columns = bad.columnSums().indices.filter { bad.columnSums()[$0] > 0 }
      throw .nonFinite(
        argument: "X", columns: columns, rows: bad.rowSums().count { $0 > 0 })
    }
  }

  private func checkResponse() throws(SolverError) {
    for case (let argument, let values?) in [("y", Optional(y)), ("offset", offset)] {
      let rows = values.count { !$0.isFinite }
      if rows > 0 { throw .nonFinite(argument: argument, columns: [0], rows: rows) }
    }
  }

  private func checkWeights() throws(SolverError) {
    guard let weights else { return }
    guard weights.allSatisfy({ $0 >= 0 && $0.isFinite }), weights.contains(where: { $0 > 0 })
    else { throw .badWeights }
  }

  private func checkColumns() throws(SolverError) {
    if let column = excluded.first(where: { $0 < 0 || $0 >= x.columns }) {
      throw .unknownColumn(column)
    }
    for column in 0..<x.columns {
      if let factor = penaltyFactors?[column], !(factor >= 0) {
        throw .badPenaltyFactor(column: column)
      }
      guard lowerBound(column) <= upperBound(column) else { throw .badBounds(column: column) }
      guard lowerBound(column) < .infinity, upperBound(column) > -.infinity else {
        throw .badBounds(column: column)
      }
    }
  }

  func lowerBound(_ column: Int) -> Double { lower?[column] ?? -.infinity }
  func upperBound(_ column: Int) -> Double { upper?[column] ?? .infinity }
  func penaltyFactor(_ column: Int) -> Double { penaltyFactors?[column] ?? 1 }
}
