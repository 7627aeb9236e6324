import RegData
import RegLinearAlgebra
import RegRuntime
import RegSyntax

struct MapElements: Builtin {
  let name = "map"
  let category = Category.functions
  let summary = "Calls a function with each element and collects what it gives."
  let details: String? = """
    An array gives an array of the same shape where the function gives numbers only, logicals only \
    or strings only, and a list otherwise. A list gives a list.
    """
  let seeAlso = ["filter", "reduce"]

  let function = Parameter<Callable>("f", "A function of one value.")
  let elements = Parameter<Elements>("x", "What to take the values from.")

  let examples = [
    Example("Squares", "> map(x -> x^2, [1, 2, 3])\n1  4  9"),
    Example("Strings", #"> map(x -> "no {x}", 1:2)\#nno 1\#nno 2"#),
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let function = arguments[function]
    let elements = arguments[elements]
    var results: [Value] = []
    results.reserveCapacity(elements.count)
    for position in 0..<elements.count {
      results.append(try function(elements[position], in: arguments))
    }
    return elements.collected(results)
  }
}

struct FilterElements: Builtin {
  let name = "filter"
  let category = Category.functions
  let summary = "Keeps the elements for which a function is true."
  let details: String? = "For arrays a mask does the same: x[x > 1]."
  let seeAlso = ["map", "find"]

  let function = Parameter<Callable>("f", "A function of one value that gives a logical.")
  let elements = Parameter<Value>("x", "A vector, a range or a list.")

  let examples = [
    Example("Of a list", #"> len(filter(x -> typeof(x) == "number", list(1, "a", 2)))\#n2"#),
    Example("Of a vector", "> filter(x -> mod(x, 2) == 1, 1:5)'\n1  3  5"),
  ]

  func call(_ arguments: Arguments) throws -> Value {
    guard let elements = Elements(argument: arguments[elements]) else {
      throw arguments.failure(
        .argumentType,
        "'x' must be \(Elements.typeName), not \(arguments[self.elements].description)",
        at: self.elements)
    }
    let function = arguments[function]
    var kept: [Int] = []
    for position in 0..<elements.count {
      let answer = try function(elements[position], in: arguments)
      guard let isKept = Bool(argument: answer) else {
        throw arguments.failure(
          .conditionNotLogical, "'f' must give true or false, not \(answer.description)",
          at: self.function)
      }
      if isKept { kept.append(position) }
    }
    return try Rows(arguments[self.elements], arguments, parameter: self.elements).selecting(kept)
  }
}

struct ReduceElements: Builtin {
  let name = "reduce"
  let category = Category.functions
  let summary = "Folds the elements into one value by a function of two."
  let details: String? = """
    The function gets what there is so far and the next element. Without a start the first element \
    is it.
    """
  let seeAlso = ["map", "sum"]

  let function = Parameter<Callable>("f", "A function of what there is so far and an element.")
  let elements = Parameter<Elements>("x", "What to take the values from.")
  let start = Parameter<Value>("start", "What to begin with.", default: .none)

  let examples = [
    Example("A product", "> reduce((a, b) -> a * b, [1, 2, 3, 4])\n24"),
    Example("With a start", #"> reduce((s, x) -> s + "{x}", 1:3, "n")\#nn123"#),
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let function = arguments[function]
    let elements = arguments[elements]
    var position = 0
    var result = arguments[start]
    if !arguments.isGiven(start) {
      guard elements.count > 0 else {
        throw arguments.failure(
          .argumentRange, "there is nothing to fold, and no 'start'", at: self.elements)
      }
      result = elements[0]
      position = 1
    }
    while position < elements.count {
      result = try function(result, elements[position], in: arguments)
      position += 1
    }
    return result
  }
}
