import RegLinearAlgebra
import RegRuntime

/// The seed of one call, for numbers that do not depend on what was drawn before.
struct SeedParameters: ParameterGroup {
  let seed = Parameter<Int?>(
    "seed",
    """
    Draws from a stream of its own, the same at every call; if not given, from the session's.
    """, default: nil, keywordOnly: true)

  func draw<Result>(
    _ arguments: Arguments, _ body: (inout RandomGenerator) throws -> Result
  ) rethrows -> Result {
    guard let seed = arguments[seed] else { return try body(&arguments.context.random) }
    var generator = RandomGenerator(seed: UInt64(bitPattern: Int64(seed)))
    return try body(&generator)
  }
}

struct Seed: Builtin {
  let name = "seed"
  let category = Category.random
  let summary = "Starts the session's random numbers anew."
  let details: String? = """
    The same seed gives the same numbers on every machine. The generator is xoshiro256++.
    """
  let seeAlso = ["rand", "randn"]

  let seed = Parameter<Int>("n", "A whole number.")

  let examples = [
    Example(
      "The same numbers twice",
      """
      > seed(7)
      > a = rand(3)
      > seed(7)
      > all(rand(3) == a)
      true
      """)
  ]

  func call(_ arguments: Arguments) -> Value {
    arguments.context.random = RandomGenerator(
      seed: UInt64(bitPattern: Int64(arguments[seed])))
    return .none
  }
}
