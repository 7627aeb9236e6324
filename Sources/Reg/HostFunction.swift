import RegData
public import RegLinearAlgebra
public import RegRuntime

/// One parameter of a function that the host program defines.
public struct ParameterSpec: Sendable {
  let parameter: any AnyParameter
  /// Stands in for an argument that is not given.
  let fallback: Value?

  private init<Argument: ArgumentConvertible>(
    _ name: String, _ meaning: String, _ argument: Argument?, value: Value?
  ) {
    fallback = value
    parameter =
      argument.map { Parameter(name, meaning, default: $0) } ?? Parameter<Argument>(name, meaning)
  }

  public static func number(
    _ name: String, _ meaning: String = "", default: Double? = nil
  ) -> ParameterSpec {
    ParameterSpec(name, meaning, `default`, value: `default`.map { Value($0) })
  }

  public static func logical(
    _ name: String, _ meaning: String = "", default: Bool? = nil
  ) -> ParameterSpec {
    ParameterSpec(name, meaning, `default`, value: `default`.map { Value($0) })
  }

  public static func string(
    _ name: String, _ meaning: String = "", default: String? = nil
  ) -> ParameterSpec {
    ParameterSpec(name, meaning, `default`, value: `default`.map { Value($0) })
  }

  /// A matrix, a vector, a range or a number.
  public static func matrix(_ name: String, _ meaning: String = "") -> ParameterSpec {
    ParameterSpec(name, meaning, Matrix?.none, value: nil)
  }

  public static func table(_ name: String, _ meaning: String = "") -> ParameterSpec {
    ParameterSpec(name, meaning, Table?.none, value: nil)
  }

  /// Anything.
  public static func value(_ name: String, _ meaning: String = "") -> ParameterSpec {
    ParameterSpec(name, meaning, Value?.none, value: nil)
  }
}

/// What a script called a function of the host program with.
///
/// The types are those of the `ParameterSpec`s, so asking for another is a mistake of the host.
public struct HostArguments {
  /// The arguments in the order of the parameters, defaults filled in.
  public let values: [Value]

  /// The number at a position.
  ///
  /// - Precondition: The parameter there is a `.number`.
  public subscript(position: Int) -> Double { argument(position) }

  public func logical(_ position: Int) -> Bool { argument(position) }
  public func string(_ position: Int) -> String { argument(position) }
  public func matrix(_ position: Int) -> Matrix { argument(position) }

  private func argument<Argument: ArgumentConvertible>(_ position: Int) -> Argument {
    guard let argument = Argument(argument: values[position]) else {
      preconditionFailure("argument \(position) is declared to be of another type")
    }
    return argument
  }
}

/// A Swift type that a function of the host program can return.
public protocol ValueConvertible: SendableMetatype {
  var value: Value { get }
}

extension Value: ValueConvertible { public var value: Value { self } }
extension Double: ValueConvertible { public var value: Value { Value(self) } }
extension Int: ValueConvertible { public var value: Value { Value(self) } }
extension Bool: ValueConvertible { public var value: Value { Value(self) } }
extension String: ValueConvertible { public var value: Value { Value(self) } }
extension Matrix: ValueConvertible { public var value: Value { Value(self) } }
extension [Double]: ValueConvertible { public var value: Value { Value(self) } }

extension Session {
  /// Gives scripts a function of the host program.
  ///
  /// ```swift
  /// session.define("celsius", [.number("fahrenheit")]) { ($0[0] - 32) / 1.8 }
  /// ```
  ///
  /// Arguments are checked before `body` is called. What it throws becomes an error of the script
  /// at the call, with the code `raised` unless it is a `Diagnostic` or a `ScriptError`.
  public func define<Result: ValueConvertible>(
    _ name: String, _ parameters: [ParameterSpec], summary: String = "",
    body: @escaping @Sendable (HostArguments) throws -> Result
  ) {
    let function = HostFunction(name: name, summary: summary, parameters: parameters) {
      try body($0).value
    }
    self[name] = .object(BuiltinFunction(function))
  }
}

/// A function of the host program, in the form that the interpreter calls.
struct HostFunction: Builtin {
  let name: String
  let summary: String
  let category = Category.host
  let examples: [Example] = []
  let signature: Signature
  private let parameters: [ParameterSpec]
  private let body: @Sendable (HostArguments) throws -> Value

  init(
    name: String, summary: String, parameters: [ParameterSpec],
    body: @escaping @Sendable (HostArguments) throws -> Value
  ) {
    self.name = name
    self.summary = summary
    self.parameters = parameters
    self.body = body
    signature = Signature(parameters: parameters.map(\.parameter))
  }

  func call(_ arguments: Arguments) throws -> Value {
    let values = parameters.map { arguments.given($0.parameter) ?? $0.fallback ?? .none }
    return try body(HostArguments(values: values))
  }
}
