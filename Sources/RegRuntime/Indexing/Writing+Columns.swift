import RegData
import RegLinearAlgebra
import RegSyntax

extension Writing {
  /// Assigns entries of a column of categories, dates or logicals.
  ///
  /// A level that is new is added behind the others. Strings are read as dates among dates.
  static func storeEntries(
    _ new: Value, _ subscripts: [SubscriptValue], in object: inout Object
  ) throws(Diagnostic) {
    makeUnique(&object) { ColumnObject(unsafeDowncast($0, to: ColumnObject.self).column) }
    let owned = unsafeDowncast(object, to: ColumnObject.self)
    let places = try ArrayPlaces(subscripts, rows: owned.column.count, columns: 1)
    var positions: [Int] = []
    for j in 0..<places.columns {
      for i in 0..<places.rows { positions.append(places.position(i, j)) }
    }
    try checkFit(new, places)
    switch owned.column {
    case .date(var days):
      let source = try dates(new)
      owned.column = .number([])
      for (k, position) in positions.enumerated() { days[position] = source[k % source.count] }
      owned.column = .date(days)
    case .logical(var logicals):
      guard let source = Column(new, rowCount: 1), !positions.isEmpty else {
        if positions.isEmpty { return }
        throw wrong(new, "logicals")
      }
      let values: [Bool?]
      switch source {
      case .logical(let given): values = given
      case .number(let given) where given.allSatisfy(\.isMissing): values = given.map { _ in nil }
      default: throw wrong(new, "logicals")
      }
      owned.column = .number([])
      for (k, position) in positions.enumerated() { logicals[position] = values[k % values.count] }
      owned.column = .logical(logicals)
    case .categorical(let categories):
      let source: [String?]
      if new.isMissing {
        source = [nil]
      } else if let text = TextOperand(new) {
        source = text.elements
      } else {
        throw wrong(new, "categories")
      }
      owned.column = .categorical(categories.setting(positions, to: source))
    default: throw wrong(new, "a column")
    }
  }

  private static func wrong(_ new: Value, _ what: String) -> Diagnostic {
    Diagnostic(.typeMismatch, "\(new.description) cannot be an entry of a column of \(what)")
  }

  private static func dates(_ new: Value) throws(Diagnostic) -> [Double] {
    guard let days = try Dates.days(new) else { throw wrong(new, "dates") }
    return days
  }
}

extension Categories {
  /// The same with other text in some rows; levels that are new come behind the others.
  fileprivate func setting(_ positions: [Int], to text: [String?]) -> Categories {
    var levels = levels
    var known: [String: Int32] = [:]
    for (place, level) in levels.enumerated() { known[level] = Int32(place) }
    var codes = codes
    for (k, position) in positions.enumerated() {
      guard let level = text[k % text.count] else {
        codes[position] = Categories.missing
        continue
      }
      if known[level] == nil {
        known[level] = Int32(levels.count)
        levels.append(level)
      }
      codes[position] = known[level] ?? Categories.missing
    }
    return Categories(levels: levels, codes: codes)
  }
}
