import OrderedCollections
import RegData
import RegLinearAlgebra
import RegRuntime
import RegSolvers
import RegSyntax

struct Simulate: Builtin {
  let name = "simulate"
  let category = Category.studying
  let summary = "Draws data whose true coefficients are known."
  let details: String? = """
    Predictors are normal with mean 0 and variance 1. With kind = "fading" columns i and j are \
    correlated by correlation^|i - j|, with "equal" all by correlation, with "blocks" those of each \
    block of neighbours by correlation, and columns of different blocks not at all. The nonzero \
    coefficients are 1, at columns that are spread evenly; or give all coefficients.

    snr is the variance of the linear predictor over that of the errors. For family = "gaussian" it \
    settles the standard deviation of the errors; with snr = inf there are none. For family = \
    "binomial" y is 1 or 0, the errors are those of the logistic distribution, π²/3, and the \
    coefficients are scaled so that snr holds.

    The result has the fields X, y, coefficients (as they were used), intercept, mean (the expected \
    y of each row), sigma (the standard deviation of the errors, gaussian only), nonzero (the \
    columns that matter, as numbers), snr, family, n, p, seed, and table, all data with the names \
    x1, x2, … and y.
    """
  let seeAlso = ["bias_variance", "learning_curve", "randn", "lasso"]

  let rows = Parameter<Int>("n", "How many rows.", where: .atLeast(1))
  let columns = Parameter<Int>("p", "How many predictors.", where: .atLeast(1))
  let nonzero = Parameter<Int?>(
    "nonzero", "How many predictors matter; if none, a fifth of them, and one at least.",
    default: nil, keywordOnly: true, where: .optional(.atLeast(0)))
  let coefficients = Parameter<[Double]?>(
    "coefficients", "The true coefficients, one a column, instead of 'nonzero'.", default: nil,
    keywordOnly: true, where: .optional(.each(.finite)))
  let intercept = Parameter<Double>(
    "intercept", "The true intercept.", default: 0, keywordOnly: true, where: .finite)
  let correlation = Parameter<Double>(
    "correlation", "How predictors are correlated.", default: 0, keywordOnly: true,
    where: Constraint("above -1 and below 1", refusing: Value(1)) { $0 > -1 && $0 < 1 })
  let kind = Parameter<String>(
    "kind", "Which predictors are correlated: \"fading\" with distance, all \"equal\", \"blocks\".",
    default: Kind.fading.rawValue, keywordOnly: true, where: .oneOf(Kind.allCases.map(\.rawValue)))
  let block = Parameter<Int>(
    "block", "How many columns a block has.", default: 5, keywordOnly: true, where: .atLeast(1))
  let snr = Parameter<Double>(
    "snr", "Signal to noise: the variance of the linear predictor over that of the errors.",
    default: 3, keywordOnly: true,
    where: Constraint("above 0", refusing: Value(0)) { $0 > 0 })
  let family = Parameter<String>(
    "family", "What the response is.", default: SimulationDesign.Family.gaussian.rawValue,
    keywordOnly: true, where: .oneOf(SimulationDesign.Family.allCases.map(\.rawValue)))
  let seed = StudySeed()

  enum Kind: String, CaseIterable { case fading, equal, blocks }

  let examples = [
    Example(
      "Two of six columns matter",
      """
      > s = simulate(200, 6, nonzero = 2, snr = 4, correlation = 0.5, seed = 7)
      > s.coefficients'
      0  1  0  0  1  0
      > s
      gaussian data: n = 200, p = 6, 2 columns matter (x2, x5)
      signal to noise 4: errors have standard deviation 0.75
      neighbours are correlated 0.5
      """),
    Example(
      "Without errors least squares finds the truth",
      """
      > s = simulate(20, 3, coefficients = [2; 0; -1], intercept = 5, snr = inf)
      > norm(coef(ridge(s.X, s.y, λ = 0)) - [2; 0; -1]) < 1e-9
      true
      """),
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let (rows, columns) = (arguments[rows], arguments[columns])
    try arguments.context.reserve(rows: rows, columns: columns)
    let design = SimulationDesign(
      rows: rows, correlation: try correlation(arguments),
      coefficients: try coefficients(columns, arguments), intercept: arguments[intercept],
      signalToNoise: arguments[snr],
      family: SimulationDesign.Family(rawValue: arguments[family]) ?? .gaussian)
    guard design.signalVariance.isFinite else {
      throw arguments.failure(
        .argumentRange, "'coefficients' are too large: their squares add up to infinity",
        at: coefficients)
    }
    guard design.family == .gaussian || arguments[snr].isFinite else {
      throw arguments.failure(
        .argumentRange, "'snr' must be finite for binomial data, whose errors cannot vanish",
        at: snr)
    }
    let data = try SimulatedData(
      design, seed: seed.value(arguments),
      shouldStop: arguments.context.interrupt.asQuestion)
    return Value(
      Record(backing: SimulatedRecord(design: design, data: data, seed: arguments[seed.seed])))
  }

