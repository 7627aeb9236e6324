import RegData
import RegLinearAlgebra
import RegRuntime
import RegSyntax

struct Polynomials: Builtin {
  let name = "poly"
  let category = Category.formulas
  let summary = "Gives orthogonal polynomials of a column: of degree 1, 2 and so on, one a column."
  let details: String? = """
    They are orthogonal to each other and to the constant, each of length 1, over the rows they \
    were made for. In a formula these are the rows of the fit, and new rows get the same polynomials.
    """
  let seeAlso = ["ns", "bs", "formulas"]

  let x = Parameter<[Double]>("x", "Numbers.")
  let degree = Parameter<Int>("degree", "The highest degree.", default: 2, where: .between(1, 50))

  let examples = [
    Example(
      "A line and a parabola",
      """
      > poly([1; 2; 3], 2)
      -0.707107   0.408248
       0         -0.816497
       0.707107   0.408248
      """)
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let x = arguments[x]
    try arguments.context.reserve(rows: x.count, columns: 2 * arguments[degree])
    let state = try arguments.learned {
      .polynomials(try PolynomialBasis(degree: arguments[degree], fitting: x))
    }
    guard case .polynomials(let basis) = state else { throw arguments.mismatch }
    return Value(basis(x))
  }
}

/// What the built-ins for splines have in common.
struct SplineColumns: ParameterGroup {
  let x = Parameter<[Double]>("x", "Numbers.")
  let df = Parameter<Int?>(
    "df", "How many columns; knots are then put at quantiles of x.", default: nil,
    where: .optional(.between(1, 1000)))
}

/// Where the knots of a spline are.
struct SplineKnots: ParameterGroup {
  let knots = Parameter<[Double]?>(
    "knots", "The knots inside the boundary, instead of df.", default: nil, keywordOnly: true)
  let boundary = Parameter<[Double]?>(
    "boundary", "The outermost knots; if none, the smallest and the largest x.", default: nil,
    keywordOnly: true,
    where: .optional(
      Constraint("two numbers, the smaller first", refusing: Value([2.0, 1])) {
        $0.count == 2 && $0[0] < $0[1] && $0.allSatisfy(\.isFinite)
      }))
  let intercept = Parameter<Bool>(
    "intercept", "Whether constants are in the span of the columns.", default: false,
    keywordOnly: true)

  /// The basis that the arguments ask for, with knots from `x`.
  func basis(
    _ columns: SplineColumns, natural: Bool, degree: Int, _ arguments: Arguments
  ) throws -> SplineBasis {
    let numbers = arguments[columns.x].filter(\.isFinite)
    let ends = arguments[boundary] ?? [numbers.min() ?? .nan, numbers.max() ?? .nan]
    guard ends[0] < ends[1], (ends[1] - ends[0]).isFinite else {
      throw arguments.failure(
        .argumentRange, "a spline needs two different values, and 'x' has fewer", at: columns.x)
    }
    let inside = try knots(
      numbers.filter { $0 >= ends[0] && $0 <= ends[1] }, columns.df, natural: natural,
      degree: degree, arguments)
    guard
      let basis = SplineBasis(
        natural: natural, degree: degree, knots: inside, lower: ends[0], upper: ends[1],
        hasIntercept: arguments[intercept])
    else {
      if arguments[knots] != nil {
        throw arguments.failure(
          .argumentRange,
          "'knots' must rise, and lie between "
            + "\(NumberText.display(ends[0])) and \(NumberText.display(ends[1]))", at: knots)
      }
      let all = [ends[0]] + inside + [ends[1]]
      let shared = zip(all, all.dropFirst()).first { $0 == $1 }?.0 ?? ends[0]
      throw arguments.failure(
        .argumentRange,
        "so many quantiles of 'x' put knots on top of each other, at "
          + NumberText.display(shared), at: columns.df, help: "ask for fewer, or give 'knots'")
    }
    return basis
  }

