public import RegLinearAlgebra

/// How a formula made a matrix of a table, to be repeated on any other table.
///
/// It keeps what the fit's rows taught: the levels of each variable and their order, what functions
/// of columns learned, and which columns the matrix has.
public struct DesignRecipe: Sendable {
  /// Whether the model has an intercept. It is never a column of the matrix.
  public let hasIntercept: Bool
  /// The response as written, if the formula has one.
  public let responseName: String?
  /// The columns of the matrix, as products of what variables give.
  public let columns: [DesignColumn]
  public let variables: [DesignVariable]
  /// What is added to the prediction as it is.
  public let offsets: [DesignVariable]
  /// What to make the response of; only a table that was fitted has one.
  let response: DesignVariable?
  /// The columns of a table that the matrix and the offsets need.
  public let predictorColumns: [String]
  /// Those of them in which a missing value is not dealt with by a function.
  public let columnsWithoutGaps: [String]
  /// The columns of a table that the response needs.
  public let responseColumns: [String]
  /// What to fill in where a value is missing, by column.
  public let fillings: [String: GapFiller]
  /// What the columns held in the fit, by name.
  public let kinds: [String: Column.Kind]
  /// The table of the fit, where a value of the script has a row for each of its rows: for others it
  /// says nothing.
  private let fittedTable: Table?

  /// A recipe of parts that were made before; it makes no response.
  ///
  /// - Returns: `nil` for parts that do not go together.
  public init?(
    hasIntercept: Bool, responseName: String?, columns: [DesignColumn],
    variables: [DesignVariable], offsets: [DesignVariable], predictorColumns: [String],
    columnsWithoutGaps: [String], responseColumns: [String], fillings: [String: GapFiller],
    kinds: [String: Column.Kind]
  ) {
    let parts = columns.flatMap(\.parts)
    guard parts.allSatisfy({ variables.indices.contains($0.variable) }),
      parts.allSatisfy({ variables[$0.variable].takes($0.weights) }),
      offsets.allSatisfy(\.isVector)
    else { return nil }
    self.init(
      hasIntercept: hasIntercept, responseName: responseName, columns: columns,
      variables: variables, offsets: offsets, response: nil, predictorColumns: predictorColumns,
      columnsWithoutGaps: columnsWithoutGaps, responseColumns: responseColumns,
      fillings: fillings, kinds: kinds, table: nil)
  }

  init(
    hasIntercept: Bool, responseName: String?, columns: [DesignColumn],
    variables: [DesignVariable], offsets: [DesignVariable], response: DesignVariable?,
    predictorColumns: [String], columnsWithoutGaps: [String], responseColumns: [String],
    fillings: [String: GapFiller], kinds: [String: Column.Kind], table: Table?
  ) {
    fittedTable = (variables + offsets).contains(where: \.hasRowsOfFit) ? table : nil
    self.hasIntercept = hasIntercept
    self.responseName = responseName
    self.columns = columns
    self.variables = variables
    self.offsets = offsets
    self.response = response
    self.predictorColumns = predictorColumns
    self.columnsWithoutGaps = columnsWithoutGaps
    self.responseColumns = responseColumns
    self.fillings = fillings
    self.kinds = kinds
  }

  /// The names of the matrix's columns: `age`, `celltype=large`, `poly(age, 2)[1]`, `age:trt`.
  public var columnNames: [String] { columns.map(\.name) }

  /// Factors with a single level, which is the reference, so that they make no column.
  public var idleFactors: [String] {
    variables.indices.filter { place in
      guard case .levels(let coding) = variables[place].shape, coding.levels.count == 1 else {
        return false
      }
      return !columns.contains { $0.parts.contains { $0.variable == place } }
    }.map { variables[$0].name }
  }

  /// Whether a column of the matrix stands for a level of a factor, or has one as a part.
  public func standsForLevel(_ column: Int) -> Bool {
    columns[column].parts.contains { part in
      if case .levels = variables[part.variable].shape { return true }
      return false
    }
  }

  /// The columns of text of which more than half of so many rows have a level of their own, as names
  /// and numbers of cases have, and how many levels that is.
  public func crowdedFactors(rows: Int) -> [(column: String, levels: [String])] {
    guard rows >= Self.fewestRowsToCrowd else { return [] }
    return variables.compactMap { variable in
      guard case .levels(let coding) = variable.shape, case .column(let name) = variable.source,
        !variable.isCoded, 2 * coding.levels.count > rows
      else { return nil }
      return (name, coding.levels)
    }
  }

