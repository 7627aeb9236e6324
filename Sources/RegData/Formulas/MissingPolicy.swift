/// What to do with rows that hold values missing, nan or infinite.
public enum MissingPolicy: String, Sendable {
  /// Throw `DataError.incomplete`, which says which columns and how many rows.
  case refuse = "error"
  /// Leave the rows out, and throw the same if that leaves none.
  case drop
  /// Fill what is missing in predictors, by the median of numbers and the most frequent text of the
  /// rows that are fitted; refuse what is missing in the response or an offset, nan or infinite.
  case impute
  /// Leave the rows out, though none is left: a prediction of nothing is possible, a fit is not.
  case omit = "missing"

  /// Those that make sense for a fit.
  public static let ofFits: [MissingPolicy] = [.refuse, .drop, .impute]
  /// Those that make sense for a prediction, which fills in what its fit did.
  public static let ofPredictions: [MissingPolicy] = [.refuse, .omit, .drop]

  /// The rows that can be used, by the columns as they stand.
  func usable(
    _ rows: TableRows, columns: [String]
  ) throws(DataError) -> (rows: TableRows, dropped: Int) {
    var found: [Column] = []
    for name in columns { found.append(try rows.table.column(named: name)) }
    let kept = try usable(
      rows, columns, unusable: found.map(\.unusableRows), isMissing: { found[$0][$1] == .missing })
    return (kept, rows.count - kept.count)
  }

  /// The rows that can be used, by the values that a formula makes of them.
  func usable(
    _ rows: TableRows, _ labels: [String], _ values: [DesignVariable.Values]
  ) throws(DataError) -> TableRows {
    try usable(
      rows, labels, unusable: values.map(\.unusableRows),
      isMissing: { values[$0].isMissing(row: $1) })
  }

  private func usable(
    _ rows: TableRows, _ names: [String], unusable: [[Int]],
    isMissing: (_ item: Int, _ row: Int) -> Bool
  ) throws(DataError) -> TableRows {
    var lost: Set<Int> = []
    var entries: [IncompleteData.Entry] = []
    for (item, name) in names.enumerated() where !unusable[item].isEmpty {
      let missing = unusable[item].count { isMissing(item, $0) }
      entries.append(
        .init(name: name, missing: missing, nonFinite: unusable[item].count - missing))
      lost.formUnion(unusable[item])
    }
    if entries.isEmpty { return rows }
    let isLost = self == .drop ? lost.count == rows.count : self != .omit
    if isLost {
      throw .incomplete(
        IncompleteData(entries: entries, rows: lost.count, rowCount: rows.total, policy: self))
    }
    return rows.filtered { !lost.contains($0) }
  }
}

extension TableRows {
  /// The rows with missing values filled in the columns that have a filling.
  func filled(_ fillings: [String: GapFiller]) throws(DataError) -> TableRows {
    guard !fillings.isEmpty else { return self }
    var table = table
    for (name, filling) in fillings {
      guard let column = table[name], column.missingCount > 0 else { continue }
      try table.set(name, to: column.filled(with: filling))
    }
    return TableRows(table: table, positions: positions, total: total)
  }
}
