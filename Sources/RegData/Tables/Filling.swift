/// How a value for the gaps of a column is found.
public enum FillingRule: Sendable, Equatable {
  case mean, median
  /// The most frequent value; of equally frequent ones the first in order.
  case mode
  case constant(Column.Cell)

  /// A rule by the name that scripts give it.
  public init?(name: String) {
    switch name {
    case "mean": self = .mean
    case "median": self = .median
    case "mode": self = .mode
    default: return nil
    }
  }

  public static let names = ["mean", "median", "mode"]
}

/// A value that was learnt from one column and fills the gaps of that one or of another.
///
/// Learning and filling are two steps, so that a fit can keep what it learnt from its own rows and
/// use it on new ones.
public struct Filling: Sendable, Equatable {
  /// What gaps become.
  public let cell: Column.Cell
  /// What the column held that it was learnt from.
  public let kind: Column.Kind

  /// Learns the value that a rule gives for a column. Missing values and nan take no part.
  ///
  /// The mean and the median of dates are rounded to a day. Of text, categories and logicals, which
  /// have no mean, the mode is taken for either. The median of an even number of values is the mean
  /// of the two in the middle.
  ///
  /// - Parameter name: The column's name, for messages.
  /// - Throws: `DataError.nothingToLearn` for a column that holds no value, and
  ///   `.wrongFilling` for a constant that the column cannot hold.
  /// - Complexity: O(*n* log *n*) in the rows, O(*n*) for a mean or a constant.
  public init(_ rule: FillingRule, learntFrom column: Column, named name: String) throws(DataError)
  {
    kind = column.kind
    guard case .constant(let constant) = rule else {
      guard let learnt = Filling.learnt(rule, column) else {
        throw .nothingToLearn(column: name)
      }
      cell = learnt
      return
    }
    guard let fitting = Filling.cell(constant, fitting: column) else {
      throw .wrongFilling(column: name, kind: column.kind, value: constant.phrase)
    }
    cell = fitting
  }

  /// What a fit has learnt, for a column of a kind; `nil` where they do not belong together.
  public init?(_ filler: GapFiller, for kind: Column.Kind) {
    self.kind = kind
    switch (filler, kind) {
    case (.number(let number), .number): cell = .number(number)
    case (.number(let number), .logical): cell = .logical(number != 0)
    case (.number(let number), .date):
      guard let day = CalendarDay(days: number) else { return nil }
      cell = .date(day)
    case (.text(let text), .text), (.text(let text), .categorical): cell = .text(text)
    default: return nil
    }
  }

  /// The column with its gaps filled. A nan is a gap too, since no fit takes one.
  ///
  /// - Throws: `DataError.wrongFilling` for a column of another kind than the one learnt from.
  public func filled(_ column: Column, named name: String) throws(DataError) -> Column {
    switch (column, cell) {
    case (.number(let values), .number(let number)):
      return .number(values.map { $0.isNaN ? number : $0 })
    case (.logical(let values), .logical(let logical)):
      return .logical(values.map { $0 ?? logical })
    case (.date(let days), .date(let day)):
      return .date(days.map { $0.isNaN ? Double(day.days) : $0 })
    case (.text(let texts), .text(let text)):
      return texts.missingCount == 0 ? column : .text(TextColumn(texts.map { $0 ?? text }))
    case (.categorical(let categories), .text(let text)):
      return .categorical(categories.filled(with: text))
    default: throw .wrongFilling(column: name, kind: column.kind, value: cell.phrase)
    }
  }

  // MARK: Learning

  private static func learnt(_ rule: FillingRule, _ column: Column) -> Column.Cell? {
    switch column {
    case .number(let values): return number(rule, values).map(Column.Cell.number)
    case .date(let days):
      return number(rule, days).flatMap { CalendarDay(days: $0.rounded()) }.map(Column.Cell.date)
    case .logical(let values):
      let known = values.lazy.compactMap(\.self)
      let trueCount = known.count { $0 }
      let falseCount = known.count { !$0 }
      return trueCount + falseCount == 0 ? nil : .logical(trueCount > falseCount)
    case .text(let texts): return mode(Categories(texts))
    case .categorical(let categories): return mode(categories)
    }
  }

  private static func number(_ rule: FillingRule, _ values: [Double]) -> Double? {
    switch rule {
    case .mean: return NumberSummary(values)?.mean
    case .median: return NumberSummary(values)?.median
    default: break
    }
    let sorted = values.filter { !$0.isNaN }.sorted()
    var (best, bestCount, start) = (sorted.first, 0, 0)
    for end in sorted.indices where end + 1 == sorted.count || sorted[end + 1] != sorted[end] {
      if end + 1 - start > bestCount { (best, bestCount) = (sorted[end], end + 1 - start) }
      start = end + 1
    }
    return best
  }

  private static func mode(_ categories: Categories) -> Column.Cell? {
    categories.levelCounts.first.flatMap { $0.count > 0 ? .text($0.level) : nil }
  }

  /// A constant as a cell of a column; text that is a date fits a column of dates.
  private static func cell(_ constant: Column.Cell, fitting column: Column) -> Column.Cell? {
    switch (constant, column.kind) {
    case (.number(let number), .number): number.isNaN ? nil : constant
    case (.logical, .logical), (.date, .date), (.text, .text), (.text, .categorical): constant
    case (.text(let text), .date): CalendarDay(text).map(Column.Cell.date)
    default: nil
    }
  }
}

extension GapFiller {
  /// As a fit keeps it: dates by their days, logicals as 0 and 1.
  public init(_ filling: Filling) {
    switch filling.cell {
    case .number(let number): self = .number(number)
    case .date(let day): self = .number(Double(day.days))
    case .logical(let logical): self = .number(logical ? 1 : 0)
    case .text(let text): self = .text(text)
    case .missing: self = .number(.missing)
    }
  }
}

extension Categories {
  /// The same with every gap of one level, which is added behind the others if it is not there.
  fileprivate func filled(with level: String) -> Categories {
    let known = levels.firstIndex(of: level)
    let code = Int32(known ?? levels.count)
    return Categories(
      levels: known == nil ? levels + [level] : levels,
      codes: codes.map { $0 == Categories.missing ? code : $0 })
  }
}

extension Column.Cell {
  /// The value as a message names it.
  var phrase: String {
    switch self {
    case .missing: "missing"
    case .number(let number): number.isNaN ? "nan" : CSV.text(number)
    case .logical(let logical): "\(logical)"
    case .text(let text): "\"\(text)\""
    case .date(let day): day.description
    }
  }
}
