import OrderedCollections
import RegData
import RegRuntime
import RegSyntax

extension Arguments {
  /// The columns of a table that a parameter names, by their own names; `nil` if it is not given.
  ///
  /// - Throws: `unknown-column` at the argument.
  func columns(_ parameter: Parameter<[String]?>, of table: Table) throws -> [String]? {
    try self[parameter].map { try resolved($0, in: table, at: span(of: parameter)) }
  }

  /// The columns that positional arguments name, each by a string or an array of strings.
  ///
  /// - Throws: `unknown-column` or `argument-type` at the argument, and `missing-argument` where
  ///   none is named.
  func columns(_ rest: RestParameter, of table: Table) throws -> [String] {
    var names: [String] = []
    for (position, value) in self[rest].enumerated() {
      let span = span(ofRest: position)
      guard let given = [String](argument: value) else {
        throw Diagnostic(
          .argumentType, "a column is named by a string, not by \(value.description)", at: span,
          help: "as in \"age\"", source: source)
      }
      names += try resolved(given, in: table, at: span)
    }
    guard !names.isEmpty else {
      throw failure(
        .missingArgument, "'\(function.builtin.name)' needs the names of columns",
        help: rest.meaning)
    }
    return names
  }

  func resolved(_ names: [String], in table: Table, at span: Span) throws -> [String] {
    try names.map { name in
      guard let own = table.columnName(spelled: name) else {
        throw placing(DataError.unknownColumn(name, available: table.names), at: span)
      }
      return own
    }
  }

  /// An error of the data layer with the caret on a place of its own.
  func placing(_ error: DataError, at span: Span) -> Diagnostic {
    var diagnostic = error.diagnostic
    diagnostic.span = span
    diagnostic.source = source
    return diagnostic
  }

  /// What a keyword's value says of some rows: the value, or what a function makes of the rows.
  func answer(of value: Value, for rows: Table) throws -> Value {
    guard case .function(let function) = value.content else { return value }
    return try context.callFunction(function, [Value(rows)], span)
  }
}

/// A column as an argument: a vector of numbers, logicals or strings, categories or dates.
struct ColumnArgument: ArgumentConvertible {
  let column: Column

  static let typeName = "a column"

  init?(argument: Value) {
    let shape = argument.shape
    switch argument.content {
    case .number, .logical, .text, .matrix, .mask, .texts, .range, .column: break
    default: return nil
    }
    guard shape.rows == 1 || shape.columns == 1 || shape.rows * shape.columns == 0,
      let column = Column(argument, rowCount: shape.rows * shape.columns)
    else { return nil }
    self.column = column
  }

  static func text(_ argument: ColumnArgument) -> String { "\(argument.column.count) values" }
}
