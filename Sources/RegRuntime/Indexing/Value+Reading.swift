import RegData
import RegLinearAlgebra
import RegSyntax

extension Value {
  /// The value of `self[subscripts]`.
  func part(_ subscripts: [SubscriptValue], _ context: Context) throws(Diagnostic) -> Value {
    switch content {
    case .matrix(let matrix):
      switch try matrix.part(subscripts, context) {
      case .entry(let number): return .number(number)
      case .array(let part): return Value(part)
      }
    case .mask(let mask):
      switch try mask.part(subscripts, context) {
      case .entry(let logical): return .logical(logical)
      case .array(let part): return Value(part)
      }
    case .texts(let texts):
      switch try texts.part(subscripts, context) {
      case .entry(let text): return text.map { Value($0) } ?? .number(.missing)
      case .array(let part): return Value(part)
      }
    case .column(let column):
      let places = try ArrayPlaces(subscripts, rows: column.count, columns: 1)
      if let position = places.single { return Value(column[position]) }
      let count = places.rows * places.columns
      return Value(
        column.rows(at: (0..<count).map { places.position($0 % places.rows, $0 / places.rows) }))
    case .range(let range): return try range.part(subscripts, context)
    case .number(let number): return try Value([number]).part(subscripts, context)
    case .list(let elements): return try Value.part(of: elements, subscripts)
    case .table(let table): return try table.part(subscripts)
    case .record(let record): return try record.part(subscripts)
    case .text:
      throw Diagnostic(
        .badIndex, "a string has no entries to index", help: "split_text takes it apart")
    default:
      throw Diagnostic(.badIndex, "\(description) has no entries to index")
    }
  }

  private static func part(
    of elements: [Value], _ subscripts: [SubscriptValue]
  ) throws(Diagnostic) -> Value {
    guard subscripts.count == 1 else {
      throw Diagnostic(.badIndex, "a list takes one subscript, not \(subscripts.count)")
    }
    let selection = try Selection(subscripts[0], of: elements.count, "element")
    if case .one(let place) = selection { return elements[place] }
    return Value((0..<selection.count).map { elements[selection[$0]] })
  }

  /// The value of `self.name`.
  func field(_ name: Name) throws(Diagnostic) -> Value {
    switch content {
    case .record(let record):
      let field: Value?
      do { field = try record.field(name.canonical) } catch { throw Diagnostic(inField: error) }
      guard let field else { throw unknownField(name, among: record.names) }
      return field
    case .table(let table):
      guard let column = table.column(spelled: name.written) else {
        throw .unknownColumn(name.written, in: table, at: name.span)
      }
      return column
    default:
      throw Diagnostic(
        .unknownField, "\(description) has no fields", at: name.span,
        help: name.written == "T" ? "x' is the transpose" : nil)
    }
  }

  private func unknownField(_ name: Name, among names: [String]) -> Diagnostic {
    let near = nearest(name.canonical, in: names)
    let help: String? =
      near.map { "did you mean '\($0)'?" }
      ?? (names.isEmpty ? nil : "it has \(names.listedFirst)")
    return Diagnostic(
      .unknownField, "\(description) has no field '\(name.written)'", at: name.span, help: help)
  }
}

extension Diagnostic {
  /// What computing a field threw.
  init(inField error: any Error) {
    switch error {
    case let diagnostic as Diagnostic: self = diagnostic
    case let error as any ScriptError: self = error.diagnostic
    default: self = Diagnostic(.raised, "\(error)")
    }
  }

  static func unknownColumn(_ name: String, in table: Table, at span: Span? = nil) -> Diagnostic {
    let names = table.names
    let near = nearest(name, in: names)
    return Diagnostic(
      .unknownColumn, "the table has no column '\(name)'", at: span,
      help: near.map { "did you mean '\($0)'?" }
        ?? (names.isEmpty ? nil : "it has \(names.listedFirst)"))
  }
}

extension [String] {
  /// Those of a help line: of many the first, and how many more there are.
  var listedFirst: String {
    let most = 12
    // One name takes no more room than the word that there is one more.
    guard count > most + 1 else { return joined(separator: ", ") }
    return prefix(most).joined(separator: ", ") + " and \(count - most) more"
  }
}

extension NumberRange {
  fileprivate func part(
    _ subscripts: [SubscriptValue], _ context: Context
  ) throws(Diagnostic) -> Value {
    // A scalar index needs no vector made.
    if subscripts.count == 1, case .value(.number, _) = subscripts[0],
      case .one(let place) = try Selection(subscripts[0], of: count, "entry")
    {
      return .number(self[place])
    }
    try context.reserve(rows: count, columns: 1)
    return try Value(matrix).part(subscripts, context)
  }
}

extension Record {
  fileprivate func part(_ subscripts: [SubscriptValue]) throws(Diagnostic) -> Value {
    guard subscripts.count == 1, case .value(let value, let span) = subscripts[0],
      case .text(let name) = value.content
    else {
      throw Diagnostic(.badIndex, "a record is indexed by a name", help: "as in r[\"name\"]")
    }
    return try Value(self).field(Name(written: name, canonical: Name.fold(name), span: span))
  }
}
