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
    guard let moments = RunningMoments(values) else { return nil }
    self.init(centre: moments.mean, scale: moments.deviation(correction: 0))
  }

  public func callAsFunction(_ value: Double) -> Double {
    let step = value - centre
    // Half of it is a number in any case.
    if step.isInfinite && value.isFinite { return (value / 2 - centre / 2) / (scale / 2) }
    return step / scale
  }
}

/// What fills the gaps of a column that a formula reads.
public enum GapFiller: Sendable, Equatable {
  case number(Double)
  case text(String)

  /// What a rule learns from a column; `nil` where nothing is there to learn from.
  public init?(_ rule: FillingRule, of column: Column) {
    guard let filling = try? Filling(rule, learntFrom: column, named: "") else { return nil }
    self.init(filling)
  }
}

extension Column {
  /// The column with missing values filled, where the filling is of its kind.
  func filled(with filling: GapFiller) -> Column {
    switch (self, filling) {
    case (.number(let numbers), .number(let value)):
      return .number(numbers.map { $0.isMissing ? value : $0 })
    case (.date(let days), .number(let value)):
      return .date(days.map { $0.isNaN ? value : $0 })
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
