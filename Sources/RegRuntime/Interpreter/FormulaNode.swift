import RegData
import RegLinearAlgebra
import RegSyntax

/// `y ~ a + b`: makes the formula, with the values in braces as they are now.
final class FormulaNode: Node {
  enum Factor {
    case column(String)
    case function(Node, columns: [String], label: String, Span)
    case value(Node, label: String)
  }

  indirect enum Terms {
    case factor(Factor)
    case everyOther
    case intercept(Bool)
    case sum([(Terms, isRemoved: Bool)])
    case crossed([Terms])
    case interaction([Terms])
  }

  let response: Factor?
  let terms: Terms
  let text: String

  init(response: Factor?, terms: Terms, text: String, _ span: Span) {
    self.response = response
    self.terms = terms
    self.text = text
    super.init(span)
  }

  override func value(_ machine: MachinePointer) throws(Stop) -> Value {
    let response = try response.map { factor throws(Stop) in try resolve(factor, machine) }
    let formula = Formula(response: response, predictors: try resolve(terms, machine))
    return .object(FormulaObject(formula, text: text))
  }

  private func resolve(
    _ terms: Terms, _ machine: MachinePointer
  ) throws(Stop) -> Formula.Terms {
    switch terms {
    case .factor(let factor): return .factor(try resolve(factor, machine))
    case .everyOther: return .everyOther
    case .intercept(let isThere): return isThere ? .intercept : .noIntercept
    case .sum(let parts):
      var summands: [Formula.Summand] = []
      for part in parts {
        summands.append(
          Formula.Summand(try resolve(part.0, machine), isRemoved: part.isRemoved))
      }
      return .sum(summands)
    case .crossed(let parts): return .crossed(try resolve(parts, machine))
    case .interaction(let parts): return .interaction(try resolve(parts, machine))
    }
  }

  private func resolve(
    _ parts: [Terms], _ machine: MachinePointer
  ) throws(Stop) -> [Formula.Terms] {
    var resolved: [Formula.Terms] = []
    for part in parts { resolved.append(try resolve(part, machine)) }
    return resolved
  }

  private func resolve(
    _ factor: Factor, _ machine: MachinePointer
  ) throws(Stop) -> Formula.Factor {
    switch factor {
    case .column(let name): return .column(name)
    case .function(let node, let columns, let label, let span):
      guard case .function(let function) = try node.value(machine).content else {
        throw machine.fail(.badFormula, "'\(label)' is no function of columns", at: span)
      }
      return .function(
        ScriptTransform(
          label: label, columns: columns, function: function, span: span, source: machine.source,
          interpreter: machine.pointee.interpreter))
    case .value(let node, let label):
      let value = try node.value(machine)
      guard let matrix = Matrix(argument: value) else {
        throw machine.fail(
          .typeMismatch, "a formula takes numbers from the script, not \(value.description)",
          at: node.span)
      }
      return .value(matrix, label: label)
    }
  }
}

/// A function of columns that a formula of a script names.
///
/// Confined, like everything it refers to, to the thread of its interpreter.
struct ScriptTransform: ColumnTransform, FittedTransform, @unchecked Sendable {
  let label: String
  /// As the formula spells them; they become the function's arguments in this order.
  let columns: [String]
  let function: FunctionObject
  let span: Span
  let source: SourceText
  weak var interpreter: Interpreter?

  /// It learns nothing from the rows: each is mapped by itself.
  func fitted(to table: Table) throws -> any FittedTransform { self }

  func apply(to table: Table) throws -> TransformedColumns {
    guard let interpreter else {
      throw Diagnostic(.notFitted, "the session that '\(label)' belongs to has ended")
    }
    var arguments: [Value] = []
    for name in columns { arguments.append(Value(try table.column(named: name))) }
    let value = try interpreter.call(function, arguments, at: span)
    return try transformed(value, rows: table.rowCount)
  }

  private func transformed(_ value: Value, rows: Int) throws(Diagnostic) -> TransformedColumns {
    if case .texts(let texts) = value.content, texts.count == rows { return .texts(texts.elements) }
    if case .column(let column) = value.content, column.count == rows {
      if case .categorical(let categories) = column { return .categories(categories) }
      if let numbers = column.numbers { return .numbers(Matrix(numbers)) }
    }
    guard let matrix = Matrix(argument: value), matrix.rows == rows else {
      throw Diagnostic(
        .badFormula, "'\(label)' gives \(value.description) for \(rows) rows", at: span,
        help: "a term needs a value for each row", source: source)
    }
    return .numbers(matrix)
  }
}
