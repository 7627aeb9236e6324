import RegData
import RegLinearAlgebra
import RegRuntime
import RegSyntax

/// The data of a fit, complete and finite, and where they came from.
struct TrainingData: Sendable {
  var x: Matrix
  /// The response; where there are several, only which rows can be fitted is to be read off it.
  var y: [Double]
  /// The responses where there is more than one.
  var responses: Responses?
  /// One a column of `x`.
  let names: [String]
  let inputs: FitInputs
  /// What is added to each row's prediction, and has been taken off `y`.
  var offset: [Double]?
  /// The positions of the rows among those given, counted from 0.
  var rows: [Int]
  /// The number of rows given.
  let rowCount: Int
  /// How many missing values were filled in.
  private(set) var filledCount = 0

  var droppedCount: Int { rowCount - rows.count }

  /// Whether the formula, if there is one, leaves an intercept in.
  var allowsIntercept: Bool {
    guard case .formula(let recipe, _) = inputs else { return true }
    return recipe.hasIntercept
  }

  /// The columns' names to show coefficients with; none where a matrix had none.
  var givenNames: [String]? { areNamesGiven ? names : nil }

  private let areNamesGiven: Bool

  private static func areGiven(_ names: [String], _ inputs: FitInputs) -> Bool {
    guard case .matrix = inputs else { return true }
    return names != names.indices.map { "x\($0 + 1)" }
  }

  var formulaText: String? {
    guard case .formula(_, let text) = inputs else { return nil }
    return text
  }

  /// A formula worked out against a table.
  init(
    _ formula: FormulaObject, _ table: Table, missing: MissingPolicy, full: Bool, context: Context
  ) throws {
    let frame = try ModelFrame(
      formula.formula, table, missing: missing, full: full, reserve: context.reserve(bytes:))
    guard var response = frame.response else { throw DataError.noResponse }
    if let offset = frame.offset { response = response.adding(offset, times: -1) }
    offset = frame.offset
    x = frame.matrix
    y = response.column(0).values
    responses = response.columns > 1 ? Responses(response, formula: frame.recipe) : nil
    names = frame.columnNames
    areNamesGiven = true
    inputs = .formula(frame.recipe, text: formula.text)
    rows = frame.rows
    rowCount = table.rowCount
    filledCount = frame.filledCount
  }

  /// A matrix and a response of as many rows.
  ///
  /// - Precondition: There is a name for each column and a response for each row.
  init(
    _ x: Matrix, _ y: [Double], _ responses: Responses? = nil, names: [String], inputs: FitInputs,
    missing: MissingPolicy
  ) throws(DataError) {
    self.x = x
    self.y = y
    self.responses = responses
    self.names = names
    rowCount = x.rows
    rows = Array(0..<x.rows)
    let fillings = missing == .impute ? x.fillings : nil
    self.inputs = fillings.map { inputs.filling($0) } ?? inputs
    areNamesGiven = Self.areGiven(names, inputs)
    let gapCount = missing == .impute ? x.values.count { $0.isMissing } : 0
    let x = fillings.map { x.filled($0) } ?? x
    self.x = x
    filledCount = gapCount - (gapCount > 0 ? x.values.count { $0.isMissing } : 0)
    guard let gaps = IncompleteRows(x, names: names, y: y, missing) else { return }
    rows = rows.filter { !gaps.rows.contains($0) }
    guard missing == .drop, !rows.isEmpty else { throw gaps.error }
    self.x = x.selecting(rows: rows)
    self.y = rows.map { y[$0] }
    self.responses = responses?.selecting(rows: rows)
  }

  /// Data as they were fitted before.
  ///
  /// - Precondition: All of it goes together.
  init(
    restoring x: Matrix, _ y: [Double], _ responses: Responses?, names: [String],
    inputs: FitInputs, offset: [Double]?, rows: [Int], rowCount: Int, filledCount: Int
  ) {
    self.x = x
    self.y = y
    self.responses = responses
    self.names = names
    self.inputs = inputs
    areNamesGiven = Self.areGiven(names, inputs)
    self.offset = offset
    self.rows = rows
    self.rowCount = rowCount
    self.filledCount = filledCount
  }

  /// Of values given for each row, those of the rows kept.
  func kept<Element>(_ values: [Element]) -> [Element] { rows.map { values[$0] } }
}

extension Matrix {
  /// The matrix with a number for each row added to all columns.
  func adding(_ offset: [Double]?, times factor: Double = 1) -> Matrix {
    guard let offset else { return self }
    var result = self
    for column in 0..<columns {
      for row in 0..<rows { result[row, column] += factor * offset[row] }
    }
    return result
  }
}

/// The rows of a matrix and a response that cannot be fitted.
struct IncompleteRows {
  /// What messages call the response.
  static let responseName = "y"

  let rows: Set<Int>
  let error: DataError

  /// `nil` where everything is finite.
  init?(_ x: Matrix, names: [String], y: [Double]?, _ missing: MissingPolicy) {
    guard !x.isFinite || y?.allSatisfy(\.isFinite) == false else { return nil }
    var lost: Set<Int> = []
    var entries: [IncompleteData.Entry] = []
    func inspect(_ values: some Collection<Double>, _ name: String) {
      let bad = values.enumerated().filter { !$0.element.isFinite }
      guard !bad.isEmpty else { return }
      let missing = bad.count { $0.element.isMissing }
      entries.append(.init(name: name, missing: missing, nonFinite: bad.count - missing))
      lost.formUnion(bad.map(\.offset))
    }
    x.withUnsafeBuffer { numbers in
      for (column, name) in names.enumerated() {
        inspect(numbers[column * x.rows..<(column + 1) * x.rows], name)
      }
    }
    if let y { inspect(y, Self.responseName) }
    rows = lost
    error = .incomplete(
      IncompleteData(entries: entries, rows: lost.count, rowCount: x.rows, policy: missing))
  }
}
