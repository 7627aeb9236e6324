/// A function that the language comes with, declared once.
///
/// A built-in is a struct whose `Parameter` properties, in order, are its parameters. Argument
/// checks, help, completion, the manual and the tests read nothing but this declaration.
public protocol Builtin: Sendable {
  /// What a script calls it, in one lower-case word or several joined by `_`.
  var name: String { get }
  var category: Category { get }
  /// One sentence, with a full stop.
  var summary: String { get }
  /// What is minimised, for a fit.
  var objective: String? { get }
  /// What to know, in paragraphs parted by an empty line.
  var details: String? { get }
  /// What comes back, where the summary does not say it.
  var result: String? { get }
  /// At least one; each is run as a test.
  var examples: [Example] { get }
  /// Names of related built-ins.
  var seeAlso: [String] { get }
  /// Read off the properties unless declared.
  var signature: Signature { get }

  /// - Throws: `Diagnostic`, or a `ScriptError` that the interpreter turns into one.
  func call(_ arguments: Arguments) throws -> Value
}

extension Builtin {
  public var objective: String? { nil }
  public var details: String? { nil }
  public var result: String? { nil }
  public var seeAlso: [String] { [] }
  public var signature: Signature { Signature(readFrom: self) }
}

/// A built-in to which a missing value is a value like any other, as it is to `impute`.
///
/// In a formula, a column that only such functions read may have gaps.
public protocol GapTolerant: Builtin {}

/// A built-in that changes nothing and answers within a moment, so that the prompt may ask it while a
/// line is typed; those of maths and statistics are so anyway.
public protocol QuickAnswer: Builtin {}

/// A built-in of one number that scalar loops call without boxing anything.
public protocol NumberFunction: Builtin {
  func callAsFunction(_ number: Double) -> Double
}

/// A built-in of two numbers, as `NumberFunction` is of one.
public protocol NumberPairFunction: Builtin {
  func callAsFunction(_ first: Double, _ second: Double) -> Double
}

/// A heading of the manual.
public enum Category: String, CaseIterable, Sendable {
  case fitting = "Fitting"
  case studying = "Studying models"
  case models = "Models"
  case plotting = "Plotting"
  case data = "Data"
  case formulas = "Formulas"
  case metrics = "Metrics"
  case textbook = "Textbook"
  case matrices = "Matrices"
  case statistics = "Statistics"
  case maths = "Maths"
  case random = "Random numbers"
  case text = "Text"
  case functions = "Lists and functions"
  case session = "Session"
  case host = "Host"
}

/// A short transcript that help shows and a test runs.
public struct Example: Sendable {
  public let title: String
  /// Input after `> `, continued input after `. `, and the expected output below.
  public let transcript: String

  public init(_ title: String, _ transcript: String) {
    self.title = title
    self.transcript = transcript
  }
}
