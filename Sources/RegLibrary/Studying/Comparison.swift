import OrderedCollections
import RegData
import RegLinearAlgebra
import RegPlot
import RegRuntime
import RegSolvers

/// Models judged on the same folds.
struct Comparison: Pictured {
  struct Candidate: Sendable {
    let name: String
    /// At the λ chosen with all rows.
    let model: FittedModel
    let nested: HeldOutFolds.Nested
  }

  let candidates: [Candidate]
  let words: String
  let seed: Int
  private let measure: Measure
  private let weights: [Double]
  private let tests: [FoldMean]
  private let baseline: FoldMean
  /// What each model's score is worse by than that of the best.
  private let differences: [FoldMean]
  private let best: Int

  /// - Precondition: There is at least one candidate.
  init(candidates: [Candidate], held: HeldOutFolds, words: String, seed: Int) {
    self.candidates = candidates
    self.words = words
    self.seed = seed
    let (measure, weights) = (held.measure, held.weights)
    self.measure = measure
    self.weights = weights
    let repetitions = held.repetitions
    baseline = FoldMean(held.baseline, weights: weights, repetitions: repetitions)
    let tests = candidates.map {
      FoldMean($0.nested.scores, weights: weights, repetitions: repetitions)
    }
    self.tests = tests
    let sign = measure.isGain ? -1.0 : 1
    let best =
      tests.indices.filter { !tests[$0].mean.isNaN }
      .min { sign * tests[$0].mean < sign * tests[$1].mean } ?? 0
    self.best = best
    let ratio = held.heldOutRatio
    differences = candidates.map { candidate in
      FoldMean(
        zip(candidate.nested.scores, candidates[best].nested.scores).map { sign * ($0 - $1) },
        weights: weights, heldOutRatio: ratio)
    }
  }

  let typeName = "comparison"
  let fieldNames = [
    "names", "test", "se", "difference", "difference_se", "lambda", "df", "best", "scores",
    "lambdas", "baseline", "coefficients", "measure", "seed",
  ]

  func field(_ name: String) throws -> Value {
    switch name {
    case "names": Value(candidates.map(\.name))
    case "test": named(tests.map(\.mean))
    case "se": named(tests.map(\.standardError))
    case "difference": named(differences.map(\.mean))
    case "difference_se": named(differences.map(\.standardError))
    case "lambda": named(candidates.map(\.model.solution.lambda))
    case "df": named(candidates.map { Double($0.model.solution.degreesOfFreedom) })
    case "best": Value(candidates[best].name)
    case "scores": table(candidates.map(\.nested.scores))
    case "lambdas": table(candidates.map(\.nested.lambdas))
    case "baseline": Value(baseline.mean)
    case "coefficients": Value(try coefficients)
    case "measure": Value(measure.name)
    case "seed": Value(seed)
    default: .none
    }
  }

  private func named(_ numbers: [Double]) -> Value {
    Value(Matrix(numbers), rowNames: candidates.map(\.name))
  }

  private func table(_ columns: [[Double]]) -> Value {
    Value(
      Matrix(rows: weights.count, columns: columns.count, values: columns.flatMap(\.self)))
  }

  /// Every column of any model with a coefficient, in the order in which they come.
  private var terms: [String] {
    var seen: OrderedSet<String> = []
    for candidate in candidates {
      for column in candidate.model.solution.activeColumns {
        seen.append(candidate.model.regression.data.names[column])
      }
    }
    return Array(seen)
  }

  /// The coefficient of each term; 0 where a model does not have the column.
  private func coefficients(_ candidate: Candidate, _ terms: [String]) -> [Double] {
    let names = candidate.model.regression.data.names
    let known = Dictionary(
      zip(names, candidate.model.solution.coefficients)
    ) { first, _ in first }
    return terms.map { known[$0] ?? 0 }
  }

