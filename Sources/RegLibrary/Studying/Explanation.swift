import RegData
import RegLinearAlgebra
import RegRuntime
import RegSolvers

/// A model at one λ in plain words.
struct Explanation: RecordBacking {
  let model: FittedModel
  /// At a larger and at a smaller λ.
  let above: Solution
  let below: Solution
  /// The share of resamples in which each column has a coefficient.
  let stability: [Double]
  let repeats: Int
  /// Where λ first meets another model as it falls, and as it rises.
  private let lower: Knot?
  private let upper: Knot?
  private let leastCorrelation: Double
  private let standIns: [StandIns.Pair]
  /// What a rise of one standard deviation of each column does.
  private let effects: [Double]
  /// The columns of the model, the largest effect first.
  private let kept: [Int]
  /// The others, in the order of the data.
  private let dropped: [Int]

  init(
    model: FittedModel, above: Solution, below: Solution, stability: [Double], repeats: Int,
    leastCorrelation: Double
  ) throws(SolverError) {
    self.model = model
    self.above = above
    self.below = below
    self.stability = stability
    self.repeats = repeats
    self.leastCorrelation = leastCorrelation
    let regression = model.regression
    let knots = try regression.fit.knots(shouldStop: regression.interrupt.asQuestion) ?? []
    let lambda = model.solution.lambda
    lower = knots.first { $0.lambda < lambda }
    upper = knots.last { $0.lambda > lambda }
    let weights = regression.problem.weights
    let deviations = regression.data.x.columnVariances(weights: weights).map { $0.squareRoot() }
    let effects = zip(model.solution.coefficients, deviations).map { $0 * $1 }
    self.effects = effects
    let active = model.solution.activeColumns
    kept = active.sorted { (effects[$0].magnitude, $1) > (effects[$1].magnitude, $0) }
    standIns = try StandIns(
      regression.data.x, kept: active, weights: weights, shouldStop: regression.interrupt.asQuestion
    ).pairs
    let inModel = Set(active)
    dropped = effects.indices.filter { !inModel.contains($0) }
  }

  let typeName = "explanation"
  let fieldNames = [
    "lambda", "kept", "dropped", "effects", "stability", "stand_ins", "steps", "r2", "text",
  ]

  private var names: [String] { model.regression.data.names }
  private var solution: Solution { model.solution }

  func field(_ name: String) throws -> Value {
    switch name {
    case "lambda": Value(solution.lambda)
    case "kept": Value(kept.map { names[$0] })
    case "dropped": Value(dropped.map { names[$0] })
    case "effects": Value(Matrix(kept.map { effects[$0] }), rowNames: kept.map { names[$0] })
    case "stability": Value(Matrix(stability), rowNames: model.regression.data.givenNames)
    case "stand_ins":
      Value(
        try Table([
          ("column", .text(TextColumn(standIns.map { names[$0.dropped] }))),
          ("stands_in", .text(TextColumn(standIns.map { names[$0.kept] }))),
          ("correlation", .number(standIns.map(\.correlation))),
          ("stability", .number(standIns.map { stability[$0.dropped] })),
        ]))
    case "steps":
      Value(
        try Table([
          ("lambda", .number(steps.map(\.lambda))),
          ("nonzero", .number(steps.map { Double($0.degreesOfFreedom) })),
          ("r2", .number(steps.map(\.devianceRatio))),
        ]))
    case "r2": Value(solution.devianceRatio)
    case "text": Value(sentences)
    default: .none
    }
  }

  private var steps: [Solution] { [above, solution, below] }

  // MARK: in words

  private func list(_ columns: [Int], most: Int = 6) -> String {
    let shown = columns.prefix(most).map { names[$0] }
    guard columns.count <= most else {
      return shown.joined(separator: ", ") + " and \(columns.count - most) more"
    }
    guard let last = shown.last, shown.count > 1 else { return shown.first ?? "" }
    return shown.dropLast().joined(separator: ", ") + " and " + last
  }

  private func percent(_ share: Double) -> String {
    NumberText.fixed(100 * max(0, share), places: 0) + " %"
  }

  /// Some may be empty.
  private var parts: [String] {
    [opening, directions] + standing + [sureness, doubts, stretch] + changes
  }

  private var sentences: [String] { parts.filter { !$0.isEmpty } }

  private var opening: String {
    let (n, p) = (kept.count, names.count)
    let lambda = NumberText.display(solution.lambda)
    let what =
      n == p
      ? (p == 1 ? "keeps its only column" : "keeps all \(p) columns")
      : "keeps \(n) of \(p.counted("column")) and drops \(p - n)"
    return "At λ = \(lambda) the \(model.regression.mix.title) \(what); it explains "
      + "\(percent(solution.devianceRatio)) of the variance of what it was fitted to."
  }

  private var directions: String {
    let (up, down) = (kept.filter { effects[$0] > 0 }, kept.filter { effects[$0] < 0 })
    var parts: [String] = []
    if !up.isEmpty { parts.append("rises with \(list(up))") }
    if !down.isEmpty { parts.append("falls with \(list(down))") }
    guard !parts.isEmpty else { return "Its prediction is the same for every row." }
    let order = max(up.count, down.count) > 1 ? " (the strongest first)" : ""
    return "The prediction \(parts.joined(separator: ", and "))\(order)."
  }

