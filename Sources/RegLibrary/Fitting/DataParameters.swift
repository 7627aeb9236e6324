import RegData
import RegLinearAlgebra
import RegRuntime
import RegSyntax

/// What a fit is made of: predictors and a response.
struct DataParameters: ParameterGroup {
  let x = Parameter<Predictors>(
    "X", "The predictors, one row an observation: a matrix, or a table.")
  let y = Parameter<Response>(
    "y",
    """
    The response, one number a row; or several, one a column; or a formula that names columns of \
    the table, y ~ . or [y1, y2] ~ . for several.
    """)
  let names = Parameter<[String]?>(
    "names", "Names of the columns of a matrix; if none, x1, x2, ….", default: nil,
    keywordOnly: true)
  let na = Parameter<String>(
    "na",
    """
    What to do with rows that hold values missing, nan or infinite: refuse them, leave them out, \
    or fill what is missing in predictors by medians and most frequent levels.
    """, default: MissingPolicy.refuse.rawValue,
    keywordOnly: true, where: .oneOf(MissingPolicy.ofFits.map(\.rawValue)))
  let full = Parameter<Bool>(
    "full", "For a formula: whether every level of a factor gets a column of its own.",
    default: false, keywordOnly: true)

  /// The rows that can be fitted, with names for the columns.
  ///
  /// - Throws: `DataError`, or a diagnostic for arguments that do not go together.
  func training(_ arguments: Arguments) throws -> TrainingData {
    let missing = MissingPolicy(rawValue: arguments[na]) ?? .refuse
    switch (arguments[x], arguments[y]) {
    case (.table(let table), .formula(let formula)):
      try refuseNames("a formula", arguments)
      return try arguments.blaming(x, orFor: y, formula) {
        let data = try TrainingData(
          formula, table, missing: missing, full: arguments[full], context: arguments.context)
        warnOfIdleFactors(data, formula, arguments)
        warnOfCrowdedFactors(data, formula, arguments)
        return data
      }
    case (.matrix(let matrix), .formula):
      throw arguments.failure(
        .argumentType,
        "a formula names columns of a table, and 'X' is a \(matrix.rows) × \(matrix.columns) matrix",
        at: y, help: "give a table, or the response as a vector")
    case (_, .numbers) where arguments.isGiven(full):
      throw arguments.failure(
        .argumentRange, "'full' is about the factors of a formula, and there is none", at: full)
    case (.table(let table), .numbers(let numbers, let responses)):
      try refuseNames("a table", arguments)
      try checkRows(table.rowCount, numbers.count, responses, arguments)
      try arguments.context.reserve(rows: table.rowCount, columns: table.columnCount)
      return try arguments.blaming(x) {
        try TrainingData(
          table.matrix(), numbers, responses, names: table.names,
          inputs: .columns(
            table.names, dates: table.names.filter { table[$0]?.kind == .date }), missing: missing)
      }
    case (.matrix(let matrix), .numbers(let numbers, let responses)):
      try checkRows(matrix.rows, numbers.count, responses, arguments)
      let names = try columnNames(matrix.columns, arguments)
      return try arguments.blaming(x, gapsOf: names.contains("y") ? nil : y) {
        try TrainingData(
          matrix, numbers, responses, names: names, inputs: .matrix, missing: missing)
      }
    }
  }

  /// A factor that has the same level in every row says nothing, and often was to say something.
  private func warnOfIdleFactors(
    _ data: TrainingData, _ formula: FormulaObject, _ arguments: Arguments
  ) {
    guard case .formula(let recipe, _) = data.inputs, let first = recipe.idleFactors.first else {
      return
    }
    var warning = arguments.failure(
      .badFormula,
      "there is one level only in \(recipe.idleFactors.map { "'\($0)'" }.joined(separator: ", ")), "
        + "which makes no column",
      at: y, help: "leave it out, or keep its level with full = true")
    warning = formula.placing(warning, onColumn: first)
    arguments.warn(warning)
  }

