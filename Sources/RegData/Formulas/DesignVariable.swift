import RegLinearAlgebra

/// A factor of a formula as the fit saw it, with all that is needed to see it again in new data.
struct DesignVariable: Sendable {
  let label: String
  private let source: Source
  let shape: Shape

  enum Source: Sendable {
    case column(String)
    case function(any FittedTransform)
    case value(Matrix)
  }

  /// What the variable is made of.
  enum Shape: Sendable, Equatable {
    /// Columns of numbers.
    case numbers(columns: Int)
    case levels([String])
  }

  /// The values of a variable in some rows.
  enum Values {
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
  /// Levels are those that occur: of categories in their own order, of text sorted.
  init(fitting factor: Formula.Factor, to rows: TableRows) throws {
    label = factor.label
    switch factor {
    case .column(let name): source = .column(name)
    case .function(let transform): source = .function(try transform.fitted(to: rows.table))
    case .value(let matrix, _): source = .value(matrix)
    }
    shape =
      switch try Self.content(source, label, in: rows) {
      case .vector: .numbers(columns: 1)
      case .matrix(let matrix): .numbers(columns: matrix.columns)
      case .texts(let texts): .levels(Categories(texts).levels)
      case .categories(let categories): .levels(categories.usedLevels)
      }
  }

  /// The variable's values in other rows, coded by the levels of the fit.
  ///
  /// - Throws: `DataError.unseenLevel`, `.changedKind`, `.termShape`, `.unknownColumn`, or what a
  ///   function of columns throws.
  func values(in rows: TableRows) throws -> Values {
    let content = try Self.content(source, label, in: rows)
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
    case (.levels(let levels), .texts(let texts)):
      return .codes(try codes(of: texts, levels: levels, in: rows))
    case (.levels(let levels), .categories(let categories)):
      return .codes(try codes(of: categories.text, levels: levels, in: rows))
    case (.numbers, _):
      throw DataError.changedKind(column: label, fitted: .number, found: .text)
    case (.levels, _):
      throw DataError.changedKind(column: label, fitted: .text, found: .number)
    }
  }

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
          text, column: label, row: rows.positions[row] + 1, known: levels)
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
  }

  private static func content(
    _ source: Source, _ label: String, in rows: TableRows
  ) throws -> Content {
    switch source {
    case .column(let name):
      switch try rows.table.column(named: name) {
      case .text(let texts): return .texts(Array(texts))
      case .categorical(let categories): return .categories(categories)
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
