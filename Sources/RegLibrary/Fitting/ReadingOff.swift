import RegData
import RegRuntime
import RegSolvers

/// The fields of fitted models that are figures for choosing between models.
///
/// They are declared here once for paths, which give one a λ, and for models, which give one.
struct FigureField: Sendable {
  let name: String
  fileprivate let figure: @Sendable (Figures, ModelFacts) throws -> Double

  static let all: [FigureField] =
    [
      FigureField("df") { $1.degreesOfFreedom },
      FigureField("rss") { $1.rss },
      FigureField("loglik") { $0.scale.logLikelihood($1) },
    ]
    + Criterion.allCases.map { criterion in
      FigureField(criterion.rawValue) { try $0.value(criterion, $1) }
    }

  static let names = all.map(\.name)

  private init(
    _ name: String, _ figure: @escaping @Sendable (Figures, ModelFacts) throws -> Double
  ) {
    self.name = name
    self.figure = figure
  }

  /// What help says of all of them.
  static let help: String = {
    let criteria = Criterion.allCases.map { "\($0.rawValue) is \($0.summary)" }
      .joined(separator: "; ")
    return """
      rss is Σ wᵢ(yᵢ - ŷᵢ)², and loglik the log-likelihood of normal errors of variance σ²/wᵢ at the \
      σ² that makes it largest, rss/n: -n/2·(log(2π·rss/n) + 1) + ½Σ log wᵢ, as of R's lm. The \
      weights wᵢ are scaled to sum to the number of rows, which loglik does not depend on; n counts the \
      rows with a positive weight, over which the last sum goes, and without weights that is 0. \
      \(criteria). Here k is df and one for σ² and one for the intercept, as in AIC \
      of R's lm; gamma is 0.5 except in select; the σ² of cp is that of least squares where there \
      are more rows than columns, else that of the model at the smallest λ. df is the number of \
      nonzero coefficients for a lasso (Zou, Hastie and Tibshirani 2007), and for an elastic net \
      the trace of the matrix that takes y to its fit, on the columns with a coefficient.
      """
  }()
}

/// The figures of a regression's models.
struct Figures {
  let regression: Regression
  let scale: CriterionScale
  var gamma = 0.5
  private var residualVariance: Double?

  init(_ regression: Regression) {
    self.regression = regression
    scale = regression.fit.criterionScale
  }

  /// The field for each of the solutions.
  func field(_ field: FigureField, _ solutions: [Solution]) throws -> [Double] {
    var figures = self
    if field.name == Criterion.cp.rawValue { try figures.estimateVariance() }
    return try solutions.map { solution in
      guard !regression.interrupt.isSet else { throw SolverError.cancelled }
      return try field.figure(figures, regression.facts(solution))
    }
  }

  /// Must come before `value` is asked for Cp.
  mutating func estimateVariance() throws {
    residualVariance = try regression.fit.residualVariance()
  }

  func value(_ criterion: Criterion, _ model: ModelFacts) throws -> Double {
    scale.value(criterion, model, gamma: gamma, residualVariance: residualVariance ?? .nan)
  }
}

extension Fitted {
  /// The values of a figure's field, one a solution; nil for a field of another name.
  func figures(_ name: String) throws -> [Double]? {
    guard let field = FigureField.all.first(where: { $0.name == name }) else { return nil }
    return try Figures(regression).field(field, solutions)
  }
}

extension Regression {
  func facts(_ solution: Solution) throws(SolverError) -> ModelFacts {
    guard let relaxation = mix.relaxation else { return try fit.facts(solution) }
    return try fit.facts(solution, relaxation)
  }

  /// The models among which a criterion chooses; those of a relaxed path are the ones fitted.
  func choices() throws -> [ModelFacts] {
    guard mix.relaxation != nil else {
      return try fit.choices(shouldStop: interrupt.asQuestion)
    }
    return try solutions.map { solution throws(SolverError) in try facts(solution) }
      .sorted { $0.lambda > $1.lambda }
  }

  /// The knots as a table, from the largest λ down.
  func knotTable() throws -> Table {
    let knots = try fit.knots(shouldStop: interrupt.asQuestion) ?? []
    return try Table([
      ("lambda", .number(knots.map(\.lambda))),
      ("column", .text(TextColumn(knots.map { data.names[$0.column] }))),
      ("event", .text(TextColumn(knots.map { $0.enters ? "enters" : "leaves" }))),
    ])
  }

  /// The names of columns in the order in which they first enter.
  func entryNames() throws -> [String] {
    try fit.entryOrder(shouldStop: interrupt.asQuestion).map { data.names[$0] }
  }
}
