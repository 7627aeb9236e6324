import OrderedCollections
public import RegData
import RegLinearAlgebra
import RegSyntax

extension Table {
  /// A column as a value, by its name or another spelling of it.
  func column(spelled name: String) -> Value? {
    columnName(spelled: name).flatMap { try? column(named: $0) }.map { Value($0) }
  }

  /// The column's own name; a Greek letter and its English name are one.
  public func columnName(spelled name: String) -> String? {
    if contains(name) { return name }
    let canonical = Name.fold(name)
    return names.first { Name.fold($0) == canonical }
  }

  /// `d["age"]`, `d[["age", "bmi"]]` and `d[rows, columns]`.
  func part(_ subscripts: [SubscriptValue]) throws(Diagnostic) -> Value {
    switch subscripts.count {
    case 1:
      guard case .value(let value, let span) = subscripts[0] else { return Value(self) }
      guard TextOperand(value) != nil else {
        throw Diagnostic(
          .badIndex, "one subscript of a table names columns", at: span,
          help: "rows are d[rows, :]")
      }
      return try part(rows: .all(rowCount), columns: try chosenColumns(subscripts[0]))
    case 2:
      let rows = try Selection(subscripts[0], of: rowCount, "row")
      return try part(rows: rows, columns: try chosenColumns(subscripts[1]))
    default:
      throw Diagnostic(
        .badIndex, "a table has rows and columns, not \(subscripts.count) dimensions")
    }
  }

  /// The names of the columns that a subscript means, and whether it is a scalar.
  func chosenColumns(
    _ subscriptValue: SubscriptValue
  ) throws(Diagnostic) -> (names: [String], isScalar: Bool) {
    guard case .value(let value, let span) = subscriptValue, let text = TextOperand(value) else {
      let selection = try Selection(subscriptValue, of: columnCount, "column")
      return ((0..<selection.count).map { names[selection[$0]] }, selection.isScalar)
    }
    let isScalar = if case .text = value.content { true } else { false }
    let wanted: [String?] =
      switch text {
      case .one(let name): [name]
      case .many(let names): names.elements
      }
    var found: [String] = []
    for name in wanted {
      guard let name, let own = columnName(spelled: name) else {
        throw .unknownColumn(name ?? "missing", in: self, at: span)
      }
      found.append(own)
    }
    return (found, isScalar)
  }

  /// A column is a vector, a row with all its columns a record, a single cell a scalar.
  private func part(
    rows: Selection, columns: (names: [String], isScalar: Bool)
  ) throws(Diagnostic) -> Value {
    if columns.isScalar, let name = columns.names.first, let whole = column(spelled: name) {
      if case .all = rows { return whole }
      switch rows {
      case .one(let row): return try whole.cell(row)
      default: return Value(try column(rows, of: name))
      }
    }
    do {
      let chosen = try self.columns(named: columns.names)
      switch rows {
      case .one(let row):
        var record = Record()
        for name in columns.names {
          record.fields[Name.fold(name)] = try chosen.column(spelled: name)?.cell(row)
        }
        return Value(record)
      case .many(let positions): return Value(chosen.rows(at: positions))
      case .all: return Value(chosen)
      }
    } catch {
      throw Diagnostic(inField: error)
    }
  }

  private func column(_ rows: Selection, of name: String) throws(Diagnostic) -> Column {
    do {
      return try column(named: name).rows(at: (0..<rows.count).map { rows[$0] })
    } catch {
      throw Diagnostic(inField: error)
    }
  }
}

extension Value {
  /// An entry of a column.
  fileprivate func cell(_ row: Int) throws(Diagnostic) -> Value {
    switch content {
    case .matrix(let matrix): return .number(matrix[row])
    case .mask(let mask): return .logical(mask[row])
    case .texts(let texts): return texts[row].map { Value($0) } ?? .number(.missing)
    case .column(let column): return Value(column[row])
    default: return .none
    }
  }
}