  private func coefficients(_ columns: Int, _ arguments: Arguments) throws -> [Double] {
    guard let given = arguments[coefficients] else {
      let count = arguments[nonzero] ?? max(1, columns / 5)
      guard count <= columns else {
        throw arguments.failure(
          .argumentRange, "'nonzero' must be at most \(columns), which is all there are",
          at: nonzero)
      }
      return SimulationDesign.evenCoefficients(count, of: columns)
    }
    if arguments.isGiven(nonzero) {
      throw arguments.failure(
        .argumentRange, "'nonzero' makes coefficients, and 'coefficients' gives them", at: nonzero,
        help: "give one or the other")
    }
    guard given.count == columns else {
      throw arguments.failure(
        .argumentShape,
        "'coefficients' has \(given.count.counted("number")) for \(columns.counted("column"))",
        at: coefficients)
    }
    return given
  }

  private func correlation(_ arguments: Arguments) throws -> SimulationDesign.Correlation {
    let (rho, kind) = (arguments[correlation], Kind(rawValue: arguments[kind]) ?? .fading)
    if arguments.isGiven(block), kind != .blocks {
      throw arguments.failure(
        .argumentRange, "'block' is the size of blocks, and kind is \"\(kind.rawValue)\"",
        at: block, help: "give kind = \"blocks\" as well")
    }
    if kind == .fading { return .fading(rho) }
    guard rho >= 0 else {
      throw arguments.failure(
        .argumentRange, "'correlation' must not be negative for kind = \"\(kind.rawValue)\"",
        at: correlation, help: "columns that are all correlated with each other cannot all disagree"
      )
    }
    return kind == .equal ? .equal(rho) : .blocks(rho, size: arguments[block])
  }
}

/// Simulated data as a record.
struct SimulatedRecord: RecordBacking {
  let design: SimulationDesign
  let data: SimulatedData
  let seed: Int

  let typeName = "simulated data"
  let fieldNames = [
    "X", "y", "coefficients", "intercept", "mean", "sigma", "nonzero", "snr", "family", "n", "p",
    "seed", "table",
  ]

  func field(_ name: String) throws -> Value {
    switch name {
    case "X": Value(data.x)
    case "y": Value(data.y)
    case "coefficients": Value(data.coefficients)
    case "intercept": Value(design.intercept)
    case "mean": Value(data.mean)
    case "sigma": data.noise.map { Value($0) } ?? .none
    case "nonzero": Value(nonzero.map { Double($0 + 1) })
    case "snr": Value(design.signalToNoise)
    case "family": Value(design.family.rawValue)
    case "n": Value(data.y.count)
    case "p": Value(data.coefficients.count)
    case "seed": Value(seed)
    case "table": Value(try table)
    default: .none
    }
  }

  private var nonzero: [Int] { data.coefficients.indices.filter { data.coefficients[$0] != 0 } }

  private var table: Table {
    get throws {
      let columns = (0..<data.x.columns).map {
        ("x\($0 + 1)", Column.number(data.x.column($0).values))
      }
      return try Table(columns + [("y", .number(data.y))])
    }
  }

  var presentation: Presentation {
    let (count, names) = (nonzero.count, nonzero.prefix(6).map { "x\($0 + 1)" })
    let list = names.joined(separator: ", ") + (count > 6 ? ", …" : "")
    let matter =
      switch count {
      case 0: "no column matters"
      case 1: "1 column matters"
      default: "\(count) columns matter"
      }
    var lines = [
      "\(design.family.rawValue) data: n = \(data.y.count), p = \(data.coefficients.count), "
        + matter + (names.isEmpty ? "" : " (\(list))")
    ]
    let ratio = NumberText.display(design.signalToNoise, digits: 4)
    if let noise = data.noise {
      lines.append(
        "signal to noise \(ratio): errors have standard deviation "
          + NumberText.display(noise, digits: 3))
    } else {
      lines.append(
        "signal to noise \(ratio): \(data.y.count { $0 == 1 }) of \(data.y.count) rows are 1")
    }
    if let words = correlationWords { lines.append(words) }
    return Presentation(lines.map { .line($0) })
  }

  private var correlationWords: String? {
    func text(_ rho: Double) -> String { NumberText.display(rho, digits: 3) }
    return switch design.correlation {
    case .fading(0), .equal(0), .blocks(0, _): nil
    case .fading(let rho): "neighbours are correlated \(text(rho))"
    case .equal(let rho): "all columns are correlated \(text(rho))"
    case .blocks(let rho, let size): "columns in blocks of \(size) are correlated \(text(rho))"
    }
  }
}
