import OrderedCollections
import RegData
import RegLinearAlgebra
import RegSyntax

extension Writing {
  // MARK: Lists

  static func storeElement(
    _ new: Value, _ step: PlaceStep, _ rest: ArraySlice<PlaceStep>, in object: inout Object,
    _ context: Context
  ) throws(Diagnostic) {
    guard case .subscripts(let subscripts, _) = step, subscripts.count == 1 else {
      throw notAssignable(.object(object), step)
    }
    let count = unsafeDowncast(object, to: ListObject.self).elements.count
    let places = try Selection(subscripts[0], of: count, "element")
    makeUnique(&object) { ListObject(unsafeDowncast($0, to: ListObject.self).elements) }
    let list = unsafeDowncast(object, to: ListObject.self)
    for k in 0..<places.count {
      var element = list.elements[places[k]]
      list.elements[places[k]] = .none
      defer { list.elements[places[k]] = element }
      try store(new, at: rest, in: &element, context)
      try list.adopt(element)
    }
  }

  // MARK: Records

  static func storeField(
    _ new: Value, _ step: PlaceStep, _ rest: ArraySlice<PlaceStep>, in object: inout Object,
    _ context: Context
  ) throws(Diagnostic) {
    let name = try fieldName(step, of: object)
    try checkField(name, of: unsafeDowncast(object, to: RecordObject.self).record, rest)
    makeUnique(&object) { RecordObject(unsafeDowncast($0, to: RecordObject.self).record) }
    let owned = unsafeDowncast(object, to: RecordObject.self)
    try change(owned, name.canonical, new, rest, context)
  }

  private static func checkField(
    _ name: Name, of record: Record, _ rest: ArraySlice<PlaceStep>
  ) throws(Diagnostic) {
    if let backing = record.backing {
      throw Diagnostic(.typeMismatch, "the fields of a \(backing.typeName) cannot be assigned")
    }
    guard rest.isEmpty || record.fields[name.canonical] != nil else {
      throw Diagnostic(.unknownField, "the record has no field '\(name.written)'", at: name.span)
    }
  }

  private static func change(
    _ object: RecordObject, _ name: String, _ new: Value, _ rest: ArraySlice<PlaceStep>,
    _ context: Context
  ) throws(Diagnostic) {
    guard !rest.isEmpty, var field = object.record.fields[name] else {
      try object.adopt(new)
      object.record.fields[name] = new
      return
    }
    object.record.fields[name] = Value.none
    defer { object.record.fields[name] = field }
    try store(new, at: rest, in: &field, context)
    try object.adopt(field)
  }

  private static func fieldName(_ step: PlaceStep, of object: Object) throws(Diagnostic) -> Name {
    switch step {
    case .field(let name): return name
    case .subscripts(let subscripts, _):
      guard subscripts.count == 1, case .value(let value, let span) = subscripts[0],
        case .text(let name) = value.content
      else {
        throw Diagnostic(
          .badIndex, "\(Value.object(object).description) is indexed by a name",
          help: "as in r[\"name\"]")
      }
      return Name(written: name, canonical: Name.fold(name), span: span)
    }
  }

  // MARK: Tables

  static func storeColumn(
    _ new: Value, _ step: PlaceStep, _ rest: ArraySlice<PlaceStep>, in object: inout Object,
    _ context: Context
  ) throws(Diagnostic) {
    var table = unsafeDowncast(object, to: TableObject.self).table
    if case .subscripts(let subscripts, let span) = step, subscripts.count == 2 {
      guard rest.isEmpty else {
        throw Diagnostic(.badIndex, "a cell of a table has no parts", at: span)
      }
      let columns = try table.chosenColumns(subscripts[1])
      for name in columns.names {
        try change(&table, name, new, [.subscripts([subscripts[0]], span)], context)
      }
    } else {
      let name = try fieldName(step, of: object)
      let own = table.columnName(spelled: name.written)
      guard rest.isEmpty || own != nil else {
        throw .unknownColumn(name.written, in: table, at: name.span)
      }
      try change(&table, own ?? name.written, new, rest, context)
    }
    object = TableObject(table)
  }

  private static func change(
    _ table: inout Table, _ name: String, _ new: Value, _ rest: ArraySlice<PlaceStep>,
    _ context: Context
  ) throws(Diagnostic) {
    guard !name.isEmpty else { throw Diagnostic(.badIndex, "the name of a column is not empty") }
    var value = new
    if rest.isEmpty, case .none = new {
      // R's and the list's way of taking a column out.
      do { try table.remove(name) } catch { throw Diagnostic(inField: error) }
      return
    }
    if !rest.isEmpty, let column = table[name] {
      value = Value(column.taking(new))
      try store(new, at: rest, in: &value, context)
    }
    let rowCount = table.columnCount == 0 ? max(value.shape.rows, 1) : table.rowCount
    guard let column = Column(value, rowCount: rowCount) else {
      throw Diagnostic(
        .typeMismatch, "\(value.description) cannot be a column of a table of \(rowCount) rows")
    }
    guard column.count == rowCount else {
      throw Diagnostic(
        .shapeMismatch, "a column of \(column.count) does not fit a table of \(rowCount) rows")
    }
    do { try table.set(name, to: column) } catch { throw Diagnostic(inField: error) }
  }
}
