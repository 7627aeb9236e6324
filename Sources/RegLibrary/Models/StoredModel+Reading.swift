import RegData
import RegLinearAlgebra
import RegRuntime
import RegSolvers
import RegSyntax

extension ByteReader {
  /// A record that is more than its fields.
  mutating func backed(_ kind: StoredKind, _ context: Context) throws -> Value {
    switch kind {
    case .path:
      let regression = try regression(context)
      let own = try optionalSolutions(columns: regression.data.names.count)
      return Value(Record(backing: FittedPath(regression, own)))
    case .model:
      let regression = try regression(context)
      let solution = try solution(columns: regression.data.names.count)
      return Value(Record(backing: FittedModel(regression, solution)))
    case .severalPath:
      let regression = try severalRegression(context)
      let shape = regression.shape
      let own = try optional { (reader) throws(StoredFault) in
        try reader.items { (reader) throws(StoredFault) in try reader.severalSolution(shape) }
      }
      guard own?.isEmpty != true else { throw StoredFault() }
      return Value(
        Record(
          backing: MultiResponsePath(
            regression: regression, solutions: own ?? regression.solutions)))
    case .severalModel:
      let regression = try severalRegression(context)
      let solution = try severalSolution(regression.shape)
      return Value(
        Record(backing: MultiResponseModel(regression: regression, solution: solution)))
    case .validation: return try validation(context)
    case .severalValidation: return try severalValidation(context)
    default: throw StoredFault()
    }
  }

  // MARK: regressions

  private mutating func regression(_ context: Context) throws -> Regression {
    let mix = try mix()
    let data = try trainingData(context)
    let offset = try optionalNumbers()
    var problem = try problem(data)
    problem.offset = offset
    let adapted = try optional { (reader) throws(StoredFault) in
      (
        lambda: try reader.optional { (reader) throws(StoredFault) in try reader.number() },
        given: try reader.optionalNumbers()
      )
    }
    let tolerance = try number()
    let columns = data.names.count
    let solutions = try items { (reader) throws(StoredFault) in
      try reader.solution(columns: columns)
    }
    let relaxed = try mix.relaxation.map { _ in
      try items { (reader) throws(StoredFault) in try reader.solution(columns: columns) }
    }
    guard !solutions.isEmpty, data.responses == nil,
      relaxed.map({ $0.map(\.lambda) == solutions.map(\.lambda) }) ?? true,
      (adapted == nil) == (mix.adaptive == nil), adapted == nil || problem.penaltyFactors != nil,
      adapted?.given.map({ $0.count == columns }) ?? true
    else { throw StoredFault() }
    // The solver keeps a standardised copy.
    try context.reserve(rows: data.x.rows, columns: data.x.columns)
    let fit = try PathFit(
      restoring: solutions, of: problem, mix.penalty(),
      options(solutions.map(\.lambda), tolerance, context))
    return try Regression(
      mix: mix, data: data, fit: fit,
      adapted: adapted.map {
        AdaptedWeights(
          found: .init(factors: problem.penaltyFactors ?? [], lambda: $0.lambda), given: $0.given)
      }, relaxed: relaxed, interrupt: context.interrupt)
  }

  private mutating func severalRegression(
    _ context: Context
  ) throws -> MultiResponseRegression {
    let mix = try mix()
    let data = try trainingData(context)
    let offset = try optional { (reader) throws(StoredFault) in try reader.matrix() }
    let predictors = try problem(data)
    let standardizes = try logical()
    let names = try texts()
    let tolerance = try number()
    guard let responses = data.responses, names.count == responses.count, mix.adaptive == nil else {
      throw StoredFault()
    }
    var problem = MultiResponseProblem(
      predictors, responses: responses.matrix, standardizeResponse: standardizes)
    problem.offset = offset
    let shape = (rows: data.names.count, columns: names.count)
    let solutions = try items { (reader) throws(StoredFault) in
      try reader.severalSolution(shape)
    }
    let relaxed = try mix.relaxation.map { _ in
      try items { (reader) throws(StoredFault) in try reader.severalSolution(shape) }
    }
    guard !solutions.isEmpty,
      relaxed.map({ $0.map(\.lambda) == solutions.map(\.lambda) }) ?? true
    else { throw StoredFault() }
    try context.reserve(rows: data.x.rows, columns: data.x.columns)
    let fit = try MultiResponseFit(
      restoring: solutions, of: problem, mix.penalty(),
      options(solutions.map(\.lambda), tolerance, context))
    return try MultiResponseRegression(
      mix: mix, data: data, responseNames: names, fit: fit, relaxed: relaxed,
      interrupt: context.interrupt)
  }

