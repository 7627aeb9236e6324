import RegLinearAlgebra
import RegRuntime

/// Numbers in rising order, ready for quantiles.
struct SortedNumbers {
  private let numbers: [Double]
  private let gap: Double?

  init(_ run: UnsafeBufferPointer<Double>) {
    gap = run.first(where: \.isNaN)
    numbers = gap == nil ? run.sorted() : []
  }

  /// - Precondition: No number is nan.
  init(_ numbers: [Double]) {
    gap = nil
    self.numbers = numbers.sorted()
  }

  /// The quantile that interpolates between order statistics: type 7 of Hyndman & Fan (1996), the
  /// default of R, Julia and NumPy.
  func quantile(_ share: Double) -> Double {
    if let gap { return gap }
    guard let last = numbers.last else { return .nan }
    let place = share * Double(numbers.count - 1)
    let below = Int(place.rounded(.down))
    guard below + 1 < numbers.count else { return last }
    let weight = place - Double(below)
    // Equal neighbours may be infinite, whose difference is nan.
    guard weight > 0, numbers[below] != numbers[below + 1] else { return numbers[below] }
    return numbers[below] * (1 - weight) + numbers[below + 1] * weight
  }
}

struct Quantile: Builtin {
  let name = "quantile"
  let category = Category.statistics
  let summary = "Gives the number below which a share of the numbers lies."
  let details: String? = """
    Between two numbers it interpolates, as R, Julia and NumPy do by default. For several shares \
    the results stand below each other, or beside each other with along = "rows". Of nothing the \
    result is nan.
    """
  let seeAlso = ["median", "sort"]

  let x = Parameter<Matrix>("x", "Numbers.")
  let shares = Parameter<Matrix>("p", "One share or several, each between 0 and 1.", where: .shares)
  let along = AlongParameters()
  let skipMissing = SkipMissing.parameter

  let examples = [
    Example("The middle half", "> quantile(1:5, [0.25; 0.75])\n2\n4"),
    Example("Nine of ten", "> quantile([1, 2, 3], 0.9)\n2.8"),
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let (x, shares) = (arguments[x], arguments[shares])
    let skips = arguments[skipMissing]
    let quantiles = { (run: UnsafeBufferPointer<Double>) in
      SkipMissing.from(run, if: skips) { run in
        let sorted = SortedNumbers(run)
        return shares.values.map(sorted.quantile)
      }
    }
    switch arguments[along.along] {
    case "rows":
      try arguments.context.reserve(rows: x.rows, columns: shares.count)
      let results = x.transpose().mapColumns(quantiles).flatMap(\.self)
      return Value(Matrix(rows: shares.count, columns: x.rows, values: results).transpose())
    case "columns":
      try arguments.context.reserve(rows: shares.count, columns: x.columns)
      let results = x.mapColumns(quantiles).flatMap(\.self)
      return Value(Matrix(rows: shares.count, columns: x.columns, values: results))
    default:
      let results = x.withUnsafeBuffer(quantiles)
      if case .number(let share) = arguments.given(self.shares) {
        return Value(
          x.withUnsafeBuffer { run in
            SkipMissing.from(run, if: skips) { SortedNumbers($0).quantile(share) }
          })
      }
      return Value(Matrix(rows: shares.rows, columns: shares.columns, values: results))
    }
  }
}

extension Constraint where Argument == Matrix {
  fileprivate static var shares: Constraint {
    Constraint("between 0 and 1", refusing: Value(1.5)) { matrix in
      matrix.withUnsafeBuffer { $0.allSatisfy { $0 >= 0 && $0 <= 1 } }
    }
  }
}
