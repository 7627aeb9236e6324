import RegData
import RegLinearAlgebra
import RegRuntime
import RegSolvers

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
  /// The user's own matrix.
  case matrix
  /// These columns of a table.
  case columns([String])
  case formula(DesignRecipe, text: String)

  /// The matrix for new rows, complete and finite.
  ///
  /// - Throws: `DataError`, or `SolverError.predictorCount` for a matrix of another width.
  func matrix(for predictors: Predictors, names: [String], context: Context) throws -> Matrix {
    let matrix: Matrix
    switch (predictors, self) {
    case (.matrix(let given), _):
      guard given.columns == names.count else {
        throw SolverError.predictorCount(expected: names.count, got: given.columns)
      }
      matrix = given
    case (.table(let table), .formula(let recipe, _)):
      return try recipe.design(for: table, reserve: context.reserve(bytes:)).matrix
    case (.table(let table), .columns(let columns)):
      try context.reserve(rows: table.rowCount, columns: columns.count)
      matrix = try table.matrix(columns)
    case (.table(let table), .matrix):
      try context.reserve(rows: table.rowCount, columns: names.count)
      matrix = try table.matrix(names)
    }
    if let gaps = IncompleteRows(matrix, names: names, y: nil) { throw gaps.error }
    return matrix
  }
}

extension Context {
  /// Checks that memory for a design may be taken.
  func reserve(bytes: Int) throws {
    try reserve(rows: bytes / MemoryLayout<Double>.stride, columns: 1)
  }
}