  /// Of fewer rows many have levels of their own by chance.
  private static let fewestRowsToCrowd = 10

  /// The matrix for new rows.
  ///
  /// - Parameters:
  ///   - missing: What to do with rows that hold values missing, nan or infinite.
  ///   - reserve: Is told the bytes of the matrix before they are taken, and may throw.
  /// - Throws: `DataError.unknownColumn`, `.unseenLevel`, `.changedKind`, `.incomplete`,
  ///   `.valuesOfOtherRows`, or what a function of columns throws.
  public func design(
    for table: Table, missing: MissingPolicy = .refuse,
    reserve: (_ bytes: Int) throws -> Void = { _ in }
  ) throws -> Design {
    if let variable = (variables + offsets).first(where: \.hasRowsOfFit) {
      guard let fittedTable, fittedTable.hasSameRows(as: table) else {
        throw DataError.valuesOfOtherRows(variable.label)
      }
    }
    var given = try table.columns(named: predictorColumns)
    for name in given.names {
      guard let kind = kinds[name], let column = given[name] else { continue }
      try given.set(name, to: column.takingKind(kind))
    }
    let all = TableRows(all: given)
    var (rows, count) = try missing.usable(all.filled(fillings), columns: columnsWithoutGaps)
    let everything = variables + offsets
    var values = try everything.map { try $0.values(in: rows) }
    let usable = try missing.usable(rows, everything.map(\.label), values)
    if usable.count < rows.count {
      count += rows.count - usable.count
      rows = usable
      values = try everything.map { try $0.values(in: rows) }
    }
    let matrix = try matrix(
      rows: rows.count, Array(values.prefix(variables.count)), reserve: reserve)
    return Design(
      matrix: matrix, offset: offset(rows: rows.count, Array(values.dropFirst(variables.count))),
      rows: rows.positions, droppedCount: count)
  }

  /// The response for new rows, one row for each of `rows`; `nil` if the formula has none.
  ///
  /// - Throws: As `design(for:missing:reserve:)`.
  public func response(for table: Table, rows: [Int]? = nil) throws -> Matrix? {
    guard let response else { return nil }
    let all = TableRows(all: try table.columns(named: responseColumns))
    let wanted = rows.map(Set.init)
    let kept = all.filtered { wanted?.contains($0) ?? true }
    let values = try response.values(in: kept)
    _ = try MissingPolicy.refuse.usable(kept, [response.label], [values])
    return values.matrix
  }

  func matrix(
    rows: Int, _ values: [DesignVariable.Values], reserve: (Int) throws -> Void
  ) throws -> Matrix {
    try Self.reserve(rows: rows, columns: columns.count, reserve)
    return Matrix(rows: rows, columns: columns.count) { entries in
      for (position, column) in columns.enumerated() {
        let range = position * rows..<(position + 1) * rows
        column.fill(UnsafeMutableBufferPointer(rebasing: entries[range]), from: values)
      }
    }
  }

  /// What the offsets add up to in each row; `nil` where there are none.
  func offset(rows: Int, _ values: [DesignVariable.Values]) -> [Double]? {
    if offsets.isEmpty { return nil }
    var total = [Double](repeating: 0, count: rows)
    for value in values {
      guard let column = value.matrix else { continue }
      for row in total.indices { total[row] += column[row] }
    }
    return total
  }

  static func reserve(rows: Int, columns: Int, _ reserve: (Int) throws -> Void) throws {
    let (count, tooMany) = rows.multipliedReportingOverflow(by: columns)
    let (bytes, tooLarge) = count.multipliedReportingOverflow(by: MemoryLayout<Double>.stride)
    if tooMany || tooLarge { throw DataError.tooLarge(rows: rows, columns: columns) }
    try reserve(bytes)
  }
}

/// A matrix made of rows of a table.
public struct Design: Sendable {
  public let matrix: Matrix
  /// What the offsets add up to in each row; `nil` if the formula has none.
  public let offset: [Double]?
  /// The positions in the table of the matrix's rows, counted from 0.
  public let rows: [Int]
  /// How many rows of the table were left out because of missing, nan or infinite values.
  public let droppedCount: Int
}
