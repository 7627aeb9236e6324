import RegData
import RegLinearAlgebra
import RegRuntime
import RegSyntax

struct Standardize: Builtin {
  let name = "standardize"
  let category = Category.formulas
  let summary = "Brings numbers to mean 0 and standard deviation 1."
  let details: String? = """
    The deviation has the divisor n, as that of fits. In a formula mean and deviation are those of \
    the rows of the fit, also for new rows. Missing values stay missing.
    """
  let seeAlso = ["mean", "std", "formulas"]

  let x = Parameter<[Double]>("x", "Numbers.")

  let examples = [Example("Three numbers", "> standardize([1, 2, 3])'\n-1.22474  0  1.22474")]

  func call(_ arguments: Arguments) throws -> Value {
    let x = arguments[x]
    try arguments.context.reserve(rows: x.count, columns: 1)
    let state = try arguments.learned {
      guard let scaling = Scaling(fitting: x) else {
        throw arguments.failure(
          .argumentRange, "'x' has one value only, or none, which has no deviation", at: self.x)
      }
      return .scaling(scaling)
    }
    guard case .scaling(let scaling) = state else { throw arguments.mismatch }
    return Value(x.map { scaling($0) })
  }
}

/// Numbers or strings, some of them missing.
enum GappyValues: ArgumentConvertible {
  case numbers(Matrix)
  case texts(Grid<String?>)

  static var typeName: String { "numbers or strings" }

  init?(argument: Value) {
    if let texts = Grid<String?>(argument: argument) {
      self = .texts(texts)
    } else if let numbers = Matrix(argument: argument) {
      self = .numbers(numbers)
    } else {
      return nil
    }
  }
}

struct Impute: GapTolerant {
  let name = "impute"
  let category = Category.formulas
  let summary = "Fills missing values of a column by one taken from those that are there."
  let details: String? = """
    Strings are filled with the most frequent one. In a formula the value is that of the rows of \
    the fit, also for new rows, and the column may have gaps: y ~ impute(x) + is_missing(x) also \
    says where they were. A fit with na = "impute" does this for all predictors.
    """
  let seeAlso = ["dropna", "is_missing", "formulas"]

  let x = Parameter<GappyValues>("x", "Numbers or strings.")
  let by = Parameter<String>(
    "by", "How the value is taken from the others.", default: GapFiller.Rule.median.rawValue,
    where: .oneOf(GapFiller.Rule.allCases.map(\.rawValue)))

  let examples = [
    Example("The median of three", "> impute([1, missing, 2, 9])\n1  2  2  9"),
    Example("The mean", "> impute([1, missing, 2, 9], \"mean\")\n1  4  2  9"),
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let rule = GapFiller.Rule(rawValue: arguments[by]) ?? .median
    switch arguments[x] {
    case .numbers(let numbers):
      try arguments.context.reserve(like: numbers)
      let state = try arguments.learned {
        try filled(GapFiller(rule, of: numbers.values), arguments)
      }
      guard case .filling(.number(let value)) = state else { throw arguments.mismatch }
      return Value(numbers.map { $0.isMissing ? value : $0 })
    case .texts(let texts):
      if arguments.isGiven(by), rule != .mode {
        throw arguments.failure(
          .argumentRange, "strings have no \(rule.rawValue)", at: by,
          help: "leave 'by' out for the most frequent one")
      }
      let state = try arguments.learned { try filled(GapFiller(texts.elements), arguments) }
      guard case .filling(.text(let value)) = state else { throw arguments.mismatch }
      return Value(texts.map { $0 ?? value })
    }
  }

  private func filled(_ filling: GapFiller?, _ arguments: Arguments) throws -> LearnedState {
    guard let filling else {
      throw arguments.failure(.missingValues, "'x' has no value to fill in with", at: x)
    }
    return .filling(filling)
  }
}
