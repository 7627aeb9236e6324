import RegLinearAlgebra
import RegRuntime
import RegSyntax

/// How many numbers to draw: one without a size, else an array.
struct DrawParameters: ParameterGroup {
  let rows = Parameter<Int?>(
    "rows", "Number of rows; if not given, a single number is drawn.", default: nil,
    where: .optional(.atLeast(0)))
  let columns = Parameter<Int>("columns", "Number of columns.", default: 1, where: .atLeast(0))
  let stream = SeedParameters()

  func draw(
    _ arguments: Arguments, _ next: (inout RandomGenerator) -> Double
  ) throws -> Value {
    guard let rows = arguments[rows] else {
      return Value(stream.draw(arguments, next))
    }
    let columns = arguments[columns]
    let context = arguments.context
    try context.reserve(rows: rows, columns: columns)
    let drawn = stream.draw(arguments) { generator in
      Matrix(rows: rows, columns: columns) { entries in
        for position in entries.indices {
          if position % Self.stride == 0, context.interrupt.isSet { return }
          entries[position] = next(&generator)
        }
      }
    }
    try context.checkInterrupt()
    return Value(drawn)
  }

  /// Numbers drawn between two looks whether to stop.
  private static let stride = 1 << 16
}

struct Uniform: Builtin {
  let name = "rand"
  let category = Category.random
  let summary = "Draws numbers evenly from between 0 and 1."
  let details: String? = "Neither 0 nor 1 is ever drawn."
  let seeAlso = ["randn", "randint", "seed"]

  let size = DrawParameters()

  let examples = [
    Example(
      "A vector",
      """
      > u = rand(1000, seed = 1)
      > all(u > 0) and all(u < 1)
      true
      """)
  ]

  func call(_ arguments: Arguments) throws -> Value {
    try size.draw(arguments) { $0.uniform() }
  }
}

struct Normal: Builtin {
  let name = "randn"
  let category = Category.random
  let summary = "Draws numbers from the normal distribution with mean 0 and variance 1."
  let seeAlso = ["rand", "seed"]

  let size = DrawParameters()

  let examples = [
    Example("Close to the mean", "> abs(mean(randn(10000, seed = 1))) < 0.05\ntrue"),
    Example("Another mean and deviation", "> size(10 + 2 * randn(5, 3))\n5  3"),
  ]

  func call(_ arguments: Arguments) throws -> Value {
    try size.draw(arguments) { $0.normal() }
  }
}

struct WholeNumbers: Builtin {
  let name = "randint"
  let category = Category.random
  let summary = "Draws whole numbers, each equally likely."
  let seeAlso = ["rand", "sample", "seed"]

  let low = Parameter<Int>("low", "The smallest number that may come.")
  let high = Parameter<Int>("high", "The largest number that may come; at least low.")
  let size = DrawParameters()

  let examples = [
    Example(
      "A hundred throws of a die", "> sort(unique(randint(1, 6, 100, seed = 1)))'\n1  2  3  4  5  6"
    )
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let (low, high) = (arguments[low], arguments[high])
    guard low <= high else {
      throw arguments.failure(.argumentRange, "'high' must be at least \(low)", at: self.high)
    }
    // Whole arguments are below 2⁵³ in magnitude, so neither sum overflows.
    let count = high - low + 1
    return try size.draw(arguments) { Double(low + $0.integer(below: count)) }
  }
}
