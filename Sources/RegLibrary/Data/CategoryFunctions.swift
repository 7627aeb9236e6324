import OrderedCollections
import RegData
import RegRuntime
import RegSyntax

struct MakeCategories: Builtin {
  let name = "categorical"
  let category = Category.data
  let summary = "Makes categories of text, with levels in an order of their own."
  let details: String? = """
    Levels are sorted by default. Their order is that of sorting, of < and its like, and of formulas, \
    in which the first is the reference level; otherwise a category is its text. Writing a text that \
    is no level adds one.
    """
  let seeAlso = ["levels", "bin", "count"]

  let x = Parameter<ColumnArgument>("x", "Text, categories, numbers or logicals.")
  let levels = Parameter<[String]?>(
    "levels", "The levels in their order; if none, what occurs, sorted.", default: nil)

  let examples = [
    Example(
      "Small before large",
      """
      > size = categorical(["large"; "small"; "large"], levels = ["small"; "large"])
      > sort(size)
      small
      large
      large
      """)
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let column = arguments[x].column
    let text = column.labels
    guard let levels = arguments[levels] else {
      if case .categorical = column { return Value(column) }
      return Value(.categorical(column.sortedCategories(text)))
    }
    guard Set(levels).count == levels.count else {
      throw arguments.failure(.argumentRange, "a level is given twice", at: self.levels)
    }
    let (categories, unknownRow) = Categories.with(levels: levels, of: text)
    if let categories { return Value(.categorical(categories)) }
    let value = unknownRow.flatMap { text[$0] } ?? ""
    throw arguments.failure(
      .argumentRange, "\"\(value)\" in row \((unknownRow ?? 0) + 1) is not among the levels",
      at: self.levels,
      help: nearest(value, in: levels).map { "did you mean '\($0)'?" }
        ?? "every text needs its level")
  }
}

struct LevelsOf: Builtin {
  let name = "levels"
  let category = Category.data
  let summary = "Gives the levels of categories in their order, or the different texts, sorted."
  let seeAlso = ["categorical", "unique", "count"]

  let x = Parameter<ColumnArgument>("x", "Categories or text.")

  let examples = [
    Example("Of text", #"> levels(["m"; "f"; "m"])\#nf\#nm"#)
  ]

  func call(_ arguments: Arguments) throws -> Value {
    switch arguments[x].column {
    case .categorical(let categories): return Value(categories.levels)
    case .text(let texts): return Value(Categories(texts).levels)
    case let column:
      throw arguments.failure(
        .argumentType, "\(column.kind.phrase) have no levels", at: x,
        help: "categorical(x) makes them, bin(x, …) of numbers")
    }
  }
}

extension Column {
  /// Each value as the text of a level.
  fileprivate var labels: [String?] {
    (0..<count).map { row in
      switch self[row] {
      case .missing: nil
      case .number(let number): number.isNaN ? nil : NumberText.shortest(number)
      case .logical(let logical): "\(logical)"
      case .text(let text): text
      case .date(let day): day.description
      }
    }
  }

  /// Categories whose levels are in the order of the values, so that 10 comes behind 9.
  fileprivate func sortedCategories(_ labels: [String?]) -> Categories {
    let levels = OrderedSet(order().compactMap { labels[$0] }).elements
    return Categories.with(levels: levels, of: labels).categories ?? Categories(labels)
  }
}

struct Bin: Builtin {
  let name = "bin"
  let category = Category.data
  let summary = "Sorts numbers or dates into bins and gives the bin of each, as categories."
  let details: String? = """
    A bin holds its lower edge and not its upper one, but the last holds both; what lies outside is \
    missing. The first edge may be -inf and the last inf. A single number is how many bins of equal \
    width there are from the smallest value to the largest.
    """
  let seeAlso = ["categorical", "count", "quantile"]

  let x = Parameter<ColumnArgument>("x", "Numbers or dates.")
  let bins = Parameter<ColumnArgument>("bins", "The edges, ascending; or how many bins.")
  let labels = Parameter<[String]?>(
    "labels", "A name for each bin; if none, its edges.", default: nil)

  let examples = [
    Example(
      "Ages",
      """
      > bin([17; 18; 64; 90], [-inf, 18, 65, inf])
      < 18
      [18, 65)
      [18, 65)
      >= 65
      """),
    Example("With names", #"> bin([1; 9], 2, ["low"; "high"])\#nlow\#nhigh"#),
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let column = arguments[x].column
    let values: [Double]
    switch column {
    case .number(let numbers), .date(let numbers): values = numbers
    default:
      throw arguments.failure(
        .argumentType, "'x' must be numbers or dates, not \(column.kind.phrase)", at: x)
    }
    let bins = try bins(values, column.kind, arguments)
    let names = arguments[labels] ?? bins.labels(isDate: column.kind == .date)
    guard names.count == bins.count, Set(names).count == names.count else {
      throw arguments.failure(
        .argumentShape,
        names.count == bins.count
          ? "two bins have one name" : "\(bins.count) bins need as many names, not \(names.count)",
        at: labels)
    }
    let codes = values.map { bins.bin(of: $0).map(Int32.init) ?? Categories.missing }
    return Value(.categorical(Categories(levels: names, codes: codes)))
  }

  private func bins(
    _ values: [Double], _ kind: Column.Kind, _ arguments: Arguments
  ) throws -> Bins {
    let given: [Double]
    switch arguments[bins].column {
    case .number(let numbers): given = numbers
    case .date(let days) where kind == .date: given = days
    case .text(let texts) where kind == .date:
      given = texts.map { $0.flatMap { CalendarDay($0) }.map { Double($0.days) } ?? .nan }
    default:
      throw arguments.failure(
        .argumentType, "'bins' must be edges or a number of bins", at: bins)
    }
    guard given.count == 1 else {
      if let bins = Bins(edges: given) { return bins }
      throw arguments.failure(
        .argumentRange,
        given.contains(where: \.isNaN) ? "an edge is missing or no number" : "edges must increase",
        at: bins, help: "as in [0, 18, 65, 120]")
    }
    guard let count = Int(exactly: given[0]), (1...1_000).contains(count) else {
      throw arguments.failure(
        .argumentRange, "a number of bins is whole and from 1 to 1000", at: bins,
        help: "several numbers are edges")
    }
    guard let bins = Bins(count, over: values) else {
      throw arguments.failure(
        .argumentRange, "bins of equal width need two different values at least", at: x)
    }
    return bins
  }
}

extension Bins {
  /// `[18, 65)` for each; `< 18` and `>= 65` where an end is infinite.
  fileprivate func labels(isDate: Bool) -> [String] {
    // As many digits as it takes to tell the edges apart.
    let texts =
      [4, 6, 9, 17].lazy.map { digits in
        edges.map { edge in
          isDate
            ? CalendarDay(days: edge.rounded(.down)).map(\.description) ?? "…"
            : NumberText.display(edge, digits: digits)
        }
      }.first { Set($0).count == $0.count } ?? edges.map(NumberText.shortest)
    return (0..<count).map { place in
      let (low, high) = (texts[place], texts[place + 1])
      if edges[place] == -.infinity { return edges[place + 1] == .infinity ? "any" : "< \(high)" }
      if edges[place + 1] == .infinity { return ">= \(low)" }
      return "[\(low), \(high)\(place + 1 == count ? "]" : ")")"
    }
  }
}
