import RegData
import RegRuntime
import RegSyntax

struct Summary: Builtin {
  let name = "summary"
  let category = Category.data
  let summary = "Describes each column of a table in a few figures."
  let details: String? = """
    For numbers: mean, standard deviation (divisor n - 1) and quartiles, missing values and nan left \
    out. For text: how many levels there are and which are the most frequent.
    """
  let seeAlso = ["head", "quantile", "dropna"]

  let table = Parameter<Table>("d", "A table.")

  let examples = [
    Example(
      "Missing values are counted",
      """
      > summary(table(a = [1; 2; missing])).missing
      1
      """)
  ]

  func call(_ arguments: Arguments) -> Value {
    Value(Record(backing: TableDescription(summary: arguments[table].summary())))
  }
}

/// A table's summary as a value.
struct TableDescription: RecordBacking {
  let summary: TableSummary

  var typeName: String { "summary" }

  var fieldNames: [String] { ["names", "types", "count", "missing"] + Self.figures.map(\.name) }

  private static let figures: [(name: String, of: @Sendable (NumberSummary) -> Double)] = [
    ("mean", { $0.mean }), ("sd", { $0.deviation }), ("min", { $0.minimum }),
    ("q1", { $0.firstQuartile }), ("median", { $0.median }), ("q3", { $0.thirdQuartile }),
    ("max", { $0.maximum }),
  ]

  func field(_ name: String) -> Value {
    let columns = summary.columns
    switch name {
    case "names": return Value(columns.map(\.name))
    case "types": return Value(columns.map(\.kind.rawValue))
    case "count": return Value(columns.map { Double($0.count) })
    case "missing": return Value(columns.map { Double($0.missingCount) })
    default:
      guard let figure = Self.figures.first(where: { $0.name == name }) else { return .none }
      return Value(columns.map { $0.numbers.map(figure.of) ?? .missing })
    }
  }

  var presentation: Presentation {
    var blocks: [Presentation.Block] = [
      .line("\(summary.rowCount.counted("row")), \(summary.columns.count.counted("column"))")
    ]
    let numeric = summary.columns.filter { $0.numbers != nil }
    if !numeric.isEmpty { blocks.append(.table(numbers(numeric))) }
    let others = summary.columns.filter { $0.numbers == nil }
    if !others.isEmpty { blocks.append(.table(levels(others))) }
    return Presentation(blocks)
  }

  private func numbers(_ columns: [ColumnSummary]) -> PresentationTable {
    PresentationTable(
      [.init("column", .texts(columns.map(\.name)))] + missing(columns)
        + Self.figures.map { figure in
          .init(
            figure.name, .numbers(columns.map { $0.numbers.map(figure.of) ?? .nan }, digits: 4))
        })
  }

  private func levels(_ columns: [ColumnSummary]) -> PresentationTable {
    PresentationTable(
      [.init("column", .texts(columns.map(\.name)))] + missing(columns) + [
        .init("holds", .texts(columns.map(\.holdings)))
      ])
  }

  /// A column for the counts, where there is anything to count.
  private func missing(_ columns: [ColumnSummary]) -> [PresentationTable.Column] {
    guard columns.contains(where: { $0.missingCount > 0 }) else { return [] }
    return [.init("missing", .decimals(columns.map { Double($0.missingCount) }, places: 0))]
  }
}

extension ColumnSummary {
  fileprivate var numbers: NumberSummary? {
    if case .numbers(let numbers) = content { numbers } else { nil }
  }

  /// The most frequent levels with their counts: `squamous 35, small 48, …`.
  fileprivate var holdings: String {
    switch content {
    case .numbers: return "no number"
    case .logicals(let trueCount): return "true \(trueCount), false \(count - trueCount)"
    case .levels(let levels):
      let shown = levels.prefix(5).map { "\($0.level) \($0.count)" }.joined(separator: ", ")
      let rest = levels.count - 5
      return rest > 0 ? "\(shown), and \(rest.counted("level")) more" : shown
    }
  }
}
