/// One parameter of a built-in: what it is called, means, defaults to and allows.
public struct Parameter<Argument: ArgumentConvertible>: AnyParameter {
  public let name: String
  public let meaning: String
  public let unit: String?
  public let isKeywordOnly: Bool
  let defaultArgument: Argument?
  let constraint: Constraint<Argument>?

  /// A parameter that must be given.
  public init(
    _ name: String, _ meaning: String, unit: String? = nil, keywordOnly: Bool = false,
    where constraint: Constraint<Argument>? = nil
  ) {
    self.name = name
    self.meaning = meaning
    self.unit = unit
    self.constraint = constraint
    isKeywordOnly = keywordOnly
    defaultArgument = nil
  }

  /// A parameter that may be left out.
  public init(
    _ name: String, _ meaning: String, unit: String? = nil, default: Argument,
    keywordOnly: Bool = false, where constraint: Constraint<Argument>? = nil
  ) {
    self.name = name
    self.meaning = meaning
    self.unit = unit
    self.constraint = constraint
    isKeywordOnly = keywordOnly
    defaultArgument = `default`
  }

  public var typeName: String { Argument.typeName }
  public var isRequired: Bool { defaultArgument == nil }
  public var defaultText: String? { defaultArgument.map(Argument.text) }
  public var constraintText: String? { constraint?.text }
  public var counterexample: Value? { constraint?.counterexample }
  public var choices: [String] { constraint?.choices ?? [] }

  public func hint(for value: Value) -> String? { Argument.hint(for: value) }

  public func problem(with value: Value) -> ArgumentProblem? {
    guard let argument = Argument(argument: value) else {
      return .type(flaw: Argument.flaw(in: value))
    }
    guard let constraint, !constraint.holds(argument) else { return nil }
    return .range("must be \(constraint.text)")
  }
}

/// What the binder, help and completion read off a parameter.
public protocol AnyParameter: Sendable {
  var name: String { get }
  var meaning: String { get }
  var unit: String? { get }
  var typeName: String { get }
  var isRequired: Bool { get }
  var isKeywordOnly: Bool { get }
  /// The default as it would be typed.
  var defaultText: String? { get }
  /// What follows "must be" in a message.
  var constraintText: String? { get }
  /// A value that the constraint refuses, for tests.
  var counterexample: Value? { get }
  /// The strings that are allowed, where only some are.
  var choices: [String] { get }
  func problem(with value: Value) -> ArgumentProblem?
  /// What to write instead of a value of another type, if that can be told.
  func hint(for value: Value) -> String?
}

/// Why a value cannot be an argument.
public enum ArgumentProblem: Sendable, Equatable {
  /// Of another type; the flaw is the part of it that is.
  case type(flaw: String?)
  /// The rest of the sentence that begins with the parameter's name.
  case range(String)
}

/// Takes all positional arguments from its place on.
public struct RestParameter: Sendable {
  public let name: String
  public let meaning: String

  public init(_ name: String, _ meaning: String) {
    self.name = name
    self.meaning = meaning
  }
}

/// Takes keyword arguments of any name.
public struct KeywordsParameter: Sendable {
  public let name: String
  public let meaning: String

  public init(_ name: String, _ meaning: String) {
    self.name = name
    self.meaning = meaning
  }
}

/// Parameters that several built-ins have in common; its properties count as the built-in's own.
public protocol ParameterGroup: Sendable {}
