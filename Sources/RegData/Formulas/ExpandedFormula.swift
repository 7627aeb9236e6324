import OrderedCollections

/// A formula worked out against a table's column names: which factors, in which terms.
///
/// Terms come in R's order: main effects first, then interactions of two factors, and so on, each
/// group in the order written; a term's factors are in the order of their first appearance.
struct ExpandedFormula {
  /// The distinct factors of the right side, also those that are only taken away.
  private(set) var factors: [Formula.Factor] = []
  /// Each term as ascending positions in `factors`.
  private(set) var terms: [[Int]] = []
  private(set) var hasIntercept = true
  /// The factors that are added as they are.
  private(set) var offsets: [Formula.Factor] = []

  private let names: [String]
  /// What `.` leaves out: the columns of the response and of offsets.
  private let claimed: Set<String>
  private var positions: [FactorKey: Int] = [:]

  /// Far more terms than a fit can use; `. * . * .` over a wide table is refused, not waited for.
  private static let termLimit = 200_000

  /// - Throws: `DataError.badResponse` when the response is also a predictor, `.badOffset`,
  ///   `.tooManyTerms`.
  init(_ formula: Formula, names: [String]) throws(DataError) {
    self.names = names
    claimed = Set(
      ([formula.response].compactMap(\.self) + formula.predictors.offsets).flatMap(\.columns))
    let expansion = try expand(formula.predictors)
    offsets = expansion.offsets
    hasIntercept = expansion.intercept ?? true
    let terms = Array(expansion.terms)
    self.terms = terms.indices
      .sorted { (terms[$0].count, $0) < (terms[$1].count, $1) }
      .map { terms[$0] }
    if let response = formula.response, let position = positions[FactorKey(response)],
      terms.contains(where: { $0.contains(position) })
    {
      throw .badResponse(response.label, reason: "is also on the right of '~'")
    }
  }

  /// What makes two factors the same one: `x` the column is not `x` the value of a script.
  private struct FactorKey: Hashable {
    private let kind: Int
    private let label: String

    init(_ factor: Formula.Factor) {
      label = TermText.tight(factor.label)
      kind =
        switch factor {
        case .column: 0
        case .function: 1
        case .value: 2
        case .coded: 3
        }
    }
  }

  /// Terms without duplicates, and what was said about the intercept, if anything.
  private struct Expansion {
    var terms: OrderedSet<[Int]> = []
    var intercept: Bool?
    var offsets: [Formula.Factor] = []
  }

  private mutating func expand(_ terms: Formula.Terms) throws(DataError) -> Expansion {
    switch terms {
    case .factor(let factor): return Expansion(terms: [[position(of: factor)]])
    case .offset(let factor): return Expansion(offsets: [factor])
    case .everyOther: return everyOther()
    case .intercept: return Expansion(intercept: true)
    case .noIntercept: return Expansion(intercept: false)
    case .sum(let summands): return try expand(sum: summands)
    case .crossed(let operands):
      return try fold(operands) { (left, right) throws(DataError) in
        let interaction = try Self.interaction(left, right)
        return left.union(right).union(interaction)
      }
    case .interaction(let operands):
      return try fold(operands, Self.interaction)
    }
  }

  private mutating func expand(sum summands: [Formula.Summand]) throws(DataError) -> Expansion {
    var result = Expansion()
    for summand in summands {
      let part = try expand(summand.terms)
      if summand.isRemoved {
        let removed = part.offsets.map(FactorKey.init)
        result.offsets.removeAll { removed.contains(FactorKey($0)) }
        result.terms.subtract(part.terms)
        if let intercept = part.intercept { result.intercept = !intercept }
      } else {
        result.terms.formUnion(part.terms)
        result.intercept = part.intercept ?? result.intercept
        let known = result.offsets.map(FactorKey.init)
        result.offsets += part.offsets.filter { !known.contains(FactorKey($0)) }
      }
    }
    return result
  }

  private mutating func fold(
    _ operands: [Formula.Terms],
    _ combine: (OrderedSet<[Int]>, OrderedSet<[Int]>) throws(DataError) -> OrderedSet<[Int]>
  ) throws(DataError) -> Expansion {
    var result: OrderedSet<[Int]>?
    for operand in operands {
      let part = try expand(operand)
      if let offset = part.offsets.first { throw .badOffset(offset.label) }
      let terms = part.terms
      if let left = result { result = try combine(left, terms) } else { result = terms }
      try Self.check(result?.count ?? 0)
    }
    return Expansion(terms: result ?? [])
  }

  private mutating func everyOther() -> Expansion {
    var result = Expansion()
    for name in names where !claimed.contains(name) {
      result.terms.append([position(of: .column(name))])
    }
    return result
  }

  private mutating func position(of factor: Formula.Factor) -> Int {
    let key = FactorKey(factor)
    if let position = positions[key] { return position }
    positions[key] = factors.count
    factors.append(factor)
    return factors.count - 1
  }

  private static func interaction(
    _ left: OrderedSet<[Int]>, _ right: OrderedSet<[Int]>
  ) throws(DataError) -> OrderedSet<[Int]> {
    let (count, overflow) = left.count.multipliedReportingOverflow(by: right.count)
    try check(overflow ? Int.max : count)
    var result: OrderedSet<[Int]> = []
    for a in left {
      for b in right { result.append(Set(a).union(b).sorted()) }
    }
    return result
  }

  private static func check(_ count: Int) throws(DataError) {
    if count > termLimit { throw .tooManyTerms(limit: termLimit) }
  }
}
