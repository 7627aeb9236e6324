import RegData
import RegLinearAlgebra
import RegRuntime
import RegSolvers
import RegSyntax

/// What a fit or a prediction takes as its columns: a matrix as it is, or a table.
enum Predictors: ArgumentConvertible {
  case matrix(Matrix)
  case table(Table)

  static var typeName: String { "a matrix or a table" }

  init?(argument: Value) {
    if case .table(let table) = argument.content {
      self = .table(table)
    } else if let matrix = Matrix(argument: argument) {
      self = .matrix(matrix)
    } else {
      return nil
    }
  }

  static func hint(for value: Value) -> String? { Table.hint(for: value) }

  var rowCount: Int {
    switch self {
    case .matrix(let matrix): matrix.rows
    case .table(let table): table.rowCount
    }
  }
}

/// What a fit takes as its response: the numbers themselves, or a formula that finds them.
enum Response: ArgumentConvertible {
  /// A number for each row; those of several responses go along.
  case numbers([Double], Responses?)
  case formula(FormulaObject)

  static var typeName: String { "numbers (a vector, or a column a response) or a formula" }

  init?(argument: Value) {
    if case .formula(let formula) = argument.content {
      self = .formula(formula)
    } else if let numbers = Double.vector(argument) {
      self = .numbers(numbers, nil)
    } else if let responses = Responses(argument: argument) {
      self = .numbers(responses.markers, responses.count > 1 ? responses : nil)
    } else {
      return nil
    }
  }
}

/// How the matrix of a fit was made, to make it again from new data.
enum FitInputs: Sendable {
  /// The user's own matrix, its gaps filled by a number a column if there are any to fill with.
  case matrix(filling: [Double]? = nil)
  /// These columns of a table, some of them dates.
  case columns([String], filling: [Double]? = nil, dates: [String] = [])
  case formula(DesignRecipe, text: String)

  static var matrix: FitInputs { .matrix() }

  /// The same, with gaps filled by these numbers.
  func filling(_ numbers: [Double]) -> FitInputs {
    switch self {
    case .matrix: .matrix(filling: numbers)
    case .columns(let names, _, let dates): .columns(names, filling: numbers, dates: dates)
    case .formula: self
    }
  }

  /// The matrix for new rows, complete and finite.
  ///
  /// - Throws: `DataError`, or `SolverError.predictorCount` for a matrix of another width.
  func newRows(
    of predictors: Predictors, names: [String], missing: MissingPolicy, context: Context
  ) throws -> NewRows {
    var matrix: Matrix
    var filling: [Double]?
    switch (predictors, self) {
    case (.matrix(let given), _):
      guard given.columns == names.count else {
        throw SolverError.predictorCount(expected: names.count, got: given.columns)
      }
      if case .formula(let recipe, _) = self, !recipe.offsets.isEmpty {
        throw Diagnostic(
          .argumentType, "the formula of the fit has an offset, which a matrix does not have",
          help: "give a table")
      }
      matrix = given
    case (.table(let table), .formula(let recipe, _)):
      let design = try recipe.design(
        for: table, missing: missing, reserve: context.reserve(bytes:))
      return NewRows(
        x: design.matrix, offset: design.offset, rows: design.rows, rowCount: table.rowCount)
    case (.table(let table), .columns(let columns, _, _)):
      try context.reserve(rows: table.rowCount, columns: columns.count)
      matrix = try table.matrix(columns)
    case (.table(let table), .matrix):
      try context.reserve(rows: table.rowCount, columns: names.count)
      matrix = try table.matrix(names)
    }
    switch self {
    case .matrix(let numbers), .columns(_, let numbers, _): filling = numbers
    case .formula: break
    }
    if let filling { matrix = matrix.filled(filling) }
    let rowCount = matrix.rows
    var rows = Array(0..<rowCount)
    if let gaps = IncompleteRows(matrix, names: names, y: nil, missing) {
      rows = rows.filter { !gaps.rows.contains($0) }
      guard missing == .omit || (missing == .drop && !rows.isEmpty) else { throw gaps.error }
      matrix = matrix.selecting(rows: rows)
    }
    return NewRows(x: matrix, offset: nil, rows: rows, rowCount: rowCount)
  }
}

/// Rows to be predicted, as the model takes them.
struct NewRows {
  let x: Matrix
  /// What is added to the prediction of each row.
  let offset: [Double]?
  /// The positions of the rows among those given, counted from 0.
  let rows: [Int]
  /// The number of rows given.
  let rowCount: Int

  /// Predictions for these rows as those of all rows given, missing where there is none.
  func spread(_ predictions: Matrix) -> Matrix {
    guard rows.count < rowCount else { return predictions }
    var all = Matrix(
      rows: rowCount, columns: predictions.columns,
      values: [Double](repeating: .missing, count: rowCount * predictions.columns))
    for column in 0..<predictions.columns {
      for (place, row) in rows.enumerated() { all[row, column] = predictions[place, column] }
    }
    return all
  }
}

extension Matrix {
  /// The median of each column; nan for one of which nothing is known.
  var fillings: [Double] {
    (0..<columns).map { column in
      guard
        case .number(let number)? = GapFiller(
          .median, of: .number(self.column(column).values))
      else {
        return .nan
      }
      return number
    }
  }

  /// The matrix with what is missing in each column filled by a number.
  func filled(_ numbers: [Double]) -> Matrix {
    var result = self
    for column in 0..<columns {
      for row in 0..<rows where self[row, column].isMissing {
        result[row, column] = numbers[column]
      }
    }
    return result
  }
}

extension Context {
  /// Checks that memory for a design may be taken.
  func reserve(bytes: Int) throws {
    try reserve(rows: bytes / MemoryLayout<Double>.stride, columns: 1)
  }
}
