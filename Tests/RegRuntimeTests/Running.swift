import RegRuntime
import RegSyntax

/// An interpreter with a few functions of its own, and what it has shown.
final class Running {
  let interpreter: Interpreter
  private(set) var printed: [String] = []

  init(limits: Limits = Limits(steps: 1_000_000), interrupt: InterruptHandle = InterruptHandle()) {
    let context = Context(
      builtins: BuiltinRegistry([Total(), Half(), Apply(), Pair()]), capabilities: [],
      limits: limits, interrupt: interrupt)
    interpreter = Interpreter(context: context)
    context.write = { [unowned self] in printed.append($0) }
  }

  /// The value of the last statement of a script.
  func value(_ text: String) throws -> Value {
    let result = Parser.parse(SourceText(text))
    guard let program = result.program else { throw result.diagnostics[0] }
    return try interpreter.evaluate(program)
  }

  func number(_ text: String) throws -> Double? { Double(argument: try value(text)) }
  func numbers(_ text: String) throws -> [Double]? { [Double](argument: try value(text)) }

  /// The diagnostic that a script ends with.
  func failure(_ text: String) -> Diagnostic? {
    do {
      _ = try value(text)
      return nil
    } catch {
      return error as? Diagnostic
    }
  }
}

/// Adds numbers up.
private struct Total: Builtin {
  let name = "total"
  let category = Category.host
  let summary = "Adds numbers up."
  let examples: [Example] = []
  let numbers = RestParameter("numbers", "What to add.")
  let scale = Parameter("scale", "Multiplies the sum.", default: 1.0, keywordOnly: true)

  func call(_ arguments: Arguments) throws -> Value {
    let sum = arguments[numbers].compactMap { Double(argument: $0) }.reduce(0, +)
    return Value(sum * arguments[scale])
  }
}

/// Halves a number.
private struct Half: NumberFunction {
  let name = "half"
  let category = Category.host
  let summary = "Halves a number."
  let examples: [Example] = []
  let x = Parameter<Double>("x", "What to halve.")

  func callAsFunction(_ number: Double) -> Double { number / 2 }
  func call(_ arguments: Arguments) throws -> Value { Value(self(arguments[x])) }
}

/// Calls a function with a value.
private struct Apply: Builtin {
  let name = "apply"
  let category = Category.host
  let summary = "Calls a function with a value."
  let examples: [Example] = []
  let function = Parameter<Value>("function", "What to call.")
  let argument = Parameter<Value>("argument", "What to call it with.")

  func call(_ arguments: Arguments) throws -> Value {
    guard case .function(let function) = arguments[function].content else {
      throw arguments.failure(.argumentType, "no function", at: self.function)
    }
    return try arguments.context.callFunction(function, [arguments[argument]], arguments.span)
  }
}

/// Makes a list of two values.
private struct Pair: Builtin {
  let name = "pair"
  let category = Category.host
  let summary = "Makes a list of two values."
  let examples: [Example] = []
  let first = Parameter<Value>("first", "The first.")
  let second = Parameter<Value>("second", "The second.")

  func call(_ arguments: Arguments) throws -> Value {
    Value([arguments[first], arguments[second]])
  }
}
