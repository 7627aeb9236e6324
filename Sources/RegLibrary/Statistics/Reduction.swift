import RegData
import RegLinearAlgebra
import RegRuntime
import RegSyntax

/// Makes one number of many: of everything, or of each row or column.
struct Reduction: Builtin {
  let name: String
  let category = Category.statistics
  let summary: String
  let details: String?
  let examples: [Example]
  let seeAlso: [String]
  /// Whether of dates a date comes out.
  private let takesDates: Bool
  private let reduce: @Sendable (UnsafeBufferPointer<Double>) -> Double

  let x = Parameter<Reducible>("x", "Numbers; of logicals, true counts 1 and false 0.")
  let along = AlongParameters()
  let skipMissing = SkipMissing.parameter

  init(
    _ name: String, _ summary: String, details: String? = nil, examples: [Example],
    seeAlso: [String], takesDates: Bool = false,
    _ reduce: @escaping @Sendable (UnsafeBufferPointer<Double>) -> Double
  ) {
    self.name = name
    self.summary = summary
    self.details = details
    self.examples = examples
    self.seeAlso = seeAlso
    self.takesDates = takesDates
    self.reduce = reduce
  }

  func call(_ arguments: Arguments) throws -> Value {
    let skips = arguments[skipMissing]
    let given = arguments[x]
    let result = along.reduce(given.matrix, arguments) { SkipMissing.from($0, if: skips, reduce) }
    guard given.isDates else { return result }
    guard takesDates, let days = Matrix(argument: result)?.values else {
      throw arguments.failure(
        .argumentType, "dates have no '\(name)'", at: x, help: "number(x) gives their days")
    }
    return Value(.date(days.map { $0.isNaN ? .missing : $0.rounded() }))
  }
}

/// Numbers, or dates by their days.
struct Reducible: ArgumentConvertible {
  let matrix: Matrix
  let isDates: Bool

  static var typeName: String { Matrix.typeName }

  init?(argument: Value) {
    if let days = argument.days {
      matrix = Matrix(days)
      isDates = true
      return
    }
    guard let matrix = Matrix(argument: argument) else { return nil }
    self.matrix = matrix
    isDates = false
  }

  static func text(_ argument: Reducible) -> String { Matrix.text(argument.matrix) }
}

/// `var` and `sd`.
struct Spread: Builtin {
  let name: String
  let category = Category.statistics
  let summary: String
  let details: String? = """
    By default the sum of squared deviations is divided by n - 1, which is right for a sample. Of \
    fewer than two numbers the result is nan.
    """
  let examples: [Example]
  let seeAlso: [String]
  private let figure: @Sendable (UnsafeBufferPointer<Double>, _ correction: Double) -> Double

  let x = Parameter<Matrix>("x", "Numbers.")
  let along = AlongParameters()
  let population = Parameter<Bool>(
    "population", "Divide by n: the numbers are all there are.", default: false, keywordOnly: true)
  let skipMissing = SkipMissing.parameter

  static let variance = Spread(
    name: "var", summary: "Gives the variance.",
    examples: [
      Example("Of a sample", "> var([1, 2, 3, 4])\n1.66667"),
      Example("Of all there are", "> var([1, 2, 3, 4], population = true)\n1.25"),
    ], seeAlso: ["sd", "mean", "cov"]
  ) { Sums.variance($0, correction: $1) }

  static let deviation = Spread(
    name: "sd", summary: "Gives the standard deviation.",
    examples: [
      Example("Of a sample", "> sd([2, 4, 6])\n2"),
      Example("Column by column", "> sd([1, 2; 3, 8], along = \"columns\")\n1.41421  4.24264"),
    ], seeAlso: ["var", "mean"]
  ) { Sums.deviation($0, correction: $1) }

  func call(_ arguments: Arguments) -> Value {
    let (skips, correction) = (arguments[skipMissing], arguments[population] ? 0.0 : 1.0)
    return along.reduce(arguments[x], arguments) { run in
      SkipMissing.from(run, if: skips) { figure($0, correction) }
    }
  }
}

/// The option that leaves gaps in the data out.
enum SkipMissing {
  static let parameter = Parameter<Bool>(
    "skip_missing", "Leave missing and nan out; otherwise one of them makes the result so too.",
    default: false, keywordOnly: true)

  static func from<Result>(
    _ run: UnsafeBufferPointer<Double>, if skips: Bool,
    _ reduce: (UnsafeBufferPointer<Double>) -> Result
  ) -> Result {
    guard skips, run.contains(where: \.isNaN) else { return reduce(run) }
    return run.filter { !$0.isNaN }.withUnsafeBufferPointer(reduce)
  }
}