  private func knots(
    _ numbers: [Double], _ df: Parameter<Int?>, natural: Bool, degree: Int,
    _ arguments: Arguments
  ) throws -> [Double] {
    if let knots = arguments[knots] {
      guard arguments[df] == nil else {
        throw arguments.failure(
          .argumentRange, "'df' counts the knots that 'knots' gives", at: df,
          help: "give one or the other")
      }
      return knots
    }
    guard let wanted = arguments[df] else {
      throw arguments.failure(
        .missingArgument, "'\(arguments.function.builtin.name)' needs 'df' or 'knots'")
    }
    let least = (natural ? 1 : degree) + (arguments[intercept] ? 1 : 0)
    guard wanted >= least else {
      throw arguments.failure(.argumentRange, "'df' must be at least \(least) here", at: df)
    }
    let sorted = SortedNumbers(numbers)
    let count = wanted - least
    return (0..<count).map { sorted.quantile(Double($0 + 1) / Double(count + 1)) }
  }

  /// The columns, with a word about values that polynomials are extrapolated to.
  func values(
    _ state: LearnedState, of columns: SplineColumns, _ arguments: Arguments
  ) throws -> Value {
    guard case .splines(let basis) = state else { throw arguments.mismatch }
    let x = arguments[columns.x]
    try arguments.context.reserve(rows: x.count, columns: basis.count)
    let beyond = x.count { $0 < basis.lower || $0 > basis.upper }
    if beyond > 0, !basis.isNatural {
      arguments.context.warn(
        Diagnostic(
          .extrapolation,
          "\(beyond) of \(x.count.counted("value")) \(beyond == 1 ? "is" : "are") outside of "
            + "\(NumberText.display(basis.lower)) to \(NumberText.display(basis.upper)), "
            + "where the knots are", at: arguments.span,
          help: "the polynomial of the last piece goes on there; ns goes on in a straight line",
          source: arguments.source, severity: .warning))
    }
    return Value(basis(x))
  }
}

struct NaturalSplines: Builtin {
  let name = "ns"
  let category = Category.formulas
  let summary = "Gives a basis of natural cubic splines of a column, as R's ns."
  let details: String? = """
    Smooth curves of cubic pieces that go on in a straight line beyond the outermost knots. With \
    df, the knots inside are at quantiles of x, df - 1 of them. In a formula the knots are those of \
    the rows of the fit, also for new rows.
    """
  let seeAlso = ["bs", "poly", "formulas"]

  let columns = SplineColumns()
  let places = SplineKnots()

  let examples = [
    Example("Four columns", "> size(ns(1:20, 4))\n20  4"),
    Example(
      "Straight beyond the knots",
      """
      > b = ns([10; 11; 12], knots = [3], boundary = [1, 6])
      > all(abs(b[1, :] - 2 * b[2, :] + b[3, :]) < 1e-12)
      true
      """),
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let state = try arguments.learned {
      .splines(try places.basis(columns, natural: true, degree: 3, arguments))
    }
    return try places.values(state, of: columns, arguments)
  }
}

struct BSplineBasis: Builtin {
  let name = "bs"
  let category = Category.formulas
  let summary = "Gives a basis of B-splines of a column, as R's bs."
  let details: String? = """
    Polynomial pieces that meet smoothly at the knots. With df, the knots inside are at quantiles \
    of x, df - degree of them. In a formula the knots are those of the rows of the fit, also for \
    new rows; a value beyond the outermost ones gets the polynomial of the last piece, with a \
    warning.
    """
  let seeAlso = ["ns", "poly", "formulas"]

  let columns = SplineColumns()
  let degree = Parameter<Int>(
    "degree", "The degree of the pieces.", default: 3, where: .between(1, 20))
  let places = SplineKnots()

  let examples = [
    Example(
      "With the constant they add up to 1",
      """
      > b = bs(0:5, 5, intercept = true)
      > sum(b, along = "rows")'
      1  1  1  1  1  1
      """)
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let state = try arguments.learned {
      .splines(try places.basis(columns, natural: false, degree: arguments[degree], arguments))
    }
    return try places.values(state, of: columns, arguments)
  }
}

extension Arguments {
  /// What a stored model is blamed with whose functions do not go with what they learned.
  var mismatch: Diagnostic {
    failure(.badFormula, "what the fit learned is not what '\(function.builtin.name)' needs")
  }
}