  /// Text that differs from row to row, as names do, says nothing of new rows.
  private func warnOfCrowdedFactors(
    _ data: TrainingData, _ formula: FormulaObject, _ arguments: Arguments
  ) {
    guard case .formula(let recipe, _) = data.inputs else { return }
    for (column, levels) in recipe.crowdedFactors(rows: data.rows.count) {
      let areNumbers = levels.allSatisfy { Double($0) != nil }
      var warning = arguments.failure(
        .badFormula,
        "'\(column)' has \(levels.count) levels in \(data.rows.count.counted("row")): "
          + "each makes a column, and new rows have others",
        at: y,
        help: "leave it out, as by - \(column.asTerm)"
          + (areNumbers ? ", make numbers of it by number()" : "")
          + ", or write C() if its levels are meant")
      warning = formula.placing(warning, onColumn: column)
      arguments.warn(warning)
    }
  }

  private func checkRows(
    _ rows: Int, _ numbers: Int, _ responses: Responses?, _ arguments: Arguments
  ) throws {
    guard rows != numbers else { return }
    throw arguments.failure(
      .argumentShape,
      "'X' has \(rows.counted("row")) and 'y' "
        + numbers.counted(responses == nil ? "number" : "row"),
      at: y, help: rows == 1 ? "a column is written [1; 2; 3]" : nil)
  }

  private func columnNames(_ count: Int, _ arguments: Arguments) throws -> [String] {
    guard let given = arguments[names] else {
      return (1...max(count, 1)).prefix(count).map { "x\($0)" }
    }
    guard given.count == count else {
      throw arguments.failure(
        .argumentShape, "'names' has \(given.count.counted("name")) for \(count.counted("column"))",
        at: names)
    }
    return given
  }

  private func refuseNames(_ source: String, _ arguments: Arguments) throws {
    guard arguments[names] != nil else { return }
    throw arguments.failure(
      .argumentRange, "'names' is for the columns of a matrix; \(source) has names of its own",
      at: names)
  }
}

extension Arguments {
  /// Puts the caret of what is wrong with data on the argument that holds them.
  ///
  /// - Parameters:
  ///   - parameter: The argument to blame for what only a formula can get wrong.
  ///   - response: The argument to blame where nothing but the response has gaps.
  ///   - formula: The formula, which knows where it names a column.
  func blaming<Result>(
    _ data: some AnyParameter, orFor parameter: (some AnyParameter)? = Parameter<Response>?.none,
    gapsOf response: Parameter<Response>? = nil, _ formula: FormulaObject? = nil,
    _ body: () throws -> Result
  ) throws -> Result {
    do {
      return try body()
    } catch let error as DataError {
      var diagnostic = error.diagnostic
      diagnostic.span = span(of: data)
      if let parameter, error.isAboutTerms { diagnostic.span = span(of: parameter) }
      if let response, error.isOfResponse { diagnostic.span = span(of: response) }
      diagnostic.source = source
      if let formula, case .unknownColumn(let name, _) = error {
        diagnostic = formula.placing(diagnostic, onColumn: name)
      }
      throw diagnostic
    }
  }
}

extension DataError {
  fileprivate var isAboutTerms: Bool {
    switch self {
    case .unknownColumn, .termShape, .noResponse, .badResponse, .badOffset, .unlistedLevel,
      .unknownReference, .tooManyTerms:
      true
    default: false
    }
  }

  /// Whether values are missing or not finite in the response that `IncompleteRows` calls y, alone.
  fileprivate var isOfResponse: Bool {
    guard case .incomplete(let data) = self else { return false }
    return data.entries.allSatisfy { $0.name == IncompleteRows.responseName }
  }
}

extension Int {
  /// `1 row`, `2 rows`.
  func counted(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}

extension String {
  /// A column's name as a formula writes it.
  fileprivate var asTerm: String {
    let isPlain = allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    return isPlain && first?.isNumber == false ? self : "`\(self)`"
  }
}
