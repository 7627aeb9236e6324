import RegLinearAlgebra
import RegRuntime
import RegSolvers
import RegSyntax

/// A fitted problem with all that it takes to answer for any λ and on new data.
struct Regression: Sendable {
  let mix: PenaltyMix
  let data: TrainingData
  let fit: PathFit
  /// That of the session of the fit: `m @ λ` is handed no context.
  let interrupt: InterruptHandle

  var problem: Problem { fit.problem }

  var objective: String {
    Objective(
      alpha: mix.alpha, isWeighted: problem.weights != nil, hasIntercept: problem.intercept,
      hasFactors: problem.penaltyFactors != nil, isStandardized: problem.standardize,
      hasLower: problem.lower != nil, hasUpper: problem.upper != nil
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
    try requireFinite(solutions)
    return solutions
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
  func value(at operand: Value) throws -> Value {
    guard let lambdas = Double.vector(operand) else {
      throw Diagnostic(
        .typeMismatch, "'@' takes λ, a number or a vector of numbers, not \(operand.description)")
    }
    guard !lambdas.isEmpty, lambdas.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      throw Diagnostic(.argumentRange, "λ must be zero or more, finite, and not empty")
    }
    return try value(at: lambdas)
  }

  /// The same problem fitted at other λ.
  func refitted(at lambdas: [Double]) throws(SolverError) -> PathFit {
    try PathFit(
      problem, fit.penalty,
      PathOptions(
        lambdas: lambdas, tolerance: fit.tolerance, workers: fit.workers,
        shouldStop: interrupt.asQuestion))
  }

  // MARK: Convergence

  /// Refuses coefficients that are not numbers, which data near the limits of doubles can give.
  func requireFinite(_ solutions: [Solution]) throws {
    guard let bad = solutions.first(where: { !$0.isFinite }) else { return }
    throw Diagnostic(
      .notFitted, "the fit at λ = \(NumberText.display(bad.lambda)) has no finite coefficients",
      help: "columns, response or λ are too large or too small: give them in other units")
  }

  /// Warns where solutions miss the tolerance, and by how much; they are kept all the same.
  func warnUnlessConverged(_ solutions: [Solution], _ arguments: Arguments) {
    let missed = solutions.filter { !$0.converged }
    guard let worst = missed.max(by: { $0.comparableGap < $1.comparableGap }) else { return }
    let others = missed.count - 1
    let rest = others == 0 ? "" : ", and \(others) other λ missed it by less"
    var warning = arguments.failure(
      .notConverged,
      "the fit at λ = \(NumberText.display(worst.lambda)) stopped at a duality gap of "
        + "\(NumberText.display(worst.comparableGap, digits: 2)), above the tolerance "
        + "\(NumberText.display(fit.tolerance))\(rest)",
      help: "what was found is kept; a larger λ or fewer columns are easier to fit")
    warning.severity = .warning
    arguments.context.warn(warning)
  }

  /// How exact solutions are, as a line of a presentation.
  func exactness(_ solutions: [Solution]) -> String {
    let worst = solutions.map(\.comparableGap).max() ?? 0
    // Below this a gap is nothing but rounding.
    let gap = NumberText.display(max(worst, 1e-16), digits: 1)
    let missed = solutions.count { !$0.converged }
    guard missed > 0 else { return "optimal to \(gap) (duality gap)" }
    let tolerance = NumberText.display(fit.tolerance)
    return solutions.count == 1
      ? "not converged: duality gap \(gap), tolerance \(tolerance)"
      : "not converged at \(missed) of \(solutions.count) λ: duality gap up to \(gap), "
        + "tolerance \(tolerance)"
  }

  /// Rows left out of the fit, as a line of a presentation.
  var leftOut: [Presentation.Block] {
    guard data.droppedCount > 0 else { return [] }
    let rows = "\(data.droppedCount) of \(data.rowCount.counted("row"))"
    return [.line("\(rows) left out: values missing, nan or infinite")]
  }
}

extension Solution {
  /// The gap, infinite where numbers too large or too small for doubles leave none.
  fileprivate var comparableGap: Double { gap.isNaN ? .infinity : gap }

  /// R² for a reader, to whom minus zero is zero.
  var shownDevianceRatio: Double { devianceRatio.magnitude < 5e-4 ? 0 : devianceRatio }

  var isFinite: Bool { intercept.isFinite && coefficients.allSatisfy(\.isFinite) }
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