  /// Which kept columns stand for which dropped ones.
  private var standing: [String] {
    guard !dropped.isEmpty, !kept.isEmpty else { return [] }
    let strong = standIns.filter { $0.correlation.magnitude >= leastCorrelation }
    let limit = NumberText.display(leastCorrelation, digits: 2)
    guard !strong.isEmpty else {
      return ["No dropped column is correlated \(limit) or more with a kept one."]
    }
    let lines = kept.compactMap { column -> String? in
      let mine = strong.filter { $0.kept == column }
        .sorted { $0.correlation.magnitude > $1.correlation.magnitude }
      guard !mine.isEmpty else { return nil }
      let texts = mine.prefix(5).map {
        "\(names[$0.dropped]) (correlation \(NumberText.fixed($0.correlation, places: 2)))"
      }
      let more = mine.count > 5 ? " and \(mine.count - 5) more" : ""
      return "\(names[column]) stands for \(texts.joined(separator: ", "))\(more)."
    }
    let most = 8
    return lines.count <= most
      ? lines : lines.prefix(most) + ["… and so do \(lines.count - most) more of the kept columns."]
  }

  private var sureness: String {
    guard !kept.isEmpty else { return "" }
    let firm = kept.filter { stability[$0] >= 0.9 }
    let times = "of \(repeats) resamples of the rows"
    if firm.count == kept.count {
      return "\(kept.count == 1 ? "It" : "Each of them") is kept in at least 90 % \(times)."
    }
    let weak = kept.filter { stability[$0] < 0.9 }.sorted { stability[$0] < stability[$1] }
    let least = weak.prefix(4).map { "\(names[$0]) in \(percent(stability[$0]))" }
    return "\(firm.count) of \(kept.count) are kept in at least 90 % \(times); the least sure: "
      + least.joined(separator: ", ") + "."
  }

  private var doubts: String {
    let often = dropped.filter { stability[$0] >= 0.5 }.sorted { stability[$0] > stability[$1] }
    guard !often.isEmpty else {
      return dropped.isEmpty ? "" : "No dropped column is kept in half of the resamples."
    }
    let texts = often.prefix(4).map { "\(names[$0]) (\(percent(stability[$0])))" }
    let more = often.count > 4 ? " and \(often.count - 4) more" : ""
    return "Dropped here, but kept in half of the resamples or more: "
      + texts.joined(separator: ", ") + more + "."
  }

  /// From where to where the columns of the model are the same, where that is known.
  private var stretch: String {
    func text(_ knot: Knot, _ verb: String) -> String {
      "λ = \(NumberText.display(knot.lambda, digits: 4)), where \(names[knot.column]) \(verb)"
    }
    let ends = [
      lower.map { "down to " + text($0, $0.enters ? "enters" : "leaves") },
      upper.map { "up to " + text($0, $0.enters ? "leaves" : "comes back") },
    ].compactMap(\.self)
    guard !ends.isEmpty else { return "" }
    return "The columns stay the same \(ends.joined(separator: ", and "))."
  }

  private var changes: [String] {
    solution.lambda > 0 ? [step(above, "up"), step(below, "down")] : []
  }

  private func step(_ other: Solution, _ direction: String) -> String {
    let (now, then) = (Set(solution.activeColumns), Set(other.activeColumns))
    let (enters, leaves) = (then.subtracting(now).sorted(), now.subtracting(then).sorted())
    var parts: [String] = []
    if !enters.isEmpty { parts.append("\(list(enters)) would enter") }
    if !leaves.isEmpty { parts.append("\(list(leaves)) would leave") }
    let columns = parts.isEmpty ? "no column would come or go" : parts.joined(separator: " and ")
    return
      "A step \(direction), to λ = \(NumberText.display(other.lambda, digits: 4)): \(columns), "
      + "and \(percent(other.devianceRatio)) would be explained."
  }

  // MARK: as text

  var presentation: Presentation {
    let correlated = Dictionary(grouping: standIns) { $0.kept }
    func standsFor(_ column: Int) -> String {
      (correlated[column] ?? []).filter { $0.correlation.magnitude >= leastCorrelation }
        .sorted { $0.correlation.magnitude > $1.correlation.magnitude }
        .map { names[$0.dropped] }.joined(separator: ", ")
    }
    var blocks: [Presentation.Block] = sentences.map { .line($0) }
    guard !kept.isEmpty else { return Presentation(blocks) }
    blocks.append(.note("effect: of a rise of one standard deviation; kept: share of resamples"))
    var columns: [PresentationTable.Column] = [
      .init("kept column", .texts(kept.map { names[$0] })),
      .init("effect", .numbers(kept.map { effects[$0] }, digits: 3)),
      .init("coefficient", .numbers(kept.map { solution.coefficients[$0] }, digits: 4)),
      .init("kept", .decimals(kept.map { stability[$0] }, places: 2)),
    ]
    if kept.contains(where: { !standsFor($0).isEmpty }) {
      columns.append(.init("stands for", .cutTexts(kept.map(standsFor))))
    }
    blocks.append(.table(PresentationTable(columns, rowLimit: 24)))
    return Presentation(blocks)
  }
}
