import RegData
import RegLinearAlgebra
import RegRuntime
import RegSyntax

extension OutputFormat {
  /// One object a line: `{"type":"matrix","rows":2,"columns":1,"value":[-2,-3]}`.
  public static let json = OutputFormat("json", "one object a line with numbers in full") {
    value, _ in
    var writer = JSONWriter()
    try writer.writeShown(value)
    return writer.text
  }
}

/// Writes values as JSON.
///
/// Numbers have the fewest digits that read back as the same double; `nan` and `inf` are strings and
/// a missing value is `null`. A vector (n × 1) is an array of its entries, any other matrix an array
/// of rows, a table an object of columns, and a model an object of all its fields but those that are
/// functions.
struct JSONWriter {
  private(set) var text = ""
  private var depth = 0

  /// Lists inside lists, beyond which a writer that calls itself would run out of stack.
  private static let depthLimit = 500

  mutating func writeShown(_ value: Value) throws {
    text += "{\"type\":"
    write(value.typeName)
    switch value.content {
    case .matrix, .mask, .texts, .column:
      text += ",\"rows\":\(value.shape.rows),\"columns\":\(value.shape.columns)"
    default: break
    }
    if let names = value.rowNames {
      text += ",\"names\":"
      array(names.count) { $0.write(names[$1]) }
    }
    text += ",\"value\":"
    try write(value)
    text += "}"
  }

  private mutating func write(_ value: Value) throws {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else {
      throw Diagnostic(.tooLarge, "lists inside lists go too deep for JSON")
    }
    switch value.content {
    case .none: text += "null"
    case .logical(let logical): write(logical)
    case .number(let number): write(number)
    case .text(let string): write(string)
    case .matrix(let matrix):
      write(rows: matrix.rows, columns: matrix.columns) { $0.write(matrix[$1, $2]) }
    case .mask(let mask):
      write(rows: mask.rows, columns: mask.columns) { $0.write(mask[$1, $2]) }
    case .texts(let texts):
      write(rows: texts.rows, columns: texts.columns) { $0.write(texts[$1, $2]) }
    case .range(let range): array(range.count) { $0.write(range[$1]) }
    case .table(let table): try write(table)
    case .column(let column): array(column.count) { $0.write(column[$1]) }
    case .record(let record): try write(record)
    case .list(let elements): try array(elements.count) { try $0.write(elements[$1]) }
    case .formula(let formula): write(formula.text)
    case .function(let function): write(function.name ?? "function")
    }
  }

  private mutating func write(_ record: Record) throws {
    text += "{"
    var separator = ""
    for name in record.names {
      let value = try record.field(name) ?? .none
      if case .function = value.content { continue }
      text += separator
      separator = ","
      write(name)
      text += ":"
      try write(value)
    }
    text += "}"
  }

  private mutating func write(_ table: Table) throws {
    object(table.names) { writer, name in
      guard let column = table[name] else { return writer.text += "null" }
      writer.array(column.count) { $0.write(column[$1]) }
    }
  }

  private mutating func write(_ cell: Column.Cell) {
    switch cell {
    case .missing: text += "null"
    case .number(let number): write(number)
    case .logical(let logical): write(logical)
    case .text(let string): write(string)
    case .date(let day): write(day.description)
    }
  }

  private mutating func write(_ logical: Bool) { text += logical ? "true" : "false" }

  private mutating func write(_ number: Double) {
    if number.isMissing {
      text += "null"
    } else if number.isFinite {
      text += NumberText.shortest(number)
    } else {
      write(NumberText.shortest(number))
    }
  }

  private mutating func write(_ string: String?) {
    guard let string else { return text += "null" }
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }

  private mutating func write(
    rows: Int, columns: Int, entry: (inout JSONWriter, Int, Int) -> Void
  ) {
    if columns == 1 { return array(rows) { entry(&$0, $1, 0) } }
    array(rows) { writer, row in
      writer.array(columns) { entry(&$0, row, $1) }
    }
  }

  private mutating func array(
    _ count: Int, element: (inout JSONWriter, Int) throws -> Void
  ) rethrows {
    text += "["
    for index in 0..<count {
      if index > 0 { text += "," }
      try element(&self, index)
    }
    text += "]"
  }

  private mutating func object(
    _ names: [String], member: (inout JSONWriter, String) throws -> Void
  ) rethrows {
    text += "{"
    for (index, name) in names.enumerated() {
      if index > 0 { text += "," }
      write(name)
      text += ":"
      try member(&self, name)
    }
    text += "}"
  }
}