  private func options(
    _ lambdas: [Double], _ tolerance: Double, _ context: Context
  ) -> PathOptions {
    PathOptions(
      lambdas: lambdas, tolerance: tolerance, workers: context.workers,
      shouldStop: context.interrupt.asQuestion)
  }

  private mutating func mix() throws -> PenaltyMix {
    var mix: PenaltyMix
    switch try byte() {
    case 0: mix = .lasso
    case 1: mix = .ridge
    case 2: mix = .elasticNet(try number())
    default: throw StoredFault()
    }
    guard let convention = PenaltyConvention(rawValue: try text()) else { throw StoredFault() }
    mix.convention = convention
    mix.relaxation = try optional { (reader) throws(StoredFault) in try reader.number() }.map {
      try Relaxation(share: $0)
    }
    if try logical() {
      guard let firstFit = AdaptiveWeights.FirstFit(rawValue: try text()) else {
        throw StoredFault()
      }
      mix.adaptive = try AdaptiveWeights(firstFit, power: try number())
    }
    guard mix.alpha > 0 || !mix.isRefined else { throw StoredFault() }
    return mix
  }

  private mutating func trainingData(_ context: Context) throws -> TrainingData {
    let x = try matrix()
    let y = try numbers()
    let responses = try optional { (reader) throws(StoredFault) in
      let matrix = try reader.matrix()
      let names = try reader.texts()
      guard names.count == matrix.columns, matrix.rows == x.rows, matrix.columns > 0 else {
        throw StoredFault()
      }
      return Responses(matrix, names: names)
    }
    let names = try texts()
    let (inputs, filledCount) = try inputs(context)
    let offset = try optionalNumbers()
    let rows = try items { (reader) throws(StoredFault) in try reader.integer() }
    let rowCount = try integer()
    guard x.isFinite, y.count == x.rows, names.count == x.columns, rows.count == x.rows,
      offset == nil || offset?.count == x.rows, inputs.makes(names.count),
      rowCount >= rows.count, zip(rows, rows.dropFirst()).allSatisfy({ $0 < $1 }),
      rows.first ?? 0 >= 0, rows.last ?? 0 < max(rowCount, 1)
    else { throw StoredFault("has data that do not go together") }
    return TrainingData(
      restoring: x, y, responses, names: names, inputs: inputs, offset: offset, rows: rows,
      rowCount: rowCount, filledCount: filledCount)
  }

  private mutating func problem(_ data: TrainingData) throws(StoredFault) -> Problem {
    Problem(
      x: data.x, y: data.y, weights: try optionalNumbers(), intercept: try logical(),
      standardize: try logical(), penaltyFactors: try optionalNumbers(),
      lower: try optionalNumbers(), upper: try optionalNumbers(),
      excluded: Set(try items { (reader) throws(StoredFault) in try reader.integer() }))
  }

  // MARK: solutions

  private mutating func optionalSolutions(columns: Int) throws(StoredFault) -> [Solution]? {
    let solutions = try optional { (reader) throws(StoredFault) in
      try reader.items { (reader) throws(StoredFault) in try reader.solution(columns: columns) }
    }
    guard solutions?.isEmpty != true else { throw StoredFault() }
    return solutions
  }

