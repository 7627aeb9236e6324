public import RegData
import RegLinearAlgebra
public import RegSyntax

/// A function of columns as a formula writes it, lowered.
struct ColumnFunction {
  /// Makes the function, whose parameters are the columns, then the values in braces, then constants.
  let node: Node
  let syntax: ColumnExpression
  let columns: [String]
  let columnsWithGaps: [String]
  /// The values in braces.
  let values: [Node]
  /// Names that are called and belong to the function around the formula.
  let localNames: [String]
  /// Whether a canonical name is a built-in, and no variable of the script, where the formula stands.
  let isPlainBuiltin: (String) -> Bool
  let label: String
  let span: Span
}

/// A function of columns that a formula of a script names.
///
/// Confined, like everything it refers to, to the thread of its interpreter.
public struct ColumnFunctionTransform: ColumnTransform, @unchecked Sendable {
  public internal(set) var label: String
  /// As the formula spells them, and then those that are called like a constant.
  public var columns: [String] { plainColumns + columnsOfConstants }
  /// Columns that are called like a constant, which gives way to them.
  private(set) public var columnsOfConstants: [String] = []
  private let plainColumns: [String]
  public let columnsWithGaps: [String]
  /// The expression over columns, and what its values in braces were.
  public let syntax: ColumnExpression
  public let values: [Value]
  /// The expression as written, without what `I(…)` puts around it.
  public var text: String { source.text(span) }
  private let localNames: [String]
  private let isPlainBuiltin: (String) -> Bool
  let function: FunctionObject
  let span: Span
  let source: SourceText
  weak var interpreter: Interpreter?

  init(
    _ column: ColumnFunction, values: [Value], function: FunctionObject, source: SourceText,
    interpreter: Interpreter
  ) {
    label = column.label
    plainColumns = column.columns
    columnsWithGaps = column.columnsWithGaps
    syntax = column.syntax
    span = column.span
    localNames = column.localNames
    isPlainBuiltin = column.isPlainBuiltin
    self.values = values
    self.function = function
    self.source = source
    self.interpreter = interpreter
  }

  /// What in it only this session can work out, as the script writes it: a function of the script's
  /// own as it is now, or one that is written in place.
  public var ownPart: String? {
    if let name = syntax.calledNames.first(where: { name in
      localNames.contains(name.canonical) || interpreter == nil || !isPlainBuiltin(name.canonical)
    }) {
      return name.written
    }
    return syntax.nestedFunction.map { source.text($0) }
  }

  /// A constant is what a column of its name holds where there is one.
  public func bound(to columns: [String]) throws -> ColumnFunctionTransform {
    var result = self
    result.columnsOfConstants = syntax.constants.map(\.name.written).filter(columns.contains)
    guard !result.columns.isEmpty else {
      throw Diagnostic(
        .badFormula, "'\(label)' uses no column of the table", at: span,
        help: "write {…} for a value of the script", source: source)
    }
    return result
  }

  /// Lets functions such as `poly` learn from the rows.
  public func fitted(to table: Table) throws -> any FittedTransform {
    let learning = Learning()
    let values = try values(for: table, learning)
    let states = learning.states
    let worksElsewhere =
      try worksRowByRow(table, values, states) && worksForFewerRows(table, values, states)
    return FittedColumnFunction(
      function: self, states: states, ownPart: ownPart, kept: KeptGlobals(readBy: function),
      fittedColumns: worksElsewhere ? nil : try columns(of: table))
  }

  /// Whether values of the script that have as many rows as the table are no values of its rows.
  private func worksForFewerRows(
    _ table: Table, _ values: TransformedColumns, _ states: [LearnedState]
  ) throws -> Bool {
    let rows = table.rowCount
    guard rows > 1, self.values.contains(where: { $0.shape.rows == rows }) else { return true }
    let fewer = table.rows(at: Array(0..<rows - 1))
    // What goes wrong without the last row goes wrong because of it.
    guard let others = try? self.values(for: fewer, Learning(recalling: states)) else {
      return false
    }
    return values.agree(0, with: others)
  }

  /// Whether some rows alone have the values that they have among all: what a mean, a rank or a
  /// running sum of the rows goes into has not.
  private func worksRowByRow(
    _ table: Table, _ values: TransformedColumns, _ states: [LearnedState]
  ) throws -> Bool {
    let rows = table.rowCount
    for probe in 0..<min(rows, Self.mostProbes) {
      let row = probe * (rows - 1) / max(min(rows, Self.mostProbes) - 1, 1)
      // What cannot be worked out for one row is no proof.
      guard
        let alone = try? self.values(
          for: table.rows(at: [row]), Learning(recalling: states))
      else { continue }
      if !values.agree(row, with: alone) { return false }
    }
    return true
  }

  private static let mostProbes = 8

