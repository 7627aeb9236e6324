/// What each column of a table holds, in a few figures.
public struct TableSummary: Sendable, Equatable {
  public let rowCount: Int
  public let columns: [ColumnSummary]
}

/// What a column holds, in a few figures.
public struct ColumnSummary: Sendable, Equatable {
  public let name: String
  public let kind: Column.Kind
  /// Number of values that are not missing.
  public let count: Int
  public let missingCount: Int
  public let content: Content

  public enum Content: Sendable, Equatable {
    /// `nil` where there is no number.
    case numbers(NumberSummary?)
    /// In days since 1970-01-01; `nil` where there is no date.
    case dates(NumberSummary?)
    case logicals(trueCount: Int)
    /// The levels from the most to the least frequent; categories also those that do not occur.
    case levels([LevelCount])
  }

  public struct LevelCount: Sendable, Equatable {
    public let level: String
    public let count: Int

    public init(level: String, count: Int) {
      self.level = level
      self.count = count
    }
  }
}

/// The spread of some numbers.
public struct NumberSummary: Sendable, Equatable {
  public let minimum: Double
  public let firstQuartile: Double
  public let median: Double
  public let thirdQuartile: Double
  public let maximum: Double
  public let mean: Double
  /// Standard deviation with divisor n - 1; `nan` for a single number.
  public let deviation: Double
  /// Values left out of all of these because they are nan.
  public let nanCount: Int
  /// How many of the numbers that are finite lie in each of eight bins of equal width from the
  /// smallest to the largest of them; empty where these are not two.
  public let histogram: [Int]

  /// Summarises the numbers that are not missing and not nan; `nil` if there is none.
  ///
  /// Quartiles interpolate linearly between order statistics (Hyndman and Fan's type 7, R's default).
  public init?(_ values: [Double]) {
    let sorted = values.filter { !$0.isNaN }.sorted()
    guard let minimum = sorted.first, let maximum = sorted.last else { return nil }
    self.minimum = minimum
    self.maximum = maximum
    firstQuartile = Self.quantile(0.25, of: sorted)
    median = Self.quantile(0.5, of: sorted)
    thirdQuartile = Self.quantile(0.75, of: sorted)
    (mean, deviation) = Self.moments(sorted)
    nanCount = values.count { $0.isNaN && !$0.isMissing }
    histogram = Bins(8, over: sorted)?.counts(sorted) ?? []
  }

  private static func quantile(_ share: Double, of sorted: [Double]) -> Double {
    let place = share * Double(sorted.count - 1)
    let below = Int(place)
    let fraction = place - Double(below)
    // Exact at an order statistic, also where a neighbour is infinite.
    if fraction == 0 || sorted[below] == sorted[below + 1] { return sorted[below] }
    return sorted[below] * (1 - fraction) + sorted[below + 1] * fraction
  }

  private static func moments(_ values: [Double]) -> (mean: Double, deviation: Double) {
    guard let moments = RunningMoments(values) else { return (.nan, .nan) }
    // Only infinities can make the running mean nan, where the plain sum is still right.
    let mean = moments.mean.isNaN ? values.reduce(0, +) : moments.mean
    return (mean, values.count < 2 ? .nan : moments.deviation(correction: 1))
  }
}

extension Table {
  /// What each column holds, in a few figures.
  public func summary() -> TableSummary {
    TableSummary(
      rowCount: rowCount,
      columns: (0..<columnCount).map { position in
        let (name, column) = self.column(at: position)
        let missing = column.missingCount
        return ColumnSummary(
          name: name, kind: column.kind, count: column.count - missing, missingCount: missing,
          content: column.summaryContent)
      })
  }
}

extension Column {
  fileprivate var summaryContent: ColumnSummary.Content {
    switch self {
    case .number(let values): .numbers(NumberSummary(values))
    case .date(let days): .dates(NumberSummary(days))
    case .logical(let values): .logicals(trueCount: values.count { $0 == true })
    case .text(let texts): .levels(Categories(texts).levelCounts)
    case .categorical(let categories): .levels(categories.levelCounts)
    }
  }
}

extension Categories {
  /// The levels from the most to the least frequent, equally frequent ones in their order.
  public var levelCounts: [ColumnSummary.LevelCount] {
    var counts = Array(repeating: 0, count: levels.count)
    for code in codes where code != Categories.missing { counts[Int(code)] += 1 }
    return levels.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }
      .map { ColumnSummary.LevelCount(level: levels[$0], count: counts[$0]) }
  }
}