  private mutating func solution(columns: Int) throws(StoredFault) -> Solution {
    let (lambda, intercept) = (try number(), try number())
    guard try integer() == columns, lambda >= 0, lambda.isFinite, intercept.isFinite else {
      throw StoredFault()
    }
    var coefficients = [Double](repeating: 0, count: columns)
    for _ in 0..<(try count(of: 16)) {
      let (place, value) = (try integer(), try number())
      guard coefficients.indices.contains(place), value.isFinite else { throw StoredFault() }
      coefficients[place] = value
    }
    return Solution(
      lambda: lambda, intercept: intercept, coefficients: coefficients, gap: try number(),
      converged: try logical(), iterations: try integer(), devianceRatio: try number())
  }

  private mutating func severalSolution(
    _ shape: (rows: Int, columns: Int)
  ) throws(StoredFault) -> MultiResponseSolution {
    let (lambda, intercepts, coefficients) = (try number(), try numbers(), try matrix())
    guard lambda >= 0, lambda.isFinite, intercepts.allSatisfy(\.isFinite), coefficients.isFinite,
      intercepts.count == shape.columns, coefficients.rows == shape.rows,
      coefficients.columns == shape.columns
    else { throw StoredFault() }
    return MultiResponseSolution(
      lambda: lambda, intercepts: intercepts, coefficients: coefficients, gap: try number(),
      converged: try logical(), iterations: try integer(), devianceRatio: try number())
  }

  // MARK: cross-validation

  /// Folds and model are stored, and the folds are fitted again: on one machine they give the same.
  private mutating func validation(_ context: Context) throws -> Value {
    guard let model = try value(context).backing as? any Fitted else { throw StoredFault() }
    let holdout = try holdout(rows: model.regression.data.y.count)
    if case .approximateLeaveOneOut = holdout, model.regression.mix.isRefined {
      throw StoredFault()
    }
    let name = try text()
    guard let measure = Measure.all.first(where: { $0.name == name }) else {
      throw StoredFault("is scored by '\(name)', which this program does not know")
    }
    return try Value(
      Record(
        backing: CrossValidate.repeated(model, holdout, measure, context)))
  }

  private mutating func severalValidation(_ context: Context) throws -> Value {
    guard let model = try value(context).backing as? any MultiResponseFitted else {
      throw StoredFault()
    }
    let holdout = try holdout(rows: model.regression.data.y.count)
    return try Value(
      Record(backing: CrossValidate.repeated(model, holdout, context)))
  }

  private mutating func holdout(rows: Int) throws -> Holdout {
    switch try byte() {
    case 0:
      let assignments = try items { reader in
        let ids = try reader.items { (reader) throws(StoredFault) in try reader.integer() }
        let isOrdered = try reader.logical()
        let seed = try reader.optional { (reader) throws(StoredFault) in try reader.large() }
        guard ids.count == rows else { throw StoredFault() }
        return try Folds(ids: ids, isOrdered: isOrdered, seed: seed)
      }
      guard !assignments.isEmpty else { throw StoredFault() }
      return .folds(assignments, words: try texts())
    case 1: return .leaveOneOut
    case 2: return .approximateLeaveOneOut
    default: throw StoredFault()
    }
  }
}

extension Value {
  fileprivate var backing: (any RecordBacking)? {
    guard case .record(let record) = content else { return nil }
    return record.backing
  }
}

extension MultiResponseRegression {
  /// Of the coefficients: one row a column and one column a response.
  fileprivate var shape: (rows: Int, columns: Int) { (data.names.count, responseNames.count) }
}

extension FitInputs {
  /// Whether it makes so many columns.
  fileprivate func makes(_ count: Int) -> Bool {
    switch self {
    case .matrix(let filling): filling == nil || filling?.count == count
    case .columns(let names, let filling, _):
      names.count == count && (filling == nil || filling?.count == count)
    case .formula(let recipe, _): recipe.columns.count == count
    }
  }
}
