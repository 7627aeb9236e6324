public import RegLinearAlgebra

/// A factor of a formula as the fit saw it, with all that is needed to see it again in new data.
public struct DesignVariable: Sendable {
  /// The factor as the formula writes it.
  public let label: String
  /// What its columns are called by.
  public let name: String
  public let source: Source
  public let shape: Shape
  /// Whether numbers are taken for levels, as `C(x)` asks for.
  public let isCoded: Bool

  public enum Source: Sendable {
    case column(String)
    case function(any FittedTransform)
    case value(Matrix)
  }

  /// What the variable is made of.
  public enum Shape: Sendable, Equatable {
    /// Columns of numbers.
    case numbers(columns: Int)
    case levels(LevelCoding)
  }

  public init(label: String, name: String, source: Source, shape: Shape, isCoded: Bool) {
    self.label = label
    self.name = name
    self.source = source
    self.shape = shape
    self.isCoded = isCoded
  }

  /// The values of a variable in some rows.
  enum Values: Sendable {
    /// A column of numbers, sharing the table's storage.
    case vector([Double])
    case matrix(Matrix)
    /// Positions in the levels of the fit; `Categories.missing` where the value is missing.
    case codes([Int32])

    /// The rows with a value missing, nan or infinite. Ascending.
    var unusableRows: [Int] {
      switch self {
      case .vector(let numbers): numbers.indices.filter { !numbers[$0].isFinite }
      case .matrix(let matrix):
        Set(matrix.values.indices.filter { !matrix[$0].isFinite }.map { $0 % matrix.rows })
          .sorted()
      case .codes(let codes): codes.indices.filter { codes[$0] == Categories.missing }
      }
    }

    /// The numbers as a matrix; `nil` for levels.
    var matrix: Matrix? {
      switch self {
      case .vector(let numbers): Matrix(numbers)
      case .matrix(let matrix): matrix
      case .codes: nil
      }
    }

    func isMissing(row: Int) -> Bool {
      switch self {
      case .vector(let numbers): numbers[row].isMissing
      case .matrix(let matrix): (0..<matrix.columns).contains { matrix[row, $0].isMissing }
      case .codes: true
      }
    }
  }

  /// Fits a factor to the rows of a table.
  ///
  /// Levels are those that occur, unless a coding lists them: of categories in their own order, of
  /// text sorted, of numbers by size.
  ///
  /// - Parameter name: What its columns are called by; if none, what the factor says.
  init(fitting factor: Formula.Factor, name: String? = nil, to rows: TableRows) throws {
    label = factor.label
    self.name = name ?? factor.name
    var coding: FactorCoding?
    var inner = factor
    while case .coded(let coded, let outer, _) = inner {
      coding = coding ?? outer
      inner = coded
    }
    isCoded = coding != nil
    switch inner {
    case .column(let name): source = .column(name)
    case .function(let transform): source = .function(try transform.fitted(to: rows.table))
    case .value(let matrix, _): source = .value(matrix)
    case .coded: preconditionFailure("unwrapped above")
    }
    let levels: [String]
    switch try Self.content(source, label, isCoded: isCoded, in: rows) {
    case .vector:
      shape = .numbers(columns: 1)
      return
    case .matrix(let matrix):
      shape = .numbers(columns: matrix.columns)
      return
    case .texts(let texts): levels = Categories(texts).levels
    case .categories(let categories): levels = categories.usedLevels
    }
    shape = .levels(try LevelCoding(coding, occurring: levels, column: self.name))
  }

  /// The variable's values in other rows, coded by the levels of the fit.
  ///
  /// - Throws: `DataError.unseenLevel`, `.changedKind`, `.termShape`, `.unknownColumn`, or what a
  ///   function of columns throws.
  func values(in rows: TableRows) throws -> Values {
    let content = try Self.content(source, label, isCoded: isCoded, in: rows)
    switch (shape, content) {
    case (.numbers(columns: 1), .vector(let numbers)):
      return .vector(numbers)
    case (.numbers(let columns), .matrix(let matrix)):
      guard matrix.columns == columns else {
        throw DataError.termShape(
          label, rows: matrix.rows, columns: matrix.columns, expectedRows: rows.count,
          expectedColumns: columns)
      }
      return .matrix(matrix)
    case (.levels(let coding), .texts(let texts)):
      return .codes(try codes(of: texts, levels: coding.levels, in: rows))
    case (.levels(let coding), .categories(let categories)):
      return .codes(try codes(of: categories.text, levels: coding.levels, in: rows))
    case (.numbers, _):
      throw DataError.changedKind(column: label, fitted: .number, found: .text)
    case (.levels, _):
      throw DataError.changedKind(column: label, fitted: .text, found: .number)
    }
  }

