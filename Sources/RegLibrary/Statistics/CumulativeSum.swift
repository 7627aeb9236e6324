import RegLinearAlgebra
import RegRuntime

struct CumulativeSum: Builtin {
  let name = "cumsum"
  let category = Category.statistics
  let summary = "Adds up step by step, and keeps each sum on the way."
  let details: String? = """
    The result has the shape of the argument. Without along the sums of a matrix run down its \
    columns, one after the other, so that the last one is sum(x).
    """
  let seeAlso = ["sum"]

  let x = Parameter<Matrix>("x", "Numbers.")
  let along = AlongParameters()

  let examples = [
    Example("A vector", "> cumsum([1, 2, 3])\n1  3  6"),
    Example("Down each column", "> cumsum([1, 2; 3, 4], along = \"columns\")\n1  2\n4  6"),
  ]

  func call(_ arguments: Arguments) -> Value {
    let x = arguments[x]
    return switch arguments[along.along] {
    case "rows": Value(x.transpose().cumulated(runs: x.rows).transpose())
    case "columns": Value(x.cumulated(runs: x.columns))
    default: Value(x.cumulated(runs: 1))
    }
  }
}

extension Matrix {
  /// The sums on the way through each of `runs` equally long parts.
  fileprivate func cumulated(runs: Int) -> Matrix {
    guard count > 0 else { return self }
    let length = count / runs
    var result = self
    result.withUnsafeMutableBuffer { entries in
      for position in 1..<max(count, 1) where !position.isMultiple(of: length) {
        entries[position] += entries[position - 1]
      }
    }
    return result
  }
}
