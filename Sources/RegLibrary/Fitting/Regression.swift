import RegLinearAlgebra
import RegRuntime
import RegSolvers
import RegSyntax

/// A fitted problem with all that it takes to answer for any λ and on new data.
struct Regression: Sendable {
  let mix: PenaltyMix
  let data: TrainingData
  let fit: PathFit
  /// Of an adaptive fit.
  let adapted: AdaptedWeights?
  /// That of the session of the fit: `m @ λ` is handed no context.
  let interrupt: InterruptHandle
  /// Those of a relaxed fit that is complete.
  private let relaxed: [Solution]?

  var problem: Problem { fit.problem }

  /// - Parameter relaxed: The solutions of a relaxed fit, where they are known.
  /// - Throws: `SolverError.cancelled`, while a relaxed fit is refitted.
  init(
    mix: PenaltyMix, data: TrainingData, fit: PathFit, adapted: AdaptedWeights? = nil,
    relaxed: [Solution]? = nil, interrupt: InterruptHandle
  ) throws(SolverError) {
    self.mix = mix
    self.data = data
    self.fit = fit
    self.adapted = adapted
    self.interrupt = interrupt
    if let relaxed {
      self.relaxed = relaxed
    } else if let relaxation = mix.relaxation, fit.isComplete {
      self.relaxed = try fit.relaxed(
        fit.solutions, relaxation, shouldStop: interrupt.asQuestion)
    } else {
      self.relaxed = nil
    }
  }

  /// At the λ that were fitted; what an interrupted path has is refitted when it is asked for.
  var solutions: [Solution] {
    if let relaxed { return relaxed }
    guard let relaxation = mix.relaxation else { return fit.solutions }
    return (try? fit.relaxed(fit.solutions, relaxation)) ?? fit.solutions
  }

  var objective: String {
    Objective(
      form: mix.form, convention: mix.convention, isWeighted: problem.weights != nil,
      hasIntercept: problem.intercept,
      hasFactors: problem.penaltyFactors != nil, isStandardized: problem.standardize,
      hasLower: problem.lower != nil, hasUpper: problem.upper != nil,
      responseDeviation: fit.penaltyScale.responseDeviation
    ).formula
  }

  /// The solutions at these λ, exact whether they are on the path or not.
  func solutions(at lambdas: [Double]) throws -> [Solution] {
    var solutions: [Solution] = []
    solutions.reserveCapacity(lambdas.count)
    for lambda in lambdas {
      guard !interrupt.isSet else { throw SolverError.cancelled }
      solutions.append(try fit.solution(at: lambda, shouldStop: interrupt.asQuestion))
    }
    if let relaxation = mix.relaxation {
      solutions = try fit.relaxed(solutions, relaxation, shouldStop: interrupt.asQuestion)
    }
    try requireFinite(solutions)
    return solutions
  }

  /// The solution at a λ without a number for every column, where a path has knots to read it off;
  /// nil where there is more to be done or to be said of it.
  func sparseSolution(at lambda: Double) throws -> SparseSolution? {
    guard mix.relaxation == nil, fit.isPiecewiseLinear else { return nil }
    let sparse = try fit.coefficients(at: lambda, shouldStop: interrupt.asQuestion)
    return sparse.converged && sparse.coefficients.allSatisfy(\.isFinite) ? sparse : nil
  }

  /// The model at one λ, or the path through several.
  func value(at lambdas: [Double]) throws -> Value {
    let solutions = try solutions(at: lambdas)
    if lambdas.count == 1, let only = solutions.first {
      return Value(Record(backing: FittedModel(self, only)))
    }
    return Value(Record(backing: FittedPath(self, solutions)))
  }

  /// `record @ operand`, for λ or several.
  func value(at operand: Value) throws -> Value { try value(at: [Double](lambdas: operand)) }

  /// The same problem fitted at other λ.
  func refitted(at lambdas: [Double]) throws(SolverError) -> PathFit {
    try PathFit(
      problem, fit.penalty,
      PathOptions(
        lambdas: lambdas, tolerance: fit.tolerance, workers: fit.workers,
        shouldStop: interrupt.asQuestion))
  }

  // MARK: Convergence

  func requireFinite(_ solutions: [Solution]) throws { try solutions.requireFinite() }

  func warnUnlessConverged(_ solutions: [Solution], _ arguments: Arguments) {
    guard solutions.contains(where: { !$0.converged }) else { return }
    solutions.warnUnlessConverged(
      tolerance: fit.tolerance, gaps: try? gaps(solutions), arguments)
  }

  /// The duality gaps by the rows of the data; a relaxed solution has that of what it was made of.
  ///
  /// - Parameter chosen: The solutions; nil for all that were fitted.
  func gaps(_ chosen: [Solution]?) throws(SolverError) -> [Double] {
    guard mix.relaxation == nil else { return (chosen ?? solutions).map(\.gap) }
    guard let chosen else { return try fit.gaps(shouldStop: interrupt.asQuestion) }
    return try fit.gaps(of: chosen, shouldStop: interrupt.asQuestion)
  }

  func exactness(_ chosen: [Solution]?) -> String {
    (chosen ?? solutions).exactness(tolerance: fit.tolerance, gaps: try? gaps(chosen))
  }

  var leftOut: [Presentation.Block] { data.leftOut }
}

extension Solution {
  /// R² for a reader, to whom minus zero is zero.
  var shownDevianceRatio: Double { devianceRatio.magnitude < 5e-4 ? 0 : devianceRatio }
}

extension SparseSolution {
  /// A vector with a number for every column.
  func vector(of columns: Int) -> Matrix {
    var vector = Matrix(rows: columns, columns: 1)
    vector.withUnsafeMutableBuffer { entries in
      for (column, value) in zip(self.columns, coefficients) { entries[column] = value }
    }
    return vector
  }
}

extension [Solution] {
  /// One column a solution.
  func coefficients(of columns: Int) -> Matrix {
    Matrix(rows: columns, columns: count, values: flatMap(\.coefficients))
  }

  /// The predictions for the rows of `x`, one column a solution.
  func predictions(for x: Matrix) -> Matrix {
    let linear = x * coefficients(of: x.columns)
    return Matrix(rows: x.rows, columns: count) { entries in
      linear.withUnsafeBuffer { linear in
        for (column, solution) in enumerated() {
          for position in column * x.rows..<(column + 1) * x.rows {
            entries[position] = linear[position] + solution.intercept
          }
        }
      }
    }
  }
}

extension [Double] {
  /// What `@` takes: λ, or several.
  init(lambdas operand: Value) throws {
    guard let lambdas = Double.vector(operand) else {
      throw Diagnostic(
        .typeMismatch, "'@' takes λ, a number or a vector of numbers, not \(operand.description)")
    }
    guard !lambdas.isEmpty, lambdas.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      throw Diagnostic(.argumentRange, "λ must be zero or more, finite, and not empty")
    }
    self = lambdas
  }
}