  /// Whether it has the columns or levels that the weights are for.
  func takes(_ weights: DesignColumn.Weights) -> Bool {
    switch (shape, weights) {
    case (.numbers(let columns), .number(let column)): (0..<columns).contains(column)
    case (.levels(let coding), .level(let level)): coding.levels.indices.contains(level)
    case (.levels(let coding), .levels(let weights)): weights.count == coding.levels.count
    default: false
    }
  }

  /// Whether it is a value of the script with a row for each row of the fit.
  public var hasRowsOfFit: Bool {
    if case .value(let matrix) = source { matrix.rows > 1 } else { false }
  }

  /// Whether it is one column of numbers.
  var isVector: Bool { shape == .numbers(columns: 1) }

  private func codes(
    of texts: [String?], levels: [String], in rows: TableRows
  ) throws(DataError) -> [Int32] {
    var known: [String: Int32] = [:]
    for (code, level) in levels.enumerated() { known[level] = Int32(code) }
    var codes: [Int32] = []
    codes.reserveCapacity(texts.count)
    for (row, text) in texts.enumerated() {
      guard let text else {
        codes.append(Categories.missing)
        continue
      }
      guard let code = known[text] else {
        throw .unseenLevel(
          text, column: name, row: rows.positions[row] + 1, known: levels)
      }
      codes.append(code)
    }
    return codes
  }

  private enum Content {
    case vector([Double])
    case matrix(Matrix)
    case texts([String?])
    case categories(Categories)

    /// The same, numbers as levels if they are to be.
    func leveled(_ isCoded: Bool, _ label: String) throws(DataError) -> Content {
      guard isCoded else { return self }
      switch self {
      case .vector(let numbers): return .categories(Categories(numbers: numbers))
      case .matrix(let matrix) where matrix.columns == 1:
        return .categories(Categories(numbers: matrix.values))
      case .matrix(let matrix):
        throw .termShape(
          label, rows: matrix.rows, columns: matrix.columns, expectedRows: matrix.rows,
          expectedColumns: 1)
      case .texts, .categories: return self
      }
    }
  }

  private static func content(
    _ source: Source, _ label: String, isCoded: Bool, in rows: TableRows
  ) throws -> Content {
    try plainContent(source, label, isCoded: isCoded, in: rows).leveled(isCoded, label)
  }

  private static func plainContent(
    _ source: Source, _ label: String, isCoded: Bool, in rows: TableRows
  ) throws -> Content {
    switch source {
    case .column(let name):
      switch try rows.table.column(named: name) {
      case .text(let texts): return .texts(Array(texts))
      case .categorical(let categories): return .categories(categories)
      case .logical(let logicals) where isCoded:
        return .texts(logicals.map { $0.map { $0 ? "true" : "false" } })
      case let column: return .vector(column.numbers ?? [])
      }
    case .function(let transform):
      switch try transform.apply(to: rows.table) {
      case .numbers(let matrix):
        try check(label, rows: matrix.rows, matrix.columns, expected: rows.count)
        return .matrix(matrix)
      case .texts(let texts):
        try check(label, rows: texts.count, expected: rows.count)
        return .texts(texts)
      case .categories(let categories):
        try check(label, rows: categories.count, expected: rows.count)
        return .categories(categories)
      }
    case .value(let matrix):
      if matrix.rows == 1 && rows.total != 1 { return .matrix(matrix.repeatingRow(rows.count)) }
      try check(label, rows: matrix.rows, matrix.columns, expected: rows.total)
      return .matrix(matrix.rows(at: rows.positions))
    }
  }

  private static func check(
    _ label: String, rows: Int, _ columns: Int = 1, expected: Int
  ) throws(DataError) {
    guard rows == expected else {
      throw .termShape(
        label, rows: rows, columns: columns, expectedRows: expected, expectedColumns: nil)
    }
  }
}

extension Categories {
  /// Numbers as levels, by size; missing where they are nan.
  fileprivate init(numbers: [Double]) {
    let distinct = Set(numbers.lazy.filter { !$0.isNaN }).sorted()
    var codes: [Double: Int32] = [:]
    for (code, number) in distinct.enumerated() { codes[number] = Int32(code) }
    self.init(
      levels: distinct.map(CSV.text), codes: numbers.map { codes[$0] ?? Categories.missing })
  }
}
