public import RegLinearAlgebra

/// A formula and a table made into what a fit takes: a matrix, a response, names.
public struct ModelFrame: Sendable {
  /// The predictors, without a column for the intercept.
  public let matrix: Matrix
  /// The response, a row for each row of `matrix`; `nil` if the formula has none.
  public let response: Matrix?
  /// What the formula's offsets add up to in each row; `nil` if it has none.
  public let offset: [Double]?
  /// Repeats the same on new data.
  public let recipe: DesignRecipe
  /// The positions in the table of the matrix's rows, counted from 0.
  public let rows: [Int]
  /// How many rows of the table were left out because of missing, nan or infinite values.
  public let droppedCount: Int
  /// How many missing values of predictors were filled in.
  public let filledCount: Int

  /// The names of the matrix's columns.
  public var columnNames: [String] { recipe.columnNames }

  /// Makes the design of a formula for the rows of a table.
  ///
  /// A column of numbers or logicals (0 and 1) is a column of the design. A column of text or
  /// categories has levels, in sorted order or as its categories have them, and stands for a 0/1
  /// column `name=level` for each level but the first, or what `C(…)` says. In an interaction it
  /// keeps the first level as well when the rest of the term is not in the design, and so does the
  /// first such column of a model without an intercept: R's rules.
  ///
  /// - Parameters:
  ///   - missing: What to do with rows in which a column that the formula reads, or a value that it
  ///     computes, is missing, nan or infinite.
  ///   - full: Whether every level gets a column, as penalised fits often want.
  ///   - reserve: Is told the bytes of the matrix before they are taken, and may throw.
  /// - Throws: `DataError`, or what a function of columns throws.
  public init(
    _ formula: Formula, _ table: Table, missing: MissingPolicy = .refuse, full: Bool = false,
    reserve: (_ bytes: Int) throws -> Void = { _ in }
  ) throws {
    let formula = try formula.bound(to: table.names)
    let expanded = try ExpandedFormula(formula, names: table.names)
    let factors = UsedFactors(expanded, response: formula.response)
    // A column that is only taken away must exist too: it may be a typing error.
    for name in expanded.factors.flatMap(\.columns) { _ = try table.column(named: name) }
    if table.rowCount == 0 { throw DataError.noRows }
    let all = TableRows(all: try table.columns(named: factors.columns))
    let fillings = try missing.fillings(for: factors.fillableColumns, in: all)
    filledCount = fillings.keys.reduce(0) { $0 + (all.table[$1]?.missingCount ?? 0) }
    let (complete, _) = try missing.usable(
      all.filled(fillings), columns: factors.columnsWithoutGaps)
    let fitted = try FittedVariables(factors, to: complete, missing)
    try Self.checkNumbers(fitted, factors)

    let variables = Array(fitted.variables[factors.predictorRange])
    guard let count = DesignColumn.count(terms: factors.terms, variables: variables) else {
      throw DataError.tooLarge(rows: fitted.rows.count, columns: Int.max)
    }
    try DesignRecipe.reserve(rows: fitted.rows.count, columns: count, reserve)
    recipe = DesignRecipe(
      hasIntercept: expanded.hasIntercept, responseName: formula.response?.label,
      columns: DesignColumn.columns(
        terms: factors.terms, variables: variables, hasIntercept: expanded.hasIntercept,
        full: full),
      variables: variables, offsets: Array(fitted.variables[factors.offsetRange]),
      response: formula.response == nil ? nil : fitted.variables.last,
      predictorColumns: factors.predictorColumns, columnsWithoutGaps: factors.completePredictors,
      responseColumns: formula.response?.columns.unique ?? [], fillings: fillings,
      kinds: Dictionary(
        uniqueKeysWithValues: factors.predictorColumns.compactMap { name in
          table[name].map { (name, $0.kind) }
        }), table: table)
    // The bytes are reserved above, with room for the levels that are left out.
    matrix = try recipe.matrix(
      rows: fitted.rows.count, Array(fitted.values[factors.predictorRange])
    ) { _ in }
    offset = recipe.offset(rows: fitted.rows.count, Array(fitted.values[factors.offsetRange]))
    response = formula.response == nil ? nil : fitted.values.last?.matrix
    rows = fitted.rows.positions
    droppedCount = table.rowCount - fitted.rows.count
  }

