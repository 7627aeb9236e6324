import OrderedCollections
import RegData
import RegRuntime
import RegSyntax

struct Summary: Builtin {
  let name = "summary"
  let category = Category.data
  let summary =
    "Describes each column of a table on a line: type, missing values and what is there."
  let details: String? = """
    Of numbers and dates it shows the smallest, the quartiles, the mean and the largest, missing \
    values and nan left out, and how the values spread over eight bins of equal width from the \
    smallest to the largest. Of logicals it shows shares, of text and categories the levels, the most \
    frequent first.

    As a value it has the figures as fields, such as missing, mean and sd (divisor n - 1), one entry \
    a column, and all of them in the field 'table'; 'levels' has a table of counts for each column of \
    text, categories or logicals.
    """
  let seeAlso = ["head", "count", "quantile", "dropna"]

  let x = Parameter<Value>("x", "A table or a column.")

  let examples = [
    Example(
      "Missing values are counted",
      """
      > summary(table(a = [1; 2; missing])).missing
      1
      """)
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let table = try table(arguments)
    return Value(Record(backing: TableDescription(table: table, summary: table.summary())))
  }

  /// The table, or one of the column alone.
  private func table(_ arguments: Arguments) throws -> Table {
    if case .table(let table) = arguments[x].content { return table }
    guard let column = ColumnArgument(argument: arguments[x])?.column else {
      throw arguments.failure(
        .argumentType, "'x' must be a table or a column, not \(arguments[x].description)", at: x)
    }
    return try Table([("x", column)])
  }
}

/// A table's summary as a value.
struct TableDescription: RecordBacking {
  let table: Table
  let summary: TableSummary

  var typeName: String { "summary" }

  var fieldNames: [String] {
    ["names", "types", "count", "missing"] + Self.figures.map(\.name) + ["levels", "table"]
  }

  private struct Figure: Sendable {
    let name: String
    let of: @Sendable (NumberSummary) -> Double

    init(_ name: String, of: @escaping @Sendable (NumberSummary) -> Double) {
      self.name = name
      self.of = of
    }
  }

  private static let shown = [
    Figure("min") { $0.minimum }, Figure("q1") { $0.firstQuartile },
    Figure("median") { $0.median }, Figure("mean") { $0.mean },
    Figure("q3") { $0.thirdQuartile }, Figure("max") { $0.maximum },
  ]
  /// Dates are wide: what matters most comes first, since a window cuts what is at the end.
  private static let dateOrder = ["min", "median", "max", "shape", "q1", "mean", "q3"]
  private static let figures = shown + [Figure("sd") { $0.deviation }]

  func field(_ name: String) throws -> Value {
    let columns = summary.columns
    switch name {
    case "names": return Value(columns.map(\.name))
    case "types": return Value(columns.map(\.kind.rawValue))
    case "count": return Value(columns.map { Double($0.count) })
    case "missing": return Value(columns.map { Double($0.missingCount) })
    case "levels": return Value(try levels())
    case "table": return Value(try figures())
    default:
      guard let figure = Self.figures.first(where: { $0.name == name }) else { return .none }
      return Value(columns.map { $0.numbers.map(figure.of) ?? .missing })
    }
  }

  /// One row a column of the table.
  private func figures() throws -> Table {
    let columns = summary.columns
    var result = Table(rowCount: columns.count)
    try result.set("column", to: .text(TextColumn(columns.map(\.name))))
    try result.set("type", to: .text(TextColumn(columns.map(\.kind.rawValue))))
    try result.set("count", to: .number(columns.map { Double($0.count) }))
    try result.set("missing", to: .number(columns.map { Double($0.missingCount) }))
    for figure in Self.figures {
      try result.set(
        figure.name, to: .number(columns.map { $0.numbers.map(figure.of) ?? .missing }))
    }
    return result
  }

