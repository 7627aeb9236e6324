import RegData
import RegLinearAlgebra
import RegSyntax

/// `[a; b]` and `[a, b]` of tables, and of columns of categories, dates and logicals with gaps.
enum TableConcatenation {
  /// Rows under each other, what is in a row side by side.
  static func joined(_ rows: [[Value]], _ context: Context) throws(Diagnostic) -> Value {
    let hasTables = rows.contains { $0.contains { $0.isTable } }
    guard hasTables else { return Value(try column(rows)) }
    var tables: [Table] = []
    for row in rows {
      var parts: [Table] = []
      for value in row {
        guard case .table(let table) = value.content else {
          throw Diagnostic(
            .typeMismatch, "\(value.description) cannot be joined to a table",
            help: "a new column is d.name = value")
        }
        parts.append(table)
      }
      do {
        tables.append(parts.count == 1 ? parts[0] : try Table(besides: parts))
      } catch { throw Diagnostic(inField: error) }
    }
    if tables.count == 1 { return Value(tables[0]) }
    let columns = tables.reduce(0) { max($0, $1.columnCount) }
    try context.reserve(rows: tables.reduce(0) { $0 + $1.rowCount }, columns: columns)
    do { return Value(try Table(stacking: tables)) } catch { throw Diagnostic(inField: error) }
  }

  /// Columns under each other; single values may also stand side by side.
  private static func column(_ rows: [[Value]]) throws(Diagnostic) -> Column {
    let parts = rows.flatMap(\.self)
    let areStacked = rows.allSatisfy { $0.count == 1 }
    guard areStacked || parts.allSatisfy({ $0.shape.rows == 1 && $0.shape.columns == 1 }) else {
      throw Diagnostic(
        .typeMismatch, "columns of categories and dates do not stand side by side in an array",
        help: "a table holds them: table(a = …, b = …)")
    }
    var whole: Column?
    for part in parts {
      let shape = part.shape
      guard shape.columns == 1 || shape.rows == 1,
        let column = Column(part, rowCount: max(shape.rows, shape.columns))
      else {
        throw Diagnostic(.typeMismatch, "\(part.description) cannot be part of a column")
      }
      guard let before = whole else {
        whole = column
        continue
      }
      guard let joined = before.followed(by: column) else {
        throw Diagnostic(
          .typeMismatch, "\(part.description) does not go with a column of \(before.kind.rawValue)")
      }
      whole = joined
    }
    return whole ?? .number([])
  }

  /// A column of logicals and `missing` under each other; `nil` for all else.
  static func logicalsWithGaps(_ rows: [[Value]]) -> Value? {
    guard rows.allSatisfy({ $0.count == 1 }) else { return nil }
    var (logicals, hasGaps): ([Bool?], Bool) = ([], false)
    for row in rows {
      switch row[0] {
      case .logical(let logical): logicals.append(logical)
      case .number(let number) where number.isMissing:
        logicals.append(nil)
        hasGaps = true
      default: return nil
      }
    }
    return hasGaps && logicals.contains { $0 != nil } ? Value(Column.logical(logicals)) : nil
  }
}

extension Value {
  fileprivate var isTable: Bool { if case .table = content { true } else { false } }

  /// Whether arrays cannot hold it, and tables can.
  var isTableOrColumn: Bool {
    guard case .object(let object) = self else { return false }
    return object.kind == .table || object.kind == .column
  }
}
