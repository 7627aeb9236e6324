/// What a function of columns learned from the rows of a fit, as `poly` its basis.
///
/// Values, so that a recipe can be stored, and said in another language.
public enum LearnedState: Sendable, Equatable {
  case polynomials(PolynomialBasis)
  case splines(SplineBasis)
  case scaling(Scaling)
  case filling(GapFiller)
}

/// `(x - centre) / scale`: numbers brought to mean 0 and variance 1.
public struct Scaling: Sendable, Equatable {
  public let centre: Double
  /// The standard deviation with divisor n, as penalties standardise columns.
  public let scale: Double

  /// - Returns: `nil` for a scale that nothing can be divided by.
  public init?(centre: Double, scale: Double) {
    guard centre.isFinite, scale > 0, scale.isFinite else { return nil }
    self.centre = centre
    self.scale = scale
  }

  /// What brings some values to mean 0, and to deviation 1 where they are not all the same.
  public static func standardizing(_ values: [Double]) -> Scaling {
    if let scaling = Scaling(fitting: values) { return scaling }
    let first = values.first(where: \.isFinite) ?? 0
    return Scaling(centre: first)
  }

  private init(centre: Double) {
    self.centre = centre
    scale = 1
  }

  /// That of some values, those that are not finite left out; `nil` where they are all the same.
  public init?(fitting values: [Double]) {
    let values = values.filter(\.isFinite)
    guard let first = values.first, values.contains(where: { $0 != first }) else { return nil }
    // Value by value (Welford 1962), which neither overflows nor cancels.
    var (mean, squares) = (0.0, 0.0)
    for (index, value) in values.enumerated() {
      let step = value - mean
      mean += step / Double(index + 1)
      squares += step * (value - mean)
    }
    self.init(centre: mean, scale: (squares / Double(values.count)).squareRoot())
  }

  public func callAsFunction(_ value: Double) -> Double { (value - centre) / scale }
}

/// What fills the gaps of a column that a formula reads.
public enum GapFiller: Sendable, Equatable {
  case number(Double)
  case text(String)

  /// How it is taken from the values that are there.
  public enum Rule: String, Sendable, CaseIterable {
    case median, mean
    /// The most frequent value; the smallest of those that are equally frequent.
    case mode
  }

  /// That of numbers; `nil` where none is finite.
  public init?(_ rule: Rule, of numbers: [Double]) {
    let finite = numbers.filter(\.isFinite).sorted()
    guard !finite.isEmpty else { return nil }
    switch rule {
    case .median:
      let (low, high) = (finite[(finite.count - 1) / 2], finite[finite.count / 2])
      self = .number(low == high ? low : low / 2 + high / 2)
    case .mean:
      let count = Double(finite.count)
      self = .number(finite.reduce(0) { $0 + $1 / count })
    case .mode:
      var best = (value: finite[0], count: 0)
      var run = (value: finite[0], count: 0)
      for value in finite {
        run = value == run.value ? (value, run.count + 1) : (value, 1)
        if run.count > best.count { best = run }
      }
      self = .number(best.value)
    }
  }

  /// The most frequent text, the first in order of those that are equally frequent; `nil` where all
  /// is missing.
  public init?(_ texts: some Sequence<String?>) {
    var counts: [String: Int] = [:]
    for text in texts.lazy.compactMap(\.self) { counts[text, default: 0] += 1 }
    guard let best = counts.min(by: { ($1.value, $0.key) < ($0.value, $1.key) }) else { return nil }
    self = .text(best.key)
  }

  /// That of a column; text has neither median nor mean, and its most frequent value is taken.
  public init?(_ rule: Rule, of column: Column) {
    switch column {
    case .text(let texts): self.init(texts)
    case .categorical(let categories): self.init(categories.text)
    case .logical: self.init(.mode, of: column.numbers ?? [])
    default: self.init(rule, of: column.numbers ?? [])
    }
  }
}

extension Column {
  /// The column with missing values filled, where the filling is of its kind.
  func filled(with filling: GapFiller) -> Column {
    switch (self, filling) {
    case (.number(let numbers), .number(let value)):
      return .number(numbers.map { $0.isMissing ? value : $0 })
    case (.logical(let logicals), .number(let value)):
      return .logical(logicals.map { $0 ?? (value != 0) })
    case (.text(let texts), .text(let value)):
      return .text(TextColumn(texts.map { $0 ?? value }))
    case (.categorical(let categories), .text(let value)):
      guard let code = categories.levels.firstIndex(of: value) else {
        return .text(TextColumn(categories.text.map { $0 ?? value }))
      }
      return .categorical(
        Categories(
          levels: categories.levels,
          codes: categories.codes.map { $0 == Categories.missing ? Int32(code) : $0 }))
    default: return self
    }
  }
}