  private var coefficients: Table {
    get throws {
      let terms = terms
      var table = Table(rowCount: terms.count)
      try table.set("column", to: .text(TextColumn(terms)))
      for (place, candidate) in candidates.enumerated() {
        // Names of one's own may be anything, also alike.
        let name =
          table.names.contains(candidate.name) ? "\(candidate.name) \(place + 1)" : candidate.name
        try table.set(name, to: .number(coefficients(candidate, terms)))
      }
      return table
    }
  }

  // MARK: as text

  var presentation: Presentation {
    let name = measure.name
    let blank = Double.nan
    var blocks: [Presentation.Block] = [
      .line("comparison of \(candidates.count) models: \(words)"),
      .note("\(name) is the \(measure.summary), on rows that had no part in choosing λ"),
      .table(
        PresentationTable([
          .init("model", .texts(candidates.map(\.name) + ["the mean alone"])),
          .init(
            "λ", .numbers(candidates.map(\.model.solution.lambda) + [blank], digits: 3)),
          .init(
            "nonzero",
            .numbers(
              candidates.map { Double($0.model.solution.degreesOfFreedom) } + [0], digits: 6)),
          .init(name, .numbers(tests.map(\.mean) + [baseline.mean], digits: 4)),
          .init("se", .numbers(tests.map(\.standardError) + [baseline.standardError], digits: 3)),
          .init(
            "worse by",
            .numbers(
              differences.indices.map { $0 == best ? blank : differences[$0].mean } + [blank],
              digits: 3)),
          .init(
            "± se",
            .numbers(
              differences.indices.map { $0 == best ? blank : differences[$0].standardError } + [
                blank
              ],
              digits: 3)),
        ])),
    ]
    if let sideBySide { blocks += [.line("coefficients with all rows:"), .table(sideBySide)] }
    return Presentation(blocks + verdicts.map { .line($0) })
  }

  private var sideBySide: PresentationTable? {
    let terms = terms
    guard !terms.isEmpty, terms.count <= 40 else { return nil }
    return PresentationTable(
      [.init("term", .texts(terms))]
        + candidates.map { candidate in
          .init(
            candidate.name,
            .numbers(coefficients(candidate, terms).map { $0 == 0 ? .nan : $0 }, digits: 4))
        }, rowLimit: 24)
  }

  /// What the figures say, in a sentence for each model.
  private var verdicts: [String] {
    let leader = candidates[best].name
    let sign = measure.isGain ? -1.0 : 1
    let beats = sign * (baseline.mean - tests[best].mean) > 0
    let opening =
      beats
      ? "\(leader) predicts best"
      : "no model predicts better than the mean alone; \(leader) comes nearest"
    let others = candidates.indices.filter { $0 != best }.map { place -> String in
      let (gap, error) = (differences[place].mean, differences[place].standardError)
      guard error.isFinite, error > 0 else { return "\(candidates[place].name) does as well" }
      let ratio = NumberText.fixed(gap / error, places: 1)
      return gap > 2 * error
        ? "\(candidates[place].name) is worse, by \(ratio) standard errors"
        : "\(candidates[place].name) cannot be told from it (\(ratio) standard errors)"
    }
    return [opening] + others
  }

  var chart: Chart {
    let places = candidates.indices.map(Double.init)
    return Chart(
      title: "\(measure.summary) on rows held out",
      x: Axis("", categories: candidates.map(\.name)), y: Axis(measure.name),
      layers: [
        .line(
          [-0.5, Double(candidates.count) - 0.5].map { Chart.Point(x: $0, y: baseline.mean) },
          label: "mean", .muted),
        .intervals(
          places.indices.compactMap { place in
            let test = tests[place]
            guard test.standardError.isFinite else { return nil }
            return Chart.Interval(
              x: places[place], low: test.mean - test.standardError,
              high: test.mean + test.standardError)
          }, .muted),
        .points(places.indices.map { Chart.Point(x: places[$0], y: tests[$0].mean) }, .color(0)),
      ])
  }
}
