/// Which arguments are allowed, with the words that say so and a value that is refused.
public struct Constraint<Argument: Sendable>: Sendable {
  /// What follows "must be": "between 0 and 1".
  let text: String
  let holds: @Sendable (Argument) -> Bool
  let counterexample: Value
  let choices: [String]

  public init(
    _ text: String, refusing counterexample: Value, choices: [String] = [],
    holds: @escaping @Sendable (Argument) -> Bool
  ) {
    self.text = text
    self.counterexample = counterexample
    self.choices = choices
    self.holds = holds
  }

  /// The same for an optional argument: `none` is always allowed.
  public static func optional<Wrapped: Sendable>(
    _ constraint: Constraint<Wrapped>
  ) -> Constraint where Argument == Wrapped? {
    Constraint(
      constraint.text, refusing: constraint.counterexample, choices: constraint.choices
    ) { $0.map(constraint.holds) ?? true }
  }

  /// The same for every entry of a vector.
  public static func each<Entry: Sendable>(
    _ constraint: Constraint<Entry>
  ) -> Constraint where Argument == [Entry] {
    Constraint(
      constraint.text, refusing: constraint.counterexample, choices: constraint.choices
    ) { $0.allSatisfy(constraint.holds) }
  }
}

extension Constraint where Argument == Double {
  public static func between(_ low: Double, _ high: Double) -> Constraint {
    Constraint(
      "between \(NumberText.display(low)) and \(NumberText.display(high))",
      refusing: Value(high + 1)
    ) { $0 >= low && $0 <= high }
  }

  public static func atLeast(_ low: Double) -> Constraint {
    Constraint("at least \(NumberText.display(low))", refusing: Value(low - 1)) { $0 >= low }
  }

  public static var positive: Constraint {
    Constraint("positive and finite", refusing: Value(0)) { $0 > 0 && $0.isFinite }
  }

  public static var nonNegative: Constraint {
    Constraint("zero or more, and finite", refusing: Value(-1)) { $0 >= 0 && $0.isFinite }
  }

  public static var finite: Constraint {
    Constraint("finite", refusing: Value(Double.infinity)) { $0.isFinite }
  }
}

extension Constraint where Argument == Int {
  public static func between(_ low: Int, _ high: Int) -> Constraint {
    Constraint("between \(low) and \(high)", refusing: Value(low - 1)) { $0 >= low && $0 <= high }
  }

  public static func atLeast(_ low: Int) -> Constraint {
    Constraint("at least \(low)", refusing: Value(low - 1)) { $0 >= low }
  }
}

extension Constraint where Argument == String {
  public static func oneOf(_ choices: [String]) -> Constraint {
    let quoted = choices.map { "\"\($0)\"" }
    return Constraint(
      "\(quoted.formattedAlternatives)", refusing: Value("no such choice"), choices: choices
    ) { choices.contains($0) }
  }
}

extension [String] {
  /// "a", "a or b", "a, b or c".
  var formattedAlternatives: String {
    guard count > 1, let last else { return first ?? "" }
    return dropLast().joined(separator: ", ") + " or " + last
  }
}