  private func levels() throws -> Record {
    var record = Record()
    for column in summary.columns {
      guard let levels = column.levels else { continue }
      record.fields[Name.fold(column.name)] = Value(
        try Table([
          ("level", .text(TextColumn(levels.map(\.level)))),
          ("n", .number(levels.map { Double($0.count) })),
        ]))
    }
    return record
  }

  // MARK: Showing

  var presentation: Presentation {
    var blocks: [Presentation.Block] = [
      .line("\(summary.rowCount.counted("row")), \(summary.columns.count.counted("column"))")
    ]
    for kind in Column.Kind.allCases {
      let columns = summary.columns.filter { $0.kind == kind }
      guard !columns.isEmpty else { continue }
      let facts =
        switch kind {
        case .number, .date: figures(columns, isDate: kind == .date)
        case .logical, .text, .categorical:
          [PresentationTable.Column("values", .cutTexts(columns.map(\.holdings)))]
        }
      let missing = columns.map { Double($0.missingCount) }
      blocks.append(
        .table(
          PresentationTable(
            [
              .init(kind.rawValue, .texts(columns.map(\.name))),
              .init("missing", .decimals(missing, places: 0)),
            ] + facts)))
    }
    return Presentation(blocks)
  }

  private func figures(_ columns: [ColumnSummary], isDate: Bool) -> [PresentationTable.Column] {
    let figures = Self.shown.map { figure in
      let numbers = columns.map { $0.numbers.map(figure.of) ?? .nan }
      return PresentationTable.Column(
        figure.name,
        isDate
          ? .texts(numbers.map { CalendarDay(days: $0.rounded(.down))?.description ?? "" })
          : .numbers(numbers, digits: 4))
    }
    let shapes = columns.map { Self.sparkLine($0.numbers?.histogram ?? []) }
    let all = figures + [.init("shape", .texts(shapes))]
    return isDate ? Self.dateOrder.compactMap { title in all.first { $0.title == title } } : all
  }

  /// Bars of eighths of a line; what is not empty has one.
  private static func sparkLine(_ counts: [Int]) -> String {
    let bars = Array("▁▂▃▄▅▆▇█")
    let largest = counts.max() ?? 0
    guard largest > 0 else { return "" }
    return String(
      counts.map { count in
        count == 0 ? " " : bars[Int((Double(count) / Double(largest) * 7).rounded(.down))]
      })
  }
}

extension ColumnSummary {
  /// The figures of numbers, and those of dates in days since 1970-01-01.
  fileprivate var numbers: NumberSummary? {
    switch content {
    case .numbers(let numbers), .dates(let numbers): numbers
    case .logicals, .levels: nil
    }
  }

  fileprivate var levels: [LevelCount]? {
    switch content {
    case .numbers, .dates: nil
    case .levels(let levels): levels
    case .logicals(let trueCount):
      [
        LevelCount(level: "true", count: trueCount),
        LevelCount(level: "false", count: count - trueCount),
      ]
    }
  }

  /// The most frequent levels with their counts: `squamous 35, small 48, …`.
  fileprivate var holdings: String {
    switch content {
    case .numbers, .dates: return ""
    case .logicals(let trueCount):
      guard count > 0 else { return "nothing" }
      let share = Int((100 * Double(trueCount) / Double(count)).rounded())
      return "true \(trueCount) (\(share) %), false \(count - trueCount) (\(100 - share) %)"
    case .levels(let levels):
      guard count > 0 else { return "nothing" }
      let areDifferent = levels.count > 3 && levels.allSatisfy { $0.count <= 1 }
      // More than a line of any terminal shows would only be made to be cut.
      let shown = levels.prefix(8).map { areDifferent ? $0.level : "\($0.level) \($0.count)" }
        .joined(separator: ", ")
      let number =
        levels.count > 3 ? "\(levels.count) \(areDifferent ? "different" : "levels"): " : ""
      return number + shown + (levels.count > 8 ? ", …" : "")
    }
  }
}