  /// A response and an offset are numbers.
  private static func checkNumbers(
    _ fitted: FittedVariables, _ factors: UsedFactors
  ) throws(DataError) {
    for offset in fitted.variables[factors.offsetRange] where !offset.isVector {
      throw .badOffset(offset.label)
    }
    guard factors.hasResponse, let response = fitted.variables.last, response.hasLevels else {
      return
    }
    guard case .levels(let coding) = response.shape,
      coding.levels.allSatisfy({ Double($0) != nil })
    else { throw .badResponse(response.label, reason: "is text, and a fit needs numbers") }
    throw .badResponse(
      response.label, reason: "is text, and a fit needs numbers, which number() makes of it")
  }
}

/// The factors that a design is made of, without those that were taken away again.
private struct UsedFactors {
  /// The predictors, then the offsets, then the response.
  let all: [Formula.Factor]
  let predictorRange: Range<Int>
  let offsetRange: Range<Int>
  /// Each term as positions among the predictors.
  let terms: [[Int]]
  let hasResponse: Bool

  init(_ formula: ExpandedFormula, response: Formula.Factor?) {
    let used = Set(formula.terms.joined()).sorted()
    var positions: [Int: Int] = [:]
    for (position, factor) in used.enumerated() { positions[factor] = position }
    terms = formula.terms.map { $0.compactMap { positions[$0] } }
    let predictors = used.map { formula.factors[$0] }
    all = predictors + formula.offsets + [response].compactMap(\.self)
    predictorRange = 0..<predictors.count
    offsetRange = predictors.count..<predictors.count + formula.offsets.count
    hasResponse = response != nil
  }

  private var independent: ArraySlice<Formula.Factor> { all[..<offsetRange.upperBound] }
  /// The columns that the design reads, its offsets' included.
  var predictorColumns: [String] { independent.flatMap(\.columns).unique }
  /// The columns in which something may be put where nothing is known: not what is modelled, and
  /// not what is added to it as it is.
  var fillableColumns: [String] {
    let exact = Set(all[predictorRange.upperBound...].flatMap(\.columns))
    return all[predictorRange].flatMap(\.columns).unique.filter { !exact.contains($0) }
  }
  var columns: [String] { all.flatMap(\.columns).unique }
  /// Columns in which a missing value is not to be lived with: all but those that only functions
  /// read that deal with them.
  var columnsWithoutGaps: [String] { all.flatMap(\.completeColumns).unique }
  var completePredictors: [String] { independent.flatMap(\.completeColumns).unique }

  /// What the columns of each predictor are called by, with the factor as written where two would
  /// be called the same.
  func name(_ position: Int) -> String {
    guard predictorRange.contains(position) else { return all[position].name }
    let name = all[position].name
    return all[predictorRange].count { $0.name == name } > 1 ? all[position].label : name
  }
}

/// Factors fitted to those rows of a table in which all their values can be used.
private struct FittedVariables {
  var variables: [DesignVariable]
  var values: [DesignVariable.Values]
  var rows: TableRows

  init(_ factors: UsedFactors, to rows: TableRows, _ missing: MissingPolicy) throws {
    var rows = rows
    while true {
      variables = try factors.all.enumerated().map { position, factor in
        try DesignVariable(fitting: factor, name: factors.name(position), to: rows)
      }
      values = try variables.map { try $0.values(in: rows) }
      let usable = try missing.usable(rows, variables.map(\.label), values)
      self.rows = usable
      // A function such as log may lose rows that the columns did not; then what the others learned
      // from those rows is learned again without them.
      if usable.count == rows.count { return }
      rows = usable
    }
  }
}

extension Formula.Factor {
  fileprivate var completeColumns: [String] {
    let gaps = columnsWithGaps
    return columns.filter { !gaps.contains($0) }
  }
}

extension MissingPolicy {
  /// What to fill in, by column; nothing unless values are to be imputed.
  fileprivate func fillings(
    for columns: [String], in rows: TableRows
  ) throws(DataError) -> [String: GapFiller] {
    guard self == .impute else { return [:] }
    var fillings: [String: GapFiller] = [:]
    for name in columns {
      fillings[name] = GapFiller(.median, of: try rows.table.column(named: name))
    }
    return fillings
  }
}

extension [String] {
  /// Each string once, in order of first appearance.
  fileprivate var unique: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
