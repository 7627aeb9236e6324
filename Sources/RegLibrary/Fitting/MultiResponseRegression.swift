import RegLinearAlgebra
import RegRuntime
import RegSolvers
import RegSyntax

/// A fitted problem of several responses with all that it takes to answer for any λ and on new data.
struct MultiResponseRegression: Sendable {
  let mix: PenaltyMix
  let data: TrainingData
  let responseNames: [String]
  let fit: MultiResponseFit
  /// At the λ that were fitted.
  let solutions: [MultiResponseSolution]
  /// That of the session of the fit: `m @ λ` is handed no context.
  let interrupt: InterruptHandle

  /// - Parameter relaxed: The solutions of a relaxed fit, where they are known.
  /// - Throws: `SolverError.cancelled`, while a relaxed fit is refitted.
  init(
    mix: PenaltyMix, data: TrainingData, responseNames: [String], fit: MultiResponseFit,
    relaxed: [MultiResponseSolution]? = nil, interrupt: InterruptHandle
  ) throws(SolverError) {
    self.mix = mix
    self.data = data
    self.responseNames = responseNames
    self.fit = fit
    self.interrupt = interrupt
    if let relaxed {
      solutions = relaxed
    } else if let relaxation = mix.relaxation {
      solutions = try fit.relaxed(
        fit.solutions, relaxation, shouldStop: interrupt.asQuestion)
    } else {
      solutions = fit.solutions
    }
  }

  var problem: MultiResponseProblem { fit.problem }

  var objective: String {
    Objective(
      form: mix.form, convention: mix.convention, isWeighted: problem.weights != nil,
      hasIntercept: problem.intercept,
      hasFactors: problem.penaltyFactors != nil, isStandardized: problem.standardize,
      hasLower: problem.lower != nil, hasUpper: problem.upper != nil, hasSeveralResponses: true,
      standardizesResponses: problem.standardizeResponse
    ).formula
  }

  /// The solutions at these λ, exact whether they are on the path or not.
  func solutions(at lambdas: [Double]) throws -> [MultiResponseSolution] {
    var solutions: [MultiResponseSolution] = []
    solutions.reserveCapacity(lambdas.count)
    for lambda in lambdas {
      guard !interrupt.isSet else { throw SolverError.cancelled }
      solutions.append(try fit.solution(at: lambda, shouldStop: interrupt.asQuestion))
    }
    if let relaxation = mix.relaxation {
      solutions = try fit.relaxed(solutions, relaxation, shouldStop: interrupt.asQuestion)
    }
    try solutions.map(\.lengths).requireFinite()
    return solutions
  }

  /// The model at one λ, or the path through several.
  func value(_ solutions: [MultiResponseSolution], asOne: Bool) -> Value {
    if asOne, let only = solutions.first {
      return Value(Record(backing: MultiResponseModel(regression: self, solution: only)))
    }
    return Value(Record(backing: MultiResponsePath(regression: self, solutions: solutions)))
  }

  /// How the fit introduces itself: `lasso path, gaussian, 3 responses`.
  func headline(_ kind: String) -> String {
    "\(mix.title) \(kind), gaussian, \(responseNames.count.counted("response"))"
  }
}

/// A record of several responses that can be asked for coefficients and predictions.
protocol MultiResponseFitted: RecordBacking {
  var regression: MultiResponseRegression { get }
  /// What it shows; other λ are solved when asked for.
  var solutions: [MultiResponseSolution] { get }
}

extension MultiResponseFitted {
  func at(_ operand: Value) throws -> Value {
    let lambdas = try [Double](lambdas: operand)
    return regression.value(try regression.solutions(at: lambdas), asOne: lambdas.count == 1)
  }

  func reasonForLack(of name: String) -> Diagnostic? {
    OneResponseFields.reasonForLack(of: name, OneResponseFields.ofFits)
  }

  /// The fields that do not depend on λ.
  static var commonFields: [String] {
    [
      "responses", "names", "n", "p", "alpha", "relax", "tolerance", "objective", "formula",
      "dropped",
      "lambda_max",
    ]
  }

  func commonField(_ name: String) -> Value {
    let (data, fit) = (regression.data, regression.fit)
    return switch name {
    case "responses": Value(regression.responseNames)
    case "names": Value(data.names)
    case "n": Value(data.y.count)
    case "p": Value(data.names.count)
    case "alpha": Value(regression.mix.alpha)
    case "relax": regression.mix.relaxation.map { Value($0.share) } ?? .none
    case "tolerance": Value(fit.tolerance)
    case "objective": Value(regression.objective)
    case "formula": data.formulaText.map { Value($0) } ?? .none
    case "dropped": Value(data.droppedCount)
    // A ridge has no λ from which on its coefficients are zero.
    case "lambda_max": regression.mix.alpha >= 0.001 ? Value(fit.lambdaMax) : .none
    default: .none
    }
  }

  /// How exact the solutions are, and which rows they do without.
  var remarks: [Presentation.Block] {
    [.note("minimises \(regression.objective)")]
      + [regression.mix.relaxation?.note].compactMap(\.self)
      + [.line(solutions.map(\.lengths).exactness(tolerance: regression.fit.tolerance))]
      + regression.data.leftOut
  }

  // MARK: answers

  /// A matrix with one row a column and one column a response; a list of them for several λ.
  func coefficients(_ lambdas: [Double]?, _ arguments: Arguments) throws -> Value {
    let solutions = try answers(lambdas, arguments)
    try arguments.context.reserve(
      rows: regression.data.names.count * regression.responseNames.count, columns: solutions.count)
    return Self.oneOrList(
      solutions.map { Value($0.coefficients, rowNames: regression.data.givenNames) })
  }

  /// A matrix with one column a response; a list of them for several λ.
  func predictions(
    for x: Matrix, _ lambdas: [Double]?, _ arguments: Arguments,
    finishing: (Matrix) -> Matrix = { $0 }
  ) throws -> Value {
    let solutions = try answers(lambdas, arguments)
    try arguments.context.reserve(
      rows: x.rows, columns: solutions.count * regression.responseNames.count)
    return Self.oneOrList(try solutions.map { Value(finishing(try $0.predict(x))) })
  }

  private func answers(
    _ lambdas: [Double]?, _ arguments: Arguments
  ) throws -> [MultiResponseSolution] {
    guard let lambdas else { return solutions }
    let solutions = try regression.solutions(at: lambdas)
    solutions.map(\.lengths).warnUnlessConverged(
      tolerance: regression.fit.tolerance, arguments)
    return solutions
  }

  private static func oneOrList(_ values: [Value]) -> Value {
    values.count == 1 ? values[0] : Value(values)
  }
}