  fileprivate func columns(of table: Table) throws -> [Column] {
    try columns.map { try table.column(named: $0) }
  }

  fileprivate func values(
    for table: Table, _ learning: Learning
  ) throws -> TransformedColumns {
    guard let interpreter else {
      throw Diagnostic(.notFitted, "the session that '\(label)' belongs to has ended")
    }
    var arguments = try plainColumns.map { Value(try table.column(named: $0)) } + values
    for (name, constant) in syntax.constants {
      let isColumn = columnsOfConstants.contains(name.written)
      arguments.append(
        isColumn
          ? Value(try table.column(named: name.written))
          : Value(Lowering.constants[constant] ?? .nan))
    }
    let context = interpreter.context
    let outer = context.learning
    context.learning = learning
    defer { context.learning = outer }
    do {
      let value = try interpreter.call(function, arguments, at: span)
      return try transformed(value, rows: table.rowCount)
    } catch var diagnostic as Diagnostic {
      // The last call is that of the term itself, which is no function to the reader.
      if diagnostic.trace.last?.span == span { diagnostic.trace.removeLast() }
      throw diagnostic
    }
  }

  private func transformed(_ value: Value, rows: Int) throws(Diagnostic) -> TransformedColumns {
    if case .texts(let texts) = value.content, texts.count == rows { return .texts(texts.elements) }
    if case .column(let column) = value.content, column.count == rows {
      if case .categorical(let categories) = column { return .categories(categories) }
      if let numbers = column.numbers { return .numbers(Matrix(numbers)) }
    }
    guard let matrix = Matrix(argument: value), matrix.rows == rows else {
      throw Diagnostic(
        .badFormula, "'\(label)' gives \(value.description) for \(rows) rows", at: span,
        help: "a term needs a value for each row", source: source)
    }
    return .numbers(matrix)
  }
}

extension TransformedColumns {
  /// Whether a row has the values that the first row of others has.
  fileprivate func agree(_ row: Int, with alone: TransformedColumns) -> Bool {
    switch (self, alone) {
    case (.numbers(let all), .numbers(let one)):
      guard all.columns == one.columns, one.rows >= 1 else { return false }
      return (0..<all.columns).allSatisfy { column in
        let (a, b) = (all[row, column], one[0, column])
        return a == b || a.isNaN && b.isNaN || abs(a - b) <= 1e-12 * max(abs(a), abs(b))
      }
    case (.texts(let all), .texts(let one)): return all[row] == one.first
    case (.categories(let all), .categories(let one)):
      return one.count > 0 && all[row] == one[0]
    default: return false
    }
  }
}

/// A function of columns with what it learned from the rows of a fit.
public struct FittedColumnFunction: FittedTransform {
  public let function: ColumnFunctionTransform
  /// In the order in which calls are worked out: arguments before the call.
  public let states: [LearnedState]
  /// What in it only this session can work out, as the script writes it.
  public let ownPart: String?
  /// The functions of the script as they were in the fit; nil for one that calls none.
  private let kept: KeptGlobals?
  /// The columns of the fit, where a row's value depends on the other rows; else nil.
  private let fittedColumns: [Column]?

  /// One of built-ins alone, and of rows by themselves.
  public init(function: ColumnFunctionTransform, states: [LearnedState]) {
    self.init(
      function: function, states: states, ownPart: function.ownPart, kept: nil,
      fittedColumns: nil)
  }

  init(
    function: ColumnFunctionTransform, states: [LearnedState], ownPart: String?,
    kept: KeptGlobals?, fittedColumns: [Column]?
  ) {
    self.function = function
    self.states = states
    self.ownPart = ownPart
    self.kept = kept
    self.fittedColumns = fittedColumns
  }

  /// The same for a table with these columns.
  public func bound(to columns: [String]) throws -> FittedColumnFunction {
    FittedColumnFunction(
      function: try function.bound(to: columns), states: states, ownPart: ownPart, kept: kept,
      fittedColumns: fittedColumns)
  }

  /// Whether it can be worked out for rows that were not fitted.
  public var servesNewRows: Bool { fittedColumns == nil }

  public func apply(to table: Table) throws -> TransformedColumns {
    if let fittedColumns {
      let given = try function.columns(of: table)
      guard zip(fittedColumns, given).allSatisfy({ $0.hasSameEntries(as: $1) }) else {
        throw Diagnostic(
          .badFormula,
          "'\(function.label)' depends on all rows of the fit, and so has no value for others",
          help: "standardize(x) and its like remember what they need; "
            + "{...} brings in a number, as in I(x - {mean(d.x)})")
      }
    }
    guard let kept, function.interpreter != nil else { return try values(for: table) }
    return try kept.restored { try values(for: table) }
  }

  private func values(for table: Table) throws -> TransformedColumns {
    try function.values(for: table, Learning(recalling: states))
  }
}
