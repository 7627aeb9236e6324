public import RegData
import RegLinearAlgebra
public import RegSyntax

/// A function of columns as a formula writes it, lowered.
struct ColumnFunction {
  /// Makes the function, whose parameters are the columns and then the values in braces.
  let node: Node
  let syntax: ColumnExpression
  let columns: [String]
  let columnsWithGaps: [String]
  /// The values in braces.
  let values: [Node]
  /// Names that are called and belong to the function around the formula.
  let localNames: [String]
  let label: String
  let span: Span
}

/// A function of columns that a formula of a script names.
///
/// Confined, like everything it refers to, to the thread of its interpreter.
public struct ColumnFunctionTransform: ColumnTransform, @unchecked Sendable {
  public internal(set) var label: String
  /// As the formula spells them; they become the function's arguments in this order.
  public let columns: [String]
  public let columnsWithGaps: [String]
  /// The expression over columns, and what its values in braces were.
  public let syntax: ColumnExpression
  public let values: [Value]
  /// The expression as written, without what `I(…)` puts around it.
  public var text: String { source.text(span) }
  private let localNames: [String]
  let function: FunctionObject
  let span: Span
  let source: SourceText
  weak var interpreter: Interpreter?

  init(
    _ column: ColumnFunction, values: [Value], function: FunctionObject, source: SourceText,
    interpreter: Interpreter
  ) {
    label = column.label
    columns = column.columns
    columnsWithGaps = column.columnsWithGaps
    syntax = column.syntax
    span = column.span
    localNames = column.localNames
    self.values = values
    self.function = function
    self.source = source
    self.interpreter = interpreter
  }

  /// What in it only this session can work out, as the script writes it: a function of the script's
  /// own, or one that is written in place.
  public var ownPart: String? {
    if let name = syntax.calledNames.first(where: { name in
      localNames.contains(name.canonical) || interpreter?.isPlainBuiltin(name.canonical) != true
    }) {
      return name.written
    }
    return syntax.nestedFunction.map { source.text($0) }
  }

  /// Lets functions such as `poly` learn from the rows.
  public func fitted(to table: Table) throws -> any FittedTransform {
    let learning = Learning()
    _ = try values(for: table, learning)
    return FittedColumnFunction(function: self, states: learning.states)
  }

  fileprivate func values(
    for table: Table, _ learning: Learning
  ) throws -> TransformedColumns {
    guard let interpreter else {
      throw Diagnostic(.notFitted, "the session that '\(label)' belongs to has ended")
    }
    var arguments: [Value] = []
    for name in columns { arguments.append(Value(try table.column(named: name))) }
    let context = interpreter.context
    let outer = context.learning
    context.learning = learning
    defer { context.learning = outer }
    do {
      let value = try interpreter.call(function, arguments + values, at: span)
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

/// A function of columns with what it learned from the rows of a fit.
public struct FittedColumnFunction: FittedTransform {
  public let function: ColumnFunctionTransform
  /// In the order in which calls are worked out: arguments before the call.
  public let states: [LearnedState]

  public init(function: ColumnFunctionTransform, states: [LearnedState]) {
    self.function = function
    self.states = states
  }

  public func apply(to table: Table) throws -> TransformedColumns {
    try function.values(for: table, Learning(recalling: states))
  }
}
