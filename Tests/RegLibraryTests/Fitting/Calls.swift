import RegData
import RegLibrary
import RegLinearAlgebra
import RegOutput
@testable import RegRuntime
import RegSyntax
import Testing

/// Calls built-ins as a script would, and keeps the warnings.
final class Calls {
  let context: Context
  private(set) var warnings: [Diagnostic] = []

  init() {
    let registry = BuiltinRegistry(StandardLibrary.builtins)
    context = Context(builtins: registry, capabilities: [], limits: Limits())
    context.warn = { [unowned self] in warnings.append($0) }
  }

  func callAsFunction(
    _ name: String, _ positional: Value..., options: KeyValuePairs<String, Value> = [:]
  ) throws -> Value {
    let builtin = try #require(context.builtins[name])
    return try call(BuiltinFunction(builtin), positional, options)
  }

  func call(
    _ function: BuiltinFunction, _ positional: [Value], _ options: KeyValuePairs<String, Value>
  ) throws -> Value {
    var arguments = positional.enumerated().map { place, value in
      CallArgument(value: value, span: Calls.span(ofArgument: place + 1))
    }
    for (name, value) in options {
      let span = Calls.span(ofArgument: arguments.count + 1)
      arguments.append(CallArgument(keyword: Name.fold(name), value: value, span: span))
    }
    let binder = ArgumentBinder(function: function, callSpan: Span(0, 100), source: nil)
    let bound = try Arguments(function: function, context: context, bound: binder.bind(arguments))
    do {
      return try function.builtin.call(bound)
    } catch {
      throw Diagnostic(error, thrownBy: bound)
    }
  }

  /// Where the argument of that number, counted from 1, is said to be written.
  static func span(ofArgument number: Int) -> Span { Span(number, number + 1) }

  /// The code of the diagnostic that the call fails with.
  func code(_ body: () throws -> Value) -> DiagnosticCode? {
    do {
      _ = try body()
      return nil
    } catch {
      return (error as? Diagnostic)?.code
    }
  }
}

extension Value {
  func field(_ name: String) throws -> Value {
    let record = try #require(Record(argument: self))
    return try #require(try record.field(name))
  }

  func at(_ operand: Value) throws -> Value {
    let record = try #require(Record(argument: self))
    return try #require(record.backing).at(operand)
  }

  var numbers: [Double] { Double.vector(self) ?? [] }

  var matrix: Matrix { Matrix(argument: self) ?? Matrix([]) }

  var shown: String { ValueFormatter().text(of: self) }
}
