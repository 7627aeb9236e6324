import OrderedCollections
import RegData
import RegLinearAlgebra
import RegRuntime
import RegSyntax

/// What the first byte of a stored value says it is. Numbers are never used again for another kind.
enum StoredKind: UInt8 {
  case none = 0
  case logical, number, text, matrix, mask, texts, range, table, record, list
  case column
  /// Of version 2, as `builtin` is.
  case function, builtin
  case path = 32
  case model, severalPath, severalModel, validation, severalValidation
}

extension ByteWriter {
  /// - Throws: `cannot-save` for what has no form in a file.
  mutating func write(_ value: Value) throws {
    switch value.content {
    case .none: write(StoredKind.none)
    case .logical(let logical):
      write(StoredKind.logical)
      write(logical)
    case .number(let number):
      write(StoredKind.number)
      write(number)
    case .text(let text):
      write(StoredKind.text)
      write(text)
    case .matrix(let matrix):
      write(StoredKind.matrix)
      write(matrix)
      write(value.rowNames) { $0.write($1) }
    case .mask(let mask):
      write(StoredKind.mask)
      write(mask) { $0.write($1) }
    case .texts(let texts):
      write(StoredKind.texts)
      write(texts) { $0.write($1) { $0.write($1) } }
    case .range(let range):
      write(StoredKind.range)
      write(range.first)
      write(range.step)
      write(range.count)
    case .table(let table):
      write(StoredKind.table)
      try write(table)
    case .list(let elements):
      write(StoredKind.list)
      try write(elements) { try $0.write($1) }
    case .record(let record): try write(record)
    case .column(let column):
      write(StoredKind.column)
      write(column.kind.rawValue)
      write(column)
    case .formula:
      throw Diagnostic(
        .cannotSave, "a formula cannot be saved by itself",
        help: "a model saved has its formula; or save its text, \"y ~ x\"")
    case .function(let function): try write(function)
    }
  }

  mutating func write(_ kind: StoredKind) { write(kind.rawValue) }

  private mutating func write<Element>(
    _ grid: Grid<Element>, each: (inout ByteWriter, Element) -> Void
  ) {
    write(UInt64(grid.rows))
    write(UInt64(grid.columns))
    for element in grid.elements { each(&self, element) }
  }

  private mutating func write(_ record: Record) throws {
    if let backing = record.backing {
      guard record.fields.isEmpty else {
        throw Diagnostic(
          .cannotSave, "\(backing.typeName.withArticle) with more fields cannot be saved")
      }
      return try write(backing)
    }
    write(StoredKind.record)
    try write(Array(record.fields)) { writer, field in
      writer.write(field.key)
      try writer.write(field.value)
    }
  }

  // MARK: tables

  private mutating func write(_ table: Table) throws {
    write(table.rowCount)
    write(UInt64(table.columnCount))
    for position in 0..<table.columnCount {
      let (name, column) = table.column(at: position)
      write(name)
      write(column.kind.rawValue)
      write(column)
    }
  }

  private mutating func write(_ column: Column) {
    switch column {
    case .number(let numbers), .date(let numbers): write(numbers)
    case .logical(let logicals):
      write(logicals) { $0.write(UInt8($1.map { $0 ? 1 : 0 } ?? 2)) }
    case .text(let texts): write(texts) { $0.write($1) { $0.write($1) } }
    case .categorical(let categories):
      write(categories.levels)
      write(categories.codes) { $0.write(UInt32(bitPattern: $1)) }
    }
  }
}

extension ByteReader {
  /// - Throws: `StoredFault`, or a diagnostic for what this session does not allow.
  mutating func value(_ context: Context) throws -> Value {
    let raw = try byte()
    guard let kind = StoredKind(rawValue: raw) else { throw StoredFault() }
    switch kind {
    case .none: return .none
    case .logical: return Value(try logical())
    case .number: return Value(try number())
    case .text: return Value(try text())
    case .matrix:
      let matrix = try matrix()
      let names = try optional { (reader) throws(StoredFault) in try reader.texts() }
      guard names == nil || names?.count == matrix.rows else { throw StoredFault() }
      return Value(matrix, rowNames: names)
    case .mask: return Value(try grid { (reader) throws(StoredFault) in try reader.logical() })
    case .texts:
      return Value(try grid { (reader) throws(StoredFault) in try reader.optionalText() })
    case .range:
      let (first, step, count) = (try number(), try number(), try integer())
      guard
        let range = NumberRange(from: first, step: step, through: first + step * Double(count - 1)),
        range.count == count
      else { throw StoredFault() }
      return Value(range)
    case .table: return Value(try table())
    case .column: return Value(try column(try columnKind()))
    case .list:
      return Value(
        try nested { reader in try reader.items { reader in try reader.value(context) } })
    case .record:
      let fields = try nested { reader in
        try reader.items { reader in (try reader.text(), try reader.value(context)) }
      }
      var record = Record()
      for (name, value) in fields { record.fields[name] = value }
      guard record.fields.count == fields.count else { throw StoredFault() }
      return Value(record)
    case .function: return try nested { reader in try reader.function(context) }
    case .builtin: return try builtin(context)
    case .path, .model, .severalPath, .severalModel, .validation, .severalValidation:
      return try nested { reader in try reader.backed(kind, context) }
    }
  }

  mutating func optionalText() throws(StoredFault) -> String? {
    try optional { (reader) throws(StoredFault) in try reader.text() }
  }

  private mutating func grid<Element>(
    _ element: (inout ByteReader) throws(StoredFault) -> Element
  ) throws(StoredFault) -> Grid<Element> {
    let (rows, columns) = (try large(), try large())
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    guard !overflow, count <= UInt64(remaining), rows <= 1 << 31, columns <= 1 << 31 else {
      throw StoredFault("ends too early")
    }
    var elements: [Element] = []
    for _ in 0..<count { elements.append(try element(&self)) }
    return Grid(rows: Int(rows), columns: Int(columns), elements: elements)
  }

  // MARK: tables

  private mutating func table() throws -> Table {
    let rowCount = try integer()
    guard (0...(1 << 31)).contains(rowCount) else { throw StoredFault() }
    var table = Table(rowCount: rowCount)
    for _ in 0..<(try count()) {
      let name = try text()
      let column = try column(try columnKind())
      guard column.count == rowCount, !table.contains(name) else { throw StoredFault() }
      try table.set(name, to: column)
    }
    return table
  }

  private mutating func columnKind() throws(StoredFault) -> Column.Kind {
    guard let kind = Column.Kind(rawValue: try text()) else {
      throw StoredFault("has a column of a kind that this program does not know")
    }
    return kind
  }

  private mutating func column(_ kind: Column.Kind) throws(StoredFault) -> Column {
    switch kind {
    case .number: return .number(try numbers())
    case .date: return .date(try numbers())
    case .logical:
      return .logical(
        try items { (reader) throws(StoredFault) in
          switch try reader.byte() {
          case 0: false
          case 1: true
          case 2: nil
          default: throw StoredFault()
          }
        })
    case .text:
      return .text(
        TextColumn(try items { (reader) throws(StoredFault) in try reader.optionalText() }))
    case .categorical:
      let levels = try texts()
      let codes = try items { (reader) throws(StoredFault) in
        Int32(bitPattern: try reader.small())
      }
      guard Set(levels).count == levels.count,
        codes.allSatisfy({ $0 >= Categories.missing && Int($0) < levels.count })
      else { throw StoredFault() }
      return .categorical(Categories(levels: levels, codes: codes))
    }
  }
}
